"""Counts of each day, kept in day_figure: what a step makes stale, and counting it anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select

from models.base import db
from models.bulk import BulkWriter
from models.case import Case
from models.day_figure import DayFigure, StaleDay
from models.queries import happenings, ledger
from models.queries.measures import COUNTED, PAIRS, Span
from models.queries.stretches import Stretch, month_of
from models.queries.subsets import Subset
from models.queries.tallies import Sums, local_day, start_of, tally
from models.transaction import unit_of_work
from models.vocabulary import Cohort, Dimension

IDS_AT_ONCE = 500


def mark_stale(*days: date | None) -> None:
    """Say in the running transaction that the counts of these days no longer hold; None is passed over."""
    for day in sorted({day for day in days if day is not None}):
        db.session.add(StaleDay(day=day))


def mark_happened(at: datetime) -> None:
    """Say in the running transaction that something happened, or is told otherwise now, on the moment's day."""
    mark_stale(local_day(at))


def days_of(case: Case) -> set[date]:
    """Return the local days whose counts a change of the case touches: of its receipt and its due times."""
    moments = (case.received_at, case.due_at, *case.former_due_at)
    return {local_day(moment) for moment in moments if moment is not None}


def stale_days(*spans: Stretch) -> list[date]:
    """Return the days of the spans, each from first to last, whose counts no longer hold; of none, all such."""
    query = select(StaleDay.day).distinct()
    if spans:
        query = query.where(or_(*(StaleDay.day.between(first_on, last_on) for first_on, last_on in spans)))
    return sorted(db.session.scalars(query))


def bring_up_to_date(*spans: Stretch) -> int:
    """Count the stale days of the spans, each from first to last, anew and return how many there were.

    Each day has a transaction of its own, since counting holds SQLite's only pen. A step that comes
    between the marks and the count leaves a mark of its own; two counters of one day wait for each
    other at the marks. What was added up over the day's month goes in the same transaction.
    """
    days = stale_days(*spans)
    for day in days:
        with unit_of_work():
            marks = db.session.scalars(
                select(StaleDay.id).where(StaleDay.day == day).order_by(StaleDay.id).with_for_update()
            ).all()
            if marks:
                ledger.forget(month_of(day))
                _recount(day)
                _remove(marks)
    return len(days)


def sums_of(subset: Subset, dimensions: Sequence[Dimension], span: Span) -> list[Sums]:
    """Return the counts of a part of the cases for every member that has any, from the cases themselves."""
    found = tally((Cohort.RECEIVED, Cohort.DUE), span, subset.condition)
    return [
        Sums(member.dimension, member.key, dict(zip(COUNTED, counts, strict=True)))
        for member, counts in sorted(found.items())
        if member.dimension in dimensions
    ]


def _remove(marks: Sequence[int]) -> None:
    for start in range(0, len(marks), IDS_AT_ONCE):
        db.session.execute(delete(StaleDay).where(StaleDay.id.in_(marks[start : start + IDS_AT_ONCE])))


def _recount(day: date) -> None:
    start, end = start_of(day), start_of(day + timedelta(days=1))
    found = tally((Cohort.RECEIVED, Cohort.DUE), Span(start, end, end), pairs=PAIRS)
    db.session.execute(delete(DayFigure).where(*ledger.anyone(DayFigure), DayFigure.day == day))
    names = ("day", "within", "within_key", "dimension", "key", *COUNTED)
    writer = BulkWriter(db.session.connection(), db.metadata.tables[DayFigure.__tablename__], names)
    writer.write((day, *member, *counts) for member, counts in found.items())
    happenings.recount(day)
