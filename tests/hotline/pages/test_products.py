"""Leaders read the daily brief, open the list behind each number and take it along as Word, PDF or Excel."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from flask import Flask
from openpyxl import load_workbook

from config import LOCAL_TIMEZONE
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.department import Department
from models.report_subject import ReportSubject
from models.vocabulary import Desk, Permission, Urgency
from reports.documents import typesetting
from reports.periods import PeriodKind, containing
from tests.support.factories import make_assignment, make_user, saved
from tests.support.hand_counted import make_march
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database

DAY = "/reports/products/daily?period=2026-03-06"
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def numbers_of(page: Page) -> dict[str, str]:
    """Return the whole numbers on the page that open a list, by the list's address."""
    links = [(a.get("href", ""), "".join(a.itertext()).strip()) for a in page.all("a")]
    return {href: text for href, text in links if "/reports/cases?" in href and text.isdigit()}


def test_the_brief_is_read_on_the_screen(visit: Visit) -> None:
    page = visit("leader").get(DAY)

    assert page.heading == "日报"
    assert page.texts("h2")[0] == "2026年3月6日热线受理办理情况"
    assert "一、受理情况" in page.texts("h3")
    assert "12345热线共受理群众和企业诉求2件，环比上升100.00%" in "".join(page.text.split())
    assert "示例市12345政务服务便民热线日报" in page.text
    assert re.search(r"热线\d{4}年\d+月\d+日印发", page.text), "the day is said as in the files"


@pytest.mark.one_database  # the figures are counted on every database in tests/models/queries/test_figures.py
@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-06", "2026-03-31"])
def test_each_number_opens_a_list_of_that_many_cases(visit: Visit, day: str) -> None:
    visitor = visit("leader")

    numbers = numbers_of(visitor.get(f"/reports/products/daily?period={day}"))

    assert len(numbers) > 8
    for href, text in numbers.items():
        behind = visitor.get(href)
        assert behind.heading.endswith(f"：{text} 件"), href
        assert len(behind.rows()) == int(text), href


def test_a_rate_opens_its_cases_and_nought_opens_nothing(visit: Visit) -> None:
    page = visit("leader").get(DAY)

    rates = {
        (a.get("data-figure"), a.get("href", "")) for a in page.all("a") if "".join(a.itertext()) == "100.00%"
    }
    assert ("direct_rate", "/reports/cases?figure=direct_rate&period=day&on=2026-03-06") in rates
    assert not [a for a in page.all("a") if "".join(a.itertext()).strip() in {"0", "—"}]


def test_a_growth_opens_what_it_is_compared_with(visit: Visit) -> None:
    page = visit("leader").get(DAY)

    changes = [a for a in page.all("a") if a.get("data-against")]
    assert ("1", "/reports/cases?figure=received&period=day&on=2026-03-05") in {
        (a.get("data-against"), a.get("href")) for a in changes
    }


def test_the_drawings_lead_to_their_lists_too(visit: Visit) -> None:
    page = visit("leader").get(DAY)

    sheets = [element for element in page.tree.iter() if element.get("class") == "drawing__sheet"]
    drawn = [element for sheet in sheets for element in sheet.iter() if element.get("href")]
    assert {a.get("data-figure") for a in drawn} == {"received"}
    assert "/reports/cases?figure=received&period=day&on=2026-03-05" in {a.get("href") for a in drawn}


def test_yesterday_is_shown_first_and_days_are_turned(visit: Visit) -> None:
    yesterday = datetime.now(LOCAL_TIMEZONE).date() - timedelta(days=1)
    visitor = visit("leader")

    page = visitor.get("/reports/products/daily")

    assert f"{yesterday.year}年{yesterday.month}月{yesterday.day}日热线受理办理情况" in page.texts("h2")
    assert "2026年3月5日热线" in visitor.get(DAY).follow("上一期").text
    assert "2026年3月7日热线" in visitor.get(DAY).follow("下一期").text
    assert "2026年3月2日热线" in page.fill(period="2026-03-02").press("查看").text
    assert "2026年3月5日热线" in visitor.get("/reports/products/daily?period=day&on=2026-03-05").text


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/reports/products/daily?period=2026-13", 400, "日历上没有“2026-13”"),
        ("/reports/products/daily?period=2026-03", 400, "日报按日编制，“2026-03”不是日。"),
        ("/reports/products/daily/file?period=2026", 400, "日报按日编制"),
        ("/reports/products/daily/file?format=exe", 404, "没有找到"),
        ("/reports/products/weather", 404, "没有找到"),
        ("/reports/products/completion?period=soon", 400, "看不懂统计周期“soon”"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    visit: Visit, address: str, status: int, sentence: str
) -> None:
    assert sentence in visit("leader").get(address, status=status).text


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("2026-03", "2026年3月承办单位办结率情况"),
        ("2026-H1", "2026年上半年承办单位办结率情况"),
        ("2026-03-01..2026-03-09", "2026年3月1日至2026年3月9日承办单位办结率情况"),
    ],
)
def test_the_completion_rates_are_read_as_a_paper_of_any_period(
    visit: Visit, period: str, title: str
) -> None:
    page = visit("leader").get(f"/reports/products/completion?period={period}")

    assert page.texts("h2")[0] == title
    assert "（一）" in "".join(page.texts("h3"))
    assert {"下载 Excel", "下载 Word", "下载 PDF"} <= set(page.links())


