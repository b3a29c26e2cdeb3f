"""CallDay: how many rang on a day, got through and how long it took; StaleCallDay: days to count anew."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class CallDay(Row):
    """Counts of the citizens' calls that began to ring on one day, those of training left out.

    The names are those of models/entries.py, where their meaning stands.
    """

    __tablename__ = "call_day"
    day: Mapped[date] = mapped_column(unique=True)
    calls_in: Mapped[int] = mapped_column(default=0)
    calls_answered: Mapped[int] = mapped_column(default=0)
    calls_in_15s: Mapped[int] = mapped_column(default=0)
    wait_seconds: Mapped[int] = mapped_column(default=0)
    talk_seconds: Mapped[int] = mapped_column(default=0)
    longest_talk_seconds: Mapped[int] = mapped_column(default=0)


class StaleCallDay(Row):
    """A day whose calls have changed since they were counted; each report of an exchange leaves a mark."""

    __tablename__ = "stale_call_day"
    day: Mapped[date] = mapped_column(index=True)
