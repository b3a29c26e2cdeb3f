"""Hazards nobody has taken (险情): few at any time, found by an index of just them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, literal_column, select, update
from sqlalchemy.orm import joinedload

from models.base import db
from models.case import Case
from models.queries.cases import inside
from models.vocabulary import FINAL_STATES, CaseScope

MOST_SHOWN = 20


def waiting() -> list[ColumnElement[bool]]:
    """Return the conditions of an open hazard that nobody has signed for or taken.

    The mark is asked for as the index is written, without "= 1": SQLite takes a partial index by its letters.
    """
    return [
        cast("ColumnElement[bool]", literal_column('"case".is_hazard')),
        Case.hazard_taken_at.is_(None),
        Case.state.not_in(list(FINAL_STATES)),
    ]


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
