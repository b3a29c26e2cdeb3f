"""How the time of a limit is counted: from which day, to which hour, and so until when (pure)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from models.vocabulary import CountFrom, LimitUnit
from workflows.errors import Refused
from workflows.limit import Limit
from workflows.working_time import (
    DAY,
    Calendar,
    OfficeHours,
    after_worked,
    local_time,
    moment_on,
    since_midnight,
    time_of_day,
)

END_OF_DATE = time(23, 59, 59)
OFFICE = OfficeHours(((time(8, 30), time(12)), (time(14, 30), time(18))))


class BadDayEnd(Refused):
    """A text that is no end of a working day."""


def day_end(text: str) -> time:
    """Read "18:00" or "24:00"; BadDayEnd for anything else.

    24:00 is the last second of the day and not the next midnight: a case due on the 31st must not
    be counted among those due in the next month.
    """
    if text.strip() == "24:00":
        return END_OF_DATE
    try:
        return time_of_day(text)
    except ValueError:
        raise BadDayEnd(f"看不懂时刻“{text[:20]}”：请写成 18:00 或 24:00。") from None


@dataclass(frozen=True, kw_only=True)
class ClockRules:
    """How a city counts: from which day, until which hour, in which office hours, and what soon means.

    used is a share of the time (0.8), working_days_left a number of days; `RulePack.clock` gives them.
    """

    count_from: CountFrom = CountFrom.NEXT_DAY
    day_end: time = time(18)
    office: OfficeHours = OFFICE
    used: float = 0.8
    working_days_left: int = 1


def due_moment(started_at: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules) -> datetime:
    """Return the due moment alone."""
    if limit.unit is LimitUnit.WORKING_HOUR:
        return after_worked(started_at, limit.span, calendar=calendar, office=rules.office)
    if not limit.counts_days:
        return started_at.astimezone(UTC) + limit.span
    return end_of(nth_day(day_before_first(started_at, limit, calendar, rules), limit, calendar), rules)


def day_before_first(started_at: datetime, limit: Limit, calendar: Calendar, rules: ClockRules) -> date:
    """Return the day after which the days of the limit are counted."""
    local = local_time(started_at)
    counts = calendar.is_workday(local.date()) or not limit.is_working
    on_receipt = rules.count_from is CountFrom.RECEIPT and counts and local.time() < rules.day_end
    return local.date() - DAY if on_receipt else local.date()


def nth_day(day: date, limit: Limit, calendar: Calendar) -> date:
    """Return the last day of a limit in days that begins after the day."""
    return calendar.workday_after(day, limit.amount) if limit.is_working else day + limit.amount * DAY


def end_of(day: date, rules: ClockRules) -> datetime:
    """Return the moment at which the day's work ends."""
    return moment_on(day, since_midnight(rules.day_end))
