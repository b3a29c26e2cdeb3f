"""What leaders must hear of the same day: hazards, critical cases, and what a leader has written a line on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, or_, select

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
    about = [] if subset is None else subset.conditions()
    instructed = select(Supervision.case_id).where(
        Supervision.trigger == Trigger.LEADER_INSTRUCTION,
        Supervision.issued_at >= start,
        Supervision.issued_at < end,
    )
    received = and_(
        Case.received_at >= start,
        Case.received_at < end,
        or_(Case.is_hazard, Case.urgency == Urgency.CRITICAL),
    )
    is_instructed = Case.id.in_(instructed)
    query = (
        select(
            Case.id,
            Case.number,
            Case.received_at,
            Case.is_hazard,
            Case.urgency,
            is_instructed,
            Category.path,
            Area.name,
            Department.name,
            Case.state,
        )
        .join(Category, Category.id == Case.category_id)
        .outerjoin(Area, Area.id == Case.district_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .where(
            is_instructed if instructed_only else or_(received, is_instructed),
            Case.desk.is_(None),
            *about,
            *inside(scope),
        )
        .order_by(Case.received_at, Case.id)
        .limit(limit)
    )
    return [UrgentLine(*row) for row in db.session.execute(query).tuples()]
