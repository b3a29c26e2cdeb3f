"""The cases whose clocks wait to be counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import distinct, func, insert, literal, select

from models.base import db
from models.clock import Clock
from models.recount import Recount
from models.vocabulary import ClockKind

# What is counted; a review day was promised, not counted.
COUNTED = (Clock.stopped_at.is_(None), Clock.kind != ClockKind.DEFERRAL)


def ask(*, by_id: int | None, at: datetime) -> int:
    """Put every case down that has an open clock and does not wait already; say how many now wait."""
    waits = select(Recount.id).where(Recount.case_id == Clock.case_id)
    cases = (
        select(
            Clock.case_id,
            literal(by_id, Recount.asked_by_id.type),
            literal(at, Recount.asked_at.type),
        )
        .where(*COUNTED, ~waits.exists())
        .distinct()
        .order_by(Clock.case_id)
    )
    db.session.execute(insert(Recount).from_select(["case_id", "asked_by_id", "asked_at"], cases))
    return waiting()


def waiting() -> int:
    """Count the cases that wait."""
    return db.session.scalar(select(func.count(Recount.id))) or 0


def open_cases() -> int:
    """Count the cases with an open clock: of how many those that wait are a part."""
    return db.session.scalar(select(func.count(distinct(Clock.case_id))).where(*COUNTED)) or 0


def ids() -> Sequence[int]:
    """Return the rows that wait, the first asked for first."""
    return db.session.scalars(select(Recount.id).order_by(Recount.id)).all()


def find(recount_id: int) -> Recount | None:
    """Return the row if it still waits; another runner lets it be until this transaction ends."""
    wanted = select(Recount).where(Recount.id == recount_id).with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def clocks_of(case_id: int) -> Sequence[Clock]:
    """Return the case's clocks that are counted."""
    return db.session.scalars(
        select(Clock).where(Clock.case_id == case_id, *COUNTED).order_by(Clock.id)
    ).all()
