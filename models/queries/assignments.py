"""Assignments: the departments' parts in a case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from models.assignment import Assignment
from models.base import db
from models.vocabulary import OPEN_ASSIGNMENTS, AssignmentRole, AssignmentState

OF_CASE = (
    select(Assignment)
    .where(Assignment.case_id == bindparam("case_id"))
    .options(joinedload(Assignment.department))
    .order_by(Assignment.id)
)


def of_case(case_id: int) -> Sequence[Assignment]:
    """Return every part in the case in the order they were given, with their departments."""
    return db.session.scalars(OF_CASE, {"case_id": case_id}).all()


def lead(case_id: int) -> Assignment | None:
    """Return the lead's part as it now stands: the newest that was not sent back or ended."""
    parts = select(Assignment).where(
        Assignment.case_id == case_id,
        Assignment.role == AssignmentRole.LEAD,
        Assignment.state.not_in([AssignmentState.SENT_BACK, AssignmentState.ENDED]),
    )
    return db.session.scalar(parts.order_by(Assignment.id.desc()).limit(1))


def latest_lead(case_id: int) -> Assignment | None:
    """Return the newest lead's part that was not sent back, whether it has ended or not."""
    parts = select(Assignment).where(
        Assignment.case_id == case_id,
        Assignment.role == AssignmentRole.LEAD,
        Assignment.state != AssignmentState.SENT_BACK,
    )
    return db.session.scalar(parts.order_by(Assignment.id.desc()).limit(1))


def open_of_case(case_id: int) -> Sequence[Assignment]:
    """Return the parts that are not yet answered."""
    parts = select(Assignment).where(Assignment.case_id == case_id, Assignment.state.in_(OPEN_ASSIGNMENTS))
    return db.session.scalars(parts.order_by(Assignment.id)).all()


def find(assignment_id: int, case_id: int) -> Assignment | None:
    """Return this part of this case."""
    return db.session.scalar(
        select(Assignment).where(Assignment.id == assignment_id, Assignment.case_id == case_id)
    )
