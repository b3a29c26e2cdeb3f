"""FollowUp (回访): one attempt to ask the citizen, and what was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import FollowUpOutcome, Rating, Solved


class FollowUp(Row):
    """An attempt; ratings are there only where the citizen gave them, silence is never satisfaction."""

    __tablename__ = "follow_up"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    round: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime]
    attempted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by: Mapped[str] = mapped_column(default="电话")
    outcome: Mapped[FollowUpOutcome] = mapped_column(one_of(FollowUpOutcome))
    was_contacted: Mapped[bool | None]
    solved: Mapped[Solved | None] = mapped_column(one_of(Solved))
    result_rating: Mapped[Rating | None] = mapped_column(one_of(Rating))
    hotline_rating: Mapped[Rating | None] = mapped_column(one_of(Rating))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
