"""What the router suggested for cases and what came of it: one case's, those that ask for their outcome, lists, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from models.base import UtcDateTime, db
from models.case import Case
from models.case_request import CaseRequest
from models.category import Category
from models.department import Department
from models.queries.cases import inside, outside_desks
from models.routing_decision import DECIDED, DecisionOutcome, RoutingDecision, Taken
from models.user import User
from models.vocabulary import CaseScope, CaseState, RequestKind, RequestState

WATCHED = or_(RoutingDecision.is_released, RoutingDecision.is_sampled)


@dataclass(frozen=True)
class Wanted:
    """Which decisions a list shows; `watched`: released or sampled; `waiting`: their outcome is not known yet.

    `since`: about cases taken in from this moment on.
    """

    released: bool = False
    sampled: bool = False
    watched: bool = False
    waiting: bool = False
    taken: Taken | None = None
    outcome: DecisionOutcome | None = None
    category_id: int | None = None
    since: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what a select of decisions must hold to."""
        held: list[ColumnElement[bool]] = []
        if self.released:
            held.append(RoutingDecision.is_released.is_(True))
        if self.sampled:
            held.append(RoutingDecision.is_sampled.is_(True))
        if self.watched:
            held.append(WATCHED)
        if self.waiting:
            held.append(RoutingDecision.outcome.is_(None))
        if self.taken:
            held.append(RoutingDecision.taken == self.taken)
        if self.outcome:
            held.append(RoutingDecision.outcome == self.outcome)
        if self.category_id:
            held.append(RoutingDecision.category_id == self.category_id)
        if self.since:
            held.append(RoutingDecision.suggested_at >= self.since)
        return held


class DecisionLine(NamedTuple):
    """A decision as a list shows it."""

    decision: RoutingDecision
    number: str
    state: CaseState
    category: str
    suggested: str
    taken: str | None
    by: str | None


def of_case(case_id: int) -> RoutingDecision | None:
    """Return what was suggested for the case."""
    return db.session.scalar(select(RoutingDecision).where(RoutingDecision.case_id == case_id))


def find(decision_id: int) -> RoutingDecision | None:
    """Return the decision."""
    return db.session.get(RoutingDecision, decision_id)


def to_settle(limit: int) -> Sequence[int]:
    """Return decisions without an outcome whose case has ended, went to another unit or is about something else."""
    rows = (
        select(RoutingDecision.id)
        .join(Case, Case.id == RoutingDecision.case_id)
        .where(
            RoutingDecision.outcome.is_(None),
            or_(
                Case.closed_at.is_not(None),
                Case.merged_into_id.is_not(None),
                Case.department_id != RoutingDecision.department_id,
                and_(WATCHED, Case.category_id != RoutingDecision.category_id),
            ),
        )
    )
    return db.session.scalars(rows.order_by(RoutingDecision.id).limit(limit)).all()


def was_returned(case_id: int) -> bool:
    """Say whether a unit's return of the case was granted."""
    granted = select(CaseRequest.id).where(
        CaseRequest.case_id == case_id,
        CaseRequest.kind == RequestKind.RETURN,
        CaseRequest.state == RequestState.APPROVED,
    )
    return db.session.scalar(granted.limit(1)) is not None


def record(category_id: int, most: int) -> tuple[int, int]:
    """Return how many of the category's last released or sampled cases were sent right, and how many wrong."""
    last = (
        select(RoutingDecision.outcome)
        .where(WATCHED, RoutingDecision.category_id == category_id, RoutingDecision.outcome.in_(DECIDED))
        .order_by(RoutingDecision.id.desc())
        .limit(most)
    )
    outcomes = db.session.scalars(last).all()
    right = sum(each is DecisionOutcome.UPHELD for each in outcomes)
    return right, len(outcomes) - right


def seen(scope: CaseScope) -> ColumnElement[bool]:
    """Keep a select of decisions inside the scope without reading each case: the router is asked of no desk's cases."""
    if scope.department_ids is None:
        return outside_desks(RoutingDecision.case_id, scope)
    return RoutingDecision.case_id.in_(select(Case.id).where(*inside(scope)))


def lines(
    wanted: Wanted, scope: CaseScope, *, limit: int, after: tuple[datetime | None, int] | None = None
) -> Sequence[DecisionLine]:
    """Return the decisions about cases inside the scope, the newest first; `after`: moment and id of the last one shown."""
    other = aliased(Department)
    rows = (
        select(
            RoutingDecision,
            Case.number,
            Case.state,
            Category.path,
            Department.name,
            other.name,
            User.full_name,
        )
        .join(Case, Case.id == RoutingDecision.case_id)
        .join(Category, Category.id == RoutingDecision.category_id)
        .join(Department, Department.id == RoutingDecision.department_id)
        .outerjoin(other, other.id == RoutingDecision.taken_id)
        .outerjoin(User, User.id == RoutingDecision.decided_by_id)
        .where(*wanted.conditions(), seen(scope))
        .order_by(RoutingDecision.suggested_at.desc(), RoutingDecision.id.desc())
        .limit(limit)
    )
    if after is not None and after[0] is not None:
        place = tuple_(literal(after[0], UtcDateTime()), literal(after[1]))
        rows = rows.where(tuple_(RoutingDecision.suggested_at, RoutingDecision.id) < place)
    return [DecisionLine(*row) for row in db.session.execute(rows)]


def counts(
    wanted: Mapping[str, Wanted], scope: CaseScope, *, since: datetime, category_id: int | None
) -> dict[str, int]:
    """Return how many decisions each of the lists has, in one look at those since the moment, of the category."""
    all_of_them = Wanted(since=since, category_id=category_id).conditions()
    every: dict[str, Any] = {
        name: func.count().filter(and_(True, *each.conditions())).label(name) for name, each in wanted.items()
    }
    row = db.session.execute(
        select(*every.values()).select_from(RoutingDecision).where(*all_of_them, seen(scope))
    ).one()
    return dict(row._mapping)
