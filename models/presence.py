"""Presence (在看谁的工单): who has a case open now, and whether they are filling in a form for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row
from models.user import User


class Presence(Row):
    """That a user had the case before them at this moment; forgotten soon after."""

    __tablename__ = "presence"
    __table_args__ = (
        Index(None, "case_id", "user_id", unique=True),
        Index(None, "seen_at"),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    seen_at: Mapped[datetime]
    writes_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
