"""What working time is: which days are worked, which hours of a day, and how much lies between (pure)."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import pairwise

from chinese_calendar.constants import Holiday, holidays, workdays

from config import LOCAL_TIMEZONE
from workflows.errors import Refused

ZERO = timedelta()
DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})")
SEGMENT_ENDS = re.compile(r"\s*[-–—~至]\s*")
LIBRARY_YEARS = range(min(holidays).year, max(holidays).year + 1)
# Days of a library year that its weekday does not explain: True is a make-up working day.
NOTICES = dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)


class BadOfficeHours(Refused):
    """Office hours that cannot be: unreadable, backwards or overlapping."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working calendar (工作日历): the State Council's notices, then the city's own exceptions.

    Years that the library does not know yet are plain weeks from Monday to Friday, and say so.
    exceptions: date -> whether it is worked; notes: date -> why, for the explanation only; known_years:
    later years whose notice the city has entered itself, as exceptions.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    notes: Mapping[date, str] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    _years: dict[int, list[date]] = field(default_factory=dict, init=False, repr=False)

    def is_known(self, year: int) -> bool:
        """Say whether the State Council's notice for the year is in the library or was entered."""
        return year in LIBRARY_YEARS or year in self.known_years

    def is_workday(self, day: date) -> bool:
        """Say whether the day is worked."""
        local = self.exceptions.get(day)
        return by_notice(day) if local is None else local

    def reason(self, day: date) -> str:
        """Return in a few words why the day is worked or not: 周末, 春节, 调休上班 ..."""
        if day in self.exceptions:
            word = "本地上班" if self.exceptions[day] else "本地休息"
            return f"{word}（{self.notes[day]}）" if self.notes.get(day) else word
        if day in NOTICES:
            return "调休上班" if NOTICES[day] else holiday_name(day)
        return "工作日" if day.weekday() < 5 else "周末"

    def source_of(self, day: date) -> str:
        """Return the sentence that says where the answer for this day comes from."""
        what = "上班" if self.is_workday(day) else "休息"
        if day in self.exceptions:
            return f"本地例外：{self.reason(day)}。"
        if not self.is_known(day.year):
            return f"按周末推定：{day.year} 年的放假安排尚未收录，{weekday_name(day)}按{what}计。"
        if day in NOTICES:
            holiday = holiday_name(day)
            return f"国务院通知：{holiday}{'调休上班' if NOTICES[day] else '放假'}。"
        return f"国务院通知未调整：{weekday_name(day)}{what}。"

    def workday_after(self, day: date, count: int) -> date:
        """Return the count-th working day after the day (count > 0) or before it (count < 0).

        Zero gives the day itself if it is worked, else the next working day.
        """
        year = day.year
        days = self._workdays(year)
        index = bisect_right(days, day if count > 0 else day - DAY) + count - (count > 0)
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._workdays(year)
        while index < 0:
            year -= 1
            days = self._workdays(year)
            index += len(days)
        return days[index]

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after start up to and with end; negative where end lies before start."""
        if end < start:
            return -self.workdays_between(end, start)
        count = bisect_right(self._workdays(end.year), end) - bisect_right(self._workdays(start.year), start)
        for year in range(start.year, end.year):
            count += len(self._workdays(year))
        return count

    def _workdays(self, year: int) -> list[date]:
        days = self._years.get(year)
        if days is None:
            changed = {day for day in self.exceptions if day.year == year}
            days = self._years[year] = adjusted(plain_year(year), changed, self.exceptions)
        return days


def years_entered(exceptions: Mapping[date, bool]) -> frozenset[int]:
    """Return the years whose notice the city has entered: 1 January, 1 May and 1 October are put down as off.

    These three days are off by law in every notice, so one local exception does not make a year known.
    """
    years = {day.year for day in exceptions}
    fixed = ((1, 1), (5, 1), (10, 1))
    return frozenset(
        year for year in years if all(exceptions.get(date(year, *day)) is False for day in fixed)
    )


def unknown_year_ahead(today: date, calendar: Calendar, *, weeks: int = 8) -> int | None:
    """Return the year without a notice that begins, or has begun, within so many weeks; None if there is none."""
    years = range(today.year, (today + timedelta(weeks=weeks)).year + 1)
    return next((year for year in years if not calendar.is_known(year)), None)


@cache
def plain_year(year: int) -> tuple[date, ...]:
    """Return the year's working days by the State Council's notice, or by weekends where there is none."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
    return tuple(day for day in days if by_notice(day))


def adjusted(plain: tuple[date, ...], changed: set[date], exceptions: Mapping[date, bool]) -> list[date]:
    """Return the year's working days once its local exceptions are put in and taken out."""
    return sorted((set(plain) - changed) | {day for day in changed if exceptions[day]})


