"""What happened with cases (退单、延期、督办、亮牌、引用知识), counted on the day it happened and with the unit concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, delete, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from models.article import CaseCitation
from models.base import db
from models.case_request import CaseRequest
from models.happened_day import HappenedDay
from models.queries.tallies import start_of
from models.supervision import Supervision
from models.vocabulary import RequestKind, RequestState, SupervisionKind

# The key of what concerns no unit.
NOBODY = 0


class Happening(NamedTuple):
    """One thing that happened: with which case, concerning which unit (0: none), when; `id` is that of its row."""

    id: int
    case_id: int
    department_id: int
    at: datetime


@dataclass(frozen=True)
class Source:
    """Rows of which one moment is counted, for each count by its condition."""

    table: type[CaseRequest] | type[Supervision] | type[CaseCitation]
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    counts: Mapping[str, ColumnElement[bool]]

    def between(self, start: datetime, end: datetime) -> ColumnElement[bool]:
        """Return the condition that it happened in the time from start, up to but not at the end."""
        return (self.moment >= start) & (self.moment < end)

    @property
    def unit(self) -> ColumnElement[int]:
        """The unit concerned."""
        return func.coalesce(self.table.department_id, NOBODY)


_approved = CaseRequest.state == RequestState.APPROVED
# The names are those of reports/figures/happenings.py.
SOURCES = (
    Source(CaseRequest, CaseRequest.requested_at, {"returns_asked": CaseRequest.kind == RequestKind.RETURN}),
    Source(
        CaseRequest,
        CaseRequest.decided_at,
        {
            "returns_agreed": _approved & (CaseRequest.kind == RequestKind.RETURN),
            "extensions_agreed": _approved & (CaseRequest.kind == RequestKind.EXTENSION),
        },
    ),
    Source(
        Supervision,
        Supervision.issued_at,
        {
            "orders_issued": Supervision.kind == SupervisionKind.ORDER,
            "yellow_cards": Supervision.kind == SupervisionKind.YELLOW_CARD,
            "red_cards": Supervision.kind == SupervisionKind.RED_CARD,
        },
    ),
    Source(CaseCitation, CaseCitation.cited_at, {"knowledge_cited": CaseCitation.id.is_not(None)}),
)
LISTED = {name: source for source in SOURCES for name in source.counts}


def recount(day: date) -> None:
    """Count the day anew, in the transaction that counts its cases anew."""
    start, end = start_of(day), start_of(day + timedelta(days=1))
    found: dict[int, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(LISTED, 0))
    for source in SOURCES:
        counted = [func.sum(case((where, 1), else_=0)) for where in source.counts.values()]
        unit = source.unit
        rows = select(unit, *counted).where(source.between(start, end)).group_by(unit)
        for own, *counts in db.session.execute(rows).tuples():
            found[own].update(zip(source.counts, map(int, counts), strict=True))
    db.session.execute(delete(HappenedDay).where(HappenedDay.day == day))
    rows_to_write = [
        {"day": day, "department_id": own, **counts} for own, counts in found.items() if any(counts.values())
    ]
    if rows_to_write:
        db.session.execute(insert(HappenedDay), rows_to_write)


def sums(first_on: date, last_on: date) -> dict[int, dict[str, int]]:
    """Return the counts of the days from first to last for every unit that has any; the days must be up to date."""
    totals = [func.sum(getattr(HappenedDay, name)) for name in LISTED]
    rows = select(HappenedDay.department_id, *totals).where(HappenedDay.day.between(first_on, last_on))
    found = db.session.execute(rows.group_by(HappenedDay.department_id)).tuples()
    return {unit: dict(zip(LISTED, map(int, counts), strict=True)) for unit, *counts in found}


def happened(name: str, start: datetime, end: datetime) -> list[Happening]:
    """Return what is counted under this name in the time from start, up to but not at the end, the newest first."""
    source = LISTED[name]
    rows = (
        select(source.table.id, source.table.case_id, source.unit, source.moment)
        .where(source.counts[name], source.between(start, end))
        .order_by(source.moment.desc(), source.table.id.desc())
    )
    found = db.session.execute(rows).tuples()
    return [Happening(id_, case_id, unit, at) for id_, case_id, unit, at in found if at is not None]
