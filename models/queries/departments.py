"""Departments as a tree: children, descendants, the chain upwards."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select

from models.base import db
from models.category import Category
from models.department import Department
from models.routing_rule import RoutingRule
from models.transaction import once
from models.vocabulary import DepartmentKind

TREE = select(Department.id).where(Department.id == bindparam("department_id")).cte(recursive=True)
BELOW = TREE.union_all(select(Department.id).join(TREE, Department.parent_id == TREE.c.id))
# Made once: it runs on every page of a department.
DESCENDANTS = select(BELOW.c.id)


def find(department_id: int) -> Department | None:
    """Return the department with this id."""
    return once(("department", department_id), lambda: db.session.get(Department, department_id))


def names_of(department_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of the departments with these ids; None is passed over."""
    wanted = {department_id for department_id in department_ids if department_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Department.id, Department.name).where(Department.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def both_names_of(department_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the full name of each of the departments, and the short one where it has one."""
    rows = select(Department.id, Department.name, Department.short_name)
    found = db.session.execute(rows.where(Department.id.in_(set(department_ids))))
    return {row.id: (row.name, row.short_name or row.name) for row in found}


def find_by_code(code: str) -> Department | None:
    """Return the department with this code."""
    return db.session.scalar(select(Department).where(Department.code == code))


def in_official_order(*, leads_only: bool = False) -> Sequence[Department]:
    """Return the active departments as papers list them."""
    units = select(Department).where(Department.is_active)
    if leads_only:
        units = units.where(Department.can_lead)
    return db.session.scalars(
        units.order_by(Department.level, Department.official_order, Department.id)
    ).all()


def children(department_id: int) -> Sequence[Department]:
    """Return the active units directly below."""
    units = select(Department).where(Department.parent_id == department_id, Department.is_active)
    return db.session.scalars(units.order_by(Department.official_order, Department.id)).all()


def most_named_lead(kind: DepartmentKind, below: int | None = None) -> Department | None:
    """Return the active unit of the kind that the catalogue names most often as lead, if there is any."""
    units = select(Department).where(Department.kind == kind, Department.is_active)
    if below is not None:
        units = units.where(Department.parent_id == below)
    rules = select(func.count()).where(RoutingRule.lead_id == Department.id).scalar_subquery()
    return db.session.scalar(units.order_by(rules.desc(), Department.id).limit(1))


def leads_of_desks() -> Sequence[Department]:
    """Return the active units that the catalogue names as lead for what the confidential desks keep."""
    kept = select(RoutingRule.lead_id).join(Category, Category.id == RoutingRule.category_id)
    kept = kept.where(Category.desk.is_not(None), Category.is_hazard.is_(False))
    units = select(Department).where(Department.id.in_(kept), Department.is_active)
    return db.session.scalars(units.order_by(Department.official_order, Department.id)).all()


def below(department_id: int) -> Sequence[Department]:
    """Return the active units below the department, at any depth."""
    inside = with_descendants(department_id) - {department_id}
    units = select(Department).where(Department.id.in_(inside), Department.is_active)
    order = (Department.level, Department.official_order, Department.id)
    return db.session.scalars(units.order_by(*order)).all()


def with_descendants(department_id: int) -> frozenset[int]:
    """Return the ids of the department and of every unit below it."""
    return frozenset(db.session.scalars(DESCENDANTS, {"department_id": department_id}))


def ancestors(department_id: int) -> list[Department]:
    """Return the units above, the nearest first."""
    chain: list[Department] = []
    unit = find(department_id)
    while unit is not None and unit.parent_id is not None:
        unit = find(unit.parent_id)
        if unit is not None:
            chain.append(unit)
    return chain


def names_of_leads() -> Sequence[tuple[int, str]]:
    """Return id and name of the units that answer upward, which the catalogue names as leads (levels 1 and 2)."""
    rows = select(Department.id, Department.name).where(Department.is_active, Department.level <= 2)
    return db.session.execute(rows.order_by(Department.level, Department.official_order)).tuples().all()
