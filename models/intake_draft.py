"""IntakeDraft (受理草稿): what an agent has typed so far; it survives a closed browser."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.encryption import Encrypted


class IntakeDraft(Row):
    """The fields of an unfinished intake form as JSON, encrypted, since a caller's number is among them."""

    __tablename__ = "intake_draft"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    # Made with the form; a second click on submit finds it spent.
    token: Mapped[str] = mapped_column(unique=True)
    fields: Mapped[str | None] = mapped_column(Encrypted("intake_draft.fields"))
    saved_at: Mapped[datetime]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
