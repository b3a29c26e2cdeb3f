"""MonthFigure: the days of a closed month added up; LedgerMonth: whether that was done and still holds.

Counting a day of the month anew takes the month's sums away in the same transaction (ADR 12).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.counts import Counts


class MonthFigure(Counts):
    """Counts of one month, named by its first day; otherwise as the rows of its days."""

    __tablename__ = "month_figure"
    __table_args__ = (Index(None, "within", "dimension", "month", "within_key", "key", unique=True),)
    month: Mapped[date]
    within: Mapped[str] = mapped_column(default="")
    within_key: Mapped[str] = mapped_column(default="")


class LedgerMonth(Row):
    """A month of the ledger; whoever changes its days or its sums locks this row first."""

    __tablename__ = "ledger_month"
    month: Mapped[date] = mapped_column(unique=True)
    is_summed: Mapped[bool] = mapped_column(default=False)
