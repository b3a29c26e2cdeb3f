"""The completion-rate report (承办单位办结率): what its page and its workbook both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from models.queries.measures import NONE
from models.vocabulary import Cohort, Dimension
from reports import extracts
from reports.figures import satisfaction, timeliness, volumes
from reports.figures.definitions import MEASURES, RATES
from reports.figures.rates import total, with_rates
from reports.figures.timeliness import Tier
from reports.periods import Period

# One line of a table: name, key, every measure as int, every rate as Decimal percent or None.
Row = dict[str, Any]
LOW_SATISFACTION = 90
TOGETHER = (
    Dimension.DEPARTMENT,
    Dimension.BRANCH,
    Dimension.CATEGORY,
    Dimension.DISTRICT,
)


@dataclass(frozen=True)
class Block:
    """Lines that belong together, and what they add up to."""

    title: str
    rows: list[Row]
    subtotal: Row
    is_ranked: bool = False


@dataclass(frozen=True)
class Overall:
    """The whole hotline: this period, the period before and the same period of last year."""

    now: Row
    before: Row
    last_year: Row


@dataclass(frozen=True)
class Units:
    """Departments in tiers; `idle` names those that were sent nothing, `unsatisfied` those rated low.

    `unassigned` is what was dispatched but is with no department now, such as a case sent back.
    """

    blocks: list[Block]
    total: Row
    unassigned: Row | None
    idle: list[str]
    unsatisfied: list[Row]


@dataclass(frozen=True)
class Completion:
    """Everything the workbook shows, counted at one moment."""

    period: Period
    at: datetime
    overall: Overall
    units: Units
    categories: list[Block]
    districts: Block
    channels: Block
    kinds: Block
    parts: list[Period]
    trend: list[Row] = field(default_factory=list)
    units_by_part: list[tuple[Row, list[Row]]] = field(default_factory=list)


def gather(period: Period, at: datetime, *, by_rank: bool = False) -> Completion:
    """Count everything the workbook shows. Months are told apart where the period is longer than one."""
    tables = _tables(TOGETHER, period, at)
    parts = period.parts()
    return Completion(
        period=period,
        at=at,
        overall=overall(period, at),
        units=_units(tables[Dimension.DEPARTMENT], by_rank=by_rank),
        categories=_branches(tables[Dimension.BRANCH], tables[Dimension.CATEGORY]),
        districts=_block("各区县", tables[Dimension.DISTRICT]),
        channels=shared_out(Dimension.CHANNEL, period, at),
        kinds=shared_out(Dimension.KIND, period, at),
        parts=parts,
        trend=trend(parts, at),
        units_by_part=_units_by_part(parts, at) if _has_months(period) else [],
    )


def overall(period: Period, at: datetime) -> Overall:
    """Return the totals of the period and of the two it is compared with."""
    now, before, last_year = (
        _records(_tables([Dimension.ALL], compared, at)[Dimension.ALL])[0]
        for compared in (period, period.before(), period.year_before())
    )
    return Overall(now, before, last_year)


def units(period: Period, at: datetime, *, by_rank: bool = False) -> Units:
    """Return the departments in tiers, in official order or by rank."""
    return _units(_tables([Dimension.DEPARTMENT], period, at)[Dimension.DEPARTMENT], by_rank=by_rank)


def shared_out(dimension: Dimension, period: Period, at: datetime) -> Block:
    """Return the members of a dimension with their shares of what was received, and their growth."""
    now, before, last_year = (
        _tables([dimension], compared, at)[dimension]
        for compared in (period, period.before(), period.year_before())
    )
    return _block(dimension.label, volumes.compared(_with_cases(now), before, last_year, "received"))


def leaves(period: Period, at: datetime, branch_key: str) -> Block:
    """Return the matters of one branch."""
    tables = _tables([Dimension.BRANCH, Dimension.CATEGORY], period, at)
    found = [
        b
        for b in _branches(tables[Dimension.BRANCH], tables[Dimension.CATEGORY])
        if b.subtotal["key"] == branch_key
    ]
    return found[0] if found else Block("", [], _total(tables[Dimension.CATEGORY].head(0)))


def districts(period: Period, at: datetime) -> Block:
    """Return the districts."""
    return _block("各区县", _tables([Dimension.DISTRICT], period, at)[Dimension.DISTRICT])


def trend(parts: Sequence[Period], at: datetime) -> list[Row]:
    """Return the totals of each part of a period."""
    table = extracts.trend(parts, Dimension.ALL, at).set_index("part").reindex(range(len(parts)))
    table[list(MEASURES)] = table[list(MEASURES)].fillna(0).astype("int64")
    return _records(with_rates(table.assign(name=[part.label for part in parts])))


def number_of(measure: str, dimension: Dimension, key: str, period: Period, at: datetime) -> int:
    """Return one figure: a measure of one member of a dimension."""
    found = extracts.counts([dimension], period, at)
    return int(found.loc[found["key"] == key, measure].sum())


def name_of(dimension: Dimension, key: str) -> str | None:
    """Return what a member of a dimension is called; None where there is no such member."""
    found = extracts.members(dimension)
    names = found.loc[found["key"] == key, "name"]
    return None if names.empty else str(names.iloc[0])


def _tables(dimensions: Sequence[Dimension], period: Period, at: datetime) -> dict[Dimension, pd.DataFrame]:
    """Return for each dimension its members in official order with all measures and rates."""
    counted = extracts.counts(dimensions, period, at)
    tables = {}
    for dimension in dimensions:
        own = counted[counted["dimension"] == dimension.value].drop(columns="dimension")
        table = extracts.members(dimension).merge(own, on="key", how="left")
        table[list(MEASURES)] = table[list(MEASURES)].fillna(0).astype("int64")
        tables[dimension] = with_rates(table)
    return tables


def _units(table: pd.DataFrame, *, by_rank: bool) -> Units:
    busy = table[(table["dispatched"] > 0) | (table["due"] + table["due_excluded"] > 0)]
    sent = timeliness.with_tiers(busy[busy["key"] != NONE])
    blocks = []
    for tier in Tier:
        rows = sent[sent["tier"] == tier]
        if rows.empty:
            continue
        ordered = timeliness.by_rank(rows) if by_rank else rows
        subtotal = _total(rows, "小计")
        behind = [timeliness.behind_tier(rate, subtotal["on_time_rate"]) for rate in ordered["on_time_rate"]]
        ordered = ordered.assign(behind=pd.Series(behind, index=ordered.index, dtype=object))
        blocks.append(Block(tier.label, _records(ordered), subtotal, tier in timeliness.RANKED))
    idle = table[~table["key"].isin(sent["key"]) & table["is_expected"]]
    low = satisfaction.least_satisfied(sent, LOW_SATISFACTION)
    return Units(blocks, _total(sent), _unassigned(busy), list(idle["name"]), _records(low))


def _unassigned(busy: pd.DataFrame) -> Row | None:
    """Return what is dispatched or due and with nobody; its other counts would mix in direct answers."""
    lines = _records(busy[busy["key"] == NONE])
    if not lines:
        return None
    told = {"dispatched", *(name for name, m in MEASURES.items() if m.cohort is Cohort.DUE)}
    rates = {name for name, rate in RATES.items() if {*rate.numerator, *rate.denominator} <= told}
    untold = {*MEASURES, *RATES} - told - rates
    return {name: None if name in untold else value for name, value in lines[0].items()}


def _branches(branches: pd.DataFrame, categories: pd.DataFrame) -> list[Block]:
    """Return a block for each branch with cases: its leaves, and itself as the subtotal."""
    with_cases = _with_cases(categories)
    parents = [
        parent if parent != NONE else key
        for key, parent in zip(with_cases["key"], with_cases["parent"], strict=True)
    ]
    blocks = []
    for row in _records(_with_cases(branches)):
        own = with_cases[[parent == row["key"] for parent in parents]]
        blocks.append(Block(row["name"], _records(own), row))
    return blocks


def _units_by_part(parts: Sequence[Period], at: datetime) -> list[tuple[Row, list[Row]]]:
    """Return each department's line over the whole period and its line in each part."""
    table = extracts.trend(parts, Dimension.DEPARTMENT, at)
    table = table[(table["dispatched"] > 0) | (table["due"] > 0)]
    sums = table.groupby("key", as_index=False)[list(MEASURES)].sum()
    wholes = extracts.members(Dimension.DEPARTMENT).merge(sums, on="key")
    by_part = {(row["key"], row["part"]): row for row in _records(with_rates(table))}
    nothing = _total(table.head(0))
    return [
        (whole, [by_part.get((whole["key"], place), nothing) for place in range(len(parts))])
        for whole in _records(with_rates(wholes))
    ]


def _has_months(period: Period) -> bool:
    return len(period.parts()) > 1 and period.days > 31


def _block(title: str, table: pd.DataFrame) -> Block:
    rows = _with_cases(table)
    return Block(title, _records(rows), _total(rows))


def _with_cases(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["received"] > 0) | (table["due"] + table["due_excluded"] > 0)]


def _total(table: pd.DataFrame, name: str = "合计") -> Row:
    return _records(total(table, name))[0]


def _records(table: pd.DataFrame) -> list[Row]:
    """Return plain Python lines: int and Decimal, no numpy, None for what is missing."""
    return [{str(name): _plain(value) for name, value in line.items()} for line in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | Decimal):
        return value
    return int(value) if float(value).is_integer() else None
