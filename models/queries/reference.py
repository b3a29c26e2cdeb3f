"""Categories, areas, catalogue, dictionaries: what intake and dispatch look up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Row, literal, select, tuple_

from models.area import Area
from models.base import db
from models.category import Category
from models.dictionary import (
    CandidateRule,
    EscalationStep,
    Ground,
    HazardWord,
    SupervisionTrigger,
)
from models.routing_rule import RoutingRule
from models.transaction import once
from models.vocabulary import AreaLevel, Urgency

T = TypeVar("T", Category, Area)


def find_category(category_id: int) -> Category | None:
    """Return the category with this id."""
    return once(("category", category_id), lambda: db.session.get(Category, category_id))


def find_area(area_id: int) -> Area | None:
    """Return the area with this id."""
    return db.session.get(Area, area_id)


def leaves() -> Sequence[Category]:
    """Return the categories a case may carry, in the order of the tree."""
    rows = select(Category).where(Category.is_leaf, Category.is_retired.is_(False))
    return db.session.scalars(rows.order_by(Category.code)).all()


def leaf_choices() -> Sequence[Row[tuple[int, str, str, str]]]:
    """Return id, path, initials and keywords of the categories a case may carry, in the order of the tree."""
    columns = (Category.id, Category.path, Category.initials, Category.keywords)
    rows = select(*columns).where(Category.is_leaf, Category.is_retired.is_(False))
    return db.session.execute(rows.order_by(Category.code)).all()


def every_category() -> Sequence[Category]:
    """Return the whole tree of matters, branches too, in its order."""
    rows = select(Category).where(Category.is_retired.is_(False))
    return db.session.scalars(rows.order_by(Category.code)).all()


def categories_by_id(category_ids: Sequence[int]) -> dict[int, Category]:
    """Return these categories by their ids."""
    rows = select(Category).where(Category.id.in_(category_ids))
    return {category.id: category for category in db.session.scalars(rows)}


def category_chain(category_id: int) -> list[Category]:
    """Return the category and what contains it, the nearest first."""
    return once(("categories", category_id), lambda: chain(Category, category_id))


def area_chain(area_id: int | None) -> list[Area]:
    """Return the area and what contains it, the nearest first; nothing for no area."""
    return once(("areas", area_id), lambda: chain(Area, area_id))


def chain(table: type[T], row_id: int | None) -> list[T]:
    """Climb from the row to the root, in one query."""
    if row_id is None:
        return []
    start = select(table.id, table.parent_id, literal(0).label("height")).where(table.id == row_id)
    climb = start.cte(recursive=True)
    above = select(table.id, table.parent_id, climb.c.height + 1).join(climb, table.id == climb.c.parent_id)
    climb = climb.union_all(above)
    rows = select(table).join(climb, table.id == climb.c.id).order_by(climb.c.height)
    return list(db.session.scalars(rows))


def chains(table: type[T], row_ids: Collection[int | None]) -> dict[int | None, list[T]]:
    """Climb from each of the rows to its root, in one query for all; nothing for None."""
    start = select(table.id, table.parent_id).where(table.id.in_({row_id for row_id in row_ids if row_id}))
    climb = start.cte(recursive=True)
    climb = climb.union(select(table.id, table.parent_id).join(climb, table.id == climb.c.parent_id))
    known = {row.id: row for row in db.session.scalars(select(table).where(table.id.in_(select(climb.c.id))))}
    found: dict[int | None, list[T]] = {}
    for row_id in set(row_ids):
        found[row_id], above = [], row_id
        while above is not None:
            found[row_id].append(known[above])
            above = known[above].parent_id
    return found


def districts() -> Sequence[Area]:
    """Return the districts, those no longer in force included, in official order."""
    rows = select(Area).where(Area.level == AreaLevel.DISTRICT)
    return db.session.scalars(rows.order_by(Area.position, Area.id)).all()


def areas_below(parent_id: int | None, on: date | None = None) -> Sequence[Area]:
    """Return the areas directly inside the parent, or the districts where none is named."""
    inside = Area.parent_id == parent_id if parent_id else Area.level == AreaLevel.DISTRICT
    rows = select(Area).where(inside)
    if on is not None:
        rows = rows.where((Area.valid_to.is_(None)) | (Area.valid_to >= on))
    return db.session.scalars(rows.order_by(Area.position, Area.code)).all()


def all_areas() -> list[Area]:
    """Return every area now in force, from the districts down."""
    rows = select(Area).where(Area.valid_to.is_(None), Area.level != AreaLevel.GRID)
    return list(db.session.scalars(rows.order_by(Area.position, Area.code)))


def routing_rules(category_ids: Collection[int]) -> Sequence[RoutingRule]:
    """Return the catalogue's lines for these categories."""
    return db.session.scalars(select(RoutingRule).where(RoutingRule.category_id.in_(category_ids))).all()


