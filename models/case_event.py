"""CaseEvent: one append-only line of a case's timeline (流转记录)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import Action, CaseState


class CaseEvent(Row):
    """What happened to a case, when, by whose hand, and what changed; triggers refuse edit and delete."""

    __tablename__ = "case_event"
    __table_args__ = (Index(None, "case_id", "id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    happened_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    actor_name: Mapped[str] = mapped_column(default="系统")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    action: Mapped[Action] = mapped_column(one_of(Action))
    from_state: Mapped[CaseState | None] = mapped_column(one_of(CaseState))
    to_state: Mapped[CaseState | None] = mapped_column(one_of(CaseState))
    note: Mapped[str] = mapped_column(default="")
    # Only the hotline's own people read it: panel opinions, the department's internal record.
    is_internal: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
