"""SavedView (视图): what somebody asked of a list, kept under a name; ViewDefault: which one a person's list opens with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row
from models.user import User


class SavedView(Row):
    """The arguments of a list's address under a name; `place` is the list, a worklist with its own name.

    A shared view is offered to everyone who may see the list; they see of it what they may see.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner_id", "place", "name"), Index(None, "place", "is_shared"))
    place: Mapped[str]
    name: Mapped[str]
    arguments: Mapped[dict[str, Any]]
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    is_shared: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]

    owner: Mapped[User] = relationship(lazy="raise_on_sql")


class ViewDefault(Row):
    """With which view a list opens for one person."""

    __tablename__ = "view_default"
    __table_args__ = (UniqueConstraint("user_id", "place"), Index(None, "view_id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    place: Mapped[str]
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"))
