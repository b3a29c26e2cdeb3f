"""The department that an agent proposes for a case."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.unit_proposal import UnitProposal


def of_case(case_id: int) -> UnitProposal | None:
    """Return the case's proposal, with the department and who proposes it."""
    shown = (joinedload(UnitProposal.department), joinedload(UnitProposal.proposed_by))
    return db.session.scalar(select(UnitProposal).where(UnitProposal.case_id == case_id).options(*shown))
