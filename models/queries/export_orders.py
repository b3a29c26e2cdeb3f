"""Exports of lists: one's own, those still to be made, those whose time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models.base import db
from models.export_order import ExportOrder
from models.vocabulary import ExportState

OPEN = (ExportState.WAITING, ExportState.RUNNING)


def find(order_id: int) -> ExportOrder | None:
    """Return the order."""
    return db.session.get(ExportOrder, order_id)


def own(order_id: int, user_id: int) -> ExportOrder | None:
    """Return the order if the user asked for it."""
    return db.session.scalar(
        select(ExportOrder).where(ExportOrder.id == order_id, ExportOrder.user_id == user_id)
    )


def page_of(user_id: int, *, before_id: int | None = None, limit: int = 50) -> Sequence[ExportOrder]:
    """Return a page of what the user exported, the newest first."""
    rows = select(ExportOrder).where(ExportOrder.user_id == user_id)
    if before_id is not None:
        rows = rows.where(ExportOrder.id < before_id)
    return db.session.scalars(rows.order_by(ExportOrder.id.desc()).limit(limit)).all()


def count_open_of(user_id: int) -> int:
    """Return how many files of the user's are still to be made."""
    waiting = select(func.count()).where(ExportOrder.user_id == user_id, ExportOrder.state.in_(OPEN))
    return db.session.scalar(waiting) or 0


def kept_bytes() -> int:
    """Return how much room the kept files take."""
    kept = select(func.sum(ExportOrder.bytes)).where(ExportOrder.state == ExportState.DONE)
    return int(db.session.scalar(kept) or 0)


def next_to_make(limit: int) -> Sequence[int]:
    """Return the oldest orders whose file is still to be made, begun ones too."""
    rows = select(ExportOrder.id).where(ExportOrder.state.in_(OPEN)).order_by(ExportOrder.id).limit(limit)
    return db.session.scalars(rows).all()


def expired(at: datetime) -> Sequence[int]:
    """Return the orders whose file may no longer be fetched and is still kept."""
    rows = select(ExportOrder.id).where(ExportOrder.state == ExportState.DONE, ExportOrder.expires_at <= at)
    return db.session.scalars(rows.order_by(ExportOrder.id)).all()
