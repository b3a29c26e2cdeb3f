"""Starts, stops, pauses and moves the clocks of a case (时限); keeps the nearest on its rows."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from models.base import db
from models.clock import Clock
from models.queries import clocks as queries
from models.queries import figures
from models.transaction import once
from models.vocabulary import ClockKind
from workflows.deadlines import due, extend, with_light, working_days_between
from workflows.limit import Limit
from workflows.rule_pack import RulePack
from workflows.working_time import Calendar, after_worked, worked_between, years_entered

if TYPE_CHECKING:
    from models.assignment import Assignment
    from models.case import Case
    from models.supervision import Supervision
    from workflows.counting import ClockRules


def rules_of(case: Case) -> RulePack:
    """Return the rule pack the case was accepted under; it keeps it whatever changes later."""
    return once(("rules", case.rule_pack_id), lambda: pack_of(case.rule_pack_id))


def pack_of(version_id: int | None) -> RulePack:
    """Return the rules of the version, the newest where none is named."""
    return read_pack(queries.rule_document(version_id))


@lru_cache(maxsize=64)
def read_pack(document: str) -> RulePack:
    """Read a rule pack from JSON; a version never changes, so each is read once in a process."""
    return RulePack.from_dict(json.loads(document))


def calendar() -> Calendar:
    """Return the working calendar, read once for all the clocks that a step starts."""
    return once("calendar", read_calendar)


def read_calendar() -> Calendar:
    """Return the working calendar as it now is: the national one with the city's own exceptions."""
    days = queries.work_days()
    exceptions = {row.day: row.is_workday for row in days}
    return Calendar(
        exceptions=exceptions,
        notes={row.day: row.name for row in days},
        known_years=years_entered(exceptions),
    )


def start(
    case: Case,
    kind: ClockKind,
    limit: Limit | None,
    *,
    at: datetime,
    assignment: Assignment | None = None,
    supervision: Supervision | None = None,
    department_id: int | None = None,
) -> Clock | None:
    """Start a clock of the limit; where the rules set no limit there is none to start: None."""
    if limit is None:
        return None
    deadline = due(at, limit, calendar=calendar(), rules=rules_of(case).clock)
    clock = Clock(
        case_id=case.id,
        kind=kind,
        limit=str(limit),
        extensions=[],
        pauses=[],
        started_at=at,
        due_at=deadline.due_at,
        soon_at=deadline.soon_at,
        original_due_at=deadline.due_at,
        assignment_id=assignment.id if assignment else None,
        supervision_id=supervision.id if supervision else None,
        department_id=assignment.department_id if assignment else department_id,
        rule_pack_id=case.rule_pack_id,
    )
    db.session.add(clock)
    return clock


def stop(
    case: Case,
    *kinds: ClockKind,
    at: datetime,
    assignment: Assignment | None = None,
    supervision: Supervision | None = None,
) -> None:
    """Stop the running or paused clocks of these kinds, of one part if given.

    Where no kind is named all stop but those of supervision orders: what ends the case or a department's
    part in it is no answer to an order, which is stopped by name.
    """
    for clock in queries.unstopped(case.id):
        fits = (
            (clock.kind in kinds if kinds else clock.kind is not ClockKind.SUPERVISION)
            and (assignment is None or clock.assignment_id == assignment.id)
            and (supervision is None or clock.supervision_id == supervision.id)
        )
        if fits:
            clock.stopped_at = at


def is_in_time(case: Case, kind: ClockKind, part: Assignment, *, at: datetime) -> bool | None:
    """Say whether what the part's clock waits for is in time if done at the moment; None where no such clock runs."""
    for clock in queries.unstopped(case.id):
        if clock.kind is kind and clock.assignment_id == part.id:
            return at <= clock.due_at
    return None


def pause(case: Case, *kinds: ClockKind, at: datetime) -> None:
    """Halt the running clocks of these kinds: the time until they go on is charged to nobody."""
    for clock in queries.running(case.id):
        if clock.kind in kinds:
            clock.paused_at = at


