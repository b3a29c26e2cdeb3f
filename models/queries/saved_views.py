"""Saved views: those offered at a list, all that a person has or may use, with which a list opens."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.saved_view import SavedView, ViewDefault


def _offered(user_id: int) -> ColumnElement[bool]:
    return or_(SavedView.owner_id == user_id, SavedView.is_shared)


def at(place: str, user_id: int) -> Sequence[tuple[SavedView, bool]]:
    """Return the views offered to the user at a list, and of each whether the list opens with it.

    Their own come first, each kind by name.
    """
    chosen = and_(
        ViewDefault.view_id == SavedView.id, ViewDefault.user_id == user_id, ViewDefault.place == place
    )
    rows = (
        select(SavedView, ViewDefault.view_id.is_not(None))
        .outerjoin(ViewDefault, chosen)
        .where(SavedView.place == place, _offered(user_id))
        .order_by(SavedView.owner_id != user_id, SavedView.name, SavedView.id)
    )
    return [(view, opens) for view, opens in db.session.execute(rows)]


def usable(user_id: int) -> Sequence[SavedView]:
    """Return every view of the user's own and every shared one, list by list, with who shares it."""
    rows = select(SavedView).where(_offered(user_id))
    order = (SavedView.owner_id != user_id, SavedView.place, SavedView.name, SavedView.id)
    return db.session.scalars(rows.options(joinedload(SavedView.owner)).order_by(*order)).all()


def find(view_id: int, user_id: int) -> SavedView | None:
    """Return the view if the user may use it."""
    rows = select(SavedView).where(SavedView.id == view_id, _offered(user_id))
    return db.session.scalar(rows.options(joinedload(SavedView.owner)))


def named(place: str, name: str, owner_id: int) -> SavedView | None:
    """Return the person's view of this name at a list."""
    return db.session.scalar(select(SavedView).filter_by(place=place, name=name, owner_id=owner_id))


def count_of(owner_id: int) -> int:
    """Return how many views a person has."""
    query = select(func.count()).select_from(SavedView).where(SavedView.owner_id == owner_id)
    return db.session.scalar(query) or 0


def default_at(place: str, user_id: int) -> SavedView | None:
    """Return the view that the list opens with for the user; one that is no longer shared is none."""
    rows = (
        select(SavedView)
        .join(ViewDefault, ViewDefault.view_id == SavedView.id)
        .where(
            ViewDefault.user_id == user_id,
            ViewDefault.place == place,
            _offered(user_id),
        )
    )
    return db.session.scalar(rows)


def default_ids(user_id: int) -> set[int]:
    """Return the ids of the views that the user's lists open with."""
    return set(db.session.scalars(select(ViewDefault.view_id).where(ViewDefault.user_id == user_id)))


def forget_default(place: str, user_id: int) -> None:
    """Let the list open with everything again."""
    db.session.execute(delete(ViewDefault).where(ViewDefault.user_id == user_id, ViewDefault.place == place))


def remove(view: SavedView) -> None:
    """Take the view away, and with it that anyone's list opens with it."""
    db.session.execute(delete(ViewDefault).where(ViewDefault.view_id == view.id))
    db.session.delete(view)
