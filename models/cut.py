"""KeptCut: categories and words that a special report is about; its counts of each closed month are kept.

A cut's months are counted from the cases once, when first asked for, and again when a day of theirs has
been counted anew (ADR 12).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.counts import Counts


class KeptCut(Row):
    """Categories by their ids, and the words looked for in their cases, as Cut writes them."""

    __tablename__ = "cut"
    text: Mapped[str] = mapped_column(unique=True)


class CutFigure(Counts):
    """Counts of one month of a cut, named by its first day, for one member of one dimension."""

    __tablename__ = "cut_figure"
    __table_args__ = (Index(None, "cut_id", "dimension", "month", "key", unique=True), Index(None, "month"))
    cut_id: Mapped[int] = mapped_column(ForeignKey("cut.id"))
    month: Mapped[date]


class CutMonth(Row):
    """A month of a cut whose counts were asked for; whether they hold."""

    __tablename__ = "cut_month"
    __table_args__ = (Index(None, "cut_id", "month", unique=True), Index(None, "month"))
    cut_id: Mapped[int] = mapped_column(ForeignKey("cut.id"))
    month: Mapped[date]
    is_counted: Mapped[bool] = mapped_column(default=False)
