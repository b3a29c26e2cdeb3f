"""NumberSeries (编号): the counters that case numbers and document numbers are drawn from, without gaps."""

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class NumberSeries(Row):
    """The last number given out in a series such as `case 20261122`."""

    __tablename__ = "number_series"
    series: Mapped[str] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
