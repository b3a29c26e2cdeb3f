"""What supervision does by itself: climbs the ladder of hazards, counts overdue days, finds one matter of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.queries import clocks as clock_rows
from models.queries import hazards, same_matter
from models.vocabulary import Trigger
from workflows import escalation, overdue_days, supervision

MOST_AT_ONCE = 500


def find_hazards(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the hazards nobody has signed for or taken, the oldest first."""
    return hazards.untaken_ids()


def escalate_hazard(case_id: int, *, at: datetime) -> bool:
    """Tell those whose minutes have come of the hazard."""
    return escalation.climb(clock_rows.case_of(case_id), at=at) > 0


def find_long_overdue(at: datetime) -> Sequence[int]:
    """Return the completion clocks overdue by so many working days that a trigger has not yet acted on."""
    return overdue_days.to_act_on(at=at, limit=MOST_AT_ONCE)


def act_on_overdue_days(clock_id: int, *, at: datetime) -> bool:
    """Pull what the city does about a case that stays overdue."""
    return overdue_days.act(clock_id, at=at)


def find_same_matters(at: datetime) -> Sequence[int]:
    """Return one case, the first, of each matter that many people of one street have called about."""
    return same_matter.first_cases(
        at - same_matter.WINDOW, least=supervision.least(Trigger.SAME_MATTER_CALLERS)
    )


def act_on_same_matter(case_id: int, *, at: datetime) -> bool:
    """Order supervision of the matter by its first case that a department works on."""
    case = clock_rows.case_of(case_id)
    callers = same_matter.callers(case, at - same_matter.WINDOW)
    return bool(supervision.pull(case, Trigger.SAME_MATTER_CALLERS, at=at, value=callers))
