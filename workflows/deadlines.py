"""When a step is due, when that is soon, and how to say what is left of the time (pure).

How time is counted stands in `counting`, why a due date came about in `due_steps`.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from models.vocabulary import CountFrom, Light, LimitUnit
from workflows.counting import ClockRules, due_moment
from workflows.due_steps import steps_to
from workflows.limit import Limit
from workflows.working_time import ZERO, Calendar, after_worked, local_time, moment_on, worked_between


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A due moment (aware UTC), the moment from which it is near, and how both came about."""

    started_at: datetime
    due_at: datetime
    soon_at: datetime
    limit: Limit
    calendar: Calendar = field(repr=False, compare=False)
    rules: ClockRules = field(repr=False, compare=False)
    extended_from: datetime | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """Explain in Chinese, step by step, why this is the due moment; made only when asked for."""
        return steps_to(
            self.extended_from or self.started_at,
            self.due_at,
            self.limit,
            calendar=self.calendar,
            rules=self.rules,
            extends=self.extended_from is not None,
        )


def due(started_at: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules) -> Deadline:
    """Return the moment by which a step that began at started_at must be done (到期时间).

    Minutes and hours run from the moment itself, holidays or not; working hours run in office hours;
    days and working days end at the end of their last day. A day counts as the first one on receipt
    only if it is worked and not yet over.
    """
    due_at = due_moment(started_at, limit, calendar=calendar, rules=rules)
    return with_light(started_at, due_at, limit, calendar=calendar, rules=rules)


def extend(
    due_at: datetime, by: Limit, *, started_at: datetime, calendar: Calendar, rules: ClockRules
) -> Deadline:
    """Return the deadline that lies a limit after an earlier one (延期).

    Days are counted from the day after the earlier due day, whatever the city counts from otherwise;
    the light turns by the whole time since started_at.
    """
    onward = replace(rules, count_from=CountFrom.NEXT_DAY)
    moved = due_moment(due_at, by, calendar=calendar, rules=onward)
    deadline = with_light(started_at, moved, by, calendar=calendar, rules=onward)
    return replace(deadline, extended_from=due_at.astimezone(UTC))


def with_light(
    started_at: datetime, due_at: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules
) -> Deadline:
    """Return the deadline of a known due moment, with the moment from which it is near."""
    return Deadline(
        started_at=started_at.astimezone(UTC),
        due_at=due_at,
        soon_at=soon_moment(started_at, due_at, limit, calendar=calendar, rules=rules),
        limit=limit,
        calendar=calendar,
        rules=rules,
    )


def soon_moment(
    started_at: datetime, due_at: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules
) -> datetime:
    """Return when the light turns amber (临期): most of the time is used, or the last days have begun.

    The earlier of the two, never before the start. With one working day left it turns at the
    beginning of the day that people call "one working day left", the working day before the due
    day; a limit no longer than that would be amber from the start, so only the share counts for it.
    """
    started = started_at.astimezone(UTC)
    if limit.is_working:
        working = worked_between(started, due_at, calendar=calendar, office=rules.office)
        if working > ZERO:
            share = after_worked(started, working * rules.used, calendar=calendar, office=rules.office)
            by_days = limit.unit is LimitUnit.WORKING_DAY
            last = last_days(started, due_at, calendar, rules) if by_days else due_at
            return max(started, min(share, last))
    return started + (due_at - started) * rules.used


def last_days(started_at: datetime, due_at: datetime, calendar: Calendar, rules: ClockRules) -> datetime:
    """Return when only the pack's number of working days is left; the due moment if there never were more."""
    left = rules.working_days_left
    if left < 1 or working_days_between(started_at, due_at, calendar) <= left:
        return due_at
    return moment_on(calendar.workday_after(local_time(due_at).date(), -left), ZERO)


def light(now: datetime, due_at: datetime, soon_at: datetime, stopped_at: datetime | None = None) -> Light:
    """Return the light of a clock; a stopped one shows how it stood when it stopped, and is never amber."""
    if (stopped_at or now) > due_at:
        return Light.OVERDUE
    return Light.DUE_SOON if stopped_at is None and now >= soon_at else Light.IN_TIME


def words(
    now: datetime,
    due_at: datetime,
    *,
    limit: Limit,
    calendar: Calendar,
    rules: ClockRules,
    stopped_at: datetime | None = None,
) -> str:
    """Say what is left or how late it is: 还剩 1 个工作日, 还剩 3 小时, 超期 2 天, 超期 40 分钟.

    Limits in working days speak of working days between the two dates, those in working hours of
    office time, all others of the time on the wall.
    """
    at = stopped_at or now
    late = at > due_at
    start, end = (due_at, at) if late else (at, due_at)
    span = spoken(start, end, limit, calendar=calendar, rules=rules)
    if stopped_at is not None:
        return f"超期 {span}完成" if late else "按时完成"
    return f"超期 {span}" if late else f"还剩 {span}"


def spoken(start: datetime, end: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules) -> str:
    """Return the span between two moments in the unit that fits the limit."""
    if limit.unit is LimitUnit.WORKING_DAY:
        days = working_days_between(start, end, calendar)
        return f"{days} 个工作日" if days else on_the_clock(end - start)
    if limit.unit is LimitUnit.WORKING_HOUR:
        working = worked_between(start, end, calendar=calendar, office=rules.office)
        return on_the_clock(working, hour="个工作小时", day=None) if working else on_the_clock(end - start)
    return on_the_clock(end - start)


def on_the_clock(span: timedelta, *, hour: str = "小时", day: str | None = "天") -> str:
    """Return a span in its largest whole unit, rounded down but never to nothing: 2 天, 3 小时, 40 分钟."""
    minutes = max(1, span // timedelta(minutes=1))
    if day and minutes >= 48 * 60:
        return f"{minutes // (24 * 60)} {day}"
    if minutes >= 60:
        return f"{minutes // 60} {hour}"
    return f"{minutes} 分钟"


def working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Count the working days after the day of start up to and with the day of end, in local dates."""
    return calendar.workdays_between(local_time(start).date(), local_time(end).date())
