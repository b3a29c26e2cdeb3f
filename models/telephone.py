"""The telephone (电话接入): exchanges that report calls, agents' seats, calls, and notes on callers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.case import Case
from models.encryption import Encrypted
from models.user import User
from models.vocabulary import Labelled


class Direction(Labelled):
    """Who rang whom (呼叫方向)."""

    IN = "in", "呼入"
    OUT = "out", "呼出"


class CallState(Labelled):
    """How far a call is (通话状态)."""

    RINGING = "ringing", "振铃中"
    ANSWERED = "answered", "通话中"
    ENDED = "ended", "已结束"
    MISSED = "missed", "未接通"


class CallStep(Labelled):
    """What an exchange reports of a call (话务事件); the values are those of Zammad's generic CTI."""

    NEW_CALL = "newCall", "来电"
    ANSWER = "answer", "接听"
    HANGUP = "hangup", "挂断"


class HangupCause(Labelled):
    """Why a call ended (挂断原因)."""

    NORMAL = "normalClearing", "正常结束"
    BUSY = "busy", "忙线"
    CANCEL = "cancel", "主叫放弃"
    NO_ANSWER = "noAnswer", "无人接听"
    CONGESTION = "congestion", "线路拥塞"
    NOT_FOUND = "notFound", "号码不存在"
    FORWARDED = "forwarded", "已转接"


class CallerNoteKind(Labelled):
    """What agents should know before they speak to a caller (来电标注)."""

    CARE = "care", "特殊照顾"
    LANGUAGE = "language", "语言"
    DO_NOT_CALL = "do_not_call", "勿回拨"


class Exchange(Row):
    """A telephone exchange that reports its calls; only the hash of its token is kept.

    `recording_hosts` are the servers to which a link to a recording may lead. One that is there for
    training (`is_training`) reports what people press on the simulator.
    """

    __tablename__ = "exchange"
    name: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    recording_hosts: Mapped[list[str]] = mapped_column(default=list)
    is_training: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    last_event_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Seat(Row):
    """At which extension an agent sits now; one agent a telephone, one telephone an agent."""

    __tablename__ = "seat"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    extension: Mapped[str] = mapped_column(unique=True)
    since: Mapped[datetime]
    user: Mapped[User] = relationship()


class PhoneCall(Row):
    """One call as its exchange reported it; `number` is the citizen's, whoever rang.

    `external_id` is the exchange's callId, `agent_id` who took the call or whose telephone alone rings;
    `end_code` the ground of why it ended without a case, `warnings` how often decent language was asked for.
    """

    __tablename__ = "phone_call"
    __table_args__ = (
        UniqueConstraint("exchange_id", "external_id"),
        Index(None, "rang_at", "id"),
        Index(None, "agent_id", "rang_at", "id"),
        Index(None, "phone_index", "rang_at"),
    )
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchange.id"))
    external_id: Mapped[str]
    direction: Mapped[Direction] = mapped_column(one_of(Direction))
    number: Mapped[str | None] = mapped_column(Encrypted("phone_call.number"))
    phone_index: Mapped[str | None]
    line: Mapped[str] = mapped_column(default="")
    queue: Mapped[str] = mapped_column(default="")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[CallState] = mapped_column(one_of(CallState))
    rang_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cause: Mapped[HangupCause | None] = mapped_column(one_of(HangupCause))
    recording_url: Mapped[str | None] = mapped_column(Encrypted("phone_call.recording_url"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    end_code: Mapped[str | None]
    warnings: Mapped[int] = mapped_column(default=0)
    exchange: Mapped[Exchange] = relationship()
    agent: Mapped[User | None] = relationship()
    case: Mapped[Case | None] = relationship()


class CallEvent(Row):
    """That something happened to a call, for each agent whose screen it concerns; None: for the waiting line.

    The numbers of these rows are what browsers are woken by (hotline/call_watch.py).
    """

    __tablename__ = "call_event"
    phone_call_id: Mapped[int] = mapped_column(ForeignKey("phone_call.id"), index=True)
    step: Mapped[CallStep] = mapped_column(one_of(CallStep))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    happened_at: Mapped[datetime]


class CallerNote(Row):
    """What agents should know of whoever calls from a number: set by somebody, for a time."""

    __tablename__ = "caller_note"
    __table_args__ = (Index(None, "phone_index", "ends_on"),)
    number: Mapped[str] = mapped_column(Encrypted("caller_note.number"))
    phone_index: Mapped[str]
    kind: Mapped[CallerNoteKind] = mapped_column(one_of(CallerNoteKind))
    text: Mapped[str] = mapped_column(Encrypted("caller_note.text"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]
    ends_on: Mapped[date]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None]
    set_by: Mapped[User] = relationship(foreign_keys=set_by_id)
