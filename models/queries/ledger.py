"""The ledger: sums of any days out of the days and closed months that are kept, and adding a month up (ADR 12).

What a reader asks for costs the cells of the answer, not the cases behind them: whole closed months are
read from month_figure, days beside them from day_figure, and only what falls due today from the cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, literal, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from models.base import Row, db
from models.counts import Counts
from models.cut import CutFigure, CutMonth
from models.day_figure import DayFigure, StaleDay
from models.month_figure import LedgerMonth, MonthFigure
from models.queries.measures import COUNTED, PAIRS, Span, cohort_of
from models.queries.restrictions import Within
from models.queries.stretches import Stretch, apart, beside, covers, joined, last_day, month_of, whole_months
from models.queries.tallies import Sums, Tally, local_day, start_of, tally
from models.transaction import unit_of_work
from models.vocabulary import Cohort, Dimension

# A reader adds up months that ended longer ago; the days of younger ones still change with most steps, and
# adding them up for each reader would cost more than reading their days.
SETTLED_AFTER = timedelta(days=31)
Kept = type[DayFigure] | type[MonthFigure]
# By place of a stretch, dimension and key the counts in the order of COUNTED.
Counted = dict[tuple[int, Dimension, str], list[int]]


class NotKept(ValueError):
    """The members of this dimension are not kept apart within the members of that one."""


def lock(month: date) -> bool:
    """Let nobody else change the month until the transaction ends; return whether its sums hold."""
    ensure(LedgerMonth, month=month, is_summed=False)
    locked = select(LedgerMonth.is_summed).where(LedgerMonth.month == month).with_for_update()
    return bool(db.session.scalar(locked))


def ensure(table: type[Row], **values: Any) -> None:
    """Make the row unless there is one with the same unique value; two that make it at once both find it."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(postgresql.insert(table).values(values).on_conflict_do_nothing())
    else:
        db.session.execute(sqlite.insert(table).values(values).on_conflict_do_nothing())


def forget(month: date) -> None:
    """Take away, in the running transaction, what was added up over the month and every cut's counts of it."""
    if lock(month):
        _mark_summed(month, is_summed=False)
        db.session.execute(delete(MonthFigure).where(*anyone(MonthFigure), MonthFigure.month == month))
    changed = update(CutMonth).where(CutMonth.month == month, CutMonth.is_counted).values(is_counted=False)
    db.session.execute(changed.execution_options(synchronize_session=False))
    db.session.execute(delete(CutFigure).where(CutFigure.month == month))


def roll_up(month: date) -> bool:
    """Add the month's days up, for every member of every dimension; False where that had been done."""
    with unit_of_work():
        if lock(month):
            return False
        members = (DayFigure.within, DayFigure.within_key, DayFigure.dimension, DayFigure.key)
        days = (
            select(literal(month), *members, *(func.sum(getattr(DayFigure, name)) for name in COUNTED))
            .where(*anyone(DayFigure), DayFigure.day.between(month, last_day(month)))
            .group_by(*members)
        )
        names = ["month", "within", "within_key", "dimension", "key", *COUNTED]
        db.session.execute(insert(MonthFigure).from_select(names, days))
        _mark_summed(month, is_summed=True)
    return True


def _mark_summed(month: date, *, is_summed: bool) -> None:
    marked = update(LedgerMonth).where(LedgerMonth.month == month).values(is_summed=is_summed)
    db.session.execute(marked.execution_options(synchronize_session=False))


def anyone(table: Kept) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of every member, said so that the index by dimension and day finds the rows."""
    outer = sorted({"", *(pair[0].value for pair in PAIRS)})
    return table.within.in_(outer), table.dimension.in_([dimension.value for dimension in Dimension])


def months_to_roll(at: datetime) -> list[date]:
    """Return the months that ended before the moment's day, have figures, and are not added up; not stale ones."""
    days = (
        select(DayFigure.day).where(DayFigure.within == "", DayFigure.dimension == Dimension.ALL).distinct()
    )
    months = {month_of(day) for day in db.session.scalars(days)}
    stale = {month_of(day) for day in db.session.scalars(select(StaleDay.day).distinct())}
    closed = {month for month in months if last_day(month) < local_day(at)}
    return sorted(closed - stale - _summed(closed))


def with_figures(months: Iterable[date]) -> set[date]:
    """Return those of the months in which anything was counted; their days must be up to date."""
    known = sorted(months)
    if not known:
        return set()
    return _months_of_days(DayFigure.day.between(known[0], last_day(known[-1]))) & set(known)


def _months_of_days(*conditions: ColumnElement[bool]) -> set[date]:
    own = (DayFigure.within == "", DayFigure.dimension == Dimension.ALL.value, *conditions)
    return {month_of(day) for day in db.session.scalars(select(DayFigure.day).where(*own))}


def _summed(months: Iterable[date]) -> set[date]:
    known = sorted(months)
    if not known:
        return set()
    query = select(LedgerMonth.month).where(
        LedgerMonth.is_summed, LedgerMonth.month >= known[0], LedgerMonth.month <= known[-1]
    )
    return set(db.session.scalars(query)) & set(known)