def go_on(case: Case, *, at: datetime) -> None:
    """Let paused clocks go on with the time they had left when they were halted."""
    days, rules = calendar(), rules_of(case).clock
    for clock in queries.unstopped(case.id):
        if clock.paused_at is not None:
            limit = Limit.parse(clock.limit)
            clock.due_at = after_pause(clock.due_at, limit, clock.paused_at, at, days, rules)
            clock.pauses = [*clock.pauses, f"{clock.paused_at.isoformat()}/{at.isoformat()}"]
            lit = with_light(clock.started_at, clock.due_at, limit, calendar=days, rules=rules)
            clock.soon_at = lit.soon_at
            tell_order(clock)
            clock.paused_at = None
            clock.soon_marked_at = clock.overdue_marked_at = None


def is_being_redone(case: Case) -> bool:
    """Say whether a redo clock of the case has not stopped: it is worked on again after a follow-up."""
    return any(clock.kind is ClockKind.REDO for clock in queries.unstopped(case.id))


def reopen(case: Case, part: Assignment, *, stopped_at: datetime) -> None:
    """Let the clocks that a returned reply had stopped run again, as if it had never been given."""
    for clock in queries.of_case(case.id):
        if clock.assignment_id == part.id and clock.stopped_at == stopped_at:
            clock.stopped_at = None


def after_pause(
    due_at: datetime, limit: Limit, paused_at: datetime, at: datetime, days: Calendar, rules: ClockRules
) -> datetime:
    """Return the due moment moved by the pause, in the time that the limit counts in."""
    if limit.counts_days and limit.is_working:
        paused_days = working_days_between(paused_at, at, days)
        onward = Limit.parse(f"{paused_days}wd") if paused_days else None
        if not onward:
            return due_at
        return extend(due_at, onward, started_at=paused_at, calendar=days, rules=rules).due_at
    if limit.is_working:
        worked = worked_between(paused_at, at, calendar=days, office=rules.office)
        return after_worked(due_at, worked, calendar=days, office=rules.office)
    return due_at + (at - paused_at)


def lengthen(case: Case, clock: Clock, limit: Limit) -> None:
    """Move the clock's due moment by the limit (延期); the original due moment stays on the clock."""
    later = extend(
        clock.due_at,
        limit,
        started_at=clock.started_at,
        calendar=calendar(),
        rules=rules_of(case).clock,
    )
    clock.extensions = [*clock.extensions, str(limit)]
    clock.due_at, clock.soon_at = later.due_at, later.soon_at
    clock.soon_marked_at = clock.overdue_marked_at = None


def decide_due(clock: Clock, due_at: datetime, *, at: datetime) -> None:
    """Move the clock's due moment to the one a joint meeting set; no calendar counts it anew.

    The original due moment stays on the clock. It turns amber when four fifths of the new time are gone.
    """
    clock.due_at = clock.decided_due_at = due_at
    clock.soon_at = at + (due_at - at) * pack_of(clock.rule_pack_id).clock.used
    clock.soon_marked_at = clock.overdue_marked_at = None


def put_due(case: Case, clock: Clock) -> None:
    """Make the lead's completion clock the case's own due date, and have both days counted anew."""
    figures.mark_stale(*figures.days_of(case))
    case.due_at, case.original_due_at = clock.due_at, clock.original_due_at


def tell_order(clock: Clock) -> None:
    """Keep the moments of the supervision order the same as on its clock."""
    order = queries.order_of(clock)
    if order is not None:
        order.due_at, order.soon_at = clock.due_at, clock.soon_at


def pauses_of(clock: Clock) -> list[tuple[datetime, datetime]]:
    """Return the clock's past pauses as moments."""
    spans = [pause.split("/") for pause in clock.pauses]
    return [(datetime.fromisoformat(begun), datetime.fromisoformat(ended)) for begun, ended in spans]
