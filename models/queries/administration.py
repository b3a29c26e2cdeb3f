"""The reference tables as administrators see them: trees, searched lists read by key, what refers to what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from models.area import Area
from models.assignment import Assignment
from models.base import Row, db
from models.case import Case
from models.category import Category
from models.department import Department
from models.routing_rule import RoutingRule
from models.user import User
from models.vocabulary import OPEN_ASSIGNMENTS

R = TypeVar("R", bound=Row)
T = TypeVar("T", Area, Category, Department)
ORDER: Mapping[type[Row], tuple[str, ...]] = {
    Area: ("position", "id"),
    Category: ("position", "id"),
    Department: ("official_order", "id"),
}


@dataclass(frozen=True)
class Slice(Generic[R]):
    """A page of a list read by key: its rows, and the keys from which the pages beside it are read."""

    rows: Sequence[R]
    before: Any = None
    after: Any = None


def sliced(
    rows: Select[tuple[R]],
    key: InstrumentedAttribute[Any],
    *,
    before: Any = None,
    after: Any = None,
    limit: int = 50,
    newest_first: bool = False,
) -> Slice[R]:
    """Return one page of the select in the order of its unique key, after or before the key given."""
    backwards = before is not None
    beyond = before if backwards else after
    falling = newest_first != backwards
    if beyond is not None:
        rows = rows.where(key < beyond if falling else key > beyond)
    found = list(db.session.scalars(rows.order_by(key.desc() if falling else key).limit(limit + 1)).unique())
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    if not found:
        return Slice(())
    has_before, has_after = (more, True) if backwards else (after is not None, more)
    return Slice(
        found,
        getattr(found[0], key.key) if has_before else None,
        getattr(found[-1], key.key) if has_after else None,
    )


def find(table: type[R], row_id: int) -> R | None:
    """Return the row of the table."""
    return db.session.get(table, row_id)


def hold(table: type[Row], row_id: int) -> None:
    """Let others who want to hold the row wait until this transaction ends; cases may refer to it meanwhile.

    For a rule about several rows that no constraint can say. SQLite has one writer anyway.
    """
    db.session.execute(select(table.id).where(table.id == row_id).with_for_update(key_share=True))


def rows_of(table: type[R]) -> Sequence[R]:
    """Return every row of a small table, in the order of its making."""
    return db.session.scalars(select(table).order_by(table.id)).all()


def under(table: type[T], parent_id: int | None) -> Sequence[T]:
    """Return the rows directly below one of a tree, or its roots."""
    order = [getattr(table, name) for name in ORDER[table]]
    beside = table.parent_id.is_(None) if parent_id is None else table.parent_id == parent_id
    return db.session.scalars(select(table).where(beside).order_by(*order)).all()


def under_or_only_root(table: type[T], parent_id: int | None) -> Sequence[T]:
    """Return the rows directly below one of a tree; from the top, a single root is shown with those below it."""
    rows: list[T] = list(under(table, parent_id))
    if parent_id is None and len(rows) == 1:
        rows += under(table, rows[0].id)
    return rows


def count_under(table: type[T], parent_ids: Iterable[int]) -> dict[int, int]:
    """Count the rows directly below each."""
    counted = (
        select(table.parent_id, func.count())
        .where(table.parent_id.in_(list(parent_ids)))
        .group_by(table.parent_id)
    )
    return {parent: count for parent, count in db.session.execute(counted).tuples() if parent is not None}


def above(table: type[T], row: T) -> list[T]:
    """Return the rows above one of a tree, the root first."""
    chain: list[T] = []
    parent_id = row.parent_id
    while parent_id is not None and len(chain) < 10:
        parent = db.session.get_one(table, parent_id)
        chain.insert(0, parent)
        parent_id = parent.parent_id
    return chain


def containing(words: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that one of the columns contains the words as they stand."""
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


SEARCHED = ("name", "code", "short_name", "keywords", "initials")


