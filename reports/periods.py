"""Which days a report is about, from a day to a year or any range; and what they are compared with (pure).

A period is written `2016`, `2016-H2`, `2016-Q3`, `2016-07`, `2016-07-X1` (上旬), `2016-W30` (ISO), `2016-N30`
(自然周), `2016-07-01` or `2016-07-01..2016-07-31`, its last day included. Every day is a local one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config import LOCAL_TIMEZONE
from reports.period_kinds import CUTS, last_year, natural_week, spoken

# Who asks for a period asks for its kind here.
from reports.period_kinds import PeriodKind as PeriodKind

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
MOST_DAYS = 3660
MOST_TREND_DAYS = 31
EXAMPLES = (
    "2026、2026-H2、2026-Q3、2026-07、2026-07-X1（上旬）、2026-W30、2026-N30（自然周）、"
    "2026-07-01 或 2026-07-01..2026-07-31"
)


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
        """The period as a heading says it: 2026年第47周."""
        if self.kind is not PeriodKind.RANGE:
            return CUTS[self.kind].label(self.first_on)
        return f"{spoken(self.first_on)}至{spoken(self.last_on)}"

    @property
    def file_label(self) -> str:
        """The period as a file name says it: 2026年07月."""
        if self.kind is not PeriodKind.RANGE:
            return CUTS[self.kind].file_label(self.first_on)
        first, last = self.first_on, self.last_on
        return f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"

    @property
    def span_label(self) -> str:
        """The days of the period: 2026年7月1日至2026年7月31日."""
        if self.days == 1:
            return spoken(self.first_on)
        return f"{spoken(self.first_on)}至{spoken(self.last_on)}"

    @property
    def on(self) -> str:
        """The period in one word, as `parse` reads it."""
        if self.kind is not PeriodKind.RANGE:
            return CUTS[self.kind].word(self.first_on)
        return f"{self.first_on.isoformat()}..{self.last_on.isoformat()}"

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

        29 February is compared with the 28th, a month with the whole month, the 53rd week with the last one.
        """
        first = last_year(self.first_on)
        if self.kind is PeriodKind.RANGE:
            return Period(first, last_year(self.last_on), self.kind)
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.first_on.isocalendar()
            last_week = date(year - 1, 12, 28).isocalendar().week
            first = date.fromisocalendar(year - 1, min(week, last_week), 1)
        elif self.kind is PeriodKind.NATURAL_WEEK:
            year, week = self.first_on.year, natural_week(self.first_on)
            last_week = natural_week(date(year - 1, 12, 31))
            first = CUTS[self.kind].found(year - 1, min(week, last_week))
        return containing(self.kind, first)

    def cumulative(self) -> Period:
        """Return the year so far (本年累计): from 1 January to the last day."""
        first = date(self.last_on.year, 1, 1)
        if self.kind is PeriodKind.YEAR:
            return self
        return Period(first, self.last_on, PeriodKind.RANGE)

    def elapsed(self, today: date) -> int:
        """Return how many days of the period have begun, over which daily means are taken."""
        return max(0, (min(self.last_on, today) - self.first_on).days + 1)

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
    """Return the period of the kind that the day lies in. KeyError for a range: no calendar has those."""
    return Period(*CUTS[kind].around(day), kind)


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
    for kind, cut in CUTS.items():
        if found := re.fullmatch(cut.pattern, text, re.ASCII):
            return _near(_made(kind, [int(part) for part in found.groups()], text))
    raise BadPeriod(f"看不懂统计周期“{text[:40]}”，请写成 {EXAMPLES}。")


def from_arguments(arguments: Mapping[str, str], today: date) -> Period:
    """Return the period that an address asks for: this month where it asks for none.

    `period` is the period as it is written everywhere, 2016-Q1; or its kind, and `on` the period or any day in it; a
    range has `from` (or `on`) and `to`, or `on=a..b`. Raises BadPeriod with a sentence.
    """
    text = arguments.get("period", "").strip() or PeriodKind.MONTH.value
    if text[:1].isdigit():
        return parse(text)
    if text not in set(PeriodKind):
        kinds = "、".join(kind.label for kind in PeriodKind)
        raise BadPeriod(f"没有“{text[:20]}”这种统计周期，可选：{kinds}。")
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


def _made(kind: PeriodKind, numbers: list[int], text: str) -> Period:
    try:
        return containing(kind, CUTS[kind].found(*numbers))
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
