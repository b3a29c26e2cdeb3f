"""Hazards (险情): those nobody has taken, and all that are open; few at any time, found by indexes of just them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.orm import joinedload

from models.base import db
from models.case import Case
from models.queries.cases import inside
from models.vocabulary import FINAL_STATES, CaseScope, Labelled

MOST_SHOWN = 20


class Taken(Labelled):
    """Whether anybody has signed for or taken a hazard."""

    NOBODY = "untaken", "无人接手"
    SOMEBODY = "taken", "已接手"


# Of whom a list of hazards shows only some, as its address says it.
SHOWN = {each.value: each for each in Taken}


def waiting() -> list[ColumnElement[bool]]:
    """Return the conditions of an open hazard that nobody has signed for or taken.

    The mark is asked for as the index is written, without "= 1": SQLite takes a partial index by its letters.
    """
    return [
        cast("ColumnElement[bool]", literal_column('"case".is_hazard')),
        Case.hazard_taken_at.is_(None),
        Case.state.not_in(list(FINAL_STATES)),
    ]


def running() -> list[ColumnElement[bool]]:
    """Return the conditions of a hazard that is not over, taken or not, in the letters of its index."""
    return [
        cast("ColumnElement[bool]", literal_column('"case".is_hazard')),
        Case.closed_at.is_(None),
        Case.state.not_in(list(FINAL_STATES)),
    ]


def count_running(scope: CaseScope) -> tuple[int, int]:
    """Return how many open hazards the scope may see, and how many of them nobody has taken."""
    untaken_ones = func.count().filter(Case.hazard_taken_at.is_(None))
    counted = select(func.count(), untaken_ones).where(*running(), *inside(scope))
    every, waiting_ones = db.session.execute(counted).one()
    return every, waiting_ones


def page_of_running(
    scope: CaseScope, *, after: int | None, limit: int, wanted: Taken | None = None
) -> Sequence[Case]:
    """Return a page of the open hazards that the scope may see, the newest first, below the case `after`."""
    rows = select(Case).where(*_wanted(scope, wanted))
    if after is not None:
        rows = rows.where(Case.id < after)
    shown = (joinedload(Case.category), joinedload(Case.district), joinedload(Case.department))
    return db.session.scalars(rows.options(*shown).order_by(Case.id.desc()).limit(limit)).all()


def ids_of_running(scope: CaseScope, *, wanted: Taken | None, limit: int | None) -> Sequence[int]:
    """Return the ids of the open hazards that the scope may see, the newest first."""
    rows = select(Case.id).where(*_wanted(scope, wanted))
    return db.session.scalars(rows.order_by(Case.id.desc()).limit(limit)).all()


def _wanted(scope: CaseScope, wanted: Taken | None) -> list[ColumnElement[bool]]:
    taken = {
        None: [],
        Taken.NOBODY: [Case.hazard_taken_at.is_(None)],
        Taken.SOMEBODY: [Case.hazard_taken_at.is_not(None)],
    }
    return [*running(), *taken[wanted], *inside(scope)]


def untaken_ids() -> Sequence[int]:
    """Return the ids of all of them, the oldest first."""
    return db.session.scalars(select(Case.id).where(*waiting()).order_by(Case.id)).all()


def untaken(scope: CaseScope, *, limit: int = MOST_SHOWN) -> Sequence[Case]:
    """Return those the scope may see, the oldest first, with what an alarm shows."""
    rows = select(Case).where(*waiting(), *inside(scope))
    shown = (joinedload(Case.category), joinedload(Case.district), joinedload(Case.department))
    return db.session.scalars(rows.options(*shown).order_by(Case.id).limit(limit)).all()


def fingerprint(scope: CaseScope) -> tuple[tuple[int, int, int | None], ...]:
    """Return what must differ for the alarms to look different: which cases, their version, their rung."""
    rows = select(Case.id, Case.version, Case.escalation_step).where(*waiting(), *inside(scope))
    found = db.session.execute(rows.order_by(Case.id).limit(MOST_SHOWN))
    return tuple((row.id, row.version, row.escalation_step) for row in found)


def note_rung(case: Case, step: int) -> None:
    """Keep how far the ladder was climbed, past the case's version.

    Who is about to sign must not be refused because somebody above was told meanwhile.
    """
    rung = update(Case).where(Case.id == case.id).values(escalation_step=step)
    db.session.execute(rung.execution_options(synchronize_session="fetch"))