def test_the_way_leads_from_the_rates_to_their_paper_and_back(visit: Visit) -> None:
    rates = visit("leader").get("/reports/completion?period=month&on=2026-03")

    paper = rates.follow("通报（Word、PDF）")

    assert "2026年3月承办单位办结率情况" in paper.texts("h2")
    assert paper.follow("另选周期").url.endswith("/reports/completion?period=month&on=2026-03")


def test_a_report_of_several_kinds_of_periods_is_read_by_each(visit: Visit) -> None:
    month = visit("leader").get("/reports/products/joint-meeting?period=2026-02")

    quarter = month.follow("按季")
    before = quarter.fill(period="2025-11-05").press("查看")

    assert "按月" not in month.links()
    assert "2026年第1季度，统计截至" in quarter.text
    assert "显示该日所在的季" in quarter.text
    assert "2025年第4季度，统计截至" in before.text


def test_all_products_stand_on_one_page(visit: Visit) -> None:
    saved(ReportSubject(code="water", name="水质", title="水质专报", category_ids=[2]))
    saved(ReportSubject(code="noise", name="噪声", title="噪声专报", category_ids=[4]))
    saved(ReportSubject(code="old", name="旧", title="旧专报", category_ids=[4], is_active=False))

    page = visit("leader").get("/reports/products")

    assert [row[0] for row in page.rows()] == [
        "日报", "周报", "月度通报", "季度分析", "年度报告", "供水水质专报", "联席会议情况通报", "网格事件统计",
        "噪声专报",
    ]  # fmt: skip
    last_month = containing(PeriodKind.MONTH, datetime.now(LOCAL_TIMEZONE).date()).before()
    assert page.rows()[2][1:3] == ["月", last_month.label]
    assert f"{last_month.label}12345热线运行情况通报" in page.follow(last_month.label).text


@pytest.mark.both_databases
def test_a_special_report_is_made_on_any_matter_at_the_press_of_a_button(visit: Visit) -> None:
    visitor = visit("leader")

    report = visitor.get("/reports/products").fill(subject="3", period="2026-03").press("编制专报")

    assert report.heading == "占道经营专报"
    assert "2026年3月占道经营专报" in report.texts("h2")
    assert "共受理占道经营类诉求9件" in "".join(report.text.split())
    received = next(a for a in report.all("a") if a.get("data-figure") == "received")
    behind = visitor.get(received.get("href", ""))
    assert "2026年3月 · 占道经营 ·" in behind.text
    assert len(behind.rows()) == 9
    assert visitor.get("/reports/products/special?period=2026-03", status=404)
    assert "2026年2月占道经营专报" in report.fill(period="2026-02").press("查看").texts("h2")


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/reports/products/water?period=2026-03", 400, "没有设置专报主题“water”"),
        ("/reports/products/special-99?period=2026-03", 404, "没有找到"),
        ("/reports/products/special-weather", 404, "没有找到"),
        ("/reports/products/special-3?period=soon", 400, "看不懂统计周期“soon”"),
        ("/reports/products/annual?period=2026-03", 400, "年度报告按年编制"),
        ("/reports/cases?figure=received&subject=weather", 404, "没有找到"),
        ("/reports/cases?figure=received&subject=3&street=99", 404, "没有找到"),
    ],
)
def test_what_no_report_can_be_made_of_is_refused(
    visit: Visit, address: str, status: int, sentence: str
) -> None:
    assert sentence in visit("leader").get(address, status=status).text


