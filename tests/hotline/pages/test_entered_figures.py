"""Supervisors type in or upload what no case tells; templates tell it, and each number opens its entries."""

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from hotline import report_making
from models.base import db
from models.entered_figure import EnteredFigure
from models.vocabulary import EntryGrain, EntrySubject
from reports import catalogue, issues
from reports.catalogue import FileForm
from reports.documents.paper_json import from_json
from reports.periods import parse
from reports.products.gathering import Order
from tests.support.entries import CALLS, MARCH, make_entries, told
from tests.support.exports import assert_taken_away_as_seen
from tests.support.factories import make_user
from tests.support.hand_counted import NOW, make_march
from tests.support.issues import blank_files
from tests.support.page_checks import text_of
from tests.support.pages import Page, Visitor
from tests.support.report_templates import make_shipped, make_template

Visit = Callable[..., Visitor]
HERE = "/reports/entered"
IN_MARCH = "period=month&on=2026-03"


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def kept() -> dict[tuple[str, str], int]:
    rows = db.session.scalars(db.select(EnteredFigure)).all()
    return {(row.figure, row.key): row.hundredths for row in rows}


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows() if name in row)


def test_a_supervisor_fills_a_sheet_changes_it_and_empties_a_cell(visit: Visit) -> None:
    visitor = visit("supervisor")

    sheet = visitor.get(f"{HERE}?sheet=话务&grain=month&on=2026-03-15")
    saved = sheet.fill(**{"name-0": "人工接听", "calls_in-0": "1,000", "calls_answered-0": "950"}).press(
        "保存"
    )
    changed = saved.fill(**{"calls_in-0": "1200", "calls_answered-0": ""}).press("保存")

    assert "话务，2026-03" in sheet.text
    assert "新填 2 项，修改 0 项，撤销 0 项，未变 0 项" in saved.text
    assert row_of(saved, "1000 次")[:4] == ["话务量", "2026-03", "人工接听", "1000 次"]
    assert "新填 0 项，修改 1 项，撤销 1 项，未变 0 项" in changed.text
    assert kept() == {("calls_in", "人工接听"): 120_000}


@pytest.mark.one_database
def test_a_bad_cell_is_named_and_nothing_is_kept(visit: Visit) -> None:
    sheet = visit("supervisor").get(f"{HERE}?sheet=数据质量&grain=month&on=2026-03-15")

    page = sheet.fill(**{"quality_timely-0": "十九", "quality_timely-1": "19.5"}).press("保存", status=422)

    assert "东岸区：“数据及时得分”的数值“十九”不是数字。" in page.text
    wrong = [field.get("name") for field in page.all("input") if field.get("aria-invalid")]
    assert wrong == ["quality_timely-0"]
    assert [f.get("value") for f in page.all("input") if f.get("name") == "quality_timely-1"] == ["19.5"]
    assert not kept()


@pytest.mark.one_database
def test_a_class_needs_a_name_and_two_lengths_of_time_are_refused(visit: Visit) -> None:
    make_entries()
    visitor = visit("supervisor")

    nameless = (
        visitor.get(f"{HERE}?sheet=话务&on=2026-04-01").fill(**{"calls_in-1": "5"}).press("保存", status=422)
    )
    twice = visitor.get(f"{HERE}?sheet=话务&grain=year&on=2026-04-01")
    refused = twice.fill(**{"calls_in-0": "5"}).press("保存", status=422)

    assert "请填写类别名称。" in nameless.text
    assert "“话务量”在这段时间已按月填报（2026-03-01）" in refused.text


@pytest.mark.one_database
def test_two_people_on_one_sheet_do_not_undo_each_other(visit: Visit) -> None:
    make_entries()
    first, second = visit("supervisor"), visit("head")
    one, other = (each.get(f"{HERE}?sheet=话务&on=2026-03-01") for each in (first, second))
    one.fill(**{"calls_in-0": "1100", "name-1": "智能客服", "calls_in-1": "7"}).press("保存")

    moved = other.fill(**{"name-1": "专家坐席", "calls_in-1": "9"}).press("保存", status=422)
    again = second.get(f"{HERE}?sheet=话务&on=2026-03-01")
    first.get(f"{HERE}?sheet=话务&on=2026-03-01").fill(**{"calls_in-0": "1150"}).press("保存")
    late = again.fill(**{"calls_in-0": "1200", "calls_answered-0": "960"}).press("保存", status=422)
    settled = late.press("保存")

    assert "表中各行刚有变化，请重新打开本表后填写。" in moved.text
    assert "人工接听：“话务量”刚被他人改为“1150”，请核对后再保存。" in late.text
    assert "修改 2 项" in settled.text
    known = kept()
    assert {name: known["calls_in", name] for name in ("人工接听", "智能客服")} == {
        "人工接听": 120_000,
        "智能客服": 700,
    }
    assert ("calls_in", "专家坐席") not in known
    twice = second.get(f"{HERE}?sheet=话务&on=2026-03-01").fill(**{"name-2": "人工接听", "calls_in-2": "1"})
    assert "该类别已在表中，请填在其所在行。" in twice.press("保存", status=422).text


