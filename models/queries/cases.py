"""Fetch and list cases, always inside what a user may see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, false, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, joinedload, undefer_group
from sqlalchemy.sql.elements import ColumnElement

from models.assignment import Assignment
from models.base import db
from models.case import Case
from models.vocabulary import FINAL_STATES, AssignmentState, CaseScope

__all__ = [
    "find",
    "find_by_id",
    "find_by_number",
    "inside",
    "listed",
    "numbers",
    "outside_desks",
    "several",
    "theirs",
]


def inside(scope: CaseScope) -> list[ColumnElement[bool]]:
    """Return the conditions that keep a select of cases inside the scope; every query starts from them.

    A department keeps sight of a case it sent back only until another department has it.
    """
    open_desks = Case.desk.in_(sorted(scope.desks)) if scope.desks else false()
    if scope.department_ids is None:
        return [or_(Case.desk.is_(None), open_desks)]
    if not scope.department_ids and scope.desks:
        return [open_desks]
    own = select(Assignment.case_id).where(
        Assignment.case_id == Case.id,
        Assignment.department_id.in_(sorted(scope.department_ids)),
        Assignment.state != AssignmentState.SENT_BACK,
    )
    handled = [Case.desk.is_(None)]
    if scope.own_desks:
        handled.append(Case.desk.in_(sorted(scope.own_desks)))
    if not scope.desks:
        return [or_(*handled), own.exists()]
    return [or_(open_desks, or_(*handled) & own.exists())]


def theirs(
    case_id: ColumnElement[Any] | InstrumentedAttribute[int], scope: CaseScope
) -> list[ColumnElement[bool]]:
    """Return what quickly leaves out most of what lies outside the scope of a department or a desk.

    The list of its cases is made once and looked up; `inside` alone would fetch each case first.
    """
    if scope.department_ids is None:
        return []
    own = select(Assignment.case_id).where(Assignment.department_id.in_(sorted(scope.department_ids)))
    if not scope.desks:
        return [case_id.in_(own)]
    kept = select(Case.id).where(Case.desk.in_(sorted(scope.desks)))
    return [case_id.in_(union(own, kept) if scope.department_ids else kept)]


def outside_desks(
    case_id: ColumnElement[Any] | InstrumentedAttribute[int], scope: CaseScope, *, open_only: bool = False
) -> ColumnElement[bool]:
    """Return the condition that keeps the cases of desks closed to the scope out, by the few there are.

    open_only: what is asked for can only be in cases that have not ended, which are fewer still.
    """
    closed = select(Case.id).where(Case.desk.is_not(None))
    if open_only:
        closed = closed.where(Case.state.not_in(sorted(FINAL_STATES)))
    opened = scope.desks | scope.own_desks
    if opened:
        closed = closed.where(Case.desk.not_in(sorted(opened)))
    return case_id.not_in(closed)


def visible(scope: CaseScope) -> Select[tuple[Case]]:
    """Return the select of every case inside the scope."""
    return select(Case).where(*inside(scope))


def whole(cases: Select[tuple[Case]]) -> Select[tuple[Case]]:
    """Add what the case page shows: category, area, department, citizen and the long texts."""
    return cases.options(
        joinedload(Case.category),
        joinedload(Case.area),
        joinedload(Case.district),
        joinedload(Case.department),
        joinedload(Case.citizen),
        undefer_group("texts"),
    )


def find(case_id: int, scope: CaseScope, *, locks: bool = False) -> Case | None:
    """Return the whole case, or None where there is none that this scope may see.

    locks: nobody else changes the case until the transaction ends. On SQLite the transaction's own
    beginning does that; on PostgreSQL the row is locked, and the second of two comers reads it anew.
    """
    cases = one_visible(scope)
    return db.session.scalar(cases.with_for_update(of=Case) if locks else cases, {"case_id": case_id})


@lru_cache(maxsize=256)
def one_visible(scope: CaseScope) -> Select[tuple[Case]]:
    """Return the select of one whole case inside the scope; made once for each scope, since all pages ask."""
    return whole(visible(scope).where(Case.id == bindparam("case_id")))


def find_by_id(case_id: int) -> Case | None:
    """Return the whole case for its own citizen, who has proved it theirs and has no scope."""
    return db.session.scalar(whole(select(Case).where(Case.id == case_id)))


def find_by_number(number: str, scope: CaseScope) -> Case | None:
    """Return the whole case of this number, or None where the scope has none."""
    return db.session.scalar(whole(visible(scope).where(Case.number == number)))


def several(case_ids: Sequence[int], scope: CaseScope) -> Sequence[Case]:
    """Return the cases of these ids inside the scope, as lists show them, in the order of the ids."""
    rows = listed(visible(scope).where(Case.id.in_(case_ids)))
    found = {case.id: case for case in db.session.scalars(rows)}
    return [found[case_id] for case_id in case_ids if case_id in found]


def listed(cases: Select[tuple[Case]]) -> Select[tuple[Case]]:
    """Add what a line of a list shows to whole cases, for those who go on to act on them."""
    return cases.options(joinedload(Case.category), joinedload(Case.district), joinedload(Case.department))


def numbers(case_ids: Sequence[int]) -> dict[int, str]:
    """Return the case numbers of the ids."""
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(case_ids)))
    return {row.id: row.number for row in rows}
