"""Marks clocks as they turn amber and red, pulls the triggers that hang on it, and counts clocks anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.clock import Clock
from models.queries import clocks, recounts
from models.vocabulary import ClockKind, Trigger
from workflows import recounting, supervision

# What a minute does within two seconds; a backlog of a whole evening is marked by the next minutes.
MOST_AT_ONCE = 200


def find_clocks_to_mark(at: datetime) -> Sequence[int]:
    """Return the clocks that have turned amber or red since anybody looked, the most urgent first."""
    return clocks.unmarked(at, limit=MOST_AT_ONCE)


def mark_clock(clock_id: int, *, at: datetime) -> bool:
    """Mark the clock, and raise the card or issue the order that the city's triggers ask for."""
    clock = clocks.to_mark(clock_id, at)
    if clock is None:
        return False
    is_late = clock.due_at < at
    clock.soon_marked_at = clock.soon_marked_at or at
    if is_late:
        clock.overdue_marked_at = at
    trigger = trigger_of(clock, is_late=is_late)
    if trigger is not None:
        supervision.pull(
            clocks.case_of(clock.case_id),
            trigger,
            at=at,
            mark=supervision.mark_of(clock.id),
            department_id=clock.department_id,
        )
    return True


def trigger_of(clock: Clock, *, is_late: bool) -> Trigger | None:
    """Return what the turn of the clock's light sets off.

    Cards are for what a department owes in the end (one yellow, one red a round); its first steps and
    the hotline's own desks are watched on their worklists.
    """
    if clock.kind is ClockKind.DEFERRAL:
        return Trigger.DEFERRAL_MISSED if is_late else None
    if clock.kind not in clocks.COMPLETION_CLOCKS or clock.department_id is None:
        return None
    return Trigger.OVERDUE if is_late else Trigger.DUE_SOON


def find_recounts(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the cases whose clocks wait to be counted by a changed calendar."""
    return recounts.ids()


def recount_case(recount_id: int, *, at: datetime) -> bool:
    """Count the clocks of one case anew; False where nothing moved."""
    return recounting.recount(recount_id, at=at) > 0
