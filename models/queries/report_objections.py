"""Objections to drafts: of an issue, of departments, of a request; what is undecided or decided since the count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.queries.requests import UNDECIDED
from models.report_issue import IssueObjection, ReportIssue
from models.vocabulary import IssueState, RequestState

Told = tuple[CaseRequest, Case]


def of_issue(issue_id: int, department_ids: Collection[int] | None = None) -> Sequence[Told]:
    """Return the objections to an issue with their cases, the oldest first; of these departments where named."""
    rows = (
        select(CaseRequest, Case)
        .join(IssueObjection, IssueObjection.request_id == CaseRequest.id)
        .join(Case, Case.id == CaseRequest.case_id)
        .where(IssueObjection.issue_id == issue_id)
        .options(joinedload(CaseRequest.department), joinedload(Case.category), joinedload(Case.district))
        .order_by(CaseRequest.id)
    )
    if department_ids is not None:
        rows = rows.where(CaseRequest.department_id.in_(sorted(department_ids)))
    return [tuple(row) for row in db.session.execute(rows)]


def count_undecided(issue_id: int) -> int:
    """Count the objections to the issue that wait for a decision."""
    return db.session.scalar(_count(issue_id).where(CaseRequest.state.in_(UNDECIDED))) or 0


def count_uncounted(issue_id: int, counted_at: datetime) -> int:
    """Count the objections that were upheld since the issue was counted."""
    upheld = CaseRequest.state == RequestState.APPROVED
    return db.session.scalar(_count(issue_id).where(upheld, CaseRequest.decided_at > counted_at)) or 0


def _count(issue_id: int) -> Select[tuple[int]]:
    joined = select(func.count()).select_from(IssueObjection)
    joined = joined.join(CaseRequest, CaseRequest.id == IssueObjection.request_id)
    return joined.where(IssueObjection.issue_id == issue_id)


def issue_of(request_id: int) -> ReportIssue | None:
    """Return the issue that the request objects to; None where it is an ordinary request."""
    joined = select(ReportIssue).join(IssueObjection, IssueObjection.issue_id == ReportIssue.id)
    return db.session.scalar(joined.where(IssueObjection.request_id == request_id))


def open_windows() -> Sequence[ReportIssue]:
    """Return the issues that lie open for objections, the one that closes first before."""
    rows = select(ReportIssue).where(ReportIssue.state == IssueState.OBJECTION)
    return db.session.scalars(rows.order_by(ReportIssue.objection_until_at, ReportIssue.id)).all()


def objected_to(department_ids: Collection[int], *, limit: int) -> Sequence[ReportIssue]:
    """Return the issues that these departments have objected to, the newest first."""
    own = (
        select(IssueObjection.issue_id)
        .join(CaseRequest, CaseRequest.id == IssueObjection.request_id)
        .where(CaseRequest.department_id.in_(sorted(department_ids)))
    )
    rows = select(ReportIssue).where(ReportIssue.id.in_(own))
    return db.session.scalars(rows.order_by(ReportIssue.id.desc()).limit(limit)).all()


def closed_windows(at: datetime, *, limit: int) -> Sequence[int]:
    """Return the ids of the issues whose time for objections is over and that are not published yet."""
    rows = select(ReportIssue.id).where(
        ReportIssue.state == IssueState.OBJECTION, ReportIssue.objection_until_at <= at
    )
    return db.session.scalars(rows.order_by(ReportIssue.id).limit(limit)).all()


def to_recount(*, limit: int) -> Sequence[int]:
    """Return the ids of the issues being made to which an objection was upheld since they were counted."""
    rows = (
        select(ReportIssue.id)
        .join(IssueObjection, IssueObjection.issue_id == ReportIssue.id)
        .join(CaseRequest, CaseRequest.id == IssueObjection.request_id)
        .where(
            ReportIssue.state.in_([IssueState.DRAFT, IssueState.OBJECTION]),
            CaseRequest.state == RequestState.APPROVED,
            CaseRequest.decided_at > ReportIssue.counted_at,
        )
    )
    return db.session.scalars(rows.distinct().order_by(ReportIssue.id).limit(limit)).all()
