"""ReplyDraft (回复草稿): what an officer has typed of a reply so far; it survives a closed browser."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.encryption import Encrypted


class ReplyDraft(Row):
    """The fields of one person's unfinished reply to one case, as JSON and encrypted: a number is among them."""

    __tablename__ = "reply_draft"
    __table_args__ = (UniqueConstraint("case_id", "user_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    fields: Mapped[str | None] = mapped_column(Encrypted("reply_draft.fields"))
    saved_at: Mapped[datetime]
