"""Which days a report is about: day, week, month, quarter, year, range; and what it is compared with (pure).

A period is written `2016`, `2016-Q3`, `2016-07`, `2016-W30`, `2016-07-01` or `2016-07-01..2016-07-31`, its
last day included. Every day is a local one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config import LOCAL_TIMEZONE
from models.vocabulary import Labelled

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
MOST_DAYS = 3660
MOST_TREND_DAYS = 31


class PeriodKind(Labelled):
    """How a period is cut out of the calendar."""

    DAY = "day", "日"
    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季"
    YEAR = "year", "年"
    RANGE = "range", "区间"


PATTERNS = {
    PeriodKind.YEAR: r"(\d{4})",
    PeriodKind.QUARTER: r"(\d{4})-?[Qq]([1-4])",
    PeriodKind.MONTH: r"(\d{4})-(\d{1,2})",
    PeriodKind.WEEK: r"(\d{4})-?[Ww](\d{1,2})",
    PeriodKind.DAY: r"(\d{4})-(\d{1,2})-(\d{1,2})",
}
EXAMPLES = "2026、2026-Q3、2026-07、2026-W30、2026-07-01 或 2026-07-01..2026-07-31"


class BadPeriod(ValueError):
    """No period can be made of what was given; str() is the sentence for the user."""


@dataclass(frozen=True, order=True)
class Period:
    """Days from first to last, both included."""

    first_on: date
    last_on: date
    kind: PeriodKind

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last_on - self.first_on).days + 1

    @property
    def start(self) -> datetime:
        """The moment the first day begins, in UTC."""
        return _midnight(self.first_on)

    @property
    def end(self) -> datetime:
        """The moment after the last day, in UTC."""
        return _midnight(self.last_on + ONE_DAY)

    @property
    def label(self) -> str:
        """The period as a heading says it: 2026年第47周（ISO）."""
        first, last = self.first_on, self.last_on
        year = first.isocalendar().year
        return {
            PeriodKind.DAY: f"{first.year}年{first.month}月{first.day}日",
            PeriodKind.WEEK: f"{year}年第{first.isocalendar().week}周（ISO）",
            PeriodKind.MONTH: f"{first.year}年{first.month}月",
            PeriodKind.QUARTER: f"{first.year}年第{_quarter(first)}季度",
            PeriodKind.YEAR: f"{first.year}年",
            PeriodKind.RANGE: f"{_spoken(first)}至{_spoken(last)}",
        }[self.kind]

    @property
    def file_label(self) -> str:
        """The period as a file name says it: 2026年07月."""
        first, last = self.first_on, self.last_on
        if self.kind is PeriodKind.MONTH:
            return f"{first.year}年{first.month:02d}月"
        if self.kind is PeriodKind.WEEK:
            return f"{first.isocalendar().year}年第{first.isocalendar().week:02d}周"
        if self.kind in (PeriodKind.DAY, PeriodKind.RANGE):
            return f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        return self.label

    @property
    def span_label(self) -> str:
        """The days of the period: 2026年7月1日至2026年7月31日."""
        if self.days == 1:
            return _spoken(self.first_on)
        return f"{_spoken(self.first_on)}至{_spoken(self.last_on)}"

    @property
    def on(self) -> str:
        """The period in one word, as `parse` reads it."""
        first = self.first_on
        return {
            PeriodKind.DAY: first.isoformat(),
            PeriodKind.WEEK: f"{first.isocalendar().year}-W{first.isocalendar().week:02d}",
            PeriodKind.MONTH: f"{first:%Y-%m}",
            PeriodKind.QUARTER: f"{first.year}-Q{_quarter(first)}",
            PeriodKind.YEAR: f"{first.year}",
            PeriodKind.RANGE: f"{first.isoformat()}..{self.last_on.isoformat()}",
        }[self.kind]

    @property
    def arguments(self) -> dict[str, str]:
        """The period as the arguments of an address, as `from_arguments` reads them."""
        return {"period": self.kind.value, "on": self.on}

    def before(self) -> Period:
        """Return the period just before (环比); of a range, as many days just before."""
        if self.kind is PeriodKind.RANGE:
            return Period(
                self.first_on - timedelta(days=self.days), self.first_on - ONE_DAY, PeriodKind.RANGE
            )
        return containing(self.kind, self.first_on - ONE_DAY)

    def after(self) -> Period:
        """Return the period just after."""
        if self.kind is PeriodKind.RANGE:
            return Period(self.last_on + ONE_DAY, self.last_on + timedelta(days=self.days), PeriodKind.RANGE)
        return containing(self.kind, self.last_on + ONE_DAY)

    def year_before(self) -> Period:
        """Return the same period of last year (同比).

        29 February is compared with the 28th, a month with the whole month, week 53 with the last week.
        """
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.first_on.isocalendar()
            last_week = date(year - 1, 12, 28).isocalendar().week
            return containing(self.kind, date.fromisocalendar(year - 1, min(week, last_week), 1))
        first = _last_year(self.first_on)
        if self.kind is PeriodKind.RANGE:
            return Period(first, _last_year(self.last_on), self.kind)
        return containing(self.kind, first)

    def parts(self) -> list[Period]:
        """Return what a trend is drawn of: months, or days where the period has at most a month of them."""
        kind = PeriodKind.DAY if self.days <= MOST_TREND_DAYS else PeriodKind.MONTH
        parts, day = [], self.first_on
        while day <= self.last_on:
            part = containing(kind, day)
            last = min(part.last_on, self.last_on)
            whole = day == part.first_on and last == part.last_on
            parts.append(part if whole else Period(day, last, PeriodKind.RANGE))
            day = last + ONE_DAY
        return parts


def containing(kind: PeriodKind, day: date) -> Period:
    """Return the day, week, month, quarter or year that the day lies in."""
    if kind is PeriodKind.DAY:
        return Period(day, day, kind)
    if kind is PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), kind)
    if kind is PeriodKind.MONTH:
        return Period(day.replace(day=1), _end_of_month(day.year, day.month), kind)
    if kind is PeriodKind.QUARTER:
        last_month = _quarter(day) * 3
        return Period(date(day.year, last_month - 2, 1), _end_of_month(day.year, last_month), kind)
    if kind is PeriodKind.YEAR:
        return Period(date(day.year, 1, 1), date(day.year, 12, 31), kind)
    raise ValueError("a range is not cut out of the calendar")


def between(first_on: date, last_on: date) -> Period:
    """Return the range of days. Raises BadPeriod where it is turned round, too long or far away."""
    if first_on > last_on:
        raise BadPeriod(f"统计区间的开始日期（{first_on}）晚于结束日期（{last_on}），请调换后重试。")
    if (last_on - first_on).days >= MOST_DAYS:
        raise BadPeriod("统计区间最长为十年，请缩短后重试。")
    return _near(Period(first_on, last_on, PeriodKind.RANGE))


def parse(text: str) -> Period:
    """Return the period that the text writes. Raises BadPeriod where it writes none."""
    text = text.strip()
    first, dots, last = text.partition("..")
    if dots:
        return between(_day(first), _day(last))
    for kind, pattern in PATTERNS.items():
        if found := re.fullmatch(pattern, text, re.ASCII):
            return _near(_made(kind, [int(part) for part in found.groups()], text))
    raise BadPeriod(f"看不懂统计周期“{text[:40]}”，请写成 {EXAMPLES}。")


def from_arguments(arguments: Mapping[str, str], today: date) -> Period:
    """Return the period that an address asks for: this month where it asks for none.

    `period` is the kind, `on` the period or any day in it; a range has `from` (or `on`) and `to`, or `on=a..b`.
    Raises BadPeriod with a sentence.
    """
    text = arguments.get("period", "").strip() or PeriodKind.MONTH.value
    if text not in set(PeriodKind):
        raise BadPeriod(f"没有“{text[:20]}”这种统计周期，可选：日、周、月、季、年、区间。")
    kind = PeriodKind(text)
    on = arguments.get("on", "").strip()
    if kind is PeriodKind.RANGE:
        if ".." in on:
            return parse(on)
        first, last = arguments.get("from") or on, arguments.get("to", "")
        if not first or not last:
            raise BadPeriod("请填写统计区间的开始日期和结束日期。")
        return between(_day(first), _day(last))
    if not on:
        return containing(kind, today)
    given = parse(on)
    if given.kind in (kind, PeriodKind.DAY):
        return given if given.kind is kind else _near(containing(kind, given.first_on))
    raise BadPeriod(f"“{on[:40]}”不是一个{kind.label}，请写成 {EXAMPLES}。")


def _made(kind: PeriodKind, parts: list[int], text: str) -> Period:
    year, number, day = [*parts, 1, 1][:3]
    try:
        if kind is PeriodKind.WEEK:
            return containing(kind, date.fromisocalendar(year, number, 1))
        month = number * 3 if kind is PeriodKind.QUARTER else number
        return containing(kind, date(year, month, day))
    except (ValueError, OverflowError) as error:
        raise BadPeriod(f"日历上没有“{text}”，请检查后重试。") from error


def _day(text: str) -> date:
    period = parse(text) if ".." not in text else None
    if period is None or period.kind is not PeriodKind.DAY:
        raise BadPeriod(f"“{text.strip()[:40]}”不是日期，请写成 2026-07-01 的样子。")
    return period.first_on


def _near(period: Period) -> Period:
    if period.first_on < EARLIEST or period.last_on > LATEST:
        raise BadPeriod(f"统计周期须在 {EARLIEST.year} 年至 {LATEST.year} 年之间。")
    return period


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_TIMEZONE).astimezone(UTC)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _last_year(day: date) -> date:
    last_day = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last_day))


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
