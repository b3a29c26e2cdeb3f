"""What leaders must hear of the same day: hazards, critical cases, and what a leader has written a line on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast

from sqlalchemy import ColumnElement, Select, literal_column, select, union_all

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.queries.cases import inside
from models.queries.subsets import Subset
from models.supervision import Supervision
from models.vocabulary import CaseScope, CaseState, Trigger, Urgency


class UrgentLine(NamedTuple):
    """A case by its facts alone: nothing the caller said, so that it may stand in a paper that is handed on."""

    id: int
    number: str
    received_at: datetime
    is_hazard: bool
    urgency: Urgency
    is_instructed: bool
    matter: str
    district: str | None
    department: str | None
    state: CaseState


def of_period(
    start: datetime,
    end: datetime,
    scope: CaseScope,
    *,
    limit: int,
    instructed_only: bool = False,
    subset: Subset | None = None,
) -> Sequence[UrgentLine]:
    """Return the cases inside the scope, those of confidential desks left out, in the order of their receipt.

    They were received from start until before end, or a leader's instruction on them came in that time;
    instructed_only: just these; subset: just those that a special report is about.
    """
    allowed = [Case.desk.is_(None), *inside(scope)]
    if subset is not None:
        allowed.append(subset.condition)
    instructed = select(Supervision.case_id).where(
        Supervision.trigger == Trigger.LEADER_INSTRUCTION,
        Supervision.issued_at >= start,
        Supervision.issued_at < end,
    )
    received = Case.received_at >= start, Case.received_at < end, is_urgent()
    chosen = [_first(limit, Case.id.in_(instructed), *allowed)]
    if not instructed_only:
        chosen.append(_first(limit, *received, *allowed))
    query = (
        select(
            Case.id,
            Case.number,
            Case.received_at,
            Case.is_hazard,
            Case.urgency,
            Case.id.in_(instructed),
            Category.path,
            Area.name,
            Department.name,
            Case.state,
        )
        .join(Category, Category.id == Case.category_id)
        .outerjoin(Area, Area.id == Case.district_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .where(Case.id.in_(union_all(*chosen)))
        .order_by(Case.received_at, Case.id)
        .limit(limit)
    )
    return [UrgentLine(*row) for row in db.session.execute(query).tuples()]


def is_urgent() -> ColumnElement[bool]:
    """Return the condition, in the letters of the index of just these: SQLite takes it by no others.

    Without "IS TRUE" it would take that index for hazards alone too.
    """
    written = '("case".is_hazard OR "case".urgency = \'critical\') IS TRUE'
    return cast("ColumnElement[bool]", literal_column(written))


def _first(limit: int, *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """Return the ids of the first to be received; each way to a case has an index of its own."""
    ids = select(Case.id).where(*conditions).order_by(Case.received_at, Case.id).limit(limit).subquery()
    return select(ids.c.id)
