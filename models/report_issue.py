"""ReportIssue (报告期次): a report as it was counted at one moment, from its draft to its numbered publication."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Row, one_of
from models.rule_pack import RulePackVersion
from models.user import User
from models.vocabulary import IssueFileKind, IssueState


class ReportIssue(Row):
    """One report of one period; what is published never changes, a mistake is put right by a later issue.

    `product` is the report's id in the catalogue and `period` the period as reports/periods.py writes it.
    `paper` is the paper as reports/documents/paper_json.py writes it and `figures` the values it states, all
    counted at `counted_at` under the rules of `rule_pack`. `year` is that of the period's last day: `number`
    counts the product's issues of the year, `running_number` all of them (2026年第8期，总第74期).
    """

    __tablename__ = "report_issue"
    __table_args__ = (
        UniqueConstraint("product", "year", "number"),
        UniqueConstraint("product", "running_number"),
        Index(None, "state", "published_at"),
        Index(None, "year", "product"),
        Index(None, "product", "period"),
    )
    product: Mapped[str]
    product_title: Mapped[str]
    period: Mapped[str]
    period_label: Mapped[str]
    first_on: Mapped[date]
    last_on: Mapped[date]
    year: Mapped[int]
    number: Mapped[int | None]
    running_number: Mapped[int | None]
    title: Mapped[str]
    state: Mapped[IssueState] = mapped_column(one_of(IssueState), default=IssueState.DRAFT)
    counted_at: Mapped[datetime]
    rule_pack_id: Mapped[int | None] = mapped_column(ForeignKey("rule_pack_version.id"))
    paper: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_group="frozen")
    figures: Mapped[dict[str, Any]] = mapped_column(deferred=True, deferred_group="frozen")
    objection_until_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("report_issue.id"), index=True)
    correction_reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_by_name: Mapped[str]
    made_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_by_name: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdraw_note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    rule_pack: Mapped[RulePackVersion | None] = relationship(lazy="raise_on_sql")
    made_by: Mapped[User | None] = relationship(foreign_keys=made_by_id, lazy="raise_on_sql")

    @property
    def number_label(self) -> str:
        """The number as papers write it; nothing before it is published."""
        if self.number is None:
            return ""
        return f"{self.year}年第{self.number}期（总第{self.running_number}期）"

    @property
    def is_open(self) -> bool:
        """Whether it is still being made."""
        return self.state in OPEN_STATES

    @property
    def was_published(self) -> bool:
        """Whether readers have got it."""
        return self.state in PUBLISHED_STATES


OPEN_STATES = (IssueState.DRAFT, IssueState.OBJECTION)
PUBLISHED_STATES = (IssueState.PUBLISHED, IssueState.CORRECTED)


class IssueFile(Row):
    """A file of an issue, kept under a generated name: the paper in its forms, and the cases it counted."""

    __tablename__ = "issue_file"
    __table_args__ = (UniqueConstraint("issue_id", "kind"),)
    issue_id: Mapped[int] = mapped_column(ForeignKey("report_issue.id"))
    kind: Mapped[IssueFileKind] = mapped_column(one_of(IssueFileKind))
    stored_name: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    kept_at: Mapped[datetime]


class IssueText(Row):
    """Who last wrote which text of an issue, and when; the slots are the product's."""

    __tablename__ = "issue_text"
    __table_args__ = (UniqueConstraint("issue_id", "slot"),)
    issue_id: Mapped[int] = mapped_column(ForeignKey("report_issue.id"))
    slot: Mapped[str]
    text: Mapped[str]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    edited_at: Mapped[datetime]


class IssueObjection(Row):
    """A department's dispute of one case of a draft (异议); what it asks, and its decision, is the request."""

    __tablename__ = "issue_objection"
    __table_args__ = (Index(None, "issue_id", "id"),)
    issue_id: Mapped[int] = mapped_column(ForeignKey("report_issue.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("case_request.id"), unique=True)
