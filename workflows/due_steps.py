"""Why this due date: the count of a limit told step by step, in Chinese (pure)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from models.vocabulary import CountFrom, LimitUnit
from workflows.counting import END_OF_DATE, ClockRules, day_before_first
from workflows.limit import Limit
from workflows.working_time import DAY, ZERO, Calendar, local_time, moment_on, weekday_name, worked_between

# A day, and either what it counts for or why it is left out.
Told = tuple[date, str, bool]


def steps_to(
    start: datetime, due_at: datetime, limit: Limit, *, calendar: Calendar, rules: ClockRules, extends: bool
) -> tuple[str, ...]:
    """Tell how the limit led from its start to the due moment; extends: the start was a due moment too."""
    begun, given, ended = (
        ("原到期时间", "准予延长", "延长后到期") if extends else ("起算时间", "时限", "到期时间")
    )
    lines = [f"{begun}：{full(start)}。", f"{given}：{limit.label}。", f"计算规则：{rule_of(limit, rules)}。"]
    if limit.counts_days:
        lines += merged(days_told(start, due_at, limit, calendar, rules))
    elif limit.is_working:
        lines += merged(hours_told(start, due_at, calendar, rules))
    lines.append(f"{ended}：{full(due_at)}。")
    return (*lines, *unknown_years(start, due_at, limit, calendar))


def rule_of(limit: Limit, rules: ClockRules) -> str:
    """Name the rule that the limit is counted by."""
    if limit.unit is LimitUnit.WORKING_HOUR:
        return f"只计工作日的办公时间（{'、'.join(rules.office.texts)}）"
    if not limit.counts_days:
        return "自然时间连续计算，夜间和节假日不扣除"
    day, end = day_word(limit), clock(rules.day_end)
    if rules.count_from is CountFrom.RECEIPT:
        return f"{rules.count_from.label}，{end} 前开始的，当日即为第 1 个{day}；到最后一个{day}的 {end} 止"
    return f"{rules.count_from.label}，当日不计，从下一个{day}数起；到最后一个{day}的 {end} 止"


def days_told(
    start: datetime, due_at: datetime, limit: Limit, calendar: Calendar, rules: ClockRules
) -> Iterator[Told]:
    """Yield each day from the start to the due moment with its number, or with the reason it is skipped."""
    first = local_time(start).date()
    after = day_before_first(start, limit, calendar, rules)
    number = 0
    for day in dates(first, local_time(due_at).date()):
        worked = calendar.is_workday(day) or not limit.is_working
        reason = calendar.reason(day)
        if worked and day > after:
            number += 1
            because = f"{reason}，" if limit.is_working and reason != "工作日" else ""
            yield day, f"{because}第 {number} 个{day_word(limit)}", True
        elif not worked:
            yield day, f"{reason}，不计", False
        elif rules.count_from is CountFrom.RECEIPT:
            yield day, f"已过 {clock(rules.day_end)}，当日不计", False
        else:
            yield day, "当日不计", False


def hours_told(start: datetime, due_at: datetime, calendar: Calendar, rules: ClockRules) -> Iterator[Told]:
    """Yield each day from the start to the due moment with the office time it gives."""
    total = ZERO
    for day in dates(local_time(start).date(), local_time(due_at).date()):
        begin, end = max(start, moment_on(day, ZERO)), min(due_at, moment_on(day, DAY))
        worked = worked_between(begin, end, calendar=calendar, office=rules.office)
        total += worked
        reason = calendar.reason(day)
        if worked:
            because = f"{reason}，" if reason != "工作日" else ""
            yield day, f"{because}计 {length(worked)}，累计 {length(total)}", True
        else:
            yield day, f"{'办公时间已过' if calendar.is_workday(day) else reason}，不计", False


def merged(days: Iterable[Told]) -> Iterator[str]:
    """Put skipped days that follow each other for the same reason on one line."""
    for (text, counts), group in groupby(days, key=lambda told: told[1:]):
        first, *others = [day for day, *_ in group]
        until = f"至{short(others[-1])}" if others and not counts else ""
        yield f"{short(first)}{until}：{text}。"


def unknown_years(start: datetime, due_at: datetime, limit: Limit, calendar: Calendar) -> Iterator[str]:
    """Warn of each year that was counted by plain weekends."""
    if limit.is_working:
        for year in range(local_time(start).year, local_time(due_at).year + 1):
            if not calendar.is_known(year):
                yield f"注意：{year} 年的放假安排尚未收录，暂按周末推定；收录后应重新计算。"


def dates(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last, both included."""
    return (first + number * DAY for number in range((last - first).days + 1))


def day_word(limit: Limit) -> str:
    """Return what a day of the limit is called."""
    return "工作日" if limit.is_working else "自然日"


def full(moment: datetime) -> str:
    """Return 2026年2月13日（周五）16:00 in local time."""
    local = local_time(moment)
    return f"{local.year}年{short(local.date())}{clock(local.time())}"


def short(day: date) -> str:
    """Return 2月13日（周五）."""
    return f"{day.month}月{day.day}日（{weekday_name(day)}）"


def clock(moment: time) -> str:
    """Return the time of day as people say it; the last second of a day is 24:00."""
    return "24:00" if moment == END_OF_DATE else f"{moment:%H:%M}"


def length(span: timedelta) -> str:
    """Return working time in hours and minutes."""
    minutes = round(span / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} 小时"] if hours else []) + ([f"{rest} 分钟"] if rest or not hours else [])
    return " ".join(parts)
