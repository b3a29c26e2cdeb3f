"""Assignment (办理任务): a department's share in a case - lead, supporting or passed down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.department import Department
from models.vocabulary import AssignmentRole, AssignmentState, ClockKind

OPEN = "state IN ('sent', 'signed')"


class Assignment(Row):
    """What one department has to do about a case; `next_*` is the nearest of its running clocks."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "case_id", "department_id"),
        Index(None, "department_id", "case_id"),
        Index(
            "ix_assignment_open",
            "department_id",
            "next_due_at",
            "id",
            "case_id",
            "state",
            "next_soon_at",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_assignment_taken",
            "assigned_to_id",
            "next_due_at",
            "id",
            sqlite_where=text(f"assigned_to_id IS NOT NULL AND {OPEN}"),
            postgresql_where=text(f"assigned_to_id IS NOT NULL AND {OPEN}"),
        ),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    role: Mapped[AssignmentRole] = mapped_column(one_of(AssignmentRole))
    state: Mapped[AssignmentState] = mapped_column(one_of(AssignmentState), default=AssignmentState.SENT)
    instruction: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    responded_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    # Who of the department works on it (经办人); it stays theirs when the part is opened again.
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    identity_granted: Mapped[bool] = mapped_column(default=False)
    next_clock: Mapped[ClockKind | None] = mapped_column(one_of(ClockKind))
    next_due_at: Mapped[datetime | None]
    next_soon_at: Mapped[datetime | None]
    next_limit: Mapped[str | None]

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