@pytest.mark.both_databases
def test_a_day_stands_for_the_period_it_lies_in(visit: Visit) -> None:
    page = visit("leader").get("/reports/products/monthly?period=2026-03-06")

    assert "2026年3月12345热线运行情况通报" in page.texts("h2")
    assert "典型案例、工作建议等文字由系统按规则推荐" in page.text
    assert "2026年2月12345热线运行情况通报" in page.fill(period="2026-02-03").press("查看").texts("h2")


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_special_report_is_taken_along_with_its_tiles(visit: Visit, form: str) -> None:
    file = visit("leader").client.get(f"/reports/products/special-1/file?period=2026-03&format={form}")

    assert file.status_code == 200
    assert "2026年3月，12345热线共受理城市管理类诉求9件" in text_of(form, file.data)


SENTENCE = (
    "2026年3月6日，12345热线共受理群众和企业诉求2件，环比上升100.00%，同比无可比基数；本年累计受理9件。"
)


def text_of(form: str, content: bytes) -> str:
    if form == "docx":
        return "".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    if form == "pdf":
        pages = pypdfium2.PdfDocument(BytesIO(content))
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    sheet = load_workbook(BytesIO(content))["正文"]
    return "".join(str(cell.value) for cell in sheet["A"])


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_the_brief_is_taken_along_and_written_down(visit: Visit, form: str) -> None:
    leader = make_user("leader", full_name="钱市长")
    visitor = visit(user=leader)

    file = visitor.client.get(f"/reports/products/daily/file?period=2026-03-06&format={form}")

    assert file.status_code == 200
    assert SENTENCE in text_of(form, file.data)
    assert "_20260306_" in file.headers["Content-Disposition"]
    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="export_report")).one()
    assert (entry.user_id, entry.object_id) == (leader.id, "daily")
    assert entry.summary.startswith("示例12345_日报_20260306_")
    assert entry.summary.endswith(f".{form}")


def test_without_chinese_types_the_page_says_why_there_is_no_pdf(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "families", frozenset)
    visitor = visit("leader")

    page = visitor.get(DAY)

    assert "服务器上没有可用的中文字体，不能生成 PDF。" in page.text
    assert "下载 PDF" not in page.links()
    assert "下载 Word" in page.links()
    refused = visitor.get("/reports/products/daily/file?period=2026-03-06&format=pdf", status=409)
    assert "请管理员安装" in refused.text


@pytest.mark.both_databases
def test_urgent_cases_are_named_by_their_facts_and_lead_to_the_case(visit: Visit) -> None:
    case = db.session.scalars(db.select(Case).filter_by(department_id=3)).one()
    case.urgency, case.title = Urgency.CRITICAL, "王五家漏气"
    db.session.commit()

    page = visit("leader").get("/reports/products/daily?period=2026-03-31")

    row = next(row for row in page.rows() if case.number in row)
    assert row[3:] == ["特急", "城市管理－占道经营", "东岸区", "东岸区政府", "办理中"]
    assert page.links()[case.number] == f"/cases/{case.id}"
    assert "王五" not in page.html


@pytest.mark.both_databases
def test_cases_that_are_not_the_reader_s_are_counted_and_not_named(visit: Visit) -> None:
    mine, other = db.session.scalars(
        db.select(Case).where(Case.department_id.in_([2, 3])).order_by(Case.id.desc())
    ).all()[:2]
    for case in (mine, other):
        case.urgency = Urgency.CRITICAL
    desk = db.session.scalars(db.select(Case).filter_by(department_id=1).limit(1)).one()
    desk.urgency, desk.desk = Urgency.CRITICAL, Desk.PSYCH
    db.session.commit()
    officer = make_user(
        permissions=[Permission.VIEW_REPORTS, Permission.VIEW_CASES], department_id=mine.department_id
    )

    days = {f"{case.received_at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d}" for case in (mine, other, desk)}
    shown = "".join(visit(user=officer).get(f"/reports/products/daily?period={day}").html for day in days)

    assert other.number not in shown
    assert desk.number not in shown


@pytest.mark.both_databases
def test_a_department_finds_its_own_urgent_case_in_the_brief(visit: Visit) -> None:
    case = db.session.scalars(db.select(Case).filter_by(department_id=3)).one()
    case.urgency = Urgency.CRITICAL
    db.session.commit()
    make_assignment(case, db.session.get_one(Department, 3))
    officer = make_user(permissions=[Permission.VIEW_REPORTS, Permission.VIEW_CASES], department_id=3)

    assert case.number in visit(user=officer).get("/reports/products/daily?period=2026-03-31").text


@pytest.mark.parametrize("role", ["agent", "officer", "administrator"])
def test_the_brief_is_not_for_everyone(visit: Visit, role: str) -> None:
    visitor = visit(role, department_id=1)

    for address in (DAY, "/reports/products/daily/file?period=2026-03-06"):
        visitor.get(address, status=403)
