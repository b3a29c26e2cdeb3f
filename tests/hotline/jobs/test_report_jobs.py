"""Schedules make each period's report once, publish or wait as they say, and tell those whom it is for."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

import reports.issues
from config import LOCAL_TIMEZONE
from hotline import report_making, report_scheduling
from hotline.jobs import report_jobs
from models.base import db
from models.department import Department
from models.notice import Notice
from models.queries.report_schedules import Readers
from models.report_issue import IssueFile, ReportIssue
from models.report_schedule import ReportSchedule, ScheduledIssue
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import IssueState
from reports.catalogue import REPORTS
from reports.periods import PeriodKind, containing
from tests.support.case_rows import make_cases, make_town
from tests.support.factories import make_role, make_rules, make_user
from tests.support.issues import blank_files
from tests.support.pages import Visitor
from workflows import report_schedules
from workflows.report_schedules import due_moment
from workflows.working_time import Calendar

Visit = Callable[..., Visitor]
NOW = datetime.now(UTC)
YESTERDAY = containing(PeriodKind.DAY, NOW.astimezone(LOCAL_TIMEZONE).date()).before()
MONTH = containing(PeriodKind.MONTH, NOW.astimezone(LOCAL_TIMEZONE).date()).before()


@pytest.fixture
def keeper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> User:
    """Make a town with a case that was due last month, and the administrator who keeps the schedules."""
    monkeypatch.setattr(reports.issues, "written", blank_files)
    make_town()
    make_rules()
    make_role("leader")
    due_at = MONTH.start + timedelta(days=8)
    make_cases({"received_at": MONTH.start + timedelta(days=2), "due_at": due_at, "state": "handling"})
    return make_user("supervisor", full_name="计划员", department=unit(4))


def unit(place: int) -> Department:
    found = db.session.get(Department, place)
    assert found is not None
    return found


def scheduled(by: User, readers: Readers | None = None, **changes: Any) -> int:
    """Add a schedule that has been in force for a long time, and return its id."""
    values = {
        "product": "completion",
        "period_kind": PeriodKind.MONTH.value,
        "offset_days": 0,
        "at_time": "00:00",
        "publishes": True,
        "objection_days": 0,
        "is_active": True,
    }
    with unit_of_work():
        row = report_schedules.add(values | changes, readers or Readers(), called="办结率", by=by, at=NOW)
        row.since_on = MONTH.last_on
        return row.id


def told() -> list[int | None]:
    """Return who was told, in order."""
    return [notice.user_id for notice in db.session.scalars(db.select(Notice).order_by(Notice.id))]


def issues() -> list[ReportIssue]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(db.select(ReportIssue).order_by(ReportIssue.id)))


def test_what_is_due_is_made_once_published_and_told(keeper: User) -> None:
    bureau, leader, named = (
        unit(1),
        make_user("leader", department=unit(4)),
        make_user("officer", department=unit(3)),
    )
    boss = make_user("officer", department=bureau, is_leader=True)
    stranger = make_user("officer", department=unit(2))
    schedule_id = scheduled(keeper, Readers([leader.roles[0].id], [1], [named.id]))

    assert report_jobs.find_due_schedules(NOW) == [schedule_id]
    assert report_jobs.build_reports(schedule_id, at=NOW) == 2, "made and published"

    (issue,) = issues()
    assert (issue.period, issue.state, issue.made_by_name) == (MONTH.on, IssueState.PUBLISHED, "计划任务")
    told = db.session.scalars(db.select(Notice)).all()
    assert {notice.user_id for notice in told} == {leader.id, named.id, boss.id}
    assert stranger.id not in {notice.user_id for notice in told}
    assert {notice.title for notice in told} == {f"承办单位办结率{issue.number_label}"}
    assert report_jobs.find_due_schedules(NOW) == []
    assert report_jobs.build_reports(schedule_id, at=NOW) == 0
    assert len(issues()) == 1


@pytest.mark.one_database
def test_every_report_can_be_planned_those_of_meetings_and_the_grid_too(keeper: User) -> None:
    wanted = {
        "joint-meeting": scheduled(keeper, product="joint-meeting"),
        "grid": scheduled(keeper, product="grid"),
    }

    for schedule_id in wanted.values():
        assert report_jobs.build_reports(schedule_id, at=NOW) == 2, "made and published"
        assert report_jobs.build_reports(schedule_id, at=NOW) == 0, "once"

    made = {issue.product: (issue.state, issue.period) for issue in issues()}
    assert made == dict.fromkeys(wanted, (IssueState.PUBLISHED, MONTH.on))


def test_two_schedulers_at_once_make_one_issue(app: Flask, keeper: User) -> None:
    schedule_id = scheduled(keeper)
    start, failed = threading.Barrier(2, timeout=60), []

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                report_jobs.build_reports(schedule_id, at=NOW)
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    (issue,) = issues()
    assert issue.number == 1
    assert len(failed) <= 1, failed
    assert db.session.scalar(db.select(db.func.count()).select_from(ScheduledIssue)) == 1
    kept = {row.stored_name for row in db.session.scalars(db.select(IssueFile))}
    assert {path.name for path in app.config["SETTINGS"].issues_dir.glob("*/*")} == kept


@pytest.mark.one_database
def test_a_draft_waits_for_who_publishes(keeper: User) -> None:
    head = make_user("head", department=unit(4))
    schedule_id = scheduled(keeper, publishes=False)

    assert report_jobs.build_reports(schedule_id, at=NOW) == 1

    (issue,) = issues()
    assert issue.state is IssueState.DRAFT
    assert [n.user_id for n in db.session.scalars(db.select(Notice))] == [head.id]
    assert report_jobs.find_due_schedules(NOW) == []


def test_after_objections_it_goes_out_by_itself(keeper: User) -> None:
    make_user("officer", department=unit(1))
    schedule_id = scheduled(keeper, objection_days=2)

    assert report_jobs.build_reports(schedule_id, at=NOW) == 2
    (issue,) = issues()
    assert issue.state is IssueState.OBJECTION
    until = issue.objection_until_at
    assert until is not None
    assert until > NOW
    assert report_jobs.build_reports(schedule_id, at=NOW) == 0
    assert report_jobs.find_closed_windows(NOW) == []

    assert report_jobs.see_window_closed(issue.id, at=until) == 1
    (issue,) = issues()
    assert issue.state is IssueState.PUBLISHED


@pytest.mark.one_database
def test_what_was_broken_off_before_it_was_published_is_published_by_the_next_run(
    keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule_id = scheduled(keeper)

    def dies(*_given: object, **_more: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(report_making, "publish", dies)
        with pytest.raises(OSError, match="no space"):
            report_jobs.build_reports(schedule_id, at=NOW)
    assert [issue.state for issue in issues()] == [IssueState.DRAFT]

    assert report_jobs.find_due_schedules(NOW) == [schedule_id]
    report_jobs.build_reports(schedule_id, at=NOW)
    assert [issue.state for issue in issues()] == [IssueState.PUBLISHED]


@pytest.mark.one_database
def test_what_a_person_has_made_already_is_taken_for_it(keeper: User) -> None:
    report_making.make(REPORTS["completion"], MONTH, by=keeper, at=NOW)
    schedule_id = scheduled(keeper)

    report_jobs.build_reports(schedule_id, at=NOW)

    assert [issue.state for issue in issues()] == [IssueState.DRAFT], (
        "what a person began, a person publishes"
    )
    assert report_scheduling.due_periods(db.session.get(ReportSchedule, schedule_id), NOW) == []


@pytest.mark.one_database
def test_days_missed_are_made_up_for_and_those_before_the_schedule_are_not(keeper: User) -> None:
    schedule_id = scheduled(keeper, product="daily", period_kind="day", publishes=False)
    row = db.session.get(ReportSchedule, schedule_id)
    assert row is not None

    row.since_on = YESTERDAY.last_on - timedelta(days=2)
    assert [p.last_on for p in report_scheduling.due_periods(row, NOW)] == [
        YESTERDAY.last_on - timedelta(days=ago) for ago in (2, 1, 0)
    ]
    row.since_on = date(2020, 1, 1)
    assert len(report_scheduling.due_periods(row, NOW)) == report_scheduling.MOST_PERIODS
    row.is_active = False
    assert report_scheduling.due_periods(row, NOW) == []


def test_a_report_is_due_on_a_working_day_or_on_the_very_next_day() -> None:
    calendar = Calendar({})

    def due(last_on: date, offset: int) -> str:
        moment = due_moment(last_on, offset, "9:30", calendar)
        return f"{moment.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"

    assert due(date(2026, 3, 6), 0) == "2026-03-07 09:30", "a Saturday"
    assert due(date(2026, 3, 6), 1) == "2026-03-09 09:30", "Monday"
    assert due(date(2026, 2, 14), 1) == "2026-02-24 09:30", "after Spring Festival"
    assert due(date(2026, 3, 31), 3) == "2026-04-03 09:30"


def test_readers_read_what_is_for_them_and_nothing_else(keeper: User, visit: Visit) -> None:
    boss = make_user("officer", department=unit(1), is_leader=True)
    report_jobs.build_reports(scheduled(keeper, Readers([], [1], [])), at=NOW)
    other_id = report_making.make(REPORTS["daily"], YESTERDAY, by=keeper, at=NOW)
    report_making.publish(other_id, by=None, at=NOW)
    reader, stranger = visit(user=boss), visit("officer", department=unit(2))

    (row,) = reader.get("/reports/issues").rows()
    page = reader.get("/reports/issues").follow(row[3])

    assert row[1] == "承办单位办结率"
    assert not [a for a in page.all("a") if "cell=" in a.get("href", "")]
    assert "与现在的差异" not in page.links()
    issue = issues()[0]
    assert reader.client.get(f"/reports/issues/{issue.id}/files/docx").data.startswith(b"docx")
    assert reader.get(f"/reports/issues/{other_id}", status=404)
    assert stranger.get("/reports/issues").rows() == []
    assert stranger.get(f"/reports/issues/{issue.id}", status=404)
    assert stranger.get(f"/reports/issues/{issue.id}/files/docx", status=404)


@pytest.mark.one_database
def test_who_is_named_later_is_told_at_once_and_the_others_are_not_told_again(
    keeper: User, visit: Visit
) -> None:
    first, second = (make_user("officer", department=unit(place)) for place in (3, 4))
    report_jobs.build_reports(scheduled(keeper, Readers([], [], [first.id])), at=NOW)
    (issue,) = issues()

    page = visit(user=keeper).get(f"/reports/issues/{issue.id}").follow("报送对象")
    page.fill(user_ids=[first.id, second.id]).press("保存")

    assert told() == [first.id, second.id]


def test_a_correction_goes_to_whom_the_corrected_issue_went(keeper: User) -> None:
    reader = make_user("officer", department=unit(3))
    report_jobs.build_reports(scheduled(keeper, Readers([], [], [reader.id])), at=NOW)
    (issue,) = issues()

    made = report_making.make(
        REPORTS["completion"], MONTH, by=keeper, at=NOW, corrects=issue, reason="多计一件"
    )
    report_making.publish(made, by=None, at=NOW)

    assert told() == [reader.id, reader.id]
    last = db.session.scalars(db.select(Notice).order_by(Notice.id.desc())).first()
    assert last is not None
    assert "更正以前的一期（多计一件）" in last.body
