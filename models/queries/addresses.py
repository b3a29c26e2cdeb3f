"""Places by what somebody types of them: the address book, and the divisions themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from models.address import Address
from models.area import Area
from models.base import db
from models.queries.administration import Slice, containing, sliced
from models.queries.search import normal
from models.vocabulary import AreaLevel

SHORTEST = 2
LONGEST = 40


@dataclass(frozen=True)
class Place:
    """A place found: which area it lies in, what to write as its name ("" for a division), and where that is."""

    area_id: int
    name: str
    label: str
    within: str


def sought(words: str) -> str:
    """Return what is looked for; "" where it is too little."""
    told = re.sub(r"[\W_]+", "", normal(words))[:LONGEST]
    return told if len(told) >= SHORTEST else ""


def find(words: str, *, limit: int = 8) -> list[Place]:
    """Return the places that the words name, by Chinese, pinyin or initials; whole names and beginnings first."""
    told = sought(words)
    if not told:
        return []
    named = of_book(told, limit=limit)
    return [*named, *divisions(told, limit=limit - len(named))] if len(named) < limit else named


def of_book(told: str, *, limit: int) -> list[Place]:
    """Return the places of the address book."""
    above = aliased(Area)
    rows = (
        select(Address, Area.name, above.name)
        .join(Area, Area.id == Address.area_id)
        .outerjoin(above, above.id == Area.parent_id)
        .where(Address.is_active, holds(told))
        .order_by(rank(told), func.length(Address.name), Address.id)
        .limit(limit)
    )
    return [
        Place(each.area_id, each.name, each.name, within(area, upper))
        for each, area, upper in db.session.execute(rows)
    ]


def holds(told: str) -> ColumnElement[bool]:
    """Return the condition that a place is known by these letters: anywhere in Chinese, from the start in Latin."""
    if told.isascii():
        return or_(Address.found_by.contains(f" {told}", autoescape=True))
    return Address.found_by.contains(told, autoescape=True)


def rank(told: str) -> ColumnElement[int]:
    """Return the order: the whole name or alias, its beginning, anything else."""
    return case(
        (Address.found_by.contains(f" {told} ", autoescape=True), 0),
        (Address.found_by.contains(f" {told}", autoescape=True), 1),
        else_=2,
    )


def divisions(told: str, *, limit: int) -> list[Place]:
    """Return the districts, streets and communities whose names hold the words."""
    above = aliased(Area)
    levels = (AreaLevel.DISTRICT, AreaLevel.STREET, AreaLevel.COMMUNITY)
    rows = (
        select(Area.id, Area.name, above.name)
        .outerjoin(above, above.id == Area.parent_id)
        .where(Area.level.in_(levels), Area.valid_to.is_(None), Area.name.contains(told, autoescape=True))
        .order_by(func.length(Area.name), Area.id)
        .limit(limit)
    )
    return [Place(area_id, "", name, upper or "") for area_id, name, upper in db.session.execute(rows)]


def within(area: str, upper: str | None) -> str:
    """Return where a place lies."""
    return f"{upper} / {area}" if upper else area


def page(
    words: str = "", *, before: int | None = None, after: int | None = None, limit: int = 50
) -> Slice[Address]:
    """Return one page of the address book, the newest last."""
    rows = select(Address).options(joinedload(Address.area))
    if words:
        rows = rows.where(containing(normal(words), Address.found_by))
    return sliced(rows, Address.id, before=before, after=after, limit=limit)


def find_by_id(address_id: int) -> Address | None:
    """Return this place."""
    rows = select(Address).where(Address.id == address_id).options(joinedload(Address.area))
    return db.session.scalar(rows)


def same(area_id: int, name: str) -> Address | None:
    """Return the place of this name in the area."""
    return db.session.scalar(select(Address).where(Address.area_id == area_id, Address.name == name))


def count() -> int:
    """Count the places."""
    return db.session.scalar(select(func.count()).select_from(Address)) or 0