def sums(
    dimensions: Sequence[Dimension],
    spans: Sequence[Stretch],
    at: datetime,
    within: Within | None = None,
) -> list[list[Sums]]:
    """Return for each span, from first day to last, the counts of every member that has any.

    What falls due today is counted at the moment, and what falls due later is left out: it is not due
    yet. The days must be up to date. Months that ended a while ago are added up first where nobody has done
    so. Raises NotKept where a dimension is not kept within that other one.
    """
    if within and not {(within.dimension, dimension) for dimension in dimensions} <= set(PAIRS):
        raise NotKept(f"{dimensions} within {within.dimension}")
    today, stretches = local_day(at), apart(spans)
    closed = {m for stretch in stretches for m in whole_months(stretch) if last_day(m) < today}
    summed = _summed(closed)
    settled = {month for month in closed - summed if last_day(month) < today - SETTLED_AFTER}
    for month in sorted(with_figures(settled)):
        roll_up(month)
        summed.add(month)
    counted: Counted = {}
    months = [[month for month in whole_months(stretch) if month in summed] for stretch in stretches]
    add_months(counted, MonthFigure, _within(MonthFigure, within), dimensions, months)
    _add_days(counted, dimensions, [beside(stretch, summed) for stretch in stretches], today, within)
    place = next((n for n, (first_on, last_on) in enumerate(stretches) if first_on <= today <= last_on), None)
    if place is not None:
        so_far = Span(start_of(today), at, at)
        due = tally((Cohort.DUE,), so_far, *([within.condition] if within else []))
        add_tally(counted, place, dimensions, due)
    return [of_span(span, stretches, counted) for span in spans]


def received(
    dimensions: Sequence[Dimension], spans: Sequence[Stretch]
) -> list[dict[tuple[Dimension, str], int]]:
    """Return for each span how many cases of every member with any were received, and nothing else.

    For screens that ask each minute: one column of the days, one statement. The days must be up to date.
    """
    totals = [func.sum(DayFigure.received).filter(DayFigure.day.between(*span)) for span in spans]
    query = (
        select(DayFigure.dimension, DayFigure.key, *totals)
        .where(
            DayFigure.within == "",
            DayFigure.dimension.in_([dimension.value for dimension in dimensions]),
            DayFigure.day.between(min(first for first, _ in spans), max(last for _, last in spans)),
            or_(*(DayFigure.day.between(*span) for span in spans)),
        )
        .group_by(DayFigure.dimension, DayFigure.key)
    )
    rows = db.session.execute(query).tuples().all()
    return [
        {(Dimension(row[0]), row[1]): int(row[2 + place]) for row in rows if row[2 + place]}
        for place in range(len(spans))
    ]


def add_months(
    counted: Counted,
    table: type[MonthFigure] | type[CutFigure],
    whose: Sequence[ColumnElement[bool]],
    dimensions: Sequence[Dimension],
    months: list[list[date]],
) -> None:
    """Add, place by place, the kept sums of these months."""
    every = [month for some in months for month in some]
    if every:
        place = case(*((table.month.in_(some), n) for n, some in enumerate(months) if some))
        totals = [func.sum(getattr(table, name)) for name in COUNTED]
        _read(counted, table, place, totals, (*whose, table.month.in_(every)), dimensions)


def _add_days(
    counted: Counted,
    dimensions: Sequence[Dimension],
    days: list[list[Stretch]],
    today: date,
    within: Within | None,
) -> None:
    placed = [(stretch, n) for n, some in enumerate(days) for stretch in some]
    totals = [
        func.sum(getattr(DayFigure, name)).filter(DayFigure.day < today)
        if cohort_of(name) is Cohort.DUE and any(last_on >= today for (_, last_on), _ in placed)
        else func.sum(getattr(DayFigure, name))
        for name in COUNTED
    ]
    # A statement for each run of days: the database reads no day between two runs.
    for run in joined([stretch for stretch, _ in placed]):
        place = case(*((DayFigure.day.between(*own), n) for own, n in placed if covers(run, own)))
        conditions = (*_within(DayFigure, within), DayFigure.day.between(*run))
        _read(counted, DayFigure, place, totals, conditions, dimensions)


def _within(table: Kept, within: Within | None) -> tuple[ColumnElement[bool], ...]:
    if within is None:
        return (table.within == "",)
    return table.within == within.dimension.value, table.within_key.in_(within.keys)


def _read(
    counted: Counted,
    table: type[Counts],
    place: ColumnElement[Any],
    totals: Sequence[ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]],
    dimensions: Sequence[Dimension],
) -> None:
    own = table.dimension.in_([dimension.value for dimension in dimensions])
    query = (
        select(place.label("place"), table.dimension, table.key, *totals)
        .where(own, *conditions)
        .group_by(text("place"), table.dimension, table.key)
    )
    for n, dimension, key, *counts in db.session.execute(query).tuples():
        _add(counted, (n, Dimension(dimension), key), [int(number or 0) for number in counts])


def add_tally(counted: Counted, place: int, dimensions: Sequence[Dimension], found: Tally) -> None:
    """Add to the place what was counted from the cases."""
    for own, counts in found.items():
        if own.dimension in dimensions:
            _add(counted, (place, own.dimension, own.key), counts)


def _add(counted: Counted, member: tuple[int, Dimension, str], counts: Sequence[int]) -> None:
    before = counted.get(member)
    counted[member] = (
        list(counts) if before is None else [one + other for one, other in zip(before, counts, strict=True)]
    )


def of_span(span: Stretch, stretches: Sequence[Stretch], counted: Counted) -> list[Sums]:
    """Return the members of a span: the stretches that lie in it, added up."""
    own = {place for place, stretch in enumerate(stretches) if covers(span, stretch)}
    totals: Counted = {}
    for (place, dimension, key), counts in counted.items():
        if place in own:
            _add(totals, (0, dimension, key), counts)
    return [
        Sums(dimension, key, dict(zip(COUNTED, counts, strict=True)))
        for (_, dimension, key), counts in sorted(totals.items())
        if any(counts)
    ]
