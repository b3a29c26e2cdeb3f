"""What happened to calls, in the order of numbers: what browsers are woken by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from models.base import db
from models.telephone import CallEvent

NEWEST = 50


def after(number: int | None) -> Sequence[tuple[int, int | None]]:
    """Return number and agent of what happened after this number; without one, the newest few."""
    rows = select(CallEvent.id, CallEvent.agent_id)
    if number is None:
        return db.session.execute(rows.order_by(CallEvent.id.desc()).limit(NEWEST)).tuples().all()[::-1]
    return db.session.execute(rows.where(CallEvent.id > number).order_by(CallEvent.id)).tuples().all()


def rang_for(call_id: int) -> set[int | None]:
    """Return for whom the call has rung: agents, None for the waiting line."""
    rows = select(CallEvent.agent_id).where(CallEvent.phone_call_id == call_id)
    return set(db.session.scalars(rows))


def remove_before(moment: datetime) -> int:
    """Delete what happened before the moment, the last of all excepted, so that no number comes twice; say how many."""
    last = select(func.max(CallEvent.id)).scalar_subquery()
    gone = db.session.execute(
        delete(CallEvent).where(CallEvent.happened_at < moment, CallEvent.id < last),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]
