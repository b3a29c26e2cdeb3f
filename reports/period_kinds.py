"""How periods are cut out of the calendar: which days, how each is written, what it is called (pure).

A natural week (自然周) begins on Monday and ends with the year: the first and the last of a year may be short,
so that weeks add up to years. An ISO week never is short and belongs to the year of its Thursday.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary import Labelled

TEN_DAY_NAMES = ("上旬", "中旬", "下旬")
HALF_NAMES = ("上半年", "下半年")


class PeriodKind(Labelled):
    """How a period is cut out of the calendar."""

    DAY = "day", "日"
    WEEK = "week", "周"
    NATURAL_WEEK = "natural_week", "自然周"
    TEN_DAYS = "ten_days", "旬"
    MONTH = "month", "月"
    QUARTER = "quarter", "季"
    HALF = "half", "半年"
    YEAR = "year", "年"
    RANGE = "range", "区间"


@dataclass(frozen=True)
class Cut:
    """One way of cutting.

    `pattern` reads the numbers that write a period, `found` gives a day in it (ValueError where the calendar
    has none), `around` the first and last day about any day; the rest take the first day.
    """

    pattern: str
    found: Callable[..., date]
    around: Callable[[date], tuple[date, date]]
    word: Callable[[date], str]
    label: Callable[[date], str]
    file_label: Callable[[date], str]


def end_of_month(year: int, month: int) -> date:
    """Return the month's last day."""
    return date(year, month, calendar.monthrange(year, month)[1])


def natural_week(day: date) -> int:
    """Return the number of the natural week in the day's year: 1 to 53, of some leap years 54."""
    new_year = date(day.year, 1, 1)
    return ((day - new_year).days + new_year.weekday()) // 7 + 1


def last_year(day: date) -> date:
    """Return the same day of last year; of 29 February the 28th."""
    return min(
        date(day.year - 1, day.month, 1) + timedelta(days=day.day - 1), end_of_month(day.year - 1, day.month)
    )


def spoken(day: date) -> str:
    """Return the day as papers write it: 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _months(first: date, count: int) -> tuple[date, date]:
    return first, end_of_month(first.year, first.month + count - 1)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _half(day: date) -> int:
    return (day.month + 5) // 6


def _ten_days(day: date) -> int:
    return min((day.day + 9) // 10, 3)


def _of_iso_week(year: int, week: int) -> date:
    return date.fromisocalendar(year, week, 1)


def _around_iso_week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _iso(first: date) -> tuple[int, int]:
    return first.isocalendar()[:2]


def _of_natural_week(year: int, week: int) -> date:
    new_year = date(year, 1, 1)
    day = max(new_year, new_year + timedelta(days=7 * (week - 1) - new_year.weekday()))
    if week < 1 or day.year != year:
        raise ValueError(f"{year} has no natural week {week}")
    return day


def _around_natural_week(day: date) -> tuple[date, date]:
    monday, sunday = _around_iso_week(day)
    return max(monday, date(day.year, 1, 1)), min(sunday, date(day.year, 12, 31))


def _around_ten_days(day: date) -> tuple[date, date]:
    first = day.replace(day=10 * _ten_days(day) - 9)
    if first.day == 21:
        return first, end_of_month(day.year, day.month)
    return first, first + timedelta(days=9)


CUTS: dict[PeriodKind, Cut] = {
    PeriodKind.DAY: Cut(
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        date,
        lambda day: (day, day),
        date.isoformat,
        spoken,
        lambda day: f"{day:%Y%m%d}",
    ),
    PeriodKind.WEEK: Cut(
        r"(\d{4})-?[Ww](\d{1,2})",
        _of_iso_week,
        _around_iso_week,
        lambda first: "{}-W{:02d}".format(*_iso(first)),
        lambda first: "{}年第{}周".format(*_iso(first)),
        lambda first: "{}年第{:02d}周".format(*_iso(first)),
    ),
    PeriodKind.NATURAL_WEEK: Cut(
        r"(\d{4})-?[Nn](\d{1,2})",
        _of_natural_week,
        _around_natural_week,
        lambda first: f"{first.year}-N{natural_week(first):02d}",
        lambda first: f"{first.year}年第{natural_week(first)}周（自然周）",
        lambda first: f"{first.year}年第{natural_week(first):02d}自然周",
    ),
    PeriodKind.TEN_DAYS: Cut(
        r"(\d{4})-(\d{1,2})-?[Xx]([1-3])",
        lambda year, month, number: date(year, month, 10 * number - 9),
        _around_ten_days,
        lambda first: f"{first:%Y-%m}-X{_ten_days(first)}",
        lambda first: f"{first.year}年{first.month}月{TEN_DAY_NAMES[_ten_days(first) - 1]}",
        lambda first: f"{first.year}年{first.month:02d}月{TEN_DAY_NAMES[_ten_days(first) - 1]}",
    ),
    PeriodKind.MONTH: Cut(
        r"(\d{4})-(\d{1,2})",
        lambda year, month: date(year, month, 1),
        lambda day: _months(day.replace(day=1), 1),
        lambda first: f"{first:%Y-%m}",
        lambda first: f"{first.year}年{first.month}月",
        lambda first: f"{first.year}年{first.month:02d}月",
    ),
    PeriodKind.QUARTER: Cut(
        r"(\d{4})-?[Qq]([1-4])",
        lambda year, number: date(year, 3 * number, 1),
        lambda day: _months(date(day.year, 3 * _quarter(day) - 2, 1), 3),
        lambda first: f"{first.year}-Q{_quarter(first)}",
        lambda first: f"{first.year}年第{_quarter(first)}季度",
        lambda first: f"{first.year}年第{_quarter(first)}季度",
    ),
    PeriodKind.HALF: Cut(
        r"(\d{4})-?[Hh]([12])",
        lambda year, number: date(year, 6 * number, 1),
        lambda day: _months(date(day.year, 6 * _half(day) - 5, 1), 6),
        lambda first: f"{first.year}-H{_half(first)}",
        lambda first: f"{first.year}年{HALF_NAMES[_half(first) - 1]}",
        lambda first: f"{first.year}年{HALF_NAMES[_half(first) - 1]}",
    ),
    PeriodKind.YEAR: Cut(
        r"(\d{4})",
        lambda year: date(year, 1, 1),
        lambda day: (date(day.year, 1, 1), date(day.year, 12, 31)),
        lambda first: f"{first.year}",
        lambda first: f"{first.year}年",
        lambda first: f"{first.year}年",
    ),
}
