"""MeetingTopic (议题): what a joint meeting is asked, the cases behind it, and what the departments say to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.category import Category
from models.department import Department
from models.vocabulary import Stance, TopicState


class MeetingTopic(Row):
    """A hard matter: pooled until a meeting takes it on its agenda, then decided or put off.

    `demand` is written for people outside the hotline: no name, no number. `reasons` are the sentences by
    which its cases were found. A topic that was put off goes on as a new one.
    """

    __tablename__ = "meeting_topic"
    __table_args__ = (Index(None, "meeting_id", "position"), Index(None, "state"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("joint_meeting.id"))
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[TopicState] = mapped_column(one_of(TopicState), default=TopicState.POOLED)
    title: Mapped[str]
    demand: Mapped[str] = mapped_column(default="")
    people: Mapped[int | None]
    law: Mapped[str] = mapped_column(default="")
    dispute: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    to_decide: Mapped[str] = mapped_column(default="")
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    reasons: Mapped[list[str]] = mapped_column(default=list)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    put_off_from_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_topic.id"))
    outcome: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    supporting_ids: Mapped[list[int]] = mapped_column(default=list)
    due_on: Mapped[date | None]
    routing_rule_id: Mapped[int | None] = mapped_column(ForeignKey("routing_rule.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    branch: Mapped[Category | None] = relationship(lazy="raise_on_sql")
    lead: Mapped[Department | None] = relationship(lazy="raise_on_sql")


class TopicCase(Row):
    """A case behind a topic; the main one is the one its supervision and its catalogue line are about."""

    __tablename__ = "topic_case"
    __table_args__ = (UniqueConstraint("topic_id", "case_id"), Index(None, "case_id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("meeting_topic.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    is_main: Mapped[bool] = mapped_column(default=False)


class TopicOpinion(Row):
    """What a department was asked about a topic before the meeting, and what it said."""

    __tablename__ = "topic_opinion"
    __table_args__ = (UniqueConstraint("topic_id", "department_id"), Index(None, "department_id", "given_at"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("meeting_topic.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    stance: Mapped[Stance | None] = mapped_column(one_of(Stance))
    opinion: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    proposed_lead_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    given_at: Mapped[datetime | None]

    department: Mapped[Department] = relationship(foreign_keys=department_id, lazy="raise_on_sql")
    proposed_lead: Mapped[Department | None] = relationship(
        foreign_keys=proposed_lead_id, lazy="raise_on_sql"
    )
    topic: Mapped[MeetingTopic] = relationship(lazy="raise_on_sql")


class CandidateDismissal(Row):
    """A candidate the convener put aside (不列入) for one reason, until that reason has grown beyond `value`."""

    __tablename__ = "candidate_dismissal"
    __table_args__ = (UniqueConstraint("case_id", "code"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    code: Mapped[str]
    value: Mapped[int] = mapped_column(default=0)
    dismissed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    dismissed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
