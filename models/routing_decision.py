"""RoutingDecision (分派记录): which department the router named for a case, what was done, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import Labelled


class Taken(Labelled):
    """Which of the router's suggestions was followed (采用情况)."""

    FIRST = "first", "采用首位"
    SECOND = "second", "采用第二位"
    THIRD = "third", "采用第三位"
    OTHER = "other", "另选单位"


class DecisionOutcome(Labelled):
    """What came of the suggestion (结果)."""

    UPHELD = "upheld", "维持"
    RETURNED = "returned", "退单改派"
    CORRECTED = "corrected", "更正"
    RECALLED = "recalled", "撤回"
    MOOT = "moot", "不计（并单、终止等）"


WRONG = (DecisionOutcome.RETURNED, DecisionOutcome.CORRECTED, DecisionOutcome.RECALLED)
DECIDED = (DecisionOutcome.UPHELD, *WRONG)
OPEN = text("outcome IS NULL")


class RoutingDecision(Row):
    """What the router said when the case was taken in, who sent it where, whether review was spared.

    `confidence` and the chances in `others` (department, chance) are in hundredths of a per cent. `category_id` is
    the one the agent chose. `is_sampled`: it might have been released and was reviewed all the same. `verdict` says
    in words why it was released or not, where release was asked for.
    """

    __tablename__ = "routing_decision"
    __table_args__ = (
        Index(None, "category_id", "id"),
        Index(None, "suggested_at", "id"),
        Index("ix_routing_decision_open", "id", "case_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("router_version.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    confidence: Mapped[int]
    others: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    words: Mapped[list[str]] = mapped_column(default=list)
    suggested_at: Mapped[datetime]
    is_released: Mapped[bool] = mapped_column(default=False)
    is_sampled: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str] = mapped_column(default="")
    taken: Mapped[Taken | None] = mapped_column(one_of(Taken))
    taken_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    taken_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    outcome: Mapped[DecisionOutcome | None] = mapped_column(one_of(DecisionOutcome))
    outcome_at: Mapped[datetime | None]
