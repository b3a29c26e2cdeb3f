"""Marks clocks as they turn amber and red, and pulls the triggers that hang on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.queries import clocks
from models.vocabulary import ClockKind, Trigger
from workflows import supervision

# The hotline's own desks are watched on their worklists; cards are for departments.
DEPARTMENTS_OWE = frozenset({ClockKind.FEEDBACK, ClockKind.REDO, ClockKind.SIGN, ClockKind.CONTACT})
MOST_AT_ONCE = 500


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
    if clock.kind in DEPARTMENTS_OWE:
        case = clocks.case_of(clock.case_id)
        trigger = Trigger.OVERDUE if is_late else Trigger.DUE_SOON
        supervision.pull(case, trigger, at=at, mark=f"clock {clock.id}")
    return True
