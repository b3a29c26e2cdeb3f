"""The facts of many cases for an export, never the caller: plain rows by id, so that any list can be exported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.queries.measures import ended_at
from models.vocabulary import (
    CaseState,
    Channel,
    ClockKind,
    Confidentiality,
    Desk,
    Handling,
    Kind,
    Rating,
    Solved,
    Urgency,
)


class Facts(NamedTuple):
    """What the columns of an export are read from; categories, places and units by name."""

    id: int
    number: str
    title: str
    channel: Channel
    kind: Kind
    urgency: Urgency
    confidentiality: Confidentiality
    desk: Desk | None
    is_hazard: bool
    is_protected: bool
    state: CaseState
    handling: Handling
    received_at: datetime
    dispatched_at: datetime | None
    signed_at: datetime | None
    contacted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    ended_at: datetime | None
    followed_up_at: datetime | None
    return_count: int
    extension_count: int
    redo_count: int
    reminder_count: int
    was_contacted: bool | None
    solved: Solved | None
    result_rating: Rating | None
    hotline_rating: Rating | None
    is_excluded: bool
    supervision_level: int | None
    next_clock: ClockKind | None
    next_due_at: datetime | None
    next_soon_at: datetime | None
    next_limit: str | None
    category: str
    branch: str
    street: str
    district: str
    department: str


NAMED = {
    "category": Case.category_id,
    "branch": Case.branch_id,
    "street": Case.area_id,
    "district": Case.district_id,
    "department": Case.department_id,
}
PLAIN = [field for field in Facts._fields if field not in NAMED]
COLUMNS = [ended_at if field == "ended_at" else getattr(Case, field) for field in PLAIN]


class Names:
    """What categories, areas and units are called: read once for a whole export."""

    def __init__(self) -> None:
        self.categories = names_of(Category)
        self.areas = names_of(Area)
        self.departments = names_of(Department)


def names_of(table: type[Category] | type[Area] | type[Department]) -> dict[int | None, str]:
    """Return what the rows of the table are called; nothing for None."""
    return {None: "", **{row.id: row.name for row in db.session.execute(select(table.id, table.name))}}


def facts_of(case_ids: Sequence[int], names: Names) -> dict[int, Facts]:
    """Return the facts of these cases by id; whoever asks has found the ids inside what may be seen."""
    rows = db.session.execute(select(*COLUMNS, *NAMED.values()).where(Case.id.in_(case_ids)))
    categories, areas, units = names.categories, names.areas, names.departments
    found = {}
    for *plain, category, branch, area, district, unit in rows:
        street = areas[area] if area != district else ""
        named = categories[category], categories[branch], street, areas[district], units[unit]
        found[plain[0]] = Facts._make([*plain, *named])
    return found
