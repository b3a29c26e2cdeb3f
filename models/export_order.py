"""ExportOrder (导出单): who took which list of cases away, why, in which columns, and the file while it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.user import User
from models.vocabulary import ExportState


class ExportOrder(Row):
    """One export of a list; the row stays as the record of it when the file has gone.

    `wanted` is what the list's address asked for, `conditions` the same in words. `rows_total` is known once
    the rows have been looked up.
    """

    __tablename__ = "export_order"
    __table_args__ = (Index(None, "state", "id"), Index(None, "user_id", "id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    list_name: Mapped[str]
    title: Mapped[str]
    wanted: Mapped[dict[str, Any]]
    conditions: Mapped[dict[str, Any]]
    columns: Mapped[list[str]]
    reason: Mapped[str]
    state: Mapped[ExportState] = mapped_column(one_of(ExportState), default=ExportState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    stored_name: Mapped[str]
    file_name: Mapped[str] = mapped_column(default="")
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    downloads: Mapped[int] = mapped_column(default=0)
    last_downloaded_at: Mapped[datetime | None]
    sentence: Mapped[str] = mapped_column(default="")

    user: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def is_open(self) -> bool:
        """Whether the file is still to be made."""
        return self.state in (ExportState.WAITING, ExportState.RUNNING)
