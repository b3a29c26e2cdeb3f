"""Requests about cases, and who must decide them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.case_request import CaseRequest
from models.vocabulary import RequestKind, RequestState

UNDECIDED = (RequestState.PENDING, RequestState.FIRST_APPROVED)
OF_CASE = (
    select(CaseRequest)
    .where(CaseRequest.case_id == bindparam("case_id"))
    .options(joinedload(CaseRequest.department), joinedload(CaseRequest.proposed_department))
    .order_by(CaseRequest.id)
)


def undecided(case_id: int, kind: RequestKind | None = None) -> CaseRequest | None:
    """Return the undecided request of the case, of the kind where one is named."""
    rows = select(CaseRequest).where(CaseRequest.case_id == case_id, CaseRequest.state.in_(UNDECIDED))
    if kind is not None:
        rows = rows.where(CaseRequest.kind == kind)
    return db.session.scalar(rows.order_by(CaseRequest.id.desc()).limit(1))


def all_undecided(case_id: int) -> Sequence[CaseRequest]:
    """Return every undecided request about the case, the oldest first."""
    rows = select(CaseRequest).where(CaseRequest.case_id == case_id, CaseRequest.state.in_(UNDECIDED))
    return db.session.scalars(rows.order_by(CaseRequest.id)).all()


def of_case(case_id: int) -> Sequence[CaseRequest]:
    """Return every request about the case, the oldest first, with the departments named."""
    return db.session.scalars(OF_CASE, {"case_id": case_id}).all()


def find(request_id: int, case_id: int) -> CaseRequest | None:
    """Return this request of this case."""
    return db.session.scalar(
        select(CaseRequest).where(CaseRequest.id == request_id, CaseRequest.case_id == case_id)
    )


def count_of_department(case_id: int, kind: RequestKind, department_id: int) -> int:
    """Count the requests of this kind that the department made about the case, withdrawn ones left out."""
    rows = select(func.count()).select_from(CaseRequest)
    return (
        db.session.scalar(
            rows.where(
                CaseRequest.case_id == case_id,
                CaseRequest.kind == kind,
                CaseRequest.department_id == department_id,
                CaseRequest.state != RequestState.WITHDRAWN,
            )
        )
        or 0
    )


def count_of_case(case_id: int, kind: RequestKind, state: RequestState | None = None) -> int:
    """Count the requests of this kind about the case, in the state where one is named."""
    rows = select(func.count()).select_from(CaseRequest)
    rows = rows.where(CaseRequest.case_id == case_id, CaseRequest.kind == kind)
    if state is not None:
        rows = rows.where(CaseRequest.state == state)
    return db.session.scalar(rows) or 0
