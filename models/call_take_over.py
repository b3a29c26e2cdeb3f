"""CallTakeOver (接管通话): that a supervisor took a call and its draft from an agent, and what the agent wrote after that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row
from models.encryption import Encrypted
from models.user import User


class CallTakeOver(Row):
    """One take-over; `late` holds, as JSON, what was still under way from the agent's page when the draft had gone."""

    __tablename__ = "call_take_over"
    __table_args__ = (Index(None, "from_id", "taken_at"),)
    phone_call_id: Mapped[int] = mapped_column(ForeignKey("phone_call.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    taken_at: Mapped[datetime]
    draft_token: Mapped[str | None] = mapped_column(index=True)
    late: Mapped[str | None] = mapped_column(Encrypted("call_take_over.late"))
    taken_from: Mapped[User] = relationship(foreign_keys=[from_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
