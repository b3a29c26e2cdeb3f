"""How references to other rows are written in the audit log: by name, since numbers say nothing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.area import Area
from models.category import Category
from models.department import Department
from models.queries import administration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.administration.change import Spelling


def department(department_id: int) -> str:
    """Return the name of a department."""
    return administration.names(Department, [department_id]).get(department_id, str(department_id))


def departments(department_ids: Sequence[int]) -> list[str]:
    """Return the names of departments, in the order given."""
    known = administration.names(Department, department_ids)
    return [known.get(department_id, str(department_id)) for department_id in department_ids]


def area(area_id: int) -> str:
    """Return the name of an area."""
    return administration.names(Area, [area_id]).get(area_id, str(area_id))


def category(category_id: int) -> str:
    """Return the path of a category."""
    row = administration.find(Category, category_id)
    return row.path if row else str(category_id)


UNIT: Spelling = {"parent_id": department, "area_id": area}
PLACE: Spelling = {"parent_id": area, "district_id": area}
MATTER: Spelling = {"parent_id": category, "branch_id": category}
RULE: Spelling = {
    "category_id": category,
    "area_id": area,
    "lead_id": department,
    "supporting_ids": departments,
}
WORD: Spelling = {"category_id": category}
