"""Draws the next number of a series, without gaps: the counter moves in the transaction that uses it."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from models.base import db
from models.number_series import NumberSeries


def next_in(series: str, *, after: int = 0) -> int:
    """Return the next number of the series, which begins after the one given: from 1.

    The row stays locked until the transaction ends, so a rolled-back number is given again.
    """
    raised = (
        update(NumberSeries)
        .where(NumberSeries.series == series)
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    number = db.session.scalar(raised)
    if number is None:
        begin(series, after)
        number = db.session.scalar(raised)
    return int(number or 0)


def begin(series: str, after: int = 0) -> None:
    """Make the series' counter; two that begin it at once both find it afterwards."""
    row = {"series": series, "last": after}
    dialect = db.session.get_bind().dialect.name
    if dialect == "postgresql":
        db.session.execute(postgresql.insert(NumberSeries).values(row).on_conflict_do_nothing())
    else:
        db.session.execute(sqlite.insert(NumberSeries).values(row).on_conflict_do_nothing())
