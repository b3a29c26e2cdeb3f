"""Reminders, cards and supervision orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.supervision import Supervision
from models.vocabulary import SupervisionKind, SupervisionState

OF_CASE = (
    select(Supervision)
    .where(Supervision.case_id == bindparam("case_id"))
    .options(joinedload(Supervision.department))
    .order_by(Supervision.id)
)


def last_reminder_at(case_id: int) -> datetime | None:
    """Return when the case was last urged."""
    reminders = select(func.max(Supervision.issued_at)).where(
        Supervision.case_id == case_id, Supervision.kind == SupervisionKind.REMINDER
    )
    return db.session.scalar(reminders)


def key_of(case_id: int, code: str, mark: str) -> str:
    """Return the key by which a trigger acts once for a case and mark."""
    return f"{case_id}/{code}/{mark}"


def exists(key: str) -> bool:
    """Say whether the supervision of this key was already drawn."""
    return db.session.scalar(select(Supervision.id).where(Supervision.key == key)) is not None


def find(supervision_id: int, case_id: int) -> Supervision | None:
    """Return this supervision of this case."""
    return db.session.scalar(
        select(Supervision).where(Supervision.id == supervision_id, Supervision.case_id == case_id)
    )


def with_number(supervision_id: int) -> Supervision | None:
    """Return an order with its department; what has no number is no paper."""
    rows = select(Supervision).where(Supervision.id == supervision_id, Supervision.number.is_not(None))
    return db.session.scalar(rows.options(joinedload(Supervision.department)))


def of_case(case_id: int) -> Sequence[Supervision]:
    """Return everything that urged or supervised the case, the oldest first."""
    return db.session.scalars(OF_CASE, {"case_id": case_id}).all()


def orders(case_id: int, state: SupervisionState) -> Sequence[Supervision]:
    """Return the case's orders in this state, the oldest first, with their departments."""
    rows = select(Supervision).where(
        Supervision.case_id == case_id,
        Supervision.kind == SupervisionKind.ORDER,
        Supervision.state == state,
    )
    return db.session.scalars(rows.options(joinedload(Supervision.department)).order_by(Supervision.id)).all()


def highest_open_level(case_id: int, *, but: int) -> int | None:
    """Return the highest level among the case's other open orders; None where there is none."""
    levels = select(Supervision.level).where(
        Supervision.case_id == case_id,
        Supervision.kind == SupervisionKind.ORDER,
        Supervision.state != SupervisionState.CONFIRMED,
        Supervision.id != but,
    )
    return max((int(level.value) for level in db.session.scalars(levels)), default=None)
