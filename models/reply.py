"""Reply (办理回复): what a department answered in one round, and what the hotline's review said of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.encryption import Encrypted
from models.vocabulary import ContactOutcome, Solved


class Reply(Row):
    """The fields of the reply form; the internal record never leaves the house, the public answer does."""

    __tablename__ = "reply"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    is_true: Mapped[bool]
    is_ours: Mapped[bool]
    contact: Mapped[ContactOutcome] = mapped_column(one_of(ContactOutcome))
    contact_phone: Mapped[str | None] = mapped_column(Encrypted("reply.contact_phone"))
    contacted_at: Mapped[datetime | None]
    solved: Mapped[Solved] = mapped_column(one_of(Solved))
    unsolved_reason: Mapped[str] = mapped_column(default="")
    internal_record: Mapped[str]
    public_answer: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    next_plan: Mapped[str] = mapped_column(default="")
    handled_by: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime]
    replied_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    is_accepted: Mapped[bool | None]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    review_note: Mapped[str] = mapped_column(default="")
