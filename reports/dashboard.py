"""What the dashboard (指挥大屏) shows of the registry's figures: today, this month, and how they compare.

A day or a month that is not over is compared as far as it is: whole hours with the same hours, whole days with
the same days. Before the first of them has passed there is nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config import LOCAL_TIMEZONE
from models.queries.measures import NONE
from models.vocabulary import Dimension
from reports import extracts, lines
from reports.figures.asked import Asked
from reports.figures.comparison import Change
from reports.figures.rates import Line
from reports.figures.rounding import shares
from reports.figures.values import value_of
from reports.figures.volumes import rise
from reports.lines import Row
from reports.periods import Period, PeriodKind, containing

A_DAY = timedelta(days=1)
MONTHS = 12
MOST_TOPICS = 10
# Fewer calls a week rise and fall by chance.
LEAST_RISING = 5
# By dimension and key, how many cases were received in a period.
Received = Mapping[tuple[Dimension, str], int]
# A period and the one it is compared with, and what was received in each.
Compared = Sequence[tuple[Period, Received]]
SHARED = (Dimension.KIND, Dimension.CHANNEL, Dimension.DISTRICT, Dimension.CATEGORY)


@dataclass(frozen=True)
class Times:
    """The days that the dashboard is about, seen at a moment.

    `like` are this month's days that are over, with the same days of last month and of last year's month;
    None on the first of a month. `hour` is the hour that is not over.
    """

    at: datetime
    today: Period
    hour: int
    month: Period
    like: tuple[Period, Period, Period] | None
    week: Period
    months: tuple[Period, ...]

    @property
    def days(self) -> tuple[Period, Period, Period]:
        """Today, yesterday, and the same day of last week."""
        return self.today, self.today.before(), _day(self.today.first_on - timedelta(days=7))


@dataclass(frozen=True)
class Topic:
    """A matter: its line of this month or week, and how it compares with the same days before."""

    row: Row
    change: Change | None


@dataclass(frozen=True)
class Board:
    """Every line that the dashboard draws, counted at one moment.

    today, month: the totals. since_yesterday, since_last_week: the whole hours of today beside the same hours;
    like: the totals of `Times.like`. hours: for each of `Times.days` a line an hour, open where it is not over.
    """

    times: Times
    today: Row
    since_yesterday: Change | None
    since_last_week: Change | None
    hours: tuple[Sequence[Row], ...]
    month: Row
    like: tuple[Row, Row, Row] | None
    kinds: Sequence[Row]
    channels: Sequence[Row]
    districts: Sequence[Row]
    topics: Sequence[Topic]
    rising: Sequence[Topic]
    course: Sequence[Row]

    def changes(self, figure: str) -> tuple[Change, Change] | None:
        """Return how a figure of this month's days compares with the same days of last month and of last year."""
        if self.like is None:
            return None
        now, before, last_year = (value_of(figure, row, row["asked"]) for row in self.like)
        return Change(now, before), Change(now, last_year)


def times_of(at: datetime) -> Times:
    """Return the days that a dashboard seen at the moment is about (pure)."""
    local = at.astimezone(LOCAL_TIMEZONE)
    today = local.date()
    month = containing(PeriodKind.MONTH, today)
    months = [month]
    while len(months) < MONTHS:
        months.append(months[-1].before())
    return Times(
        at=at,
        today=_day(today),
        hour=local.hour,
        month=month,
        like=_like(month, today),
        week=Period(today - timedelta(days=7), today - A_DAY, PeriodKind.RANGE),
        months=tuple(reversed(months)),
    )


def gather(at: datetime) -> Board:
    """Count all of it, from kept figures alone."""
    times = times_of(at)
    asked = lines.ask(times.month, at)
    # Each period once; what is compared comes last.
    wholes = _totals(asked, [times.today, times.month, *times.months, *(times.like or ())])
    like = tuple(wholes[2 + MONTHS :])
    hours = _hours(asked, times)
    found, *earlier = extracts.received(
        SHARED, times.month, times.week, times.week.before(), *(times.like or ())[:2]
    )
    matters = extracts.names(Dimension.CATEGORY)
    since_yesterday, since_last_week = _until_now(asked, times, hours)
    return Board(
        times=times,
        today=wholes[0],
        since_yesterday=since_yesterday,
        since_last_week=since_last_week,
        hours=hours,
        month=wholes[1],
        like=like if len(like) == 3 else None,
        kinds=_shared_out(Dimension.KIND, asked, found),
        channels=_shared_out(Dimension.CHANNEL, asked, found),
        districts=_rows(Dimension.DISTRICT, asked, found),
        topics=_topics(
            asked, found, matters, times.like and list(zip(times.like, earlier[2:], strict=False))
        ),
        rising=_rising(
            asked, matters, list(zip((times.week, times.week.before()), earlier[:2], strict=True))
        ),
        course=[
            row | {"month": f"{row['asked'].period.first_on:%y}年{row['asked'].period.first_on.month}月"}
            for row in wholes[2 : 2 + MONTHS]
        ],
    )


