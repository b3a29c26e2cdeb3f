"""EnteredFigure (填报数): a number the system cannot count, entered by hand for a day, a month or a year."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import EntryGrain, EntrySubject


class EnteredFigure(Row):
    """What was entered; `on` is the first day of the time, `hundredths` the number times a hundred.

    `key` is the id of the department or district, the name of the class of calls or seats, or empty for all.
    """

    __tablename__ = "entered_figure"
    __table_args__ = (UniqueConstraint("figure", "subject", "key", "grain", "on"),)
    figure: Mapped[str]
    subject: Mapped[EntrySubject] = mapped_column(one_of(EntrySubject))
    key: Mapped[str]
    grain: Mapped[EntryGrain] = mapped_column(one_of(EntryGrain))
    on: Mapped[date]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]
