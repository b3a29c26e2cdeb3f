"""Recount (待重算): a case whose open clocks wait to be counted anew after a change of the calendar."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class Recount(Row):
    """One case that waits; the row goes in the transaction that counts its clocks."""

    __tablename__ = "recount"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
