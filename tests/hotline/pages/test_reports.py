"""Leadership reads the completion rates, opens the list behind each number and takes the workbook along."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from openpyxl import load_workbook

from config import LOCAL_TIMEZONE
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.vocabulary import Desk, Permission
from tests.support.factories import make_user
from tests.support.hand_counted import make_march
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database

MARCH = "/reports/completion?period=month&on=2026-03"
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def test_the_month_is_shown_with_its_tiles_and_tiers(visit: Visit) -> None:
    page = visit("leader").get(MARCH)

    assert page.heading == "办结率"
    assert "2026年3月（2026年3月1日至2026年3月31日）" in page.text
    assert "81.82%" in page.text
    assert "环比 +1000.00%" in page.text
    assert "第三档：应办结不足20件" in page.text
    assert "本期无转办工单（不参与排名）：热力公司" in page.text
    row = next(row for row in page.rows() if row[0] == "市城管局")
    assert row[:7] == ["市城管局", "超期 未办 1 件", "5", "4", "2", "1", "1"]
    assert row[7:] == ["75.00%", "50.00%", "1", "40.00%", "50.00%", "—", "—"]


@pytest.mark.both_databases
def test_the_trend_ends_today_for_a_day_to_come_is_no_day_without_calls(visit: Visit) -> None:
    today = datetime.now(LOCAL_TIMEZONE).date()
    later = today + timedelta(days=400)

    page = visit("leader").get(f"/reports/completion?by=trend&period=month&on={today}")
    ahead = visit("leader").get(f"/reports/completion?by=trend&period=month&on={later}")

    days = [row[0] for row in page.rows() if row[0].endswith("日")]
    assert days[-1] == f"{today.year}年{today.month}月{today.day}日"
    assert "本期尚未开始，没有可看的趋势。" in ahead.text


@pytest.mark.both_databases
def test_a_rate_opens_the_cases_it_was_divided_from(visit: Visit) -> None:
    page = visit("leader").get(MARCH)
    row = next(row for row in page.all("tr") if "市城管局" in "".join(row.itertext()))
    rates = [a for a in row.iter("a") if a.get("data-figure") == "on_time_rate"]

    behind = page.visitor.get(rates[0].get("href", ""))

    assert rates[0].get("title") == "2 ÷ 4"
    assert behind.heading == "按时办结率 50.00%（2 ÷ 4）"
    assert "2026年3月 · 市城管局 · 按时办结数 ÷ 应办结数" in behind.text
    assert len(behind.rows()) == 4
    counted, rest = behind.follow("计入分子的 2"), behind.follow("未计入分子的 2")
    assert {row[0] for row in counted.rows()} | {row[0] for row in rest.rows()} == {
        row[0] for row in behind.rows()
    }
    assert "未办结" not in counted.text
    assert [row[6] for row in rest.rows()].count("未办结") == 1


@pytest.mark.both_databases
def test_a_figure_of_some_cases_alone_opens_these(visit: Visit) -> None:
    visitor, march = visit("leader"), "figure=dispatched&period=month&on=2026-03"

    web = visitor.get(f"/reports/cases?{march}&department=2&within=channel-web")
    matters = visitor.get(f"/reports/cases?{march}&subject=5")

    assert web.heading == "转办数：1 件"
    assert "市水务局（来源渠道：网站）" in web.text
    assert matters.heading == "转办数：1 件"
    told = visitor.client.get(f"/reports/figures.json?{march}&department=2&within=channel-web").json
    assert told["figures"][0]["list"] == f"/reports/cases?{march}&department=2&within=channel-web"


def test_a_growth_opens_what_it_is_compared_with(visit: Visit) -> None:
    page = visit("leader").get(MARCH)

    before = page.follow("+1000.00%")

    assert before.heading == "受理数：1 件"
    assert "2026年2月" in before.text
    assert "环比 +" in page.text
    assert "个百分点" in page.text


def test_a_branch_opens_into_its_matters(visit: Visit) -> None:
    page = visit("leader").get(f"{MARCH}&by=category").follow("公用事业")

    assert [row[0] for row in page.rows()][:2] == ["公用事业/停水", "公用事业/供暖不热"]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/reports/completion?period=month&on=2026-13", 400, "日历上没有“2026-13”，请检查后重试。"),
        ("/reports/completion?period=decade", 400, "没有“decade”这种统计周期"),
        ("/reports/completion?period=range&on=2026-03-09&to=2026-03-01", 400, "晚于结束日期"),
        ("/reports/completion/workbook?period=month&on=x", 400, "看不懂统计周期“x”"),
        ("/reports/cases?period=week&on=2026-W54", 400, "日历上没有“2026-W54”"),
        ("/reports/cases?figure=password_hash", 404, "没有找到"),
        ("/reports/cases?figure=due&department=999", 404, "没有找到"),
        ("/reports/cases?figure=due&department=1%20OR%201=1", 404, "没有找到"),
        ("/reports/cases?figure=due&channel=pigeon", 404, "没有找到"),
        ("/reports/cases?figure=due&department=tier-9", 404, "没有找到"),
        ("/reports/cases?figure=due&district=tier-1", 404, "没有找到"),
        ("/reports/cases?figure=share&district=2", 404, "没有找到"),
        ("/reports/cases?figure=due&part=half", 404, "没有找到"),
        ("/reports/cases?figure=due&within=channel", 404, "没有找到"),
        ("/reports/cases?figure=due&within=channel-pigeon", 404, "没有找到"),
        ("/reports/cases?figure=due&within=colour-red", 404, "没有找到"),
        ("/reports/cases?figure=due&within=department-1", 404, "没有找到"),
        ("/reports/cases?figure=due&category=5&within=channel-web", 404, "没有找到"),
        ("/reports/cases?figure=due&subject=5-x", 404, "没有找到"),
        ("/reports/cases?figure=due&subject=99999999999999999999", 404, "没有找到"),
        ("/reports/cases?figure=due&subject=5&within=channel-web", 404, "没有找到"),
        ("/reports/completion?by=zodiac", 404, "没有找到"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    visit: Visit, address: str, status: int, sentence: str
) -> None:
    assert sentence in visit("leader").get(address, status=status).text


def test_a_period_without_cases_says_so(visit: Visit) -> None:
    visitor = visit("leader")

    assert "本期没有转办工单" in visitor.get("/reports/completion?period=month&on=2019-05").text
    assert "本期没有受理工单" in visitor.get("/reports/completion?period=month&on=2019-05&by=category").text
    assert "没有这样的工单" in visitor.get("/reports/cases?period=month&on=2019-05").text


def test_the_period_is_chosen_in_a_form(visit: Visit) -> None:
    page = visit("leader").get("/reports/completion")

    chosen = page.fill(period="quarter", on="2026-02-14").press("统计")

    assert "2026年第1季度" in chosen.text
    assert (
        "2026年3月1日至2026年3月9日"
        in chosen.fill(period="range", on="2026-03-01", to="2026-03-09").press("统计").text
    )


def test_the_workbook_is_downloaded_and_written_down(visit: Visit, app: Flask) -> None:
    leader = make_user("leader", full_name="钱市长")

    page = visit(user=leader).client.get("/reports/completion/workbook?period=month&on=2026-03")

    assert page.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "%E5%8A%9E%E7%BB%93%E7%8E%87_2026%E5%B9%B403%E6%9C%88" in page.headers["Content-Disposition"]
    assert load_workbook(BytesIO(page.data))["总体情况"]["B5"].value == 11
    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="export_report")).one()
    assert (entry.user_id, entry.object_id) == (leader.id, "completion")
    assert "2026年03月" in entry.summary


def test_confidential_desks_are_counted_but_not_listed_to_those_who_may_not_see_them(visit: Visit) -> None:
    case = db.session.scalars(db.select(Case).filter_by(department_id=3)).one()
    case.desk = Desk.PSYCH
    db.session.commit()

    page = visit("leader").get("/reports/cases?figure=received&period=month&on=2026-03")

    assert page.heading == "受理数：11 件"
    assert "其中 1 件不在您的查看范围内，未列出。" in page.text
    assert len(page.rows()) == 10
    assert case.number not in page.text


@pytest.mark.both_databases
def test_a_department_with_the_right_to_reports_lists_only_its_own_cases(visit: Visit) -> None:
    officer = make_user(permissions=[Permission.VIEW_REPORTS, Permission.VIEW_CASES], department_id=3)

    page = visit(user=officer).get("/reports/cases?figure=received&period=month&on=2026-03")

    assert page.heading == "受理数：11 件"
    assert "其中 11 件不在您的查看范围内" in page.text


@pytest.mark.both_databases
def test_a_long_list_goes_on_by_key(visit: Visit) -> None:
    visitor = visit("leader")
    address = "/reports/cases?figure=received&period=month&on=2026-03"
    everything = [row[0] for row in visitor.get(address).rows()]
    last = db.session.scalars(db.select(Case.id).filter_by(number=everything[4])).one()

    rest = [row[0] for row in visitor.get(f"{address}&after={last}").rows()]

    assert rest == everything[5:]


def test_the_caller_is_not_in_the_list(visit: Visit) -> None:
    page = visit("leader").get("/reports/cases?figure=due&period=month&on=2026-03&department=1")

    heads = page.texts("th")
    assert heads == ["编号", "标题", "分类", "主办单位", "受理时间", "办结时限", "办结时间", "状态"]
    assert parse_qs(urlsplit(page.url).query)["department"] == ["1"]


@pytest.mark.parametrize("role", ["agent", "officer", "administrator"])
def test_reports_are_not_for_everyone(visit: Visit, role: str) -> None:
    visitor = visit(role, department_id=1)

    for address in (MARCH, "/reports/completion/workbook", "/reports/cases?figure=due"):
        visitor.get(address, status=403)
