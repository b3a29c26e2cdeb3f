"""Which overdue work has stayed overdue for so many working days that the city acts once more (超期工作日)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.queries import clocks as queries
from models.queries.supervision_board import Bands
from models.vocabulary import Trigger
from workflows import clocks, supervision
from workflows.deadlines import working_days_between
from workflows.working_time import ZERO, local_time, moment_on

if TYPE_CHECKING:
    from datetime import datetime

    from models.clock import Clock
    from workflows.working_time import Calendar

A_DAY = timedelta(days=1)
LONG_DAYS = 5


def to_act_on(*, at: datetime, limit: int) -> list[int]:
    """Return the ids of running completion clocks past a trigger's days on which it has not acted."""
    found: list[int] = []
    for trigger in supervision.triggers():
        if trigger.trigger is Trigger.OVERDUE_WORKING_DAYS:
            before = due_before(trigger.threshold, at)
            found += queries.overdue_without(trigger.code, before, limit=limit - len(found))
    return list(dict.fromkeys(found))


def due_before(days: int, at: datetime) -> datetime:
    """Return the moment before which work was due that is more than so many working days late at the moment."""
    return moment_on(clocks.calendar().workday_after(local_time(at).date(), -days), ZERO)


def bands(at: datetime) -> Bands:
    """Return the moments that part overdue work by how many working days it has been late."""
    return Bands(at=at, days=due_before(1, at), long=due_before(LONG_DAYS, at))


def days_late(clock: Clock, at: datetime) -> int:
    """Count the whole working days that have passed since the clock's due day; today has not passed."""
    return days_since(clock.due_at, at, clocks.calendar())


def days_since(due_at: datetime, at: datetime, calendar: Calendar) -> int:
    """Count the whole working days that have passed since the day something was due; today has not passed."""
    return max(0, working_days_between(due_at, at - A_DAY, calendar))


def act(clock_id: int, *, at: datetime) -> bool:
    """Pull the triggers for the clock, if it still runs."""
    clock = queries.running_one(clock_id)
    if clock is None:
        return False
    return bool(
        supervision.pull(
            queries.case_of(clock.case_id),
            Trigger.OVERDUE_WORKING_DAYS,
            at=at,
            value=days_late(clock, at),
            mark=supervision.mark_of(clock.id),
            department_id=clock.department_id,
        )
    )
