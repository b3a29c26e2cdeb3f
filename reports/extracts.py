"""The SQL of reports: the counts of a period and the members of a dimension, as tables of plain columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np
import pandas as pd
from sqlalchemy import select

from models.area import Area
from models.base import db
from models.category import Category
from models.department import Department
from models.queries import cut_figures, figures, grid_figures, ledger, rule_packs
from models.queries.measures import NONE
from models.queries.restrictions import Within
from models.queries.tallies import Sums
from models.vocabulary import (
    AreaLevel,
    Channel,
    DepartmentKind,
    Dimension,
    Kind,
    Labelled,
    Urgency,
)
from reports.besides import HeldEvents
from reports.figures.asked import Asked
from reports.figures.caliber import Caliber
from reports.figures.definitions import MEASURES, with_remainders
from reports.periods import Period

MEMBER_COLUMNS = ["key", "name", "parent", "position", "is_expected"]
SETS: dict[Dimension, type[Labelled]] = {
    Dimension.CHANNEL: Channel,
    Dimension.KIND: Kind,
    Dimension.URGENCY: Urgency,
}
# What cases are called that belong to no member.
NOBODY = {
    Dimension.DEPARTMENT: "（未派单位）",
    Dimension.BRANCH: "（未归大类）",
    Dimension.CATEGORY: "（未分类）",
    Dimension.DISTRICT: "（未定区县）",
}


class Source(Protocol):
    """What figures are counted from, as models/queries/ledger.py sums them from the kept counts."""

    def sums(self, dimensions: Sequence[Dimension], asked: Asked) -> list[Sums]:
        """Return the counts of what was asked for, of every member that has any."""

    def told(self, question: str, read: Callable[[], Any]) -> Any:
        """Return what is told beside the cases, as JSON has it; read where it is asked for the first time."""

    def events_of(self, first_on: date, last_on: date, read: Callable[[], HeldEvents]) -> HeldEvents:
        """Return events of the grid among which are all of these days; read where asked for the first time."""


# While a report is frozen; else figures are counted from the cases as they are now.
_source: ContextVar[Source | None] = ContextVar("source", default=None)


@contextmanager
def counting_from(source: Source) -> Iterator[None]:
    """Count every figure that is asked for inside from this source: a paper then states nothing else."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def source() -> Source | None:
    """Return what figures are counted from inside `counting_from`; None outside, where it is the database."""
    return _source.get()


def caliber(at: datetime) -> Caliber:
    """Return by which rules figures are shown and compared: those of the rule pack valid at the moment."""
    return Caliber.of(rule_packs.document_at(at))


def score_rows(at: datetime) -> list[Mapping[str, Any]]:
    """Return the rows of the score sheet in the rule pack valid at the moment, as they are stored."""
    rows: list[Mapping[str, Any]] = rule_packs.document_at(at).get("score", [])
    return rows


def counts(dimensions: Sequence[Dimension], asked: Asked, *periods: Period) -> list[pd.DataFrame]:
    """Return for each period (or the one asked for) a row per member that has any case.

    Columns: `dimension`, `key` and every measure as int64. They are counted as `sums` says.
    """
    return [_table(found) for found in sums(dimensions, asked, *periods)]


def sums(dimensions: Sequence[Dimension], asked: Asked, *periods: Period) -> list[list[Sums]]:
    """Return for each period (or the one asked for) the counts of every member that has any case.

    Days that steps have touched since they were last counted are counted anew first, of all periods at
    once. Inside `counting_from`, by its source. Raises NotKept where a dimension is not kept within the one
    asked for.
    """
    wanted, source = periods or (asked.period,), _source.get()
    if source is not None:
        return [source.sums(dimensions, asked.during(period)) for period in wanted]
    spans = [(period.first_on, period.last_on) for period in wanted]
    if asked.subset is None:
        figures.bring_up_to_date(*spans)
        return ledger.sums(dimensions, spans, asked.at, asked.within)
    if asked.subset.is_kept:
        return cut_figures.sums(asked.subset.cut, dimensions, spans, asked.at)
    return [figures.sums_of(asked.subset, dimensions, asked.during(p).span) for p in wanted]


