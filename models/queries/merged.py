"""Cases and the one they are merged into: the master, and whoever waits for its answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from models.base import db
from models.case import Case
from models.queries.cases import whole
from models.vocabulary import CaseState


def into(master_id: int) -> Sequence[Case]:
    """Return the cases merged into the master, whole, the oldest first, however far they are themselves."""
    return db.session.scalars(_children(master_id)).all()


def waiting(master_id: int) -> Sequence[Case]:
    """Return those of them that still wait for the master's answer."""
    return db.session.scalars(_children(master_id).where(Case.state == CaseState.MERGED)).all()


def _children(master_id: int) -> Select[tuple[Case]]:
    return whole(select(Case).where(Case.merged_into_id == master_id)).order_by(Case.id)


def master_of(case: Case) -> Case:
    """Return the whole case that the merged one is handled with, whoever may see it."""
    return db.session.scalars(whole(select(Case).where(Case.id == case.merged_into_id))).one()
