"""Lists of requests: what waits for a decider, and what a department has asked for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.queries.cases import inside
from models.user import User
from models.vocabulary import CaseScope, RequestKind, RequestState
from models.vocabulary import Permission as P

Conditions = Sequence[ColumnElement[bool]]
K, S = RequestKind, RequestState
PENDING = CaseRequest.state == S.PENDING


def of_kind(*kinds: RequestKind) -> ColumnElement[bool]:
    """Return the condition that the request is of one of the kinds."""
    return CaseRequest.kind.in_(kinds)


# Who decides what; the same rule as workflows/requests.py:decider_may, as conditions on rows.
DECIDED_BY: dict[P, ColumnElement[bool]] = {
    P.DECIDE_RETURN: PENDING & of_kind(K.RETURN) & CaseRequest.needs_panel.is_(False),
    P.RULE_BY_PANEL: PENDING & of_kind(K.RETURN) & CaseRequest.needs_panel,
    P.DECIDE_EXTENSION: PENDING & of_kind(K.EXTENSION) & CaseRequest.needs_second_approver.is_(False),
    P.DECIDE_SECOND_EXTENSION: PENDING & of_kind(K.EXTENSION) & CaseRequest.needs_second_approver,
    P.DECIDE_DEFERRAL: PENDING & of_kind(K.DEFERRAL),
    P.DECIDE_TERMINATION: PENDING & of_kind(K.TERMINATION, K.NON_ACCEPTANCE),
    P.FIRST_REVIEW_EXCLUSION: PENDING & of_kind(K.EXCLUSION),
    P.FINAL_REVIEW_EXCLUSION: (CaseRequest.state == S.FIRST_APPROVED) & of_kind(K.EXCLUSION),
}


def to_decide(user: User) -> list[ColumnElement[bool]]:
    """Return the conditions for the requests this user may decide; nobody decides their own."""
    open_to_user = [rows for permission, rows in DECIDED_BY.items() if permission in user.permissions]
    return [or_(*open_to_user, false()), CaseRequest.requested_by_id != user.id]


def of_departments(user: User) -> list[ColumnElement[bool]]:
    """Return the conditions for what the user's departments have asked for."""
    return [CaseRequest.department_id.in_(sorted(user.department_ids))]


def count_by_kind(conditions: Conditions, scope: CaseScope) -> dict[RequestKind, int]:
    """Count the requests by kind; a kind without any is left out."""
    rows = select(CaseRequest.kind, func.count()).join(Case, Case.id == CaseRequest.case_id)
    rows = rows.where(*conditions, *inside(scope)).group_by(CaseRequest.kind)
    return dict(db.session.execute(rows).tuples().all())


def page(
    conditions: Conditions,
    scope: CaseScope,
    *,
    kind: RequestKind | None = None,
    oldest_first: bool,
    beyond_id: int | None = None,
    limit: int = 50,
) -> Sequence[tuple[CaseRequest, Case]]:
    """Return one page of requests with their cases, beyond the request `beyond_id` where given."""
    rows = select(CaseRequest, Case).join(Case, Case.id == CaseRequest.case_id)
    rows = rows.where(*conditions, *inside(scope))
    if kind is not None:
        rows = rows.where(CaseRequest.kind == kind)
    if beyond_id is not None:
        rows = rows.where(CaseRequest.id > beyond_id if oldest_first else CaseRequest.id < beyond_id)
    rows = rows.order_by(CaseRequest.id if oldest_first else CaseRequest.id.desc()).limit(limit)
    shown = (joinedload(Case.category), joinedload(Case.district), joinedload(Case.department))
    rows = rows.options(joinedload(CaseRequest.department), *shown)
    return [tuple(row) for row in db.session.execute(rows)]
