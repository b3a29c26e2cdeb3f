"""DayFigure: the day's counts by department, category, district ...; StaleDay: days to count anew.

A step marks the days of its case as stale in its own transaction; whoever reads a figure counts stale days
anew first. So figures are exact at every moment and a year is still a few thousand rows.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class DayFigure(Row):
    """Counts of one day for one member of one dimension; column meanings: reports/figures/definitions.py.

    `key` is the member's id (0 = none, or the whole for the dimension `all`) or an enum's value.
    The first block counts cases received on the day, the second those that fall due on it.
    """

    __tablename__ = "day_figure"
    __table_args__ = (Index(None, "dimension", "day", "key", unique=True),)
    day: Mapped[date]
    dimension: Mapped[str]
    key: Mapped[str]
    received: Mapped[int] = mapped_column(default=0)
    direct: Mapped[int] = mapped_column(default=0)
    dispatched: Mapped[int] = mapped_column(default=0)
    not_accepted: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    extended: Mapped[int] = mapped_column(default=0)
    redone: Mapped[int] = mapped_column(default=0)
    followed_up: Mapped[int] = mapped_column(default=0)
    result_rated: Mapped[int] = mapped_column(default=0)
    result_satisfied: Mapped[int] = mapped_column(default=0)
    hotline_rated: Mapped[int] = mapped_column(default=0)
    hotline_satisfied: Mapped[int] = mapped_column(default=0)
    solved_asked: Mapped[int] = mapped_column(default=0)
    solved: Mapped[int] = mapped_column(default=0)
    result_rated_excluded: Mapped[int] = mapped_column(default=0)
    result_satisfied_excluded: Mapped[int] = mapped_column(default=0)
    solved_asked_excluded: Mapped[int] = mapped_column(default=0)
    solved_excluded: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    dispatched_closed: Mapped[int] = mapped_column(default=0)
    due: Mapped[int] = mapped_column(default=0)
    due_closed: Mapped[int] = mapped_column(default=0)
    due_on_time: Mapped[int] = mapped_column(default=0)
    due_on_time_originally: Mapped[int] = mapped_column(default=0)
    due_overdue: Mapped[int] = mapped_column(default=0)
    due_once: Mapped[int] = mapped_column(default=0)
    due_extended: Mapped[int] = mapped_column(default=0)
    due_excluded: Mapped[int] = mapped_column(default=0)
    due_excluded_closed: Mapped[int] = mapped_column(default=0)
    due_excluded_on_time: Mapped[int] = mapped_column(default=0)


class StaleDay(Row):
    """A day whose counts no longer hold; rows are added by steps and removed by the count."""

    __tablename__ = "stale_day"
    day: Mapped[date] = mapped_column(index=True)
