"""WorkDay (工作日历例外): the city's local exceptions to the national calendar."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class WorkDay(Row):
    """A day that counts otherwise here than by the State Council's notice, or a notice yet unknown."""

    __tablename__ = "work_day"
    day: Mapped[date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
