"""What one line of a list shows of a case, as plain rows: a list has fifty, and a whole case is four times as wide."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select

from models.area import Area
from models.case import Case
from models.category import Category
from models.department import Department
from models.vocabulary import CaseState, ClockKind, Confidentiality, Desk, Kind, Urgency


class CaseLine(NamedTuple):
    """The facts of a case that a line shows, never the caller; category, district and department by name."""

    id: int
    number: str
    title: str
    kind: Kind
    state: CaseState
    urgency: Urgency
    confidentiality: Confidentiality
    desk: Desk | None
    is_hazard: bool
    is_protected: bool
    received_at: datetime
    next_clock: ClockKind | None
    next_due_at: datetime | None
    next_soon_at: datetime | None
    next_limit: str | None
    category: str
    district: str | None
    department: str | None


NAMES = {"category": Category.name, "district": Area.name, "department": Department.name}
# In the order of the line's fields.
COLUMNS = tuple(NAMES[field] if field in NAMES else getattr(Case, field) for field in CaseLine._fields)


def with_names(rows: Select[Any]) -> Select[Any]:
    """Join to a select of cases what the line calls by name."""
    return (
        rows.join(Category, Category.id == Case.category_id)
        .outerjoin(Area, Area.id == Case.district_id)
        .outerjoin(Department, Department.id == Case.department_id)
    )
