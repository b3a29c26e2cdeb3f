"""Counts of each day, kept in day_figure: what a step makes stale, counting it anew, sums of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.day_figure import DayFigure, StaleDay
from models.queries.measures import COUNTED, DUE, KEYS, NONE, RECEIVED, Span, within
from models.transaction import unit_of_work
from models.vocabulary import Cohort, Dimension

MEASURES = {Cohort.RECEIVED: RECEIVED, Cohort.DUE: DUE}
# Scanned together, since their members are few or hang together; the whole is the sum over the kinds.
GROUPINGS = (
    (Dimension.DEPARTMENT,),
    (Dimension.BRANCH, Dimension.CATEGORY),
    (Dimension.DISTRICT, Dimension.CHANNEL, Dimension.KIND),
)
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


def bring_up_to_date(first_on: date, last_on: date) -> int:
    """Count the stale days from first to last anew and return how many there were.

    Each day has a transaction of its own, since counting holds SQLite's only pen. A step that comes
    between the marks and the count leaves a mark of its own; two counters of one day wait for each
    other at the marks.
    """
    days = db.session.scalars(
        select(StaleDay.day).where(StaleDay.day >= first_on, StaleDay.day <= last_on).distinct()
    ).all()
    for day in sorted(days):
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


def _tally(cohorts: Iterable[Cohort], span: Span) -> Tally:
    """Count the cases of the span from the cases themselves, for every member of every dimension."""
    tally: Tally = defaultdict(lambda: [0] * len(COUNTED))
    for cohort in cohorts:
        measures = MEASURES[cohort]
        counts = [func.count(Case.id).filter(where).label(name) for name, where in measures.items()]
        offset = COUNTED.index(next(iter(measures)))
        for grouping in GROUPINGS:
            keys = [KEYS[dimension] for dimension in grouping]
            query = select(*keys, *counts).where(within(cohort, span)).group_by(*keys)
            for row in db.session.execute(query).tuples():
                _add(tally, _members(grouping, row), row[len(grouping) :], offset)
    return tally


def _members(grouping: tuple[Dimension, ...], row: Sequence[object]) -> list[tuple[Dimension, str]]:
    members = [
        (dimension, NONE if key is None else str(key)) for dimension, key in zip(grouping, row, strict=False)
    ]
    return [*members, (Dimension.ALL, NONE)] if Dimension.KIND in grouping else members


def _add(tally: Tally, members: list[tuple[Dimension, str]], counts: Sequence[int], offset: int) -> None:
    if not any(counts):
        return
    for member in members:
        sums = tally[member]
        for place, count in enumerate(counts, offset):
            sums[place] += count


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
            _add(tally, [member], counts, 0) if member in tally else tally.update({member: counts})