def received(dimensions: Sequence[Dimension], *periods: Period) -> list[dict[tuple[Dimension, str], int]]:
    """Return for each period how many cases of every member with any were received; never inside `counting_from`."""
    spans = [(period.first_on, period.last_on) for period in periods]
    figures.bring_up_to_date(*spans)
    return ledger.received(dimensions, spans)


def _table(found: Sequence[Sums]) -> pd.DataFrame:
    told = [with_remainders(sums.counts) for sums in found]
    # One block of whole numbers: column by column, forty of them cost pandas more than the whole table.
    numbers = np.array([[counts[name] for name in MEASURES] for counts in told], dtype="int64")
    table = pd.DataFrame(numbers.reshape(len(told), len(MEASURES)), columns=list(MEASURES))
    table.insert(0, "key", [sums.key for sums in found])
    table.insert(0, "dimension", [sums.dimension.value for sums in found])
    return table


def trend(dimension: Dimension, asked: Asked, periods: Sequence[Period]) -> pd.DataFrame:
    """Return the counts of several periods below one another, with the place of each in `part`."""
    tables = counts([dimension], asked, *periods)
    return pd.concat([table.assign(part=place) for place, table in enumerate(tables)], ignore_index=True)


def members(dimension: Dimension) -> pd.DataFrame:
    """Return a dimension's members in official order: key, name, parent (key), position, is_expected.

    Expected members are named even where they have no case: active units that may lead.
    """
    if dimension is Dimension.ALL:
        rows = [(NONE, "合计", NONE, False)]
    elif dimension is Dimension.DEPARTMENT:
        rows = _departments()
    elif dimension in (Dimension.BRANCH, Dimension.CATEGORY):
        rows = _categories()
    elif dimension is Dimension.DISTRICT:
        rows = _districts()
    elif dimension is Dimension.GRID_CLASS:
        rows = [(str(row.id), row.name, NONE, False) for row in grid_figures.classes()]
    elif dimension is Dimension.HOUR:
        rows = [(f"{hour:02}", f"{hour}时", NONE, False) for hour in range(24)]
    else:
        rows = [(member.value, member.label, NONE, False) for member in SETS[dimension]]
    if dimension in NOBODY:
        rows.append((NONE, NOBODY[dimension], NONE, False))
    placed = [
        (key, name, parent, place, expected) for place, (key, name, parent, expected) in enumerate(rows)
    ]
    return pd.DataFrame(placed, columns=MEMBER_COLUMNS)


def kinds_of_departments() -> dict[str, DepartmentKind]:
    """Return of which kind each department is, by its key."""
    return {
        str(id_): kind for id_, kind in db.session.execute(select(Department.id, Department.kind)).tuples()
    }


def is_known(within: Within) -> bool:
    """Tell whether there are such members."""
    return bool(within.keys) and set(within.keys) <= set(members(within.dimension)["key"])


def among(asked: Asked) -> str:
    """Return in words which cases alone are counted: 来源渠道：电话、网站; nothing where all are."""
    if asked.within:
        known = members(asked.within.dimension)
        names = known[known["key"].isin(asked.within.keys)]["name"]
        return f"{asked.within.dimension.label}：{'、'.join(names)}"
    return ""


def _departments() -> list[tuple[str, str, str, bool]]:
    query = select(
        Department.id, Department.name, Department.parent_id, Department.is_active & Department.can_lead
    ).order_by(Department.level, Department.official_order, Department.id)
    return [
        (str(id_), name, str(parent or NONE), bool(expected))
        for id_, name, parent, expected in db.session.execute(query).tuples()
    ]


def _categories() -> list[tuple[str, str, str, bool]]:
    query = select(Category.id, Category.path, Category.branch_id).order_by(Category.position, Category.id)
    return [
        (str(id_), path, str(branch or NONE), False)
        for id_, path, branch in db.session.execute(query).tuples()
    ]


def _districts() -> list[tuple[str, str, str, bool]]:
    query = select(Area.id, Area.name).where(Area.level == AreaLevel.DISTRICT)
    rows = db.session.execute(query.order_by(Area.position, Area.id)).tuples()
    return [(str(id_), name, NONE, False) for id_, name in rows]
