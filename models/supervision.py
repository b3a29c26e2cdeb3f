"""Supervision (催办/督办): a reminder, a card or a supervision order, with its own deadline and reply."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.case import Case
from models.department import Department
from models.vocabulary import SupervisionKind, SupervisionLevel, SupervisionState, Trigger

# What the partial indexes hold; a query names it by these letters, or SQLite passes the index over.
OPEN = "kind = 'order' AND state IN ('open', 'replied')"
CARDS = "kind IN ('yellow_card', 'red_card')"


class Supervision(Row):
    """Pressure on a department about a case; an order is numbered, answered and confirmed or returned.

    `key` makes a triggered supervision happen once: unique per case, trigger and round.
    """

    __tablename__ = "supervision"
    __table_args__ = (
        Index(None, "case_id", "kind"),
        Index(None, "state", "level", "id"),
        Index(None, "department_id", "state"),
        Index(None, "issued_at"),
        Index(
            "ix_supervision_open",
            "state",
            "department_id",
            "level",
            "due_at",
            "soon_at",
            "issued_at",
            "case_id",
            "kind",
            "id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_supervision_card",
            "issued_at",
            "department_id",
            "kind",
            "case_id",
            sqlite_where=text(CARDS),
            postgresql_where=text(CARDS),
        ),
    )
    number: Mapped[str | None] = mapped_column(unique=True)
    key: Mapped[str | None] = mapped_column(unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    kind: Mapped[SupervisionKind] = mapped_column(one_of(SupervisionKind))
    level: Mapped[SupervisionLevel] = mapped_column(one_of(SupervisionLevel))
    trigger: Mapped[Trigger] = mapped_column(one_of(Trigger))
    state: Mapped[SupervisionState] = mapped_column(one_of(SupervisionState), default=SupervisionState.OPEN)
    addressed_to: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    requirement: Mapped[str] = mapped_column(default="")
    reply_limit: Mapped[str] = mapped_column(default="")
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    issued_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    soon_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=1)
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