def _day(day: date) -> Period:
    return containing(PeriodKind.DAY, day)


def _like(month: Period, today: date) -> tuple[Period, Period, Period] | None:
    days = (today - month.first_on).days
    if not days:
        return None
    now, before, last_year = (
        Period(each.first_on, min(each.first_on + timedelta(days=days - 1), each.last_on), PeriodKind.RANGE)
        for each in (month, month.before(), month.year_before())
    )
    return now, before, last_year


def _totals(asked: Asked, periods: Sequence[Period]) -> list[Row]:
    """Return the totals of each period with their rates."""
    return [
        Line(found[Dimension.ALL].get(NONE, lines.NOTHING), asked.caliber.rounding)
        | {"key": NONE, "asked": asked.during(period).of(Dimension.ALL, NONE)}
        for period, found in zip(periods, extracts.counts([Dimension.ALL], asked, *periods), strict=True)
    ]


def _row(asked: Asked, dimension: Dimension, key: str, name: str, received: int | None) -> Row:
    return {"key": key, "name": name, "received": received, "asked": asked.of(dimension, key)}


def _rows(dimension: Dimension, asked: Asked, found: Received) -> list[Row]:
    """Return a line for every member, in official order; who belongs to none is told only of cases."""
    return [
        _row(asked, dimension, key, name, found.get((dimension, key), 0))
        for key, name in extracts.names(dimension).items()
        if key != NONE or found.get((dimension, key))
    ]


def _shared_out(dimension: Dimension, asked: Asked, found: Received) -> list[Row]:
    """Return the members with cases, those with the most first, and their shares."""
    rows = sorted(
        (row for row in _rows(dimension, asked, found) if row["received"]), key=lambda row: -row["received"]
    )
    parts = shares([row["received"] for row in rows], asked.caliber.rounding)
    return [row | {"share": share} for row, share in zip(rows, parts, strict=True)]


def _hours(asked: Asked, times: Times) -> tuple[Sequence[Row], ...]:
    members = extracts.names(Dimension.HOUR)
    tables = extracts.received([Dimension.HOUR], *times.days)
    return tuple(
        [
            _row(
                asked.during(period),
                Dimension.HOUR,
                key,
                name,
                None
                if period == times.today and place >= times.hour
                else found.get((Dimension.HOUR, key), 0),
            )
            for place, (key, name) in enumerate(members.items())
        ]
        for period, found in zip(times.days, tables, strict=True)
    )


def _until_now(
    asked: Asked, times: Times, hours: Sequence[Sequence[Row]]
) -> tuple[Change | None, Change | None]:
    """Return today's whole hours beside the same hours of yesterday and of last week."""
    if not times.hour:
        return None, None
    key = lines.hours_key(times.hour)
    now, yesterday, last_week = (
        value_of("received", row, row["asked"])
        for row in (
            _row(
                asked.during(period), Dimension.HOUR, key, "", sum(r["received"] for r in rows[: times.hour])
            )
            for period, rows in zip(times.days, hours, strict=True)
        )
    )
    return Change(now, yesterday), Change(now, last_week)


def _topics(asked: Asked, found: Received, names: Mapping[str, str], like: Compared | None) -> list[Topic]:
    """Return the matters of the month with the most cases, and how each compares on the days that are over."""
    counted = [(count, key) for (dimension, key), count in found.items() if dimension is Dimension.CATEGORY]
    parts = shares([count for count, _ in counted], asked.caliber.rounding)
    share = {key: part for (_, key), part in zip(counted, parts, strict=True)}
    return [
        Topic(
            _matter(asked, key, names, count) | {"share": share[key]},
            _change(asked, key, names, like) if like else None,
        )
        for count, key in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:MOST_TOPICS]
    ]


def _rising(asked: Asked, names: Mapping[str, str], weeks: Compared) -> list[Topic]:
    """Return the matters that rose the most in the seven days that are over, beside the seven before."""
    (week, now), (_, before) = weeks
    risen = [
        (rise(count, before.get(member, 0)), member[1], count)
        for member, count in now.items()
        if member[0] is Dimension.CATEGORY and count >= LEAST_RISING
    ]
    most = sorted((-height, key, count) for height, key, count in risen if height > 0)[:MOST_TOPICS]
    return [
        Topic(_matter(asked.during(week), key, names, count), _change(asked, key, names, weeks))
        for _, key, count in most
    ]


def _matter(asked: Asked, key: str, names: Mapping[str, str], count: int) -> Row:
    *above, leaf = names.get(key, key).split("/")
    return _row(asked, Dimension.CATEGORY, key, leaf, count) | {"branch": above[0] if above else ""}


def _change(asked: Asked, key: str, names: Mapping[str, str], compared: Compared) -> Change:
    now, before = (
        _matter(asked.during(period), key, names, found.get((Dimension.CATEGORY, key), 0))
        for period, found in compared
    )
    return Change(value_of("received", now, now["asked"]), value_of("received", before, before["asked"]))
