"""ImportBatch (导入批次): one file of old cases that was brought in, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class ImportBatch(Row):
    """A file, its checksum, progress in rows, and the outcome with the bad rows named."""

    __tablename__ = "import_batch"
    file_name: Mapped[str]
    stored_name: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="waiting")
    is_dry_run: Mapped[bool] = mapped_column(default=False)
    creates_missing: Mapped[bool] = mapped_column(default=False)
    mapping: Mapped[str] = mapped_column(default="")
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    bad_rows: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
