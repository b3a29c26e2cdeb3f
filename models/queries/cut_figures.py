"""Counts of a cut: kept for each closed month it was asked for, counted from the cases for the days beside (ADR 12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from models.base import db
from models.bulk import BulkWriter
from models.cut import CutFigure, CutMonth, KeptCut
from models.day_figure import StaleDay
from models.queries import figures, ledger
from models.queries.measures import COUNTED, Span
from models.queries.restrictions import Cut
from models.queries.stretches import A_DAY, Stretch, apart, beside, last_day, month_of, whole_months
from models.queries.tallies import Sums, local_day, start_of, tally
from models.transaction import unit_of_work
from models.vocabulary import Cohort, Dimension

BOTH = (Cohort.RECEIVED, Cohort.DUE)


def sums(
    cut: Cut, dimensions: Sequence[Dimension], spans: Sequence[Stretch], at: datetime
) -> list[list[Sums]]:
    """Return for each span, from first day to last, the counts of the cut for every member that has any.

    Closed months that nobody asked for yet, or whose cases have changed since, are counted first.
    """
    stretches, today = apart(spans), local_day(at)
    closed = sorted({m for stretch in stretches for m in whole_months(stretch) if last_day(m) < today})
    cut_id = _id_of(cut)
    for month in _uncounted(cut_id, closed):
        count(cut_id, month)
    counted: ledger.Counted = {}
    months = [[month for month in whole_months(stretch) if month in closed] for stretch in stretches]
    ledger.add_months(counted, CutFigure, (CutFigure.cut_id == cut_id,), dimensions, months)
    for place, stretch in enumerate(stretches):
        for first_on, last_on in beside(stretch, closed):
            span = Span(start_of(first_on), start_of(last_on + A_DAY), at)
            ledger.add_tally(counted, place, dimensions, tally(BOTH, span, cut.condition))
    return [ledger.of_span(span, stretches, counted) for span in spans]


def _id_of(cut: Cut) -> int:
    """Return the id by which the cut's counts are kept; whoever asks first makes it known."""
    known = select(KeptCut.id).where(KeptCut.text == cut.text)
    found = db.session.scalar(known)
    if found is None:
        with unit_of_work():
            ledger.ensure(KeptCut, text=cut.text)
        found = db.session.scalars(known).one()
    return found


def _uncounted(cut_id: int, months: Sequence[date]) -> list[date]:
    """Return which of the closed months with cases do not hold, once those with stale days have lost theirs."""
    if not months:
        return []
    figures.bring_up_to_date((months[0], last_day(months[-1])))
    query = select(CutMonth.month).where(CutMonth.cut_id == cut_id, CutMonth.is_counted)
    return sorted(ledger.with_figures(set(months) - set(db.session.scalars(query))))


def count(cut_id: int, month: date) -> bool:
    """Count a closed month of the cut and keep the counts; False where somebody was faster."""
    with unit_of_work():
        ledger.lock(month)
        state = (CutMonth.cut_id == cut_id, CutMonth.month == month)
        was_counted = db.session.scalar(select(CutMonth.is_counted).where(*state))
        if was_counted:
            return False
        if was_counted is None:
            db.session.add(CutMonth(cut_id=cut_id, month=month, is_counted=True))
        else:
            db.session.execute(update(CutMonth).where(*state).values(is_counted=True))
        cut = Cut.parse(db.session.scalars(select(KeptCut.text).where(KeptCut.id == cut_id)).one())
        end = start_of(last_day(month) + A_DAY)
        found = tally(BOTH, Span(start_of(month), end, end), cut.condition)
        names = ("cut_id", "month", "dimension", "key", *COUNTED)
        BulkWriter(db.session.connection(), db.metadata.tables[CutFigure.__tablename__], names).write(
            (cut_id, month, member.dimension.value, member.key, *counts) for member, counts in found.items()
        )
    return True


def count_again(row_id: int) -> bool:
    """Count the month of a cut that was asked for once; False where somebody was faster."""
    row = db.session.get_one(CutMonth, row_id)
    return count(row.cut_id, row.month)


def to_count() -> list[CutMonth]:
    """Return the months of cuts that were asked for and whose cases have changed since; not stale ones."""
    stale = {month_of(day) for day in db.session.scalars(select(StaleDay.day).distinct())}
    query = select(CutMonth).where(CutMonth.is_counted.is_(False)).order_by(CutMonth.month, CutMonth.cut_id)
    return [row for row in db.session.scalars(query) if row.month not in stale]
