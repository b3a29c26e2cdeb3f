"""Standard texts: those that fit a case, and the lists of one's own and of everybody's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import case as choose
from sqlalchemy import or_, select

from models.base import db
from models.dictionary import QuickReply
from models.vocabulary import CaseState


def fitting(
    kind: str, *, user_id: int, category_ids: Collection[int], state: CaseState | None
) -> Sequence[QuickReply]:
    """Return the texts of a kind for a case of these categories in this state: one's own first, then the particular.

    Of no case those alone that are for every matter and state.
    """
    rows = select(QuickReply).where(
        QuickReply.kind == kind,
        QuickReply.is_active,
        or_(QuickReply.is_shared, QuickReply.owner_id == user_id),
        or_(QuickReply.category_id.is_(None), QuickReply.category_id.in_(category_ids)),
        or_(QuickReply.state.is_(None), QuickReply.state == state),
    )
    own = choose((QuickReply.owner_id == user_id, 0), else_=1)
    particular = choose((QuickReply.category_id.is_not(None), 0), (QuickReply.state.is_not(None), 1), else_=2)
    return db.session.scalars(rows.order_by(own, particular, QuickReply.code)).all()


def listed(*, user_id: int, shared: bool) -> Sequence[QuickReply]:
    """Return the shared texts, or those that are the user's alone; those out of use too."""
    rows = select(QuickReply)
    rows = (
        rows.where(QuickReply.is_shared)
        if shared
        else rows.where(QuickReply.owner_id == user_id, QuickReply.is_shared.is_(False))
    )
    return db.session.scalars(rows.order_by(QuickReply.kind, QuickReply.code)).all()


def find(text_id: int, *, user_id: int) -> QuickReply | None:
    """Return a text that is shared or the user's own."""
    rows = select(QuickReply).where(
        QuickReply.id == text_id, or_(QuickReply.is_shared, QuickReply.owner_id == user_id)
    )
    return db.session.scalar(rows.execution_options(populate_existing=True))
