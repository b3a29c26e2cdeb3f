"""Counts of the grid's events, kept by day, class and district: counting a day anew, and the sums of a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, delete, func, insert, select, true

from models.base import db
from models.grid import GridClass, GridDayFigure, GridEvent

# What an event is counted for; the names are those of reports/figures/grid.py.
LISTED: dict[str, ColumnElement[bool]] = {
    "grid_registered": true(),
    "grid_escalated": GridEvent.is_escalated.is_(True),
    "grid_processed": GridEvent.is_processed.is_(True),
    "grid_escalated_processed": GridEvent.is_escalated & GridEvent.is_processed,
}
KEPT = [GridDayFigure.__table__.c[name] for name in LISTED]
# The key of those events for which no district is named.
NOWHERE = 0
DAYS_AT_ONCE = 200


@dataclass(frozen=True)
class Sums:
    """The counts of one class in one district over a period."""

    grid_class_id: int
    district_id: int
    counts: Mapping[str, int]


def hold(class_ids: Collection[int]) -> None:
    """Let nobody else change events of these classes until the transaction ends.

    Counting takes away what was counted before: two who count one day at once would each write it. The rows of
    the classes are taken in one order, so that nobody waits for somebody who waits.
    """
    rows = select(GridClass.id).where(GridClass.id.in_(class_ids)).order_by(GridClass.id)
    db.session.scalars(rows.with_for_update(key_share=True)).all()


def recount(days: Iterable[date], class_ids: Collection[int]) -> None:
    """Count the events of these days and classes anew; the classes are held, the events written."""
    db.session.flush()
    district = func.coalesce(GridEvent.district_id, NOWHERE)
    counted = [func.sum(case((where, 1), else_=0)) for where in LISTED.values()]
    names = ["day", "grid_class_id", "district_id", *LISTED]
    wanted = sorted(set(days))
    for start in range(0, len(wanted), DAYS_AT_ONCE):
        part = wanted[start : start + DAYS_AT_ONCE]
        own = (GridDayFigure.day.in_(part), GridDayFigure.grid_class_id.in_(class_ids))
        events = select(GridEvent.registered_on, GridEvent.grid_class_id, district, *counted)
        events = events.where(GridEvent.registered_on.in_(part), GridEvent.grid_class_id.in_(class_ids))
        events = events.group_by(GridEvent.registered_on, GridEvent.grid_class_id, district)
        db.session.execute(delete(GridDayFigure).where(*own).execution_options(synchronize_session=False))
        db.session.execute(insert(GridDayFigure).from_select(names, events))


def sums(first_on: date, last_on: date) -> list[Sums]:
    """Return the counts of the days from first to last for every class in every district that has any."""
    totals = [func.sum(column) for column in KEPT]
    place = (GridDayFigure.grid_class_id, GridDayFigure.district_id)
    rows = select(*place, *totals).where(GridDayFigure.day.between(first_on, last_on)).group_by(*place)
    return [
        Sums(class_id, district_id, dict(zip(LISTED, map(int, counts), strict=True)))
        for class_id, district_id, *counts in db.session.execute(rows.order_by(*place)).tuples()
    ]


def by_day(first_on: date, last_on: date) -> dict[date, dict[str, int]]:
    """Return the counts of each of these days that has any."""
    totals = [func.sum(column) for column in KEPT]
    rows = select(GridDayFigure.day, *totals).where(GridDayFigure.day.between(first_on, last_on))
    found = db.session.execute(rows.group_by(GridDayFigure.day)).tuples()
    return {day: dict(zip(LISTED, map(int, counts), strict=True)) for day, *counts in found}


def classes() -> Sequence[GridClass]:
    """Return every class, used ones and others, in their order."""
    return db.session.scalars(select(GridClass).order_by(GridClass.position, GridClass.id)).all()
