"""What supervisors set about release from review: what holds now, and who set what before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from models.base import db
from models.category import Category
from models.router_policy import RouterPolicy
from models.user import User


class PolicyLine(NamedTuple):
    """A decision about release with the names of the category and of who took it."""

    policy: RouterPolicy
    category: str | None
    by: str | None


def newest(category_id: int | None) -> RouterPolicy | None:
    """Return the newest decision about a category, or without one about the threshold."""
    rows = select(RouterPolicy).where(RouterPolicy.category_id == category_id)
    return db.session.scalar(rows.order_by(RouterPolicy.id.desc()).limit(1))


def released() -> dict[int, RouterPolicy]:
    """Return the categories whose newest decision releases them."""
    last = select(func.max(RouterPolicy.id)).where(RouterPolicy.category_id.is_not(None))
    last = last.group_by(RouterPolicy.category_id)
    rows = select(RouterPolicy).where(RouterPolicy.id.in_(last), RouterPolicy.is_released)
    return {row.category_id: row for row in db.session.scalars(rows) if row.category_id is not None}


def history(limit: int, before_id: int | None = None) -> Sequence[PolicyLine]:
    """Return the decisions, the newest first, those before one of them where it is named."""
    rows = (
        select(RouterPolicy, Category.path, User.full_name)
        .outerjoin(Category, Category.id == RouterPolicy.category_id)
        .outerjoin(User, User.id == RouterPolicy.set_by_id)
        .order_by(RouterPolicy.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        rows = rows.where(RouterPolicy.id < before_id)
    return [PolicyLine(*row) for row in db.session.execute(rows)]
