"""JointMeeting (联席会议): where departments decide hard cases around a table, and who sits at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.department import Department
from models.vocabulary import MeetingKind, MeetingState, SeatReply


class JointMeeting(Row):
    """A meeting from its preparation to its issued minutes; its number is drawn with the first invitation.

    `ics_sequence` counts what calendars were sent, so that a later one takes the place of the earlier.
    """

    __tablename__ = "joint_meeting"
    __table_args__ = (Index(None, "state", "starts_at"), Index(None, "year", "id"))
    number: Mapped[str | None] = mapped_column(unique=True)
    year: Mapped[int]
    kind: Mapped[MeetingKind] = mapped_column(one_of(MeetingKind))
    title: Mapped[str]
    state: Mapped[MeetingState] = mapped_column(one_of(MeetingState), default=MeetingState.PREPARING)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    video_url: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    convener_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    ics_sequence: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_note: Mapped[str] = mapped_column(default="")
    minutes_number: Mapped[str | None] = mapped_column(unique=True)
    minutes_opening: Mapped[str] = mapped_column(default="")
    minutes_closing: Mapped[str] = mapped_column(default="")
    minutes_issued_at: Mapped[datetime | None]
    minutes_issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.state in (MeetingState.PREPARING, MeetingState.INVITED)

    @property
    def was_held(self) -> bool:
        """Whether it has been held."""
        return self.state in (MeetingState.HELD, MeetingState.MINUTED)


class MeetingSeat(Row):
    """A department that is invited, who comes for it, and whether they came."""

    __tablename__ = "meeting_seat"
    __table_args__ = (UniqueConstraint("meeting_id", "department_id"), Index(None, "department_id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("joint_meeting.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    reply: Mapped[SeatReply | None] = mapped_column(one_of(SeatReply))
    attendee: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    replied_at: Mapped[datetime | None]
    attended: Mapped[bool | None]

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
