"""Special reports on what a town calls water: counted by hand, its signs, its streets, its list that names nobody."""

from dataclasses import replace

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import report_subjects
from models.report_subject import ReportSubject, signs_of
from models.vocabulary import AreaLevel, Confidentiality, Desk
from reports import catalogue, issues
from reports.documents.paper import Chart, ChartKind, Heading, Paper, Paragraph, Table
from reports.periods import parse
from reports.products import special
from reports.products.gathering import Order
from reports.products.special import NoSubject
from tests.support.clock import local
from tests.support.factories import make_area, make_case, saved
from tests.support.hand_counted import NOW, make_march

pytestmark = pytest.mark.one_database

ORDER = Order(parse("2026-03"), NOW, "赵主任")


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()
    saved(
        ReportSubject(code="water", name="水质", title="水质专报", category_ids=[2], signs="异味：臭、有味")
    )


def report(key: str = "water", **texts: str) -> Paper:
    return special.paper(key, replace(ORDER, texts=texts))


def table(paper: Paper, title: str) -> list[list[str]]:
    found = next(block for block in paper.blocks if isinstance(block, Table) and block.title == title)
    return [[cell.text for cell in line.cells] for line in found.lines]


def said(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def test_a_report_counted_by_hand() -> None:
    paper = report()

    assert [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1] == [
        "基本情况", "主要问题及典型诉求", "处置进展", "风险提示", "工作建议",
    ]  # fmt: skip
    told = said(paper)
    assert told.startswith("2026年3月，12345热线共受理水质类诉求2件，环比上升100.00%，同比无可比基数")
    assert "从区域看，主要集中在西岸区1件（占50.00%）。" in told
    assert "受理1件，占受理总量的50.00%，上期1件，环比持平。" in told
    assert "转办2件；不予受理0件。截至统计时点，上述工单已办结2件，总办结率100.00%；在办0件。" in told
    assert "本期到期应办结2件，已办结1件，办结率50.00%；按时办结1件，按时办结率50.00%" in told
    assert "\n请市水务局逐件清理超期未办结工单，明确办结时间。" in told, "one piece of advice has no number"
    assert "统计范围：公用事业，含其下全部事项。" in told
    assert table(paper, "各区县受理情况")[0][1:] == ["东岸区", "0", "0.00%", "1", "-100.00%", "0", "—"]
    assert table(paper, "承办单位转办和应办结情况")[0][1:5] == ["市水务局", "2", "2", "1"]
    tiles = next(b for b in paper.blocks if isinstance(b, Chart) and b.kind is ChartKind.TILES)
    assert [(name, number.text) for name, number in tiles.points] == [
        ("东岸区", "0"), ("西岸区", "1"), ("（未定区县）", "1"),
    ]  # fmt: skip


def test_of_nothing_it_says_so_and_leaves_out_what_would_be_empty() -> None:
    paper = special.paper("water", replace(ORDER, period=parse("2019-05")))

    assert [block.text for block in paper.blocks if isinstance(block, Heading) and block.level == 1] == [
        "基本情况", "主要问题及典型诉求", "处置进展", "风险提示",
    ]  # fmt: skip
    assert {block.title for block in paper.blocks if isinstance(block, Table)} == {
        "险情、特急和领导批示工单", "工单明细",
    }  # fmt: skip
    assert not any(isinstance(block, Chart) for block in paper.blocks)


def test_any_category_may_be_reported_on_with_all_below_it() -> None:
    leaf, branch = report("5"), report("1")

    assert leaf.title == "2026年3月停水专报"
    assert "共受理停水类诉求1件" in said(leaf)
    assert "共受理城市管理类诉求9件" in said(branch)
    with pytest.raises(NoSubject, match="没有设置专报主题“weather”，请在“管理－字典－专报主题”中添加。"):
        report("weather")


@pytest.mark.both_databases
def test_what_callers_noticed_is_told_by_their_words() -> None:
    case = db.session.scalars(db.select(Case).filter_by(category_id=6)).one()
    case.content = "自来水有味，还有臭味。"
    db.session.commit()

    assert table(report(), "按反映现象统计") == [["1", "异味", "1", "1", "1"]]


@pytest.mark.both_databases
def test_what_heaps_up_in_a_street_is_pointed_out() -> None:
    street = make_area(id=11, name="长街街道", level=AreaLevel.STREET, parent_id=2)
    community = make_area(id=12, name="北社区", level=AreaLevel.COMMUNITY, parent_id=street.id)
    given = {"category_id": 6, "branch_id": 2, "district_id": 2, "department_id": 2}
    for number, area in enumerate([street, community, community, street, street]):
        make_case(
            **given, area=area, received_at=local(f"2026-03-{25 + number}"), citizen={"phone": f"1{number}"}
        )
    make_case(**given, area=street, received_at=local("2026-03-30"), desk=Desk.PSYCH, citizen={"phone": "6"})

    told = said(report())

    assert "近7日，长街街道集中反映“公用事业/供暖不热”6件，涉及5个来电号码，由市水务局办理。" in told
    assert "二是请市水务局到长街街道核查“供暖不热”的集中反映，统一答复。" in told


def test_the_list_names_nobody_and_hides_what_is_protected() -> None:
    given = {"category_id": 6, "branch_id": 2, "received_at": local("2026-03-20")}
    make_case(**given, title="王建国先生家3号楼502室水有味，电话13893112345")
    make_case(**given, title="匿名举报偷水", confidentiality=Confidentiality.CONFIDENTIAL)
    desk = make_case(**given, title="想不开", desk=Desk.PSYCH)

    lines = table(report(), "工单明细")

    summaries = {line[-1] for line in lines}
    assert "王先生家*号楼*室水有味，电话〔已隐去〕" in summaries
    assert "（保密诉求，内容不列）" in summaries
    assert desk.number not in {line[1] for line in lines}
    assert len(lines) == 4


def test_people_write_into_the_places_of_the_report() -> None:
    told = report(problem_1="典型一。", cause="管网老化。", done="已冲洗管道。", advice="")

    assert [b.text for b in told.blocks if isinstance(b, Heading) and b.level == 1][2] == "原因研判"
    for text in ("典型一。", "管网老化。", "已冲洗管道。"):
        assert text in said(told)
    assert "逐件清理" not in said(told), "what was emptied stays empty"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("key", "street", "sign", "is_there"),
    [
        ("water", "", "", True),
        ("water", "2", "0", True),
        ("5", "", "", True),
        ("water", "", "1", False),
        ("water", "", "x", False),
        ("water", "99", "", False),
        ("99", "", "", False),
        ("²", "", "", False),
        ("9" * 40, "", "", False),
    ],
)
def test_an_address_names_a_part_of_the_cases_or_nothing(
    key: str, street: str, sign: str, *, is_there: bool
) -> None:
    assert (report_subjects.subset(key, street=street, sign=sign) is not None) is is_there


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["water", "special-3", "monthly", "annual"])
def test_reports_can_be_frozen_with_every_number(name: str) -> None:
    made = catalogue.find(name)
    assert made is not None
    order = replace(ORDER, period=parse("2026" if name == "annual" else "2026-03"))

    frozen = issues.freeze(made, order)

    assert frozen.paper == made.read(order)
    assert [cell for cell in frozen.cells if cell["opens"]]


def test_signs_are_read_one_a_line() -> None:
    assert [(s.label, s.words) for s in signs_of("异味：臭、 有味；\n颜色:黄,黑")] == [
        ("异味", ("臭", "有味")),
        ("颜色", ("黄", "黑")),
    ]
    with pytest.raises(ValueError, match=r"^只有名字$"):
        signs_of("异味：臭\n只有名字")
