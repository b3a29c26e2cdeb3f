"""A changed calendar counts open clocks anew: a few at once, many case by case in a job that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.queries import assignments, people, recounts
from models.queries import clocks as queries
from models.transaction import once
from models.vocabulary import Action, ClockKind
from workflows import clocks, timeline
from workflows.deadlines import due, extend, with_light
from workflows.limit import Limit

if TYPE_CHECKING:
    from datetime import datetime

    from models.clock import Clock
    from models.user import User
    from workflows.rule_pack import RulePack
    from workflows.working_time import Calendar

# Some five milliseconds each: what is counted while the person waits holds the database for half a second.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Recounted:
    """What came of a change: clocks that moved at once, and cases left to the job."""

    moved: int = 0
    waiting: int = 0


def recount_open(*, by: User | None, at: datetime) -> Recounted:
    """Count every open clock by the calendar as it now is, or leave that to the job where they are many."""
    waiting = recounts.ask(by_id=by.id if by else None, at=at)
    if waiting > MOST_AT_ONCE:
        return Recounted(waiting=waiting)
    return Recounted(moved=sum(recount(recount_id, at=at) for recount_id in recounts.ids()))


def recount(recount_id: int, *, at: datetime) -> int:
    """Count the clocks of a case that waits, and let it wait no more; say how many clocks moved.

    A case whose due moment changed gets one line on its timeline, by whoever changed the calendar.
    """
    row = recounts.find(recount_id)
    if row is None:
        return 0
    by = people.find_user(row.asked_by_id) if row.asked_by_id else None
    db.session.delete(row)
    changes = {}
    for clock in recounts.clocks_of(row.case_id):
        was = clock.due_at
        if move(clock):
            changes[clock.kind.label] = [was.isoformat(), clock.due_at.isoformat()]
    if changes:
        case, lead = queries.case_of(row.case_id), assignments.lead(row.case_id)
        for clock in queries.unstopped(case.id):
            if clock.kind is ClockKind.FEEDBACK and lead is not None and clock.assignment_id == lead.id:
                clocks.put_due(case, clock)
        timeline.record(case, Action.RECOUNT_CLOCK, by=by, at=at, note="工作日历调整", changes=changes)
    return len(changes)


def move(clock: Clock) -> bool:
    """Put the clock where the calendar now has it and say whether that is elsewhere.

    A halted one stays, and one whose day a joint meeting set.
    """
    if clock.paused_at is not None or clock.decided_due_at is not None:
        return False
    pack = once(("rules", clock.rule_pack_id), lambda: clocks.pack_of(clock.rule_pack_id))
    original, due_at, soon_at = counted(clock, clocks.calendar(), pack)
    if due_at == clock.due_at:
        return False
    clock.original_due_at, clock.due_at, clock.soon_at = original, due_at, soon_at
    clocks.tell_order(clock)
    clock.soon_marked_at = clock.overdue_marked_at = None
    return True


def counted(clock: Clock, calendar: Calendar, pack: RulePack) -> tuple[datetime, datetime, datetime]:
    """Return original due, due and soon of a clock as the calendar has it."""
    first = due(clock.started_at, Limit.parse(clock.limit), calendar=calendar, rules=pack.clock)
    latest = first
    for limit in clock.extensions:
        latest = extend(
            latest.due_at,
            Limit.parse(limit),
            started_at=clock.started_at,
            calendar=calendar,
            rules=pack.clock,
        )
    due_at = latest.due_at
    for begun, ended in clocks.pauses_of(clock):
        due_at = clocks.after_pause(due_at, Limit.parse(clock.limit), begun, ended, calendar, pack.clock)
    lit = with_light(clock.started_at, due_at, latest.limit, calendar=calendar, rules=pack.clock)
    return first.due_at, due_at, lit.soon_at
