"""The SQL of reports: the counts of a period and the members of a dimension, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

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


class Member(NamedTuple):
    """A member of a dimension; `parent` is a key, `is_expected` whether it is named even where it has no case."""

    key: str
    name: str
    parent: str = NONE
    is_expected: bool = False


# The counts of one member by measure; of a period by dimension and key.
Measured = Mapping[str, int]
Counts = Mapping[Dimension, Mapping[str, Measured]]


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


def counts(dimensions: Sequence[Dimension], asked: Asked, *periods: Period) -> list[Counts]:
    """Return for each period (or the one asked for) every measure of each member that has any case.

    They are counted as `sums` says.
    """
    made: list[Counts] = []
    for found in sums(dimensions, asked, *periods):
        told: dict[Dimension, dict[str, Measured]] = {dimension: {} for dimension in dimensions}
        for own in found:
            told[own.dimension][own.key] = with_remainders(own.counts)
        made.append(told)
    return made


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


def trend(dimension: Dimension, asked: Asked, periods: Sequence[Period]) -> pd.DataFrame:
    """Return the counts of several periods below one another: `part` (its place), `key`, every measure as int64."""
    told = [
        (part, key, *(measured[name] for name in MEASURES))
        for part, found in enumerate(counts([dimension], asked, *periods))
        for key, measured in found[dimension].items()
    ]
    table = pd.DataFrame(told, columns=["part", "key", *MEASURES])
    return table.astype(dict.fromkeys(("part", *MEASURES), "int64"))


def members(dimension: Dimension) -> list[Member]:
    """Return a dimension's members in official order; last what cases are called that belong to none.

    Expected are active units that may lead.
    """
    return members_of([dimension])[dimension]


def members_of(dimensions: Sequence[Dimension]) -> dict[Dimension, list[Member]]:
    """Return the members of several dimensions; matters and their branches are read once."""
    matters = cache(_matters)
    made = {}
    for dimension in dimensions:
        if dimension is Dimension.ALL:
            found = [Member(NONE, "合计")]
        elif dimension is Dimension.DEPARTMENT:
            found = _departments()
        elif dimension in (Dimension.BRANCH, Dimension.CATEGORY):
            found = list(matters())
        elif dimension is Dimension.DISTRICT:
            found = _districts()
        elif dimension is Dimension.GRID_CLASS:
            found = [Member(str(row.id), row.name) for row in grid_figures.classes()]
        elif dimension is Dimension.HOUR:
            found = [Member(f"{hour:02}", f"{hour}时") for hour in range(24)]
        else:
            found = [Member(member.value, member.label) for member in SETS[dimension]]
        if dimension in NOBODY:
            found.append(Member(NONE, NOBODY[dimension]))
        made[dimension] = found
    return made


def names(dimension: Dimension) -> dict[str, str]:
    """Return what the members of a dimension are called, by key, in official order."""
    return {member.key: member.name for member in members(dimension)}


def kinds_of_departments() -> dict[str, DepartmentKind]:
    """Return of which kind each department is, by its key."""
    return {
        str(id_): kind for id_, kind in db.session.execute(select(Department.id, Department.kind)).tuples()
    }


def is_known(within: Within) -> bool:
    """Tell whether there are such members."""
    return bool(within.keys) and set(within.keys) <= names(within.dimension).keys()


def among(asked: Asked) -> str:
    """Return in words which cases alone are counted: 来源渠道：电话、网站; nothing where all are."""
    if asked.within:
        known = names(asked.within.dimension)
        told = [name for key, name in known.items() if key in asked.within.keys]
        return f"{asked.within.dimension.label}：{'、'.join(told)}"
    return ""


def _departments() -> list[Member]:
    query = select(
        Department.id, Department.name, Department.parent_id, Department.is_active & Department.can_lead
    ).order_by(Department.level, Department.official_order, Department.id)
    return [
        Member(str(id_), name, str(parent or NONE), bool(expected))
        for id_, name, parent, expected in db.session.execute(query).tuples()
    ]


def _matters() -> list[Member]:
    query = select(Category.id, Category.path, Category.branch_id).order_by(Category.position, Category.id)
    return [
        Member(str(id_), path, str(branch or NONE))
        for id_, path, branch in db.session.execute(query).tuples()
    ]


def _districts() -> list[Member]:
    query = select(Area.id, Area.name).where(Area.level == AreaLevel.DISTRICT)
    rows = db.session.execute(query.order_by(Area.position, Area.id)).tuples()
    return [Member(str(id_), name) for id_, name in rows]
