"""CallerFlag (骚扰标记): that a number rings to harass, proposed with evidence, approved by another, for a time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Row, one_of
from models.case import Case
from models.encryption import Encrypted
from models.telephone import PhoneCall
from models.user import User
from models.vocabulary import Labelled


class FlagState(Labelled):
    """How far a flag is (骚扰标记状态); one in force ends by itself with its last day."""

    PENDING = "pending", "待审批"
    IN_FORCE = "in_force", "已批准"
    REFUSED = "refused", "未批准"
    ENDED = "ended", "已撤销"


caller_flag_call = Table(
    "caller_flag_call",
    Base.metadata,
    Column("caller_flag_id", Integer, ForeignKey("caller_flag.id"), primary_key=True),
    Column("phone_call_id", Integer, ForeignKey("phone_call.id"), primary_key=True, index=True),
)
caller_flag_case = Table(
    "caller_flag_case",
    Base.metadata,
    Column("caller_flag_id", Integer, ForeignKey("caller_flag.id"), primary_key=True),
    Column("case_id", Integer, ForeignKey("case.id"), primary_key=True, index=True),
)


class CallerFlag(Row):
    """One flag with its evidence, who decided what about it, and what the caller says against it.

    It tells agents what to expect and never keeps anybody from being heard: the next call may be an emergency.
    """

    __tablename__ = "caller_flag"
    __table_args__ = (Index(None, "phone_index", "state", "ends_on"), Index(None, "state", "id"))
    number: Mapped[str] = mapped_column(Encrypted("caller_flag.number"))
    phone_index: Mapped[str]
    state: Mapped[FlagState] = mapped_column(one_of(FlagState))
    reason: Mapped[str] = mapped_column(Encrypted("caller_flag.reason"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(default="")
    ends_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(default="")
    appeal: Mapped[str | None] = mapped_column(Encrypted("caller_flag.appeal"))
    appeal_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    appealed_at: Mapped[datetime | None]
    appeal_answer: Mapped[str] = mapped_column(default="")
    appeal_answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    appeal_answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
    appeal_by: Mapped[User | None] = relationship(foreign_keys=[appeal_by_id])
    appeal_answered_by: Mapped[User | None] = relationship(foreign_keys=[appeal_answered_by_id])
    calls: Mapped[list[PhoneCall]] = relationship(secondary=caller_flag_call, order_by=PhoneCall.id)
    cases: Mapped[list[Case]] = relationship(secondary=caller_flag_case, order_by=Case.id)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_appealed(self) -> bool:
        """Whether what the caller says against it waits for an answer."""
        return (
            self.state is FlagState.IN_FORCE
            and self.appealed_at is not None
            and self.appeal_answered_at is None
        )