@pytest.mark.one_database
def test_a_file_is_taken_whole_or_not_at_all(visit: Visit) -> None:
    visitor = visit("supervisor")
    blank = (
        visitor.client.get(f"{HERE}/sample?sheet=数据质量&grain=month&on=2026-03-01")
        .get_data()
        .decode("utf-8-sig")
    )
    filled = blank.replace("东岸区,,", "东岸区,19,")

    bad = filled.replace("西岸区,,", "西岸区,很好,", 1)
    refused = visitor.get(HERE).fill(file=(BytesIO(bad.encode()), "a.csv")).press("导入", status=422)
    none_kept = kept()
    taken = visitor.get(HERE).fill(file=(BytesIO(filled.encode()), "a.csv")).press("导入")
    nothing = visitor.get(HERE).press("导入", status=422)

    assert re.search(r"第 \d+ 行：“数据完整得分”的数值“很好”不是数字。", refused.text)
    assert not none_kept
    assert "已导入：新填 6 项" in taken.text
    assert kept() == {(name, "2"): 1900 for name, _ in kept()}
    assert "请选择文件。" in nothing.text


@pytest.mark.one_database
@pytest.mark.parametrize("role", ["agent", "leader", "officer", "administrator"])
def test_only_those_enter_who_may(visit: Visit, role: str) -> None:
    visitor = visit(role, department_id=None)
    visitor.get(HERE, status=403)
    assert "指标填报" not in visitor.get("/").links()


TABLES = {
    "call-classes": [
        ["1", "人工接听", "1000", "950", "95.00%", "80.00%", "10.00", "100.00", "3600"],
        ["2", "智能客服", "500", "500", "100.00%", "—", "—", "—", "—"],
        ["", "合计", "1500", "1450", "96.67%", "53.33%", "6.55", "65.52", "3600"],
    ],
    "seats": [["1", "综合座席", "90", "80", "10", "2.25"], ["", "合计", "90", "80", "10", "2.25"]],
    "data-quality": [
        ["1", "东岸区", "9", "19.50", "20.00", "18.00", "20.00", "19.00", "1.50", "95.00", "1"],
        ["2", "西岸区", "1", "—", "—", "—", "—", "—", "—", "—", "—"],
        ["3", "（未定区县）", "1", "—", "—", "—", "—", "—", "—", "—", "—"],
    ],
    "demands-per-resident": [
        ["1", "东岸区", "9", "81.82%", "—", "300000", "0.30", "1"],
        ["2", "西岸区", "1", "9.09%", "—", "—", "—", "—"],
        ["3", "（未定区县）", "1", "9.09%", "—", "—", "—", "—"],
        ["", "合计", "11", "—", "—", "4000000", "0.03", ""],
    ],
}


@pytest.fixture
def entered(app: Flask) -> None:
    """Enter a month by hand: calls of two classes, seats, scores of one district, residents of a year before."""
    scores = ("19.5", "20", "1.5", "18", "20", "19")
    names = ("complete", "content", "deducted", "spot_check", "timely", "interface")
    year = {"grain": EntryGrain.YEAR, "on": MARCH.replace(year=2024)}
    make_entries(
        *(told(name, number, key="人工接听") for name, number in CALLS.items()),
        *(told(name, 500, key="智能客服") for name in ("calls_in", "calls_answered")),
        *(told(name, n, key="综合座席") for name, n in (("seat_staff", 90), ("seat_agents", 80), ("seat_experts", 10))),
        *(told(f"quality_{name}", score, key="2") for name, score in zip(names, scores, strict=True)),
        told("residents", 4_000_000, **year),
        told("residents", 300_000, key="2", subject=EntrySubject.DISTRICT, **year),
        told("knowledge_updates", 3, key="1"),
        told("knowledge_updates", 2, key="1", on=MARCH.replace(month=2)),
    )  # fmt: skip


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.usefixtures("entered")
def test_the_ready_sets_tell_what_was_entered(visit: Visit, code: str) -> None:
    make_shipped(code)

    page = visit("leader").get(f"/reports/templates/{code}?{IN_MARCH}")

    assert page.rows() == TABLES[code]


