"""What leaving one case out does to its department's counts of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.queries.measures import Span, condition


@dataclass(frozen=True)
class Counts:
    """How many cases of a department were due in a span, and how many of these on time."""

    due: int
    on_time: int


def month_of(moment: datetime, at: datetime) -> Span:
    """Return the local month of the moment, counted at `at`."""
    local = moment.astimezone(LOCAL_TIMEZONE).date()
    following = date(local.year + local.month // 12, local.month % 12 + 1, 1)
    start, end = (datetime.combine(day, time(), LOCAL_TIMEZONE) for day in (local.replace(day=1), following))
    return Span(start, end, at)


def counts(department_id: int, span: Span, *, without: int | None = None) -> Counts:
    """Count the department's due cases of the span, one case left out where it is named."""
    tallies = [
        func.count(Case.id).filter(condition(measure, span)).label(measure)
        for measure in ("due", "due_on_time")
    ]
    query = select(*tallies).where(Case.department_id == department_id)
    if without is not None:
        query = query.where(Case.id != without)
    row = db.session.execute(query.where(Case.due_at >= span.start, Case.due_at < span.end)).one()
    return Counts(row.due, row.due_on_time)
