"""Clock (时限): one running or stopped clock of a case: who must do what by when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import ClockKind

RUNNING = "stopped_at IS NULL AND paused_at IS NULL"


class Clock(Row):
    """A clock: it started, runs for a limit such as `5wd`, and stops when what it waits for is done.

    `department_id` None means that the hotline itself owes the step. `original_due_at` is the due moment
    before any extension. The marks say that due-soon and overdue have been acted on, once.
    """

    __tablename__ = "clock"
    __table_args__ = (
        Index(None, "case_id", "stopped_at"),
        Index(
            "ix_clock_soon",
            "soon_at",
            sqlite_where=text(f"{RUNNING} AND soon_marked_at IS NULL"),
            postgresql_where=text(f"{RUNNING} AND soon_marked_at IS NULL"),
        ),
        Index(
            "ix_clock_due",
            "due_at",
            sqlite_where=text(f"{RUNNING} AND overdue_marked_at IS NULL"),
            postgresql_where=text(f"{RUNNING} AND overdue_marked_at IS NULL"),
        ),
        Index(
            "ix_clock_running",
            "due_at",
            "department_id",
            sqlite_where=text(RUNNING),
            postgresql_where=text(RUNNING),
        ),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    supervision_id: Mapped[int | None] = mapped_column(ForeignKey("supervision.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[ClockKind] = mapped_column(one_of(ClockKind))
    started_at: Mapped[datetime]
    limit: Mapped[str]
    extensions: Mapped[list[str]] = mapped_column(default=list)
    # Past pauses as "from/to" in ISO 8601, so that the due moment can be counted again and explained.
    pauses: Mapped[list[str]] = mapped_column(default=list)
    due_at: Mapped[datetime]
    soon_at: Mapped[datetime]
    original_due_at: Mapped[datetime]
    # The day a joint meeting set: from then on no calendar counts it anew.
    decided_due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    soon_marked_at: Mapped[datetime | None]
    overdue_marked_at: Mapped[datetime | None]
    rule_pack_id: Mapped[int | None] = mapped_column(ForeignKey("rule_pack_version.id"))