def by_notice(day: date) -> bool:
    """Say whether the State Council's notice, or else the weekday, makes it a working day."""
    noted = NOTICES.get(day)
    return day.weekday() < 5 if noted is None else noted


def holiday_name(day: date) -> str:
    """Return the Chinese name of the holiday this day belongs to or makes up for."""
    name: str = Holiday(holidays.get(day) or workdays[day]).chinese
    return name


def weekday_name(day: date) -> str:
    """Return 周一 to 周日."""
    return f"周{WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True)
class OfficeHours:
    """The hours worked on a working day (办公时间): segments (opening, closing) from morning to evening."""

    segments: tuple[tuple[time, time], ...]

    @classmethod
    def parse(cls, texts: tuple[str, ...] | list[str]) -> "OfficeHours":
        """Read segments such as "08:30-12:00"; BadOfficeHours names the first that cannot be."""
        segments = tuple(segment(text) for text in texts)
        if not segments:
            raise BadOfficeHours("办公时间至少要有一段，例如 08:30-12:00。")
        for text, (opening, closing) in zip(texts, segments, strict=True):
            if closing <= opening:
                raise BadOfficeHours(f"办公时间“{text}”的结束须晚于开始。")
        for earlier, later in pairwise(segments):
            if later[0] < earlier[1]:
                raise BadOfficeHours("办公时间各段须按先后排列，不得重叠。")
        return cls(segments)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the segments as they are written in a rule pack."""
        return tuple(f"{opening:%H:%M}-{closing:%H:%M}" for opening, closing in self.segments)

    @cached_property
    def spans(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """Return the segments as spans since midnight."""
        return tuple((since_midnight(opening), since_midnight(closing)) for opening, closing in self.segments)

    @cached_property
    def length(self) -> timedelta:
        """Return the working time of one working day."""
        return sum((closing - opening for opening, closing in self.spans), ZERO)

    def worked_by(self, moment: time) -> timedelta:
        """Return the working time of a day that has passed at this time of day."""
        at, worked = since_midnight(moment), ZERO
        for opening, closing in self.spans:
            if at > opening:
                worked += min(at, closing) - opening
        return worked

    def time_at(self, worked: timedelta) -> timedelta:
        """Return the time since midnight at which so much of the day's working time has passed."""
        for opening, closing in self.spans:
            if worked <= closing - opening:
                return opening + worked
            worked -= closing - opening
        raise ValueError("more working time than a day has")


def segment(text: str) -> tuple[time, time]:
    """Read one segment of office hours; BadOfficeHours where it is none."""
    try:
        opening, closing = SEGMENT_ENDS.split(text.strip())
        return time_of_day(opening), time_of_day(closing)
    except ValueError:
        raise BadOfficeHours(f"看不懂办公时间“{text[:20]}”：请写成 08:30-12:00。") from None


def time_of_day(text: str) -> time:
    """Read "8:30" or "08:30"; ValueError for anything else."""
    match = TIME_OF_DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"no time of day: {text[:20]!r}")
    return time(int(match[1]), int(match[2]))


def since_midnight(moment: time) -> timedelta:
    """Return the time of day as a span."""
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def local_time(moment: datetime) -> datetime:
    """Return the aware moment in local time."""
    return moment.astimezone(LOCAL_TIMEZONE)


def moment_on(day: date, since: timedelta) -> datetime:
    """Return the moment, in UTC, that lies so long after the local midnight of the day."""
    return (datetime.combine(day, time(), LOCAL_TIMEZONE) + since).astimezone(UTC)


def worked_between(start: datetime, end: datetime, *, calendar: Calendar, office: OfficeHours) -> timedelta:
    """Return the working time between two moments; negative where end lies before start."""
    first, last = local_time(start), local_time(end)
    days = calendar.workdays_between(first.date(), last.date())
    # Whole days from the first day's opening to the last day's, then what is cut off at both ends;
    # a first or last day that is not worked has nothing to cut off.
    opened = calendar.is_workday(last.date())
    head = office.worked_by(first.time()) if calendar.is_workday(first.date()) else office.length
    tail = office.worked_by(last.time()) if opened else office.length
    return days * office.length - head + tail


def after_worked(start: datetime, span: timedelta, *, calendar: Calendar, office: OfficeHours) -> datetime:
    """Return the moment, in UTC, at which so much working time has passed since start.

    The inverse of worked_between. A span that ends with a segment ends at its closing, not at the
    next opening.
    """
    local = local_time(start)
    day = local.date()
    ahead = 1
    if calendar.is_workday(day):
        ahead = 0
        span += office.worked_by(local.time())
    length = office.length
    days, rest = divmod(span, length)
    if rest == ZERO and days:
        days, rest = days - 1, length
    if days + ahead:
        day = calendar.workday_after(day, days + ahead)
    return moment_on(day, office.time_at(rest))
