"""Tag (标签): a word the hotline puts on cases to find them again; CaseTag: which cases carry it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class Tag(Row):
    """One of the city's tags; one out of use stays on the cases that carry it."""

    __tablename__ = "tag"
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class CaseTag(Row):
    """A tag on a case, by whom and since when."""

    __tablename__ = "case_tag"
    __table_args__ = (UniqueConstraint("case_id", "tag_id"), Index(None, "tag_id", "case_id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"))
    put_on_at: Mapped[datetime]
    put_on_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
