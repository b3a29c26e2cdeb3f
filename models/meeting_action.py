"""ActionItem (落实事项): what a joint meeting told a department to do, by when, and how far it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.department import Department
from models.meeting_topic import MeetingTopic
from models.vocabulary import ActionState


class ActionItem(Row):
    """One line of the ledger: a task with its lead, the day it is due and what is to be handed in.

    That it is overdue is a light and no state. `supervised_at` and `reminded_at` are cleared when the due
    moment moves, so that each due moment is acted on once.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        Index(None, "topic_id"),
        Index(None, "lead_id", "state", "due_at"),
        Index(None, "state", "due_at"),
    )
    topic_id: Mapped[int] = mapped_column(ForeignKey("meeting_topic.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    number: Mapped[int]
    task: Mapped[str]
    deliverable: Mapped[str] = mapped_column(default="")
    lead_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    supporting_ids: Mapped[list[int]] = mapped_column(default=list)
    due_at: Mapped[datetime]
    original_due_at: Mapped[datetime]
    state: Mapped[ActionState] = mapped_column(one_of(ActionState), default=ActionState.NOT_STARTED)
    done_at: Mapped[datetime | None]
    struck_off_at: Mapped[datetime | None]
    struck_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reminded_at: Mapped[datetime | None]
    supervised_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    topic: Mapped[MeetingTopic] = relationship(lazy="raise_on_sql")
    lead: Mapped[Department] = relationship(lazy="raise_on_sql")


class ActionReport(Row):
    """One step about an action item: what a department reported, asked or was told."""

    __tablename__ = "action_report"
    __table_args__ = (Index(None, "action_id"),)
    action_id: Mapped[int] = mapped_column(ForeignKey("action_item.id"))
    happened_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    what: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    state_after: Mapped[ActionState] = mapped_column(one_of(ActionState))
