"""Schedules of reports: their rows, what they have made, whom issues are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, or_, select

from models.base import db
from models.queries import recipients
from models.queries.recipients import Recipient
from models.report_issue import ReportIssue
from models.report_schedule import ReportReader, ReportSchedule, ScheduledIssue
from models.user import User, user_role
from models.vocabulary import IssueState

MOST_OF_A_UNIT = 30
MOST_OF_A_ROLE = 200


@dataclass(frozen=True)
class Readers:
    """Whom an issue is for, by ids."""

    role_ids: Sequence[int] = field(default_factory=list)
    department_ids: Sequence[int] = field(default_factory=list)
    user_ids: Sequence[int] = field(default_factory=list)


def every() -> Sequence[ReportSchedule]:
    """Return all schedules, those in use first."""
    rows = select(ReportSchedule).order_by(ReportSchedule.is_active.desc(), ReportSchedule.id)
    return db.session.scalars(rows).all()


def find(schedule_id: int) -> ReportSchedule | None:
    """Return this schedule."""
    return db.session.get(ReportSchedule, schedule_id)


def made(schedule_id: int) -> dict[str, int]:
    """Return the issues that the schedule has made, by period."""
    rows = select(ScheduledIssue.period, ScheduledIssue.issue_id).where(
        ScheduledIssue.schedule_id == schedule_id
    )
    return dict(db.session.execute(rows).tuples().all())


def last_made(schedule_id: int) -> ReportIssue | None:
    """Return the issue that the schedule made last."""
    rows = select(ReportIssue).join(ScheduledIssue, ScheduledIssue.issue_id == ReportIssue.id)
    rows = rows.where(ScheduledIssue.schedule_id == schedule_id)
    return db.session.scalar(rows.order_by(ScheduledIssue.id.desc()).limit(1))


def schedule_of(issue_id: int) -> ReportSchedule | None:
    """Return the schedule that made the issue; None where a person did."""
    rows = select(ReportSchedule).join(ScheduledIssue, ScheduledIssue.schedule_id == ReportSchedule.id)
    return db.session.scalar(rows.where(ScheduledIssue.issue_id == issue_id).order_by(ScheduledIssue.id))


def unfinished(schedule_id: int) -> Sequence[int]:
    """Return the ids of the schedule's issues that still are plain drafts, the oldest first."""
    rows = select(ReportIssue.id).join(ScheduledIssue, ScheduledIssue.issue_id == ReportIssue.id)
    rows = rows.where(ScheduledIssue.schedule_id == schedule_id, ReportIssue.state == IssueState.DRAFT)
    return db.session.scalars(rows.order_by(ReportIssue.id)).all()


def reader_rows(*, schedule_id: int | None = None, issue_id: int | None = None) -> Sequence[ReportReader]:
    """Return the rows that name whom a schedule's issues, or an issue, are for."""
    whose = ReportReader.schedule_id == schedule_id if issue_id is None else ReportReader.issue_id == issue_id
    return db.session.scalars(select(ReportReader).where(whose).order_by(ReportReader.id)).all()


def readers_of(*, schedule_id: int | None = None, issue_id: int | None = None) -> Readers:
    """Return whom a schedule's issues, or an issue, are for."""
    found = reader_rows(schedule_id=schedule_id, issue_id=issue_id)
    return Readers(
        [row.role_id for row in found if row.role_id is not None],
        [row.department_id for row in found if row.department_id is not None],
        [row.user_id for row in found if row.user_id is not None],
    )


def people_of(readers: Readers) -> list[Recipient]:
    """Return who is told of an issue: of departments their leaders and duty officers, of both some at most."""
    found: dict[int, Recipient] = {}
    for department_id in readers.department_ids:
        units = [department_id]
        people = [
            *recipients.find(department_ids=units, leaders=True, limit=MOST_OF_A_UNIT),
            *recipients.find(department_ids=units, on_duty=True, limit=MOST_OF_A_UNIT),
        ] or recipients.find(department_ids=units, limit=MOST_OF_A_UNIT)
        found.update((person.id, person) for person in people)
    if readers.role_ids:
        of_roles = select(user_role.c.user_id).where(user_role.c.role_id.in_(readers.role_ids))
        ids = db.session.scalars(of_roles.distinct().limit(MOST_OF_A_ROLE)).all()
        people = recipients.find(user_ids=ids, limit=MOST_OF_A_ROLE)
        found.update((person.id, person) for person in people)
    if readers.user_ids:
        people = recipients.find(user_ids=readers.user_ids, limit=MOST_OF_A_ROLE)
        found.update((person.id, person) for person in people)
    return list(found.values())


def is_for(user: User) -> ColumnElement[bool]:
    """Return the condition that an issue is for the user: by name, by a role or by a department."""
    named = [
        ReportReader.user_id == user.id,
        ReportReader.role_id.in_([role.id for role in user.roles]),
        ReportReader.department_id.in_(sorted(user.department_ids)),
    ]
    return exists().where(ReportReader.issue_id == ReportIssue.id, or_(*named))
