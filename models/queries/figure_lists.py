"""The cases behind a figure: the very cases it counted, inside what the asking user may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.queries.cases import inside
from models.queries.measures import Span, cohort_of, condition, ended_at, moment_of, of_member
from models.vocabulary import CaseScope, CaseState, Desk, Dimension, Kind


class Line(NamedTuple):
    """What the list shows of a case: never the caller."""

    id: int
    number: str
    title: str
    kind: Kind
    desk: Desk | None
    is_protected: bool
    category: str
    district: str | None
    department: str | None
    state: CaseState
    received_at: datetime
    due_at: datetime | None
    ended_at: datetime | None


class Behind(NamedTuple):
    """Which figure: a measure of one member of a dimension in a span."""

    measure: str
    dimension: Dimension
    key: str
    span: Span

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of exactly the cases that were counted."""
        return [condition(self.measure, self.span), of_member(self.dimension, self.key)]


def page(figure: Behind, scope: CaseScope, *, after_id: int | None, limit: int) -> Sequence[Line]:
    """Return one page of the cases, the newest of the cohort first, below the case `after_id`."""
    moment = moment_of(cohort_of(figure.measure))
    query = (
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.kind,
            Case.desk,
            Case.is_protected,
            Category.name,
            Area.name,
            Department.name,
            Case.state,
            Case.received_at,
            Case.due_at,
            ended_at,
        )
        .join(Category, Category.id == Case.category_id)
        .outerjoin(Area, Area.id == Case.district_id)
        .outerjoin(Department, Department.id == Case.department_id)
        .where(*figure.conditions(), *inside(scope))
        .order_by(moment.desc(), Case.id.desc())
        .limit(limit)
    )
    if after_id is not None:
        last = db.session.scalar(select(moment).where(Case.id == after_id))
        query = query.where(moment <= last, or_(moment < last, Case.id < after_id))
    return [Line(*row) for row in db.session.execute(query).tuples()]


def count_inside(figure: Behind, scope: CaseScope) -> int:
    """Return how many of the figure's cases lie inside the scope."""
    query = select(func.count()).select_from(Case).where(*figure.conditions(), *inside(scope))
    return db.session.scalar(query) or 0


def count_hidden_desks(figure: Behind, scope: CaseScope) -> int:
    """Return how many of the cases belong to confidential desks outside the scope."""
    hidden = [Case.desk.is_not(None)]
    if scope.desks:
        hidden.append(Case.desk.not_in(sorted(scope.desks)))
    return db.session.scalar(select(func.count()).select_from(Case).where(*figure.conditions(), *hidden)) or 0
