"""JobRun: which job ran for which due time, when, how it ended; the row is also the claim to run it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class JobRun(Row):
    """One run of one job for one due time; the unique pair makes it happen once among many schedulers.

    `lease_until` is how long its runner may stay silent before another may take the run over.
    """

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "due_at"), Index(None, "job", "id"))
    job: Mapped[str]
    due_at: Mapped[datetime]
    runner: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    touched: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=1)
    error: Mapped[str] = mapped_column(default="")
    is_by_hand: Mapped[bool] = mapped_column(default=False)
