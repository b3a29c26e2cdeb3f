"""From which closed cases a router learns, and what each teaches.

Never from protected ones (confidential, reports, desks), never from merged ones; who called is not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.router_version import Purpose
from models.routing_decision import WRONG, RoutingDecision
from models.vocabulary import Action, RequestKind, RequestState

MOST = 40_000
# How the timeline names a change of the category; a place that was set right says nothing about the matter.
MATTER = "诉求分类"
DECIDED = (RequestState.APPROVED, RequestState.REJECTED)


@dataclass(frozen=True)
class Lesson:
    """What one case teaches: its words belong to the label (the id of a category or a department).

    is_corrected: somebody looked twice - a return was decided, or the matter set right. matter_id: its category.
    """

    title: str
    content: str
    label: int
    received_at: datetime
    is_corrected: bool
    matter_id: int


def lessons(purpose: Purpose, most: int = MOST) -> Sequence[Lesson]:
    """Return what the newest closed cases teach, the newest first."""
    label = Case.category_id if purpose is Purpose.CATEGORY else Case.department_id
    taught = (
        select(Case.id)
        .where(
            Case.closed_at.is_not(None),
            Case.merged_into_id.is_(None),
            label.is_not(None),
            ~Case.is_protected,
        )
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(most)
    )
    corrected = matters_corrected(taught) if purpose is Purpose.CATEGORY else units_corrected(taught)
    rows = (
        select(Case.id, Case.title, Case.content, label, Case.received_at, Case.category_id)
        .where(Case.id.in_(taught))
        .order_by(Case.received_at.desc(), Case.id.desc())
    )
    return [
        Lesson(title, content, label_id, received_at, case_id in corrected, matter_id)
        for case_id, title, content, label_id, received_at, matter_id in db.session.execute(rows)
    ]


def matters_corrected(taught: Select[tuple[int]]) -> set[int]:
    """Return the cases whose matter a person set right; SQLite finds no Chinese key in JSON, so it is looked for here."""
    events = select(CaseEvent.case_id, CaseEvent.changes).where(
        CaseEvent.case_id.in_(taught), CaseEvent.action == Action.CORRECT
    )
    return {case_id for case_id, changes in db.session.execute(events) if MATTER in changes}


def units_corrected(taught: Select[tuple[int]]) -> set[int]:
    """Return the cases about whose unit a person decided anew: over a return (a panel as well), against a router."""
    decided = exists().where(
        CaseRequest.case_id == Case.id,
        CaseRequest.kind == RequestKind.RETURN,
        CaseRequest.state.in_(DECIDED),
    )
    told_wrong = exists().where(RoutingDecision.case_id == Case.id, RoutingDecision.outcome.in_(WRONG))
    rows = select(Case.id).where(Case.id.in_(taught), or_(Case.return_count > 0, decided, told_wrong))
    return set(db.session.scalars(rows))
