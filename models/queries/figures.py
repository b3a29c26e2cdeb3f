"""Counts of each day, kept in day_figure: what a step makes stale, counting it anew, sums of a period."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, reduce
from itertools import repeat
from operator import add

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.day_figure import DayFigure, StaleDay
from models.queries.measures import COUNTED, DUE, KEYS, NONE, RECEIVED, Span, within
from models.queries.subsets import Subset
from models.transaction import unit_of_work
from models.vocabulary import Cohort, Dimension

MEASURES = {Cohort.RECEIVED: RECEIVED, Cohort.DUE: DUE}
Tally = dict[tuple[Dimension, str], list[int]]
IDS_AT_ONCE = 500


@dataclass(frozen=True)
class Sums:
    """The counts of one member of a dimension over a period."""

    dimension: Dimension
    key: str
    counts: Mapping[str, int]


def mark_stale(*days: date | None) -> None:
    """Say in the running transaction that the counts of these days no longer hold; None is passed over."""
    for day in sorted({day for day in days if day is not None}):
        db.session.add(StaleDay(day=day))


def days_of(case: Case) -> set[date]:
    """Return the local days whose counts a change of the case touches: of its receipt and its due times."""
    moments = (case.received_at, case.due_at, *case.former_due_at)
    return {local_day(moment) for moment in moments if moment is not None}


def local_day(moment: datetime) -> date:
    """Return the day of the moment in local time."""
    return moment.astimezone(LOCAL_TIMEZONE).date()


def start_of(day: date) -> datetime:
    """Return the moment at which the local day begins."""
    return datetime.combine(day, time(), LOCAL_TIMEZONE).astimezone(UTC)


def stale_days(*spans: tuple[date, date]) -> list[date]:
    """Return the days of the spans, each from first to last, whose counts no longer hold; of none, all such."""
    query = select(StaleDay.day).distinct()
    if spans:
        query = query.where(or_(*(StaleDay.day.between(first_on, last_on) for first_on, last_on in spans)))
    return sorted(db.session.scalars(query))


def bring_up_to_date(*spans: tuple[date, date]) -> int:
    """Count the stale days of the spans, each from first to last, anew and return how many there were.

    Each day has a transaction of its own, since counting holds SQLite's only pen. A step that comes
    between the marks and the count leaves a mark of its own; two counters of one day wait for each
    other at the marks.
    """
    days = stale_days(*spans)
    for day in days:
        with unit_of_work():
            marks = db.session.scalars(
                select(StaleDay.id).where(StaleDay.day == day).order_by(StaleDay.id).with_for_update()
            ).all()
            if marks:
                _recount(day)
                _remove(marks)
    return len(days)


def _remove(marks: Sequence[int]) -> None:
    for start in range(0, len(marks), IDS_AT_ONCE):
        db.session.execute(delete(StaleDay).where(StaleDay.id.in_(marks[start : start + IDS_AT_ONCE])))


def _recount(day: date) -> None:
    start, end = start_of(day), start_of(day + timedelta(days=1))
    tally = _tally((Cohort.RECEIVED, Cohort.DUE), Span(start, end, end))
    rows = [
        {"day": day, "dimension": dimension, "key": key, **dict(zip(COUNTED, counts, strict=True))}
        for (dimension, key), counts in tally.items()
    ]
    db.session.execute(delete(DayFigure).where(DayFigure.day == day))
    if rows:
        db.session.execute(insert(DayFigure), rows)


def sums_of(subset: Subset, dimensions: Sequence[Dimension], span: Span) -> list[Sums]:
    """Return the counts of a part of the cases for every member that has any, from the cases themselves."""
    tally = _tally((Cohort.RECEIVED, Cohort.DUE), span, subset)
    return [
        Sums(dimension, key, dict(zip(COUNTED, counts, strict=True)))
        for (dimension, key), counts in sorted(tally.items())
        if dimension in dimensions
    ]


def _tally(cohorts: Iterable[Cohort], span: Span, subset: Subset | None = None) -> Tally:
    """Count the cases of the span from the cases themselves, for every member of every dimension.

    The database tells for each case which measures of the cohort it counts for, as the bits of one number
    (thirty at most): so each condition is looked at once for a case, however many members it belongs to.
    """
    pairs: Counter[tuple[Dimension, object, int]] = Counter()
    for cohort in cohorts:
        measures = MEASURES[cohort]
        first = COUNTED.index(next(iter(measures)))
        bits = [case((where, 1 << place), else_=0) for place, where in enumerate(measures.values())]
        query = select(*KEYS.values(), reduce(add, bits)).where(within(cohort, span))
        if subset is not None:
            query = query.where(*subset.conditions())
        for *keys, mask in db.session.execute(query).tuples():
            if mask:
                pairs[Dimension.ALL, None, mask << first] += 1
                pairs.update(zip(KEYS, keys, repeat(mask << first)))
    tally: Tally = defaultdict(lambda: [0] * len(COUNTED))
    for (dimension, key, mask), cases in pairs.items():
        counts = tally[dimension, NONE if key is None else str(key)]
        for place in _places(mask):
            counts[place] += cases
    return tally


@cache
def _places(mask: int) -> tuple[int, ...]:
    """Return the places of the bits that are set."""
    return tuple(place for place in range(len(COUNTED)) if mask >> place & 1)


def sums(dimensions: Sequence[Dimension], first_on: date, last_on: date, at: datetime) -> list[Sums]:
    """Return the counts of the days from first to last for every member that has any.

    What falls due today is counted at the moment, and what falls due later is left out: it is not due
    yet. The days must be up to date.
    """
    today = local_day(at)
    table = DayFigure.__table__.c
    columns: list[ColumnElement[int]] = []
    for name in COUNTED:
        total = func.sum(table[name])
        columns.append(total.filter(DayFigure.day < today) if name in DUE and last_on >= today else total)
    query = (
        select(DayFigure.dimension, DayFigure.key, *columns)
        .where(DayFigure.dimension.in_(dimensions), DayFigure.day >= first_on, DayFigure.day <= last_on)
        .group_by(DayFigure.dimension, DayFigure.key)
    )
    tally: Tally = {
        (Dimension(row[0]), row[1]): [int(count or 0) for count in row[2:]]
        for row in db.session.execute(query).tuples()
    }
    if first_on <= today <= last_on:
        _add_today(tally, dimensions, today, at)
    return [
        Sums(dimension, key, dict(zip(COUNTED, counts, strict=True)))
        for (dimension, key), counts in sorted(tally.items())
        if any(counts)
    ]


def _add_today(tally: Tally, dimensions: Sequence[Dimension], today: date, at: datetime) -> None:
    so_far = Span(start_of(today), at, at)
    for member, counts in _tally((Cohort.DUE,), so_far).items():
        if member[0] in dimensions:
            before = tally.get(member, [0] * len(COUNTED))
            tally[member] = [one + other for one, other in zip(before, counts, strict=True)]
