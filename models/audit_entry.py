"""AuditEntry (审计): sign-ins, reveals of personal data, exports, administration; append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class AuditEntry(Row):
    """Who did what to which object, from where, with which result; triggers refuse edit and delete."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "kind", "id"),
        Index(None, "user_id", "id"),
        Index(None, "object_type", "object_id"),
    )
    happened_at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    object_type: Mapped[str] = mapped_column(default="")
    object_id: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
