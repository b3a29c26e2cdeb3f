"""HappenedDay: how often a day saw returns, extensions, orders, cards and citations, by the unit concerned."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class HappenedDay(Row):
    """Counts of what happened on one day with one unit (0: none is named); counted anew with the day's cases.

    Column meanings: reports/figures/happenings.py.
    """

    __tablename__ = "happened_day"
    __table_args__ = (Index(None, "day", "department_id", unique=True),)
    day: Mapped[date]
    department_id: Mapped[int]
    returns_asked: Mapped[int] = mapped_column(default=0)
    returns_agreed: Mapped[int] = mapped_column(default=0)
    extensions_agreed: Mapped[int] = mapped_column(default=0)
    orders_issued: Mapped[int] = mapped_column(default=0)
    yellow_cards: Mapped[int] = mapped_column(default=0)
    red_cards: Mapped[int] = mapped_column(default=0)
    knowledge_cited: Mapped[int] = mapped_column(default=0)
