"""The supervision board (督办台): open orders by department, level, state and age; cards; what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, literal_column, select, tuple_
from sqlalchemy.orm import joinedload

from models.assignment import Assignment
from models.base import db
from models.case import Case
from models.queries.cases import outside_desks
from models.queries.worklists import Worklist, open_parts
from models.supervision import Supervision
from models.vocabulary import (
    CaseScope,
    Light,
    OrderAge,
    OverdueBand,
    Permission,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
)

# Days since an order was issued at which a further age begins.
AGES = {OrderAge.FRESH: 0, OrderAge.DAYS: 3, OrderAge.WEEK: 7, OrderAge.LONG: 15}
Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list of open orders is narrowed to; None asks for nothing."""

    department_ids: frozenset[int] | None = None
    level: SupervisionLevel | None = None
    state: SupervisionState | None = None
    age: OrderAge | None = None
    light: Light | None = None


@dataclass(frozen=True)
class Tally:
    """How many open orders of one department, level, state, age and light there are."""

    department_id: int | None
    level: SupervisionLevel
    state: SupervisionState
    age: OrderAge
    light: Light | None
    count: int


def open_orders() -> list[Condition]:
    """Return the conditions of an order not yet struck off, in the letters of its index."""
    states: list[ColumnElement[str]] = [literal_column("'open'"), literal_column("'replied'")]
    return [Supervision.kind == literal_column("'order'"), Supervision.state.in_(states)]


def light_at(at: datetime) -> ColumnElement[Any]:
    """Return the column of an order's light at the moment; an answered order waits for us and has none."""
    return case(
        (Supervision.state != SupervisionState.OPEN, literal("")),
        (Supervision.due_at < at, literal(Light.OVERDUE.value)),
        (Supervision.soon_at <= at, literal(Light.DUE_SOON.value)),
        else_=literal(Light.IN_TIME.value),
    )


def age_at(at: datetime) -> ColumnElement[Any]:
    """Return the column of an order's age at the moment."""
    older_first = sorted(AGES.items(), key=lambda pair: -pair[1])
    *older, (youngest, _) = older_first
    whens = [(Supervision.issued_at <= at - timedelta(days=days), literal(age.value)) for age, days in older]
    return case(*whens, else_=literal(youngest.value))


def tallies(scope: CaseScope, at: datetime) -> list[Tally]:
    """Count the open orders the scope may see, in one statement."""
    age, light = age_at(at).label("age"), light_at(at).label("light")
    keys = (Supervision.department_id, Supervision.level, Supervision.state, age, light)
    rows = select(*keys, func.count()).where(*open_orders(), outside_desks(Supervision.case_id, scope))
    return [
        Tally(unit, level, state, OrderAge(old), Light(lit) if lit else None, number)
        for unit, level, state, old, lit, number in db.session.execute(rows.group_by(*keys))
    ]


def fits(tally: Tally, wanted: Wanted) -> bool:
    """Say whether the tally's orders are among the wanted."""
    return (
        (wanted.department_ids is None or tally.department_id in wanted.department_ids)
        and wanted.level in (None, tally.level)
        and wanted.state in (None, tally.state)
        and wanted.age in (None, tally.age)
        and wanted.light in (None, tally.light)
    )


def count(rows: Sequence[Tally], wanted: Wanted) -> int:
    """Return how many of the tallied orders are wanted."""
    return sum(row.count for row in rows if fits(row, wanted))


def orders(
    wanted: Wanted,
    scope: CaseScope,
    at: datetime,
    *,
    after: tuple[datetime | None, int] | None = None,
    limit: int = 50,
) -> Sequence[Supervision]:
    """Return one page of the wanted open orders with case and department, the earliest due first."""
    rows = select(Supervision.id)
    rows = rows.where(*open_orders(), outside_desks(Supervision.case_id, scope))
    if wanted.department_ids is not None:
        rows = rows.where(Supervision.department_id.in_(sorted(wanted.department_ids)))
    if wanted.level is not None:
        rows = rows.where(Supervision.level == wanted.level)
    if wanted.state is not None:
        rows = rows.where(Supervision.state == wanted.state)
    if wanted.age is not None:
        rows = rows.where(age_at(at) == wanted.age.value)
    if wanted.light is not None:
        rows = rows.where(light_at(at) == wanted.light.value)
    if after is not None and after[0] is not None:
        rows = rows.where(tuple_(Supervision.due_at, Supervision.id) > after)
    # The page is found in the index alone; only its own rows are then read whole.
    ids = db.session.scalars(rows.order_by(Supervision.due_at, Supervision.id).limit(limit)).all()
    shown = (
        joinedload(Supervision.case).joinedload(Case.category),
        joinedload(Supervision.case).joinedload(Case.district),
        joinedload(Supervision.department),
    )
    found = select(Supervision).where(Supervision.id.in_(ids)).options(*shown)
    return db.session.scalars(found.order_by(Supervision.due_at, Supervision.id)).all()


def cards(scope: CaseScope, start: datetime, end: datetime) -> dict[tuple[int | None, SupervisionKind], int]:
    """Count the cards shown in [start, end) by department and colour."""
    kinds: list[ColumnElement[str]] = [literal_column("'yellow_card'"), literal_column("'red_card'")]
    keys = (Supervision.department_id, Supervision.kind)
    rows = select(*keys, func.count()).where(
        Supervision.kind.in_(kinds),
        Supervision.issued_at >= start,
        Supervision.issued_at < end,
        outside_desks(Supervision.case_id, scope),
    )
    return {(unit, kind): n for unit, kind, n in db.session.execute(rows.group_by(*keys))}


@dataclass(frozen=True)
class Bands:
    """The moments between how long overdue work has been so: due before `long`, before `days`, before now."""

    at: datetime
    days: datetime
    long: datetime

    def condition(self, band: OverdueBand | None) -> list[Condition]:
        """Return the conditions of an open part in the band; of all bands for None."""
        due = Assignment.next_due_at
        bounds = {
            None: [due < self.at],
            OverdueBand.SHORT: [due < self.at, due >= self.days],
            OverdueBand.DAYS: [due < self.days, due >= self.long],
            OverdueBand.LONG: [due < self.long],
        }
        return [*open_parts(), *bounds[band]]


def heat(scope: CaseScope, bands: Bands) -> dict[tuple[int, OverdueBand], int]:
    """Count the overdue parts by department and band."""
    due = Assignment.next_due_at
    band = case(
        (due < bands.long, literal(OverdueBand.LONG.value)),
        (due < bands.days, literal(OverdueBand.DAYS.value)),
        else_=literal(OverdueBand.SHORT.value),
    ).label("band")
    rows = select(Assignment.department_id, band, func.count()).where(
        *bands.condition(None), outside_desks(Assignment.case_id, scope)
    )
    found = db.session.execute(rows.group_by(Assignment.department_id, band))
    return {(unit, OverdueBand(name)): n for unit, name, n in found}


def overdue_parts(bands: Bands, department_id: int | None, band: OverdueBand | None) -> Worklist:
    """Return the list behind the numbers of the heat, to be read like any worklist."""
    own = [Assignment.department_id == department_id] if department_id is not None else []
    return Worklist(
        "overdue-parts",
        "超期任务",
        Permission.SUPERVISE,
        lambda _user, _at: [*bands.condition(band), *own],
        "没有超期的任务。",
        by_part=True,
    )
