"""The city's exceptions to the national calendar."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from models.base import db
from models.work_day import WorkDay


def find(day: date) -> WorkDay | None:
    """Return what was put down for the day."""
    return db.session.scalar(select(WorkDay).where(WorkDay.day == day))


def of_year(year: int) -> Sequence[WorkDay]:
    """Return what was put down for the days of a year."""
    days = select(WorkDay).where(WorkDay.day >= date(year, 1, 1), WorkDay.day <= date(year, 12, 31))
    return db.session.scalars(days.order_by(WorkDay.day)).all()
