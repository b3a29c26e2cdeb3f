"""What the hotline knows of a caller and of a place while the agent is still on the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from models.area import Area
from models.base import db
from models.case import Case
from models.citizen import Citizen, phone_index
from models.queries.cases import inside
from models.vocabulary import FINAL_STATES, CaseScope


@dataclass(frozen=True)
class Caller:
    """The contacts from one number, newest first; `count` counts all of them, `open_count` the open ones."""

    contacts: Sequence[Case]
    count: int
    open_count: int

    @property
    def name(self) -> str:
        """The name given last, for the agent to ask about."""
        names = (case.citizen.name for case in self.contacts if case.citizen)
        return next((name for name in names if name), "")

    @property
    def last_rated(self) -> Case | None:
        """The newest contact that the caller rated."""
        return next((case for case in self.contacts if case.result_rating), None)


def caller(phone: str, scope: CaseScope, *, latest: int = 10) -> Caller:
    """Return what came from the number, as much of it as the scope may see."""
    theirs = (Citizen.phone_index == phone_index(phone), *inside(scope))
    contacts = (
        select(Case)
        .join(Citizen, Citizen.case_id == Case.id)
        .where(*theirs)
        .options(
            contains_eager(Case.citizen),
            joinedload(Case.category),
            joinedload(Case.district),
            joinedload(Case.department),
        )
        .order_by(Citizen.case_id.desc())
        .limit(latest)
    )
    is_open = Case.state.not_in(FINAL_STATES)
    counted = (
        select(func.count(), func.count().filter(is_open))
        .select_from(Case)
        .join(Citizen, Citizen.case_id == Case.id)
    )
    count, open_count = db.session.execute(counted.where(*theirs)).one()
    return Caller(db.session.scalars(contacts).all(), count, open_count)


def with_open_cases(scope: CaseScope, *, limit: int) -> Sequence[Case]:
    """Return the newest open cases whose caller left a number, one of each number."""
    newest = (
        select(func.max(Case.id))
        .join(Citizen, Citizen.case_id == Case.id)
        .where(Case.next_due_at.is_not(None), Citizen.phone_index.is_not(None), *inside(scope))
        .group_by(Citizen.phone_index)
        .order_by(func.max(Case.id).desc())
        .limit(limit)
    )
    shown = (joinedload(Case.citizen), joinedload(Case.category), joinedload(Case.district))
    rows = select(Case).where(Case.id.in_(newest.scalar_subquery())).options(*shown).order_by(Case.id.desc())
    return db.session.scalars(rows).all()


def neighbours(
    category_id: int, street_id: int, scope: CaseScope, *, since: datetime, latest: int = 3
) -> tuple[int, Sequence[Case]]:
    """Return how many cases of the category came from the street since then, and the newest of them."""
    same = (
        Case.category_id == category_id,
        Case.received_at >= since,
        in_street(street_id),
        *inside(scope),
    )
    count = db.session.scalar(select(func.count()).select_from(Case).where(*same)) or 0
    if not count:
        return 0, ()
    newest = select(Case).where(*same).order_by(Case.received_at.desc(), Case.id.desc()).limit(latest)
    shown = (joinedload(Case.category), joinedload(Case.district))
    return count, db.session.scalars(newest.options(*shown)).all()


def in_street(street_id: int) -> ColumnElement[bool]:
    """Return the condition that a case lies in the street, in one of its communities or of their grids."""
    communities = select(Area.id).where(Area.parent_id == street_id)
    grids = select(Area.id).where(Area.parent_id.in_(communities))
    return or_(Case.area_id == street_id, Case.area_id.in_(communities), Case.area_id.in_(grids))