def grounds(*kinds: str) -> Sequence[Ground]:
    """Return the grounds of these kinds that may be given."""
    rows = select(Ground).where(Ground.kind.in_(kinds), Ground.is_active)
    return db.session.scalars(rows.order_by(Ground.position, Ground.id)).all()


def ground_names(*given: tuple[str, str | None]) -> dict[tuple[str, str], str]:
    """Return the names of grounds by kind and code, retired ones too; no question is asked for none."""
    wanted = [both for both in given if both[1]]
    if not wanted:
        return {}
    rows = select(Ground.kind, Ground.code, Ground.name).where(tuple_(Ground.kind, Ground.code).in_(wanted))
    return {(row.kind, row.code): row.name for row in db.session.execute(rows)}


def find_ground(kind: str, code: str) -> Ground | None:
    """Return one ground."""
    return db.session.scalar(select(Ground).where(Ground.kind == kind, Ground.code == code))


def hazard_words() -> Sequence[Row[tuple[int, str, Urgency, int | None]]]:
    """Return the words that point to hazards, as plain rows: each case that is taken in is held against them."""
    columns = (HazardWord.id, HazardWord.words, HazardWord.urgency, HazardWord.category_id)
    return db.session.execute(select(*columns).where(HazardWord.is_active)).all()


def hazard_advice(word_ids: Sequence[int]) -> Sequence[HazardWord]:
    """Return what to say and do for these hazard words, in their order."""
    rows = {row.id: row for row in db.session.scalars(select(HazardWord).where(HazardWord.id.in_(word_ids)))}
    return [rows[word_id] for word_id in word_ids if word_id in rows]


def triggers() -> Sequence[SupervisionTrigger]:
    """Return the active triggers of supervision."""
    rows = select(SupervisionTrigger).where(SupervisionTrigger.is_active)
    return db.session.scalars(rows.order_by(SupervisionTrigger.id)).all()


def candidate_rules() -> Sequence[CandidateRule]:
    """Return the active rules by which cases become candidates for the joint meeting."""
    rows = select(CandidateRule).where(CandidateRule.is_active)
    return db.session.scalars(rows.order_by(CandidateRule.position, CandidateRule.id)).all()


def escalation_steps() -> Sequence[EscalationStep]:
    """Return the rungs an unsigned hazard climbs."""
    return db.session.scalars(select(EscalationStep).order_by(EscalationStep.step)).all()


def branch_names() -> Sequence[tuple[int, str]]:
    """Return id and name of the branches of the tree."""
    rows = select(Category.id, Category.name).where(Category.level == 1).order_by(Category.code)
    return db.session.execute(rows).tuples().all()


def district_names() -> Sequence[tuple[int, str]]:
    """Return id and name of the districts."""
    rows = select(Area.id, Area.name).where(Area.level == AreaLevel.DISTRICT)
    return db.session.execute(rows.order_by(Area.position, Area.code)).tuples().all()
