"""DayFigure: the day's counts by department, category, district ...; StaleDay: days to count anew.

A step marks the days of its case as stale in its own transaction; whoever reads a figure counts stale days
anew first. So figures are exact at every moment and a year is still a few thousand rows.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.counts import Counts


class DayFigure(Counts):
    """Counts of one day for one member of one dimension.

    Where `within` names another dimension, only its member `within_key` is counted: a department within a
    channel. For all cases both are empty.
    """

    __tablename__ = "day_figure"
    __table_args__ = (Index(None, "within", "dimension", "day", "within_key", "key", unique=True),)
    day: Mapped[date]
    within: Mapped[str] = mapped_column(default="")
    within_key: Mapped[str] = mapped_column(default="")


class StaleDay(Row):
    """A day whose counts no longer hold; rows are added by steps and removed by the count."""

    __tablename__ = "stale_day"
    day: Mapped[date] = mapped_column(index=True)
