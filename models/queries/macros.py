"""Macros: one's own and everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from models.base import db
from models.macro import Macro


def usable(user_id: int) -> Sequence[Macro]:
    """Return the macros in use that are the user's or shared, one's own first."""
    rows = select(Macro).where(Macro.is_active, or_(Macro.is_shared, Macro.owner_id == user_id))
    return db.session.scalars(rows.order_by(Macro.is_shared, Macro.id)).all()


def listed(*, user_id: int, shared: bool) -> Sequence[Macro]:
    """Return the shared macros, or those that are the user's alone; those out of use too."""
    rows = select(Macro).where(Macro.is_shared == shared)
    if not shared:
        rows = rows.where(Macro.owner_id == user_id)
    return db.session.scalars(rows.order_by(Macro.id)).all()


def find(macro_id: int, *, user_id: int) -> Macro | None:
    """Return a macro that is shared or the user's own."""
    rows = select(Macro).where(Macro.id == macro_id, or_(Macro.is_shared, Macro.owner_id == user_id))
    return db.session.scalar(rows.execution_options(populate_existing=True))