def searched(
    table: type[T], words: str, *, before: int | None = None, after: int | None = None, limit: int = 50
) -> Slice[T]:
    """Return the rows of a tree whose name, code or initials contain the words."""
    columns = [column for name in SEARCHED if (column := getattr(table, name, None)) is not None]
    return sliced(
        select(table).where(containing(words, *columns)), table.id, before=before, after=after, limit=limit
    )


def names(table: type[T], ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of the rows with these ids."""
    wanted = {row_id for row_id in ids if row_id is not None}
    if not wanted:
        return {}
    return dict(db.session.execute(select(table.id, table.name).where(table.id.in_(wanted))).tuples().all())


def rules_for(category_id: int, area_id: int | None) -> Sequence[RoutingRule]:
    """Return the catalogue's lines for exactly this matter and place, by their start."""
    place = RoutingRule.area_id.is_(None) if area_id is None else RoutingRule.area_id == area_id
    lines = select(RoutingRule).where(RoutingRule.category_id == category_id, place)
    return db.session.scalars(lines.order_by(RoutingRule.valid_from)).all()


def is_taken(column: InstrumentedAttribute[str], value: str, *, but: Row | None = None) -> bool:
    """Say whether another row has this value in a column that names rows."""
    others = select(column.class_.id).where(column == value)
    if but is not None:
        others = others.where(column.class_.id != but.id)
    return db.session.scalar(others.limit(1)) is not None


def everything_under(table: type[T], row_id: int) -> list[T]:
    """Return all rows below one of a tree, superiors before subordinates."""
    found: list[T] = []
    level = [row_id]
    while level:
        rows = db.session.scalars(select(table).where(table.parent_id.in_(level)).order_by(table.id)).all()
        found += rows
        level = [row.id for row in rows]
    return found


def next_position(table: type[Area] | type[Category]) -> int:
    """Return the position after the last."""
    return (db.session.scalar(select(func.max(table.position))) or 0) + 1


def count_rules_led_by(department_id: int, on: date) -> int:
    """Count the catalogue's lines that name the department as lead on or after the day."""
    lines = select(func.count()).select_from(RoutingRule).where(RoutingRule.lead_id == department_id)
    return db.session.scalar(lines.where(still_valid(on))) or 0


def still_valid(on: date) -> ColumnElement[bool]:
    """Return the condition that a line of the catalogue has not ended before the day."""
    return or_(RoutingRule.valid_to.is_(None), RoutingRule.valid_to >= on)


def count_open_parts(department_id: int) -> int:
    """Count the cases in which the department still has something to do."""
    parts = select(func.count()).select_from(Assignment).where(Assignment.department_id == department_id)
    return db.session.scalar(parts.where(Assignment.state.in_(OPEN_ASSIGNMENTS))) or 0


def count_people(department_id: int) -> int:
    """Count the active users of the department."""
    users = select(func.count()).select_from(User).where(User.department_id == department_id)
    return db.session.scalar(users.where(User.is_active)) or 0


def count_cases_of(category_id: int) -> int:
    """Count the cases that carry this category."""
    return (
        db.session.scalar(select(func.count()).select_from(Case).where(Case.category_id == category_id)) or 0
    )


def page_of_rules(
    *,
    category_ids: Sequence[int] | None = None,
    area_id: int | None = None,
    department_id: int | None = None,
    on: date | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Slice[RoutingRule]:
    """Return lines of the catalogue: of these matters, this place, this lead, valid on or after the day."""
    lines = select(RoutingRule)
    if category_ids is not None:
        lines = lines.where(RoutingRule.category_id.in_(category_ids))
    if area_id is not None:
        lines = lines.where(RoutingRule.area_id == area_id)
    if department_id is not None:
        lines = lines.where(RoutingRule.lead_id == department_id)
    if on is not None:
        lines = lines.where(still_valid(on))
    return sliced(lines, RoutingRule.id, before=before, after=after, limit=limit)


def paths(ids: Iterable[int]) -> dict[int, str]:
    """Return the paths of the categories with these ids."""
    found = select(Category.id, Category.path).where(Category.id.in_(set(ids)))
    return dict(db.session.execute(found).tuples().all())
