"""The grid's events as rows: one's own or all, those behind a number, those an import knows already."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add as add_up
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select, tuple_, update
from sqlalchemy.orm import joinedload

from models.area import Area
from models.base import db
from models.bulk import BulkWriter
from models.grid import GridClass, GridEvent
from models.queries.grid_figures import LISTED, NOWHERE
from models.queries.tallies import start_of
from models.vocabulary import AreaLevel, GridStanding

# What an import writes and compares, in this order; the first two name the event.
COLUMNS = (
    "source", "external_id", "title", "place", "detail", "grid_class_id", "district_id", "registered_on",
    "registered_at", "is_escalated", "escalated_at", "is_processed", "processed_at", "outcome", "case_number",
)  # fmt: skip
STANDINGS: dict[GridStanding, ColumnElement[bool]] = {
    GridStanding.OPEN: ~GridEvent.is_processed,
    GridStanding.ESCALATED: GridEvent.is_escalated & ~GridEvent.is_processed,
    GridStanding.PROCESSED: GridEvent.is_processed.is_(True),
}
# How many days are read at one stroke where a year of events is wanted.
DAYS_AT_ONCE = 31
NEWEST = (GridEvent.registered_at.desc(), GridEvent.id.desc())
SHOWN = (joinedload(GridEvent.grid_class), joinedload(GridEvent.district))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; None asks for nothing. `registered_by_id`: what one person registered."""

    standing: GridStanding | None = None
    class_id: int | None = None
    district_id: int | None = None
    registered_by_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the events that the list holds."""
        asked = {
            GridEvent.grid_class_id: self.class_id,
            GridEvent.district_id: self.district_id,
            GridEvent.registered_by_id: self.registered_by_id,
        }
        found = [column == wanted for column, wanted in asked.items() if wanted is not None]
        return found if self.standing is None else [STANDINGS[self.standing], *found]


@dataclass(frozen=True)
class BehindGrid:
    """The events counted for any of `counts` and none of `left_out`, registered from the first day to the last.

    Of these classes and of this district alone, where named; district 0: no district is named.
    """

    counts: tuple[str, ...]
    left_out: tuple[str, ...]
    first_on: date
    last_on: date
    class_ids: tuple[int, ...] | None = None
    district_id: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of exactly the events that were counted."""
        found = [
            # The days as moments: by these the list is ordered.
            GridEvent.registered_at >= start_of(self.first_on),
            GridEvent.registered_at < start_of(self.last_on + timedelta(days=1)),
            or_(*(LISTED[name] for name in self.counts)),
            *(~LISTED[name] for name in self.left_out),
        ]
        if self.class_ids is not None:
            found.append(GridEvent.grid_class_id.in_(self.class_ids))
        if self.district_id == NOWHERE:
            found.append(GridEvent.district_id.is_(None))
        elif self.district_id is not None:
            found.append(GridEvent.district_id == self.district_id)
        return found


def find(event_id: int, registered_by_id: int | None) -> GridEvent | None:
    """Return the event, if it is the person's own; of nobody: any."""
    rows = select(GridEvent).where(GridEvent.id == event_id).options(*SHOWN)
    if registered_by_id is not None:
        rows = rows.where(GridEvent.registered_by_id == registered_by_id)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def page(
    wanted: Wanted | BehindGrid, *, after: tuple[datetime | None, int] | None, limit: int
) -> Sequence[GridEvent]:
    """Return one page of a list, the newest first, after (moment, id) where given."""
    chosen = _ids(wanted).limit(limit)
    if after is not None and after[0] is not None:
        chosen = chosen.where(tuple_(GridEvent.registered_at, GridEvent.id) < after)
    # The ids are read from an index alone; the rows are fetched for one page.
    found = db.session.scalars(chosen).all()
    rows = select(GridEvent).where(GridEvent.id.in_(found)).options(*SHOWN).order_by(*NEWEST)
    return db.session.scalars(rows).all() if found else []


def ids(wanted: Wanted | BehindGrid, *, limit: int | None) -> array[int]:
    """Return the ids of a list, the newest first; at most `limit` where given."""
    return array("q", db.session.connection().execute(_ids(wanted).limit(limit)).scalars())


def _ids(wanted: Wanted | BehindGrid) -> Select[tuple[int]]:
    return select(GridEvent.id).where(*wanted.conditions()).order_by(*NEWEST)


def facts(first_on: date, last_on: date) -> Iterator[Sequence[tuple[int, ...]]]:
    """Give the events of these days, the oldest first, some days at a time.

    Of each: its id, its day as an ordinal, its class, its district or 0, and what it counts for as bits of a
    number in the order of LISTED.
    """
    bits = [case((where, 1 << place), else_=0) for place, where in enumerate(LISTED.values())]
    columns = (GridEvent.id, GridEvent.registered_on, GridEvent.grid_class_id)
    district = func.coalesce(GridEvent.district_id, NOWHERE)
    rows = select(*columns, district, reduce(add_up, bits)).order_by(GridEvent.registered_at, GridEvent.id)
    while first_on <= last_on:
        until = min(first_on + timedelta(days=DAYS_AT_ONCE - 1), last_on)
        found = db.session.execute(rows.where(GridEvent.registered_on.between(first_on, until))).tuples()
        yield [(id_, day.toordinal(), own, place, mask) for id_, day, own, place, mask in found]
        first_on = until + timedelta(days=1)


def of_ids(event_ids: Collection[int]) -> dict[int, GridEvent]:
    """Return those of the events that there still are, by their ids."""
    rows = select(GridEvent).where(GridEvent.id.in_(event_ids)).options(*SHOWN)
    return {event.id: event for event in db.session.scalars(rows)}


def classes_in_use() -> Sequence[GridClass]:
    """Return the classes that may be given to a new event."""
    rows = select(GridClass).where(GridClass.is_active).order_by(GridClass.position, GridClass.id)
    return db.session.scalars(rows).all()


def district_ids() -> dict[str, int]:
    """Return the districts' ids by name and by short name."""
    rows = select(Area.id, Area.name, Area.short_name).where(Area.level == AreaLevel.DISTRICT)
    found = db.session.execute(rows).tuples().all()
    return {short: id_ for id_, _, short in found if short} | {name: id_ for id_, name, _ in found}


def known(source: str, external_ids: Collection[str]) -> dict[str, Row[Any]]:
    """Return what there is already of these events, by their numbers: the id, the version, then COLUMNS."""
    table = GridEvent.__table__.c
    rows = select(table.id, table.version, *(table[name] for name in COLUMNS))
    rows = rows.where(table.source == source, table.external_id.in_(external_ids))
    return {row.external_id: row for row in db.session.execute(rows)}


def add(rows: Sequence[Sequence[Any]]) -> None:
    """Write new events, each with its values of COLUMNS."""
    BulkWriter(db.session.connection(), GridEvent.__table__, COLUMNS).write(rows)  # type: ignore[arg-type]


def change(event_id: int, version: int, values: Sequence[Any]) -> None:
    """Write the values of COLUMNS over those of an event."""
    given = dict(zip(COLUMNS, values, strict=True)) | {"version": version + 1}
    db.session.execute(update(GridEvent.__table__).where(GridEvent.__table__.c.id == event_id).values(given))  # type: ignore[arg-type]
