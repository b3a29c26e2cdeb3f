"""The calendar shows what is worked and why; a changed day moves open due dates at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.clock import Clock
from models.vocabulary import ClockKind, Permission
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_case, make_rules, make_user, saved
from tests.support.pages import Page, Visitor
from workflows.administration.work_calendar import year_without_notice
from workflows.limit import Limit
from workflows.working_time import LIBRARY_YEARS

Visit = Callable[..., Visitor]
PLACE = "/administration/work-calendar"


def month(page: Page, number: int) -> str:
    return page.texts("table", class_="month")[number - 1]


def make_clock() -> Clock:
    """Make the clock of a case dispatched on Monday 2 March 2026 and due on Wednesday."""
    make_rules()
    due_at = local("2026-03-04 18:00")
    moments = {"started_at": MONDAY_9, "due_at": due_at, "soon_at": due_at, "original_due_at": due_at}
    limit = str(Limit.parse("2wd"))
    return saved(
        Clock(case_id=make_case().id, kind=ClockKind.FEEDBACK, limit=limit, extensions=[], **moments)
    )


def import_file(page: Page, text: str, status: int = 200, encoding: str = "utf-8") -> Page:
    return page.fill(file=(BytesIO(text.encode(encoding)), "days.csv")).press("导入", status=status)


def test_only_who_manages_rules_comes_here(visit: Visit) -> None:
    others = [permission for permission in Permission if permission is not Permission.MANAGE_RULES]

    visit(user=make_user(permissions=others)).get(PLACE, status=403)


def test_a_year_shows_holidays_and_make_up_days_by_name(visit: Visit) -> None:
    page = visit("administrator").get(f"{PLACE}?year=2026")

    assert page.heading == "2026 年工作日历"
    assert "2 月（" in month(page, 2)
    assert "14 班" in month(page, 2)
    assert "17 春节" in month(page, 2)
    assert not page.all("div", class_="alert--error")


def test_a_year_without_a_notice_says_so_loudly(visit: Visit) -> None:
    page = visit("administrator").get(f"{PLACE}?year=2090")

    assert "2090 年放假安排未知。" in page.text
    assert page.all("div", role="alert")


@pytest.mark.parametrize("year", ["1999", "2100", "0"])
def test_a_year_beyond_the_calendar_answers_404(visit: Visit, year: str) -> None:
    visit("administrator").get(f"{PLACE}?year={year}", status=404)


def test_a_day_put_down_as_off_moves_open_due_dates(visit: Visit) -> None:
    clock = make_clock()
    page = visit("administrator").get(f"{PLACE}?year=2026")

    page = page.fill(day="2026-03-04", works="no", name="暴雪停工").press("保存")

    assert "新增 1 天，修改 0 天；1 个在办时限已按新日历重算。" in page.text
    assert db.session.get_one(Clock, clock.id).due_at == local("2026-03-05 18:00")
    assert "4 休＊" in month(page, 3)
    assert "2026-03-04 休息" in page.text
    entry = db.session.scalars(db.select(AuditEntry).filter_by(object_type="work_day")).one()
    assert (entry.kind, entry.summary) == ("create", "2026-03-04")


def test_an_exception_taken_back_moves_them_back(visit: Visit) -> None:
    clock = make_clock()
    visitor = visit("administrator")
    page = visitor.get(f"{PLACE}?year=2026").fill(day="2026-03-04", works="no").press("保存")

    page = page.press("移除")

    assert "已移除，恢复按国家日历；1 个在办时限已按新日历重算。" in page.text
    assert db.session.get_one(Clock, clock.id).due_at == local("2026-03-04 18:00")
    assert db.session.query(WorkDay).count() == 0
    assert db.session.query(AuditEntry).filter_by(kind="remove").count() == 1


def test_a_day_that_is_there_is_changed(visit: Visit) -> None:
    saved(WorkDay(day=date(2026, 3, 4), is_workday=False, name="停工", source="本地安排"))
    page = visit("administrator").get(f"{PLACE}?year=2026").follow("2026-03-04")

    page = page.fill(works="yes", name="照常").press("保存")

    row = db.session.query(WorkDay).one()
    assert (row.is_workday, row.name) == (True, "照常")
    assert "新增 0 天，修改 1 天" in page.text
    assert "与现有日历相同，没有改动。" in page.follow("2026-03-04").press("保存").text


def test_what_is_wrong_stands_at_its_field(visit: Visit) -> None:
    page = visit("administrator").get(PLACE)

    page = page.fill(day="").press("保存", status=422)
    assert "日期：请填写日期。" in page.text
    assert "这一天：请选择上班或休息。" in page.text
    page = page.fill(day="1999-01-01", works="no").press("保存", status=422)
    assert "日期须在 2000 至 2099 年之间。" in page.text


def test_an_imported_notice_makes_the_year_known(visit: Visit) -> None:
    page = visit("administrator").get(f"{PLACE}?year=2090")
    text = "date,is_workday,name\n2090-01-01,否,元旦\n2090-05-01,否,劳动节\n2090-10-01,否,国庆节\n2090-09-24,是,调休\n"

    page = import_file(page, text, encoding="gb18030")

    assert "新增 4 天，修改 0 天" in page.text
    assert "2090 年放假安排未知" not in page.text
    assert page.heading == "2090 年工作日历"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("day,works\n", "第 1 行应为列名：date,is_workday,name。"),
        ("date,is_workday,name\n2026-02-30,否,x\n", "第 2 行 date 列：“2026-02-30”不是日期"),
        ("date,is_workday,name\n2026-03-04,也许,x\n", "第 2 行 is_workday 列：应为 是 或 否"),
        ("date,is_workday,name\n2026-03-04,否,x\n\n2026-03-04,是,y\n", "第 4 行 date 列：与第 2 行是同一天"),
        ("date,is_workday,name\n1066-10-14,否,x\n", "第 2 行 date 列：日期须在 2000 至 2099 年之间"),
        ('date,is_workday,name\n"2026', "不是有效的 CSV 文件"),
    ],
    ids=["header", "date", "word", "twice", "year", "quotes"],
)
def test_a_bad_line_keeps_the_whole_file_out(visit: Visit, text: str, sentence: str) -> None:
    good = "2026-03-05,否,好的一天\n"
    page = visit("administrator").get(f"{PLACE}?year=2026")

    page = import_file(
        page, text.replace("name\n", f"name\n{good}", 1) if "第 1" not in sentence else text, 422
    )

    moved = {"第 2 行": "第 3 行", "第 4 行": "第 5 行", "与第 2 行": "与第 3 行"}
    for before, after in moved.items() if "第 1" not in sentence else ():
        sentence = sentence.replace(before, after)
    assert sentence in page.text
    assert db.session.query(WorkDay).count() == 0


def test_a_moment_is_not_needed_to_show_a_year(visit: Visit) -> None:
    assert visit("administrator").get(PLACE).heading == f"{datetime.now().astimezone().year} 年工作日历"


@pytest.mark.usefixtures("app")
def test_a_year_without_a_notice_is_said_from_october_on_until_it_is_entered() -> None:
    last = LIBRARY_YEARS[-1]

    assert year_without_notice(local(f"{last}-09-15 09:00")) is None
    assert year_without_notice(local(f"{last}-10-01 09:00")) == last + 1
    for month in (1, 5, 10):
        saved(WorkDay(day=date(last + 1, month, 1), is_workday=False, name="放假", source="国务院通知"))
    assert year_without_notice(local(f"{last}-10-01 09:00")) is None


def test_the_desk_says_so_to_those_who_can_do_something(visit: Visit) -> None:
    year = year_without_notice(datetime.now(UTC))

    assert ("年放假安排未知。" in visit("administrator").get("/").text) == (year is not None)
    assert ("请提醒管理员录入。" in visit("supervisor").get("/").text) == (year is not None)
    assert "年放假安排未知。" not in visit("agent").get("/").text
