"""Clocks, the calendar they run by and the rules they were set by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row, String, bindparam, cast, literal, select

from models.base import db
from models.case import Case
from models.clock import Clock
from models.rule_pack import RulePackVersion
from models.supervision import Supervision
from models.vocabulary import ClockKind
from models.work_day import WorkDay

# What a department owes in the end; cards and supervision go by these.
COMPLETION_CLOCKS = (ClockKind.FEEDBACK, ClockKind.REDO)
CLOCK_MARK = "clock "
# Made once: they run on every page with a lamp.
WORK_DAYS = select(WorkDay.day, WorkDay.is_workday, WorkDay.name).order_by(WorkDay.day)
RULES = select(cast(RulePackVersion.document, String))
NEWEST_RULES = RULES.order_by(RulePackVersion.id.desc()).limit(1)
NAMED_RULES = RULES.where(RulePackVersion.id == bindparam("version_id"))
OF_CASE = select(Clock).where(Clock.case_id == bindparam("case_id")).order_by(Clock.id)


def unstopped(case_id: int) -> Sequence[Clock]:
    """Return the case's clocks that have not stopped, paused ones included."""
    clocks = select(Clock).where(Clock.case_id == case_id, Clock.stopped_at.is_(None))
    return db.session.scalars(clocks.order_by(Clock.due_at, Clock.id)).all()


def running(case_id: int) -> Sequence[Clock]:
    """Return the case's clocks that run."""
    return [clock for clock in unstopped(case_id) if clock.paused_at is None]


def of_case(case_id: int) -> Sequence[Clock]:
    """Return every clock the case ever had, in the order they started."""
    return db.session.scalars(OF_CASE, {"case_id": case_id}).all()


def find(clock_id: int, case_id: int) -> Clock | None:
    """Return this clock of this case."""
    return db.session.scalar(select(Clock).where(Clock.id == clock_id, Clock.case_id == case_id))


def rule_document(version_id: int | None) -> str:
    """Return the rules of the version as JSON, the newest where none is named; {} before a city is loaded.

    As text, since who reads it knows most texts already.
    """
    return db.session.scalar(NAMED_RULES if version_id else NEWEST_RULES, {"version_id": version_id}) or "{}"


def work_days() -> Sequence[Row[tuple[date, bool, str]]]:
    """Return the city's exceptions to the national calendar: day, is_workday, name."""
    return db.session.execute(WORK_DAYS).all()


def case_of(case_id: int) -> Case:
    """Return the case a clock belongs to."""
    return db.session.get_one(Case, case_id)


def unmarked(at: datetime, *, limit: int) -> Sequence[int]:
    """Return the ids of running clocks past their due or amber moment that nobody has marked for it."""
    run = (Clock.stopped_at.is_(None), Clock.paused_at.is_(None))
    late = select(Clock.id).where(*run, Clock.overdue_marked_at.is_(None), Clock.due_at < at)
    soon = select(Clock.id).where(
        *run, Clock.soon_marked_at.is_(None), Clock.soon_at <= at, Clock.due_at >= at
    )
    ids = list(db.session.scalars(late.order_by(Clock.due_at).limit(limit)))
    ids += db.session.scalars(soon.order_by(Clock.soon_at).limit(limit - len(ids)))
    return ids


def overdue_without(code: str, before: datetime, *, limit: int) -> Sequence[int]:
    """Return running completion clocks due before the moment on which the trigger has not acted."""
    mark = literal(f"/{code}/{CLOCK_MARK}").concat(cast(Clock.id, String))
    acted = select(Supervision.id).where(Supervision.key == cast(Clock.case_id, String).concat(mark))
    late = select(Clock.id).where(
        Clock.stopped_at.is_(None),
        Clock.paused_at.is_(None),
        Clock.due_at < before,
        Clock.department_id.is_not(None),
        Clock.kind.in_(COMPLETION_CLOCKS),
        ~acted.exists(),
    )
    return db.session.scalars(late.order_by(Clock.due_at).limit(limit)).all()


def running_one(clock_id: int) -> Clock | None:
    """Return the clock if it runs."""
    clock = db.session.get(Clock, clock_id, populate_existing=True)
    return clock if clock and clock.stopped_at is None and clock.paused_at is None else None


def order_of(clock: Clock) -> Supervision | None:
    """Return the supervision order whose reply the clock waits for."""
    return db.session.get(Supervision, clock.supervision_id) if clock.supervision_id else None


def to_mark(clock_id: int, at: datetime) -> Clock | None:
    """Return the clock if it still wants marking at this moment."""
    clock = db.session.get(Clock, clock_id, populate_existing=True)
    if clock is None or clock.stopped_at or clock.paused_at:
        return None
    is_late = clock.due_at < at and clock.overdue_marked_at is None
    is_soon = clock.soon_at <= at <= clock.due_at and clock.soon_marked_at is None
    return clock if is_late or is_soon else None
