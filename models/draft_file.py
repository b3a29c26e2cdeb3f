"""DraftFile (草稿附件): a file uploaded with an intake form that no case has come of yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class DraftFile(Row):
    """A file on disk that waits for its case; it becomes an attachment then, or goes with the draft."""

    __tablename__ = "draft_file"
    draft_id: Mapped[int] = mapped_column(ForeignKey("intake_draft.id"), index=True)
    stored_name: Mapped[str] = mapped_column(unique=True)
    original_name: Mapped[str]
    media_type: Mapped[str]
    bytes: Mapped[int]
    sha256: Mapped[str]
    uploaded_at: Mapped[datetime]
