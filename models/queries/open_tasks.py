"""Open tasks (在办任务): the parts that departments have in cases and have not answered, by light; counted and listed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import select

from models.assignment import Assignment
from models.base import db
from models.queries.cases import outside_desks
from models.queries.worklists import (
    Condition,
    Moment,
    Reader,
    Worklist,
    by_light,
    open_parts,
    sums_by_light,
)
from models.vocabulary import CaseScope, Light, Permission


def tasks(department_id: int | None = None) -> Worklist:
    """Return the list of the open tasks of one department or of all, to be counted and read like any worklist."""
    return Worklist(
        "tasks",
        "在办任务",
        Permission.VIEW_DASHBOARD,
        partial(_conditions, department_id),
        "没有这样的任务。",
        by_part=True,
    )


def _conditions(department_id: int | None, reader: Reader, _at: Moment) -> list[Condition]:
    own = [] if department_id is None else [Assignment.department_id == department_id]
    return [*open_parts(), *own, *_within(reader.scope)]


def _within(scope: CaseScope) -> list[Condition]:
    """Return the condition that the task belongs to a department whose cases the scope holds."""
    if scope.department_ids is None:
        return []
    return [Assignment.department_id.in_(sorted(scope.department_ids))]


def by_department(scope: CaseScope, at: datetime) -> dict[int, dict[Light, int]]:
    """Count the open tasks inside the scope by department and light, in one walk through their index."""
    every = tasks()
    rows = (
        select(Assignment.department_id, *sums_by_light(every, at))
        .where(*open_parts(), *_within(scope), outside_desks(Assignment.case_id, scope, open_only=True))
        .group_by(Assignment.department_id)
    )
    return {row[0]: by_light(row[1:]) for row in db.session.execute(rows)}
