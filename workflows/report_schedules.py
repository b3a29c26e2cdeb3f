"""Schedules of reports (报告计划): kept by administrators; when one is due; whom an issue is for, and telling them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import recipients
from models.queries import report_schedules as queries
from models.queries.report_schedules import Readers
from models.report_schedule import ReportReader, ReportSchedule, ScheduledIssue
from models.vocabulary import Permission
from workflows import audit
from workflows.administration.change import change, create
from workflows.errors import BadInput
from workflows.notices import send_to
from workflows.ways_out import ways_out
from workflows.working_time import local_time, moment_on, since_midnight, time_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.report_issue import ReportIssue
    from models.user import User
    from workflows.working_time import Calendar

A_DAY = timedelta(days=1)
OBJECT = "report_schedule"
MOST_TOLD = 30


def add(
    values: Mapping[str, Any], readers: Readers, *, called: str, by: User, at: datetime
) -> ReportSchedule:
    """Add a schedule; it makes reports of the periods that end from today on."""
    check(values)
    row = ReportSchedule(**values, since_on=local_time(at).date(), created_by_id=by.id, created_at=at)
    create(row, object_type=OBJECT, called=called, by=by, at=at)
    _name(readers, schedule_id=row.id)
    return row


def edit(
    row: ReportSchedule, values: Mapping[str, Any], readers: Readers, *, called: str, by: User, at: datetime
) -> None:
    """Change a schedule; taken up again after a pause it makes nothing of the periods in between."""
    check(values)
    if values["is_active"] and not row.is_active:
        row.since_on = local_time(at).date()
    change(row, values, object_type=OBJECT, called=called, by=by, at=at)
    before = queries.readers_of(schedule_id=row.id)
    if before != readers:
        _unname(schedule_id=row.id)
        _name(readers, schedule_id=row.id)
        audit.write(
            "change", by=by, at=at, object_type=OBJECT, object_id=row.id, summary=f"{called}：报送对象"
        )


def check(values: Mapping[str, Any]) -> None:
    """Refuse a time that is none."""
    text = values["at_time"]
    try:
        time_of_day(text)
    except ValueError:
        raise BadInput("请把时间写成 09:00 的样子。", "at_time") from None


def due_moment(last_on: date, offset_days: int, at_time: str, calendar: Calendar) -> datetime:
    """Return when the report of a period with that last day is made: on a working day, or on the very next day."""
    day = calendar.workday_after(last_on, offset_days) if offset_days else last_on + A_DAY
    return moment_on(day, since_midnight(time_of_day(at_time)))


def is_due(schedule: ReportSchedule, last_on: date, calendar: Calendar, *, at: datetime) -> bool:
    """Say whether the schedule's report of a period with that last day is to be made by now."""
    if not schedule.is_active or last_on < schedule.since_on:
        return False
    return due_moment(last_on, schedule.offset_days, schedule.at_time, calendar) <= at


def enter(schedule: ReportSchedule, period: str, issue: ReportIssue) -> None:
    """Write down what the schedule made of a period, and whom it is for; a second one of the period cannot be."""
    db.session.add(ScheduledIssue(schedule_id=schedule.id, period=period, issue_id=issue.id))
    db.session.flush()
    if queries.readers_of(issue_id=issue.id) == Readers():
        _name(queries.readers_of(schedule_id=schedule.id), issue_id=issue.id)


def follow(issue: ReportIssue, corrected_id: int) -> None:
    """Let a correction be for all whom the issue that it corrects was for."""
    _name(queries.readers_of(issue_id=corrected_id), issue_id=issue.id)


def name_readers(issue: ReportIssue, readers: Readers, *, by: User, at: datetime) -> None:
    """Say whom an issue is for; who is added to a published one is told at once."""
    before = queries.readers_of(issue_id=issue.id)
    told = {person.id for person in queries.people_of(before)}
    _unname(issue_id=issue.id)
    _name(readers, issue_id=issue.id)
    summary = f"{issue.product_title} {issue.period_label}：报送对象"
    audit.write("change", by=by, at=at, object_type="report_issue", object_id=issue.id, summary=summary)
    if issue.was_published:
        send_to(
            [person for person in queries.people_of(readers) if person.id not in told],
            title=f"{issue.product_title}{issue.number_label}",
            body=_words(issue),
            at=at,
        )


def tell_published(issue: ReportIssue, *, at: datetime) -> int:
    """Tell everyone whom a published issue is for; returns how many messages were written."""
    people = queries.people_of(queries.readers_of(issue_id=issue.id))
    title = f"{issue.product_title}{issue.number_label}"
    return send_to(people, title=title, body=_words(issue), at=at)


def tell_drafted(issue: ReportIssue, *, at: datetime) -> int:
    """Tell those who publish that a schedule has made a draft; returns how many messages were written."""
    people = recipients.find(holding=[Permission.PUBLISH_REPORTS], limit=MOST_TOLD)
    title = f"{issue.period_label}{issue.product_title}草稿已编制"
    body = (
        f"按计划编制，统计截至 {local_time(issue.counted_at):%Y-%m-%d %H:%M}，请审阅后发布：{address(issue)}"
    )
    return send_to(people, title=title, body=body, at=at)


def _words(issue: ReportIssue) -> str:
    said = "已发布，请在“报告库”查阅和下载："
    if issue.corrects_id is not None:
        said = f"已发布，更正以前的一期（{issue.correction_reason}）："
    return f"《{issue.title}》{said}{address(issue)}"


def address(issue: ReportIssue) -> str:
    """Return where the issue is read."""
    return f"{ways_out.public_url}/reports/issues/{issue.id}"


def _name(readers: Readers, **whose: int) -> None:
    db.session.add_all(ReportReader(**whose, role_id=each) for each in readers.role_ids)
    db.session.add_all(ReportReader(**whose, department_id=each) for each in readers.department_ids)
    db.session.add_all(ReportReader(**whose, user_id=each) for each in readers.user_ids)
    db.session.flush()


def _unname(**whose: int) -> None:
    for row in queries.reader_rows(**whose):
        db.session.delete(row)
    db.session.flush()