@pytest.mark.one_database
@pytest.mark.usefixtures("entered")
def test_each_number_opens_the_entries_that_make_it(visit: Visit) -> None:
    make_shipped("call-classes", "data-quality", "seats")
    make_template("knowledge_updates", code="updates")
    visitor, opened = visit("leader"), 0

    for code in ("call-classes", "data-quality", "seats", "updates"):
        page = visitor.get(f"/reports/templates/{code}?{IN_MARCH}")
        links = [a for a in page.all("a") if a.get("href", "").startswith(HERE)]
        assert links
        for link in links:
            behind = visitor.get(link.get("href", ""))
            assert behind.heading.endswith("：填报记录")
            numbers = [Decimal(row[3].split()[0]) for row in behind.rows()]
            assert numbers, link.get("href")
            if link.get("data-figure") in {"calls_in", "calls_answered", "knowledge_updates", "seat_staff"}:
                assert sum(numbers) == Decimal(text_of(link)), link.get("href")
                opened += 1
    assert opened >= 8
    assert_taken_away_as_seen(visit("head").get(f"{HERE}/list?figure=connect_rate&{IN_MARCH}"))


@pytest.mark.one_database
@pytest.mark.usefixtures("entered")
def test_growth_is_told_of_what_was_entered_before_and_a_gap_is_a_dash(visit: Visit) -> None:
    make_template(
        *({"figure": "knowledge_updates", "shows": shows} for shows in ("value", "share", "growth", "yearly_growth")),
        {"figure": "score", "shows": "growth"}, "calls_in", code="updates",
    )  # fmt: skip

    page = visit("leader").get(f"/reports/templates/updates?{IN_MARCH}")

    assert row_of(page, "市城管局")[2:] == ["3", "100.00%", "+50.00%", "—", "—", "—"]
    assert row_of(page, "市水务局")[2:] == ["—"] * 6


@pytest.mark.one_database
@pytest.mark.usefixtures("entered")
def test_an_entry_outside_the_period_is_not_told(visit: Visit) -> None:
    make_shipped("call-classes")
    visitor = visit("leader")

    # A month that was told as a whole says nothing of its days; of the year it is a part.
    day = visitor.get("/reports/templates/call-classes?period=day&on=2026-03-05")
    year = visitor.get("/reports/templates/call-classes?period=year&on=2026-01-01")

    assert "本期没有可以列出的数据。" in day.text
    assert row_of(year, "人工接听")[2] == "1000"


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["xlsx", "docx"])
@pytest.mark.usefixtures("entered")
def test_the_files_of_such_a_template_are_made(visit: Visit, form: str) -> None:
    make_shipped("data-quality")

    address = f"/reports/products/template:data-quality/file?period=2026-03&format={form}"

    assert visit("leader").client.get(address).status_code == 200


@pytest.mark.one_database
def test_the_list_answers_what_it_does_not_know(visit: Visit) -> None:
    visitor = visit("leader")

    visitor.get(f"{HERE}/list?figure=received&{IN_MARCH}", status=404)
    visitor.get(f"{HERE}/list?figure=calls_in&period=month&on=2026-13", status=400)
    assert "这段时间没有填报。" in visitor.get(f"{HERE}/list?figure=calls_in&{IN_MARCH}&class=%E6%97%A0").text


@pytest.mark.one_database
@pytest.mark.usefixtures("entered")
def test_a_frozen_template_keeps_what_was_entered(app: Flask) -> None:
    (template,) = make_shipped("call-classes")
    report, order = catalogue.of_template(template), Order(parse("2026-03"), NOW, "赵主任")
    frozen = issues.freeze(report, order)
    kept_paper, _ = from_json(frozen.kept, frozen.cells, NOW, frozen.values[0].asked.caliber)
    make_entries(told("calls_in", 4000, key="人工接听"))

    files = issues.written(report, kept_paper, order, frozen.held, [FileForm.XLSX])

    (sheet, *_) = load_workbook(BytesIO(files[FileForm.XLSX])).worksheets
    assert [row[2] for row in sheet.iter_rows(min_row=5, max_row=7, values_only=True)] == [1000, 500, 1500]


@pytest.mark.one_database
@pytest.mark.usefixtures("entered")
def test_a_published_number_opens_the_entries_as_they_were(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issues, "written", blank_files)
    (template,) = make_shipped("call-classes")
    head = make_user("head")
    report = catalogue.of_template(template)
    issue_id = report_making.make(report, parse("2026-03"), by=head, at=NOW)
    report_making.publish(issue_id, by=head, at=NOW)
    make_entries(told("calls_in", 4000, key="人工接听"))

    visitor = visit(user=head)
    page = visitor.get(f"/reports/issues/{issue_id}")
    links = {(a.get("data-figure"), text_of(a)): a.get("href", "") for a in page.all("a")}

    rows = visitor.get(links["calls_in", "1000"]).rows()
    assert [row[3] for row in rows] == ["1000 次"]
    assert_taken_away_as_seen(visitor.get(links["calls_in", "1000"]))
    assert len(visitor.get(links["calls_in", "1500"]).rows()) == 2, "of a total those of all classes"
    assert len(visitor.get(links["connect_rate", "95.00%"]).rows()) == 2, "what was divided by what"
