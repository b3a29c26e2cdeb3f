"""Many open clocks are counted by a changed calendar case by case, in a job that may be broken off."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from flask import Flask

from hotline.jobs import clock_jobs, runner
from hotline.jobs.runner import find_job, run_now
from hotline.jobs.schedule import Job
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.clock import Clock
from models.job_run import JobRun
from models.queries import recounts
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Action, CaseState
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_user, saved
from tests.support.office import Office, make_office
from tests.support.pages import Visitor
from workflows import recounting
from workflows.administration import work_calendar

Visit = Callable[..., Visitor]
PLACE = "/administration/work-calendar"
BEFORE, AFTER = local("2026-03-09 18:00"), local("2026-03-10 18:00")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave more than one case to the job, whose batches are of two."""
    monkeypatch.setattr(recounting, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(runner, "AT_ONCE", 2)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.fixture
def cases(office: Office) -> list[Case]:
    return [office.case_in(CaseState.HANDLING, at=MONDAY_9) for _ in range(5)]


@pytest.fixture
def keeper(office: Office) -> User:
    return make_user("administrator", full_name="日历管理员")


def the_job() -> Job:
    job = find_job("recount-clocks")
    assert job is not None
    return job


def run_the_job(app: Flask) -> JobRun:
    """Run it to its end and return its row as it then is."""
    run_id = run_now(app, the_job())
    db.session.rollback()
    return db.session.get_one(JobRun, run_id)


def put_a_day_off(by: User) -> work_calendar.Entered:
    with unit_of_work():
        return work_calendar.put_day(
            date(2026, 3, 5), is_workday=False, name="停工", source="本地安排", by=by, at=MONDAY_9
        )


def dues(cases: Sequence[Case]) -> list[object]:
    db.session.rollback()
    db.session.expire_all()
    return [db.session.get_one(Case, case.id).due_at for case in cases]


def lines(case: Case) -> Sequence[CaseEvent]:
    written = db.select(CaseEvent).filter_by(case_id=case.id, action=Action.RECOUNT_CLOCK)
    return db.session.scalars(written).all()


def test_many_are_left_to_the_job_which_counts_each_once(app: Flask, cases: list[Case], keeper: User) -> None:
    entered = put_a_day_off(keeper)

    assert (entered.recounted.moved, entered.recounted.waiting) == (0, 5)
    assert dues(cases) == [BEFORE] * 5

    run = run_the_job(app)

    assert (run.touched, run.failed) == (5, 0)
    assert dues(cases) == [AFTER] * 5
    assert recounts.waiting() == 0
    for case in cases:
        (line,) = lines(case)
        assert (line.actor_name, line.note) == ("日历管理员", "工作日历调整")
        ((was, now),) = line.changes.values()
        assert [datetime.fromisoformat(was), datetime.fromisoformat(now)] == [BEFORE, AFTER]


def test_a_run_that_is_broken_off_goes_on_where_it_was(
    app: Flask, cases: list[Case], keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_a_day_off(keeper)
    count_one = clock_jobs.recount_case
    counted: list[int] = []

    def killed(recount_id: int, *, at: object) -> bool:
        if len(counted) == 3:
            raise SystemExit("killed")
        counted.append(recount_id)
        return count_one(recount_id, at=at)  # type: ignore[arg-type]

    job = the_job()
    broken = Job(job.name, job.title, job.when, job.find, killed)
    with pytest.raises(SystemExit):
        run_now(app, broken)

    assert dues(cases) == [AFTER] * 2 + [BEFORE] * 3, "the first batch stands, the second left nothing behind"
    assert recounts.waiting() == 3

    with unit_of_work():
        db.session.query(JobRun).update({"lease_until": local("2020-01-01")})
    runner.run_due(app, job)

    assert dues(cases) == [AFTER] * 5
    assert [len(lines(case)) for case in cases] == [1] * 5


def test_one_case_that_cannot_be_counted_stops_no_other(app: Flask, cases: list[Case], keeper: User) -> None:
    put_a_day_off(keeper)
    clock = db.session.query(Clock).filter_by(case_id=cases[1].id, stopped_at=None).first()
    assert clock is not None
    clock.limit = "unreadable"
    db.session.commit()

    run = run_the_job(app)

    assert (run.touched, run.failed) == (4, 1)
    assert dues(cases) == [AFTER, BEFORE, AFTER, AFTER, AFTER]
    assert recounts.waiting() == 1


def test_a_second_change_meanwhile_asks_for_no_case_twice(
    app: Flask, cases: list[Case], keeper: User
) -> None:
    put_a_day_off(keeper)
    row = db.session.query(WorkDay).one()
    with unit_of_work():
        recounted = work_calendar.remove_day(db.session.get_one(WorkDay, row.id), by=keeper, at=MONDAY_9)

    assert recounted.waiting == 5
    run_the_job(app)

    assert dues(cases) == [BEFORE] * 5
    assert [len(lines(case)) for case in cases] == [0] * 5, "nothing moved in the end, so nothing is said"


def test_the_page_says_how_far_it_is(app: Flask, cases: list[Case], visit: Visit) -> None:
    visitor = visit("administrator")
    page = visitor.get(f"{PLACE}?year=2026")

    page = page.fill(day="2026-03-05", works="no", name="停工").press("保存")

    assert "新增 1 天，修改 0 天；5 件在办工单的到期时间正在后台按新日历重算，进度见本页。" in page.text
    assert "还有 5 件在办工单的到期时间待按新日历重算" in page.text
    assert "0 / 5（0%）" in page.text
    with unit_of_work():
        for recount_id in recounts.ids()[:2]:
            recounting.recount(recount_id, at=MONDAY_9)
    assert "2 / 5（40%）" in visitor.get(f"{PLACE}/recount").text
    run_the_job(app)
    assert "已全部按现在的日历算过" in visitor.get(f"{PLACE}/recount").text
    assert "待按新日历重算" not in visitor.get(f"{PLACE}?year=2026").text


def test_an_imported_calendar_says_in_the_log_what_is_left_to_do(cases: list[Case], keeper: User) -> None:
    content = "date,is_workday,name\n2026-03-05,否,停工\n".encode()
    with unit_of_work():
        work_calendar.import_days(content, source="本地安排", by=keeper, at=MONDAY_9)

    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="import_work_days")).one()
    assert entry.summary == "新增 1 天，修改 0 天，0 个时限重算，5 件工单待重算"


def test_a_clock_of_a_case_that_ended_meanwhile_stays(app: Flask, cases: list[Case], keeper: User) -> None:
    put_a_day_off(keeper)
    for clock in db.session.query(Clock).filter_by(case_id=cases[0].id):
        clock.stopped_at = MONDAY_9
    saved(cases[0])

    run_the_job(app)

    assert dues(cases)[0] == BEFORE
    assert recounts.waiting() == 0
