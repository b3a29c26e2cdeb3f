"""From which closed cases a router learns, and what each teaches.

Never from protected ones (confidential, reports, desks), never from merged ones; who called is not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.router_version import Purpose
from models.vocabulary import Action, RequestKind, RequestState

MOST = 40_000
DECIDED = (RequestState.APPROVED, RequestState.REJECTED)


@dataclass(frozen=True)
class Lesson:
    """What one case teaches: its words belong to the label (the id of a category or a department).

    is_corrected: somebody looked twice - a return was decided, or the matter set right.
    """

    title: str
    content: str
    label: int
    received_at: datetime
    is_corrected: bool


def lessons(purpose: Purpose, most: int = MOST) -> Sequence[Lesson]:
    """Return what the newest closed cases teach, the newest first."""
    label = Case.category_id if purpose is Purpose.CATEGORY else Case.department_id
    rows = (
        select(
            Case.title,
            Case.content,
            label.label("label"),
            Case.received_at,
            corrected(purpose).label("is_corrected"),
        )
        .where(
            Case.closed_at.is_not(None),
            Case.merged_into_id.is_(None),
            label.is_not(None),
            ~Case.is_protected,
        )
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(most)
    )
    return [Lesson(*row) for row in db.session.execute(rows)]


def corrected(purpose: Purpose) -> ColumnElement[bool]:
    """Whether a person decided anew: over a return (a panel as well), or what the case is about."""
    if purpose is Purpose.CATEGORY:
        return exists().where(CaseEvent.case_id == Case.id, CaseEvent.action == Action.CORRECT)
    decided = exists().where(
        CaseRequest.case_id == Case.id,
        CaseRequest.kind == RequestKind.RETURN,
        CaseRequest.state.in_(DECIDED),
    )
    return or_(Case.return_count > 0, decided)
