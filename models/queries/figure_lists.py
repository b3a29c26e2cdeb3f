"""The cases behind a figure: the very cases it counted, inside what the asking user may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.department import Department
from models.queries.cases import inside
from models.queries.measures import Span, cohort_of, counted_for, ended_at, moment_of, of_members, within
from models.queries.restrictions import Within
from models.queries.subsets import Subset
from models.vocabulary import CaseScope, CaseState, Cohort, Desk, Dimension, Kind


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
    """Which cases: those counted for any of these measures and for none of those left out, of these members.

    subset: just of the cases that a special report is about.
    """

    counts: tuple[str, ...]
    left_out: tuple[str, ...]
    dimension: Dimension
    keys: tuple[str, ...] | None
    span: Span
    subset: Subset | None = None
    within: Within | None = None

    @property
    def cohort(self) -> Cohort:
        """Over which cases they are counted."""
        return cohort_of(self.counts[0])

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of exactly the cases that were counted."""
        found = [
            within(self.cohort, self.span),
            or_(*(counted_for(measure) for measure in self.counts)),
            of_members(self.dimension, self.keys),
        ]
        if self.subset is not None:
            found.append(self.subset.condition)
        if self.within is not None:
            found.append(self.within.condition)
        if self.left_out:
            # A condition about what is not known is neither true nor false: such a case was not counted.
            found.append(or_(*(counted_for(measure) for measure in self.left_out)).is_not(true()))
        return found


def shown() -> Select[Any]:
    """Return the select of what a line shows, in the order of its fields."""
    columns = (
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
    return (
        select(*columns)
        .join(Category, Category.id == Case.category_id)
        .outerjoin(Area, Area.id == Case.district_id)
        .outerjoin(Department, Department.id == Case.department_id)
    )


def page(figure: Behind, scope: CaseScope, *, after_id: int | None, limit: int) -> Sequence[Line]:
    """Return one page of the cases, the newest of the cohort first, below the case `after_id`."""
    moment = moment_of(figure.cohort)
    order = moment.desc(), Case.id.desc()
    chosen = select(Case.id).where(*figure.conditions(), *inside(scope)).order_by(*order).limit(limit)
    if after_id is not None:
        last = db.session.scalar(select(moment).where(Case.id == after_id))
        chosen = chosen.where(moment <= last, or_(moment < last, Case.id < after_id))
    # The ids first: what a line shows is read, and sorted, of the lines of the page alone.
    ids = chosen.subquery()
    query = shown().join(ids, ids.c.id == Case.id).order_by(*order)
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
