"""What an import of old cases looks up: known categories, units, places; which cases are there already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.import_batch import ImportBatch
from models.vocabulary import AreaLevel, Desk


@dataclass(frozen=True)
class KnownCategory:
    """What a case takes over from its category."""

    id: int
    branch_id: int | None
    desk: Desk | None


def category_paths() -> dict[str, KnownCategory]:
    """Return every category by its path, retired ones too: old cases belong to old categories."""
    rows = db.session.execute(select(Category.path, Category.id, Category.branch_id, Category.desk))
    return {row.path: KnownCategory(row.id, row.branch_id or row.id, row.desk) for row in rows}


def department_names() -> dict[str, int]:
    """Return every department's id by its name, and by its short name where only one unit has it."""
    rows = db.session.execute(select(Department.id, Department.name, Department.short_name)).all()
    short: dict[str, list[int]] = {}
    for row in rows:
        short.setdefault(row.short_name, []).append(row.id)
    unique = {name: ids[0] for name, ids in short.items() if name and len(ids) == 1}
    return unique | {row.name: row.id for row in rows}


def district_names() -> dict[str, int]:
    """Return every district's id by its name and short name."""
    rows = db.session.execute(
        select(Area.id, Area.name, Area.short_name).where(Area.level == AreaLevel.DISTRICT)
    ).all()
    return {row.short_name: row.id for row in rows if row.short_name} | {row.name: row.id for row in rows}


def street_names() -> dict[tuple[int, str], int]:
    """Return every street's and town's id by district and name (or short name)."""
    rows = db.session.execute(
        select(Area.id, Area.parent_id, Area.district_id, Area.name, Area.short_name).where(
            Area.level == AreaLevel.STREET
        )
    ).all()
    found: dict[tuple[int, str], int] = {}
    for row in rows:
        district = row.district_id or row.parent_id
        if row.short_name:
            found.setdefault((district, row.short_name), row.id)
        found[district, row.name] = row.id
    return found


def has_cases_of(source: str) -> bool:
    """Say whether anything was ever imported from this source."""
    return db.session.scalar(select(select(Case.id).where(Case.source == source).exists())) or False


def known_cases(source: str, external_ids: Collection[str]) -> Sequence[Row[Any]]:
    """Return of each of these cases that is there already what may differ in a newer export."""
    return db.session.execute(
        select(
            Case.external_id,
            Case.title,
            Case.content,
            Case.received_at,
            Case.closed_at,
            Case.due_at,
            Case.category_id,
            Case.department_id,
            Case.result_rating,
            Case.hotline_rating,
        ).where(Case.source == source, Case.external_id.in_(list(external_ids)))
    ).all()


def taken_numbers(numbers: Collection[str], source: str) -> set[str]:
    """Return which of the case numbers belong to cases that did not come from this source."""
    other = or_(Case.source.is_(None), Case.source != source)
    return set(db.session.scalars(select(Case.number).where(Case.number.in_(list(numbers)), other)))


def has_cases() -> bool:
    """Say whether there is any case at all."""
    return db.session.scalar(select(select(Case.id).exists())) or False


def highest_code(prefix: str, table: type[Category] | type[Department] | type[Area]) -> int:
    """Return the highest running number among the codes that begin with the prefix, 0 without any."""
    codes = db.session.scalars(select(table.code).where(table.code.startswith(prefix)))
    tails = [code.removeprefix(prefix) for code in codes]
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)


def root_department() -> Department | None:
    """Return the unit at the top of the tree: the hotline's own centre."""
    return db.session.scalar(select(Department).where(Department.level == 1).order_by(Department.id).limit(1))


def city_area() -> Area | None:
    """Return the area of the whole city."""
    return db.session.scalar(select(Area).where(Area.level == AreaLevel.CITY).order_by(Area.id).limit(1))


def find_batch(batch_id: int) -> ImportBatch | None:
    """Return the batch."""
    return db.session.get(ImportBatch, batch_id)


def recent_batches(limit: int = 20) -> Sequence[ImportBatch]:
    """Return the newest batches first."""
    return db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)).all()


def waiting_batches() -> Sequence[int]:
    """Return the ids of the batches that no worker has begun or that one began and has not ended."""
    open_ones = select(ImportBatch.id).where(ImportBatch.ended_at.is_(None)).order_by(ImportBatch.id)
    return db.session.scalars(open_ones).all()
