"""ReportSchedule (报告计划): which report is made of which periods, when, whether published, and for whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class ReportSchedule(Row):
    """A report made again and again: of each period of the kind that ends on or after `since_on`.

    It is made at `at_time` of the `offset_days`th working day after the period's end, or of the very next day
    where that is 0. `publishes`: it goes out by itself, after `objection_days` days of objections where there are
    any; else it waits as a draft. `period_kind` is a kind of reports/periods.py.
    """

    __tablename__ = "report_schedule"
    product: Mapped[str]
    period_kind: Mapped[str]
    offset_days: Mapped[int] = mapped_column(default=1)
    at_time: Mapped[str] = mapped_column(default="09:00")
    publishes: Mapped[bool] = mapped_column(default=False)
    objection_days: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    since_on: Mapped[date]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]


class ScheduledIssue(Row):
    """What a schedule has made of a period: one issue, whoever tries how often."""

    __tablename__ = "scheduled_issue"
    __table_args__ = (UniqueConstraint("schedule_id", "period"), Index(None, "issue_id"))
    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"))
    period: Mapped[str]
    issue_id: Mapped[int] = mapped_column(ForeignKey("report_issue.id"))


class ReportReader(Row):
    """Whom a schedule's issues, or one issue, are for: a role, a department or a user, just one of these three."""

    __tablename__ = "report_reader"
    __table_args__ = (Index(None, "schedule_id"), Index(None, "issue_id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedule.id"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("report_issue.id"))
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
