"""What templates of reports say of a month that was counted by hand."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from models.base import db
from models.case import Case
from models.department import Department
from models.queries import figures
from models.queries.restrictions import Within
from models.report_template import ReportTemplate
from models.transaction import unit_of_work
from models.vocabulary import Channel, DepartmentKind, Dimension, RowGroups, RowsBy
from reports import catalogue, issues, lines
from reports.documents.paper import Table
from reports.figures.registry import REGISTRY
from reports.periods import parse
from reports.products import templated
from reports.products.gathering import Order
from tests.support.factories import make_rules
from tests.support.hand_counted import NOW, make_march
from tests.support.report_templates import make_shipped, make_template, shipped

# What is counted is proved on every database by tests/models/queries and tests/reports/test_figure_lists.py.
pytestmark = pytest.mark.one_database

MARCH = parse("2026-03")
SCORE = [
    {"measure": "on_time", "title": "按时办结率", "max": 25, "slope_per_pp": 0.25, "target": 100},
    {"measure": "satisfied", "title": "满意率", "max": 25, "slope_per_pp": 0.5, "target": 95, "floor": 12.5},
]


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()
    for name, kind in (("东岸区政府", DepartmentKind.DISTRICT), ("热力公司", DepartmentKind.UTILITY)):
        db.session.scalars(db.select(Department).filter_by(name=name)).one().kind = kind
    db.session.commit()


def tables_of(template: ReportTemplate, period: str = "2026-03") -> list[Table]:
    paper = templated.paper(template, Order(parse(period), NOW, "赵主任"))
    return [block for block in paper.blocks if isinstance(block, Table)]


def rows_of(table: Table) -> list[list[str]]:
    return [[said.text for said in line.cells] for line in table.lines]


def test_every_ready_set_names_figures_of_the_registry() -> None:
    assert len(shipped()) >= 7
    named = {column.figure for each in shipped().values() for column in each.columns}
    assert named <= set(REGISTRY)


READY: dict[str, list[list[str]]] = {
    "unit-standing": [
        ["1", "市城管局", "5", "4", "1", "1"],
        ["2", "市水务局", "2", "2", "0", "1"],
        ["3", "东岸区政府", "1", "0", "1", "0"],
        ["", "合计", "8", "6", "2", "2"],
    ],
    "unit-assessment": [
        ["1", "市城管局", "5", "75.00%", "50.00%", "50.00%", "100.00%", "—", "25.00"],
        ["2", "市水务局", "2", "50.00%", "100.00%", "50.00%", "100.00%", "—", "37.50"],
        ["3", "东岸区政府", "1", "—", "—", "—", "—", "—", "—"],
        ["", "合计", "8", "66.67%", "66.67%", "50.00%", "100.00%", "—", "—"],
    ],
    "overdue-points": [
        ["1", "市城管局", "5", "2", "12.50", "1", "75.00%"],
        ["2", "市水务局", "2", "1", "12.50", "1", "50.00%"],
        ["3", "东岸区政府", "1", "0", "—", "0", "—"],
        ["", "合计", "8", "3", "—", "2", "66.67%"],
    ],
    "responsible-groups": [
        ["1", "市直部门", "7", "87.50%", "—", "+600.00%"],
        ["2", "区县政府", "1", "12.50%", "—", "—"],
        ["", "合计", "8", "—", "—", "+700.00%"],
    ],
    "on-time-and-satisfaction": [
        ["1", "市城管局", "5", "4", "2", "1", "1", "75.00%", "50.00%", "1", "50.00%"],
        ["2", "市水务局", "2", "2", "1", "0", "1", "50.00%", "50.00%", "0", "0.00%"],
        ["3", "东岸区政府", "1", "0", "0", "0", "0", "—", "—", "0", "—"],
        ["", "合计", "8", "6", "3", "1", "2", "66.67%", "50.00%", "1", "33.33%"],
    ],
}


@pytest.mark.parametrize("code", READY)
def test_the_ready_sets_say_what_was_counted_by_hand(code: str) -> None:
    make_rules(tiers=[3, 2], score=SCORE)
    (template,) = make_shipped(code)

    (table,) = tables_of(template)

    assert rows_of(table) == READY[code]


@pytest.mark.both_databases
def test_a_column_tells_of_one_channel_alone_and_opens_those_cases(app: Flask) -> None:
    (template,) = make_shipped("on-time-by-channel")
    order = Order(MARCH, NOW, "马小兰")
    report = catalogue.of_template(template)
    for case in db.session.scalars(db.select(Case).where(Case.id % 2 == 0)):
        case.channel = Channel.WEB
    with unit_of_work():
        figures.mark_stale(*(date(2026, 3, day) for day in range(1, 32)))

    (table,) = tables_of(template)
    frozen = issues.freeze(report, order)

    every = lines.ask(MARCH, NOW)
    for line in table.lines:
        for place, name in ((3, "due"), (4, "due_on_time"), (7, "due"), (8, "due_on_time")):
            value = line.cells[place].source
            assert value is not None
            channel = "phone" if place < 7 else "web"
            assert (value.figure.id, value.asked.within.text) == (name, f"channel-{channel}")
    phone, web = (
        lines.whole(every.inside(Within(Dimension.CHANNEL, (channel,))))["due"]
        for channel in ("phone", "web")
    )
    assert [table.lines[-1].cells[place].number for place in (3, 7)] == [phone, web]
    assert min(phone, web) > 0
    opened = [cell for cell in frozen.cells if cell["parts"]]
    assert opened
    assert all(cell["opens"] for cell in opened if cell["number"])


def test_bureaus_and_districts_stand_in_tables_of_their_own_the_most_first() -> None:
    (template,) = make_shipped("bureaus-and-districts")
    template.top = 1
    db.session.commit()

    bureaus, districts = tables_of(template)

    assert bureaus.title == "市直部门"
    assert rows_of(bureaus) == [["1", "市城管局", "5", "66.67%", "50.00%", "1", "0", "50.00%", "50.00%"]]
    assert bureaus.note == "共2项，列出前1项。"
    assert districts.title == "区县政府"
    assert [line[1] for line in rows_of(districts)] == ["东岸区政府"]


def test_the_ranking_stands_in_tiers_and_small_units_have_no_place() -> None:
    make_rules(tiers=[3, 2], score=SCORE)
    (template,) = make_shipped("unit-ranking")

    first, second, none = tables_of(template)

    assert first.title == "第一档：应办结3件及以上"
    assert rows_of(first) == [["1", "市城管局", "5", "25.00", "1"]]
    assert rows_of(second) == [["1", "市水务局", "2", "37.50", "1"]]
    assert rows_of(none) == [["1", "东岸区政府", "1", "—", "—"]]


@pytest.mark.parametrize(
    ("rows_by", "names"),
    [
        (RowsBy.BRANCH, ["城市管理", "公用事业", "合计"]),
        (RowsBy.DISTRICT, ["东岸区", "西岸区", "（未定区县）", "合计"]),
        (RowsBy.CHANNEL, ["电话", "网站", "合计"]),
        (RowsBy.KIND, ["咨询", "投诉", "合计"]),
    ],
)
def test_rows_may_be_those_of_any_dimension(rows_by: RowsBy, names: list[str]) -> None:
    (table,) = tables_of(make_template("received", {"figure": "received", "shows": "share"}, rows_by=rows_by))

    found = rows_of(table)
    assert [row[1] for row in found] == names
    assert sum(int(row[2]) for row in found[:-1]) == int(found[-1][2]) == 11
    assert sum(float(row[3].rstrip("%")) for row in found[:-1]) == pytest.approx(100)


def test_matters_stand_below_their_branch_which_is_their_sum() -> None:
    template = make_template("received", "due", rows_by=RowsBy.CATEGORY, grouped_by=RowGroups.BRANCH)

    streets, works = tables_of(template)

    assert rows_of(streets)[-1][1:] == ["小计", "9", "4"]
    assert rows_of(works) == [
        ["1", "公用事业/停水", "1", "2"],
        ["2", "公用事业/供暖不热", "1", "0"],
        ["", "小计", "2", "2"],
    ]


def test_the_smallest_may_come_first_and_equal_rows_share_a_place() -> None:
    given: dict[str, Any] = {"rows_by": RowsBy.DISTRICT, "sorted_by": "due_open", "has_rank": True}
    (table,) = tables_of(make_template("due_open", is_lowest_first=True, **given))

    assert [row[2:] for row in rows_of(table)] == [["0", "1"], ["0", "1"], ["2", "3"], ["2", ""]]


def test_a_month_without_cases_says_so() -> None:
    (template,) = make_shipped("unit-standing")

    paper = templated.paper(template, Order(parse("2019-05"), NOW, "赵主任"))

    assert not [block for block in paper.blocks if isinstance(block, Table)]
    assert templated.EMPTY in [getattr(block, "text", "") for block in paper.blocks]


def test_the_workbook_has_a_header_of_two_lines_and_explains_its_columns() -> None:
    make_rules(tiers=[3, 2], score=SCORE)
    (template,) = make_shipped("overdue-points")

    made = catalogue.of_template(template).build(parse("2026-03"), NOW, "赵主任")

    assert made.file_name == "示例12345_部门立案结案情况_2026年03月_20260401.xlsx"
    book = load_workbook(BytesIO(made.content))
    sheet = book["部门立案结案情况"]
    assert sheet["A1"].value == "2026年3月部门立案结案情况"
    assert "统计周期：2026年3月（2026年3月1日至2026年3月31日，首尾两日均计）" in sheet["A2"].value
    assert [cell.value for cell in sheet[3]][:5] == ["序号", "部门", "总立案数", "超时扣分", None]
    assert [cell.value for cell in sheet[4]][3:5] == ["数量", "分值"]
    assert sheet.freeze_panes == "C5"
    assert [cell.value for cell in sheet[5]] == ["1", "市城管局", 5, 2, 12.5, 1, 0.75]
    assert [sheet.cell(5, place).number_format for place in (3, 5, 7)] == ["#,##0", "0.00", "0.00%"]
    assert [cell.value for cell in sheet[8]][1:5] == ["合计", 8, 3, "—"]
    explained = [row[0] for row in book["口径说明"].iter_rows(min_row=3, values_only=True)]
    assert {"转办数", "超期数", "按时办结率扣分", "超期未办结数", "办结率"} <= set(explained)
    assert "热线满意率" not in explained


def test_a_column_without_a_figure_is_a_dash_and_is_named() -> None:
    paper = templated.paper(
        make_template({"figure": "mood", "label": "心情"}, "dispatched"),
        Order(parse("2026-03"), NOW, "赵主任"),
    )

    said = [getattr(block, "text", "") for block in paper.blocks]
    assert "指标库中尚无以下栏目的指标，以“—”表示：心情。" in said
