"""The lines of a report: for each member of a dimension, or a group of them, its figures and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from models.queries.measures import ANY, NONE
from models.vocabulary import DepartmentKind, Dimension
from reports import extracts
from reports.figures import rates, timeliness
from reports.figures.asked import Asked
from reports.figures.definitions import MEASURES
from reports.figures.ranking import Tier
from reports.periods import Period

# More units that were sent nothing than these are told by their number: a city has hundreds below its bureaus.
MOST_IDLE = 30
# One line of a table: name, key, every measure as int, every rate as Decimal percent or None, and as `asked`
# whose cases of which period these are.
Row = dict[str, Any]
# The groups of a day's hours up to one: 06 is the first hour not in before-06.
HOURS_BEFORE = {f"before-{hour:02}": f"{hour:02}" for hour in range(1, 25)}


def ask(period: Period, at: datetime) -> Asked:
    """Return the question that the figures of a period answer, by the rules valid at the moment."""
    return Asked(period, at, extracts.caliber(at))


def line(asked: Asked) -> Row | None:
    """Return the line of the member or group asked for, with its keys as `keys`; None where there is none.

    Groups: every unit of a tier (`tier-1`), of some kinds (`kind-bureau.utility`) or of both (`tier-1_kind-bureau`),
    the hours of a day up to one (`before-14`), every member there is (`any`, of whom `keys` is None).
    """
    dimension, key = asked.dimension, asked.key
    [found] = counted([dimension], asked)
    table = found[dimension]
    keys: tuple[str, ...] | None = (key,)
    if key == ANY:
        chosen, name, keys = table[table["key"] != NONE], f"全部{dimension.label}", None
    elif dimension is Dimension.DEPARTMENT and (group := _group(table, asked, key)):
        chosen, name = group
        keys = tuple(chosen["key"])
    elif dimension is Dimension.HOUR and key in HOURS_BEFORE:
        chosen, name = table[table["key"] < HOURS_BEFORE[key]], f"{int(HOURS_BEFORE[key])}时以前"
        keys = tuple(chosen["key"])
    else:
        chosen = table[table["key"] == key]
        if chosen.empty:
            return None
        name = "" if dimension is Dimension.ALL else str(chosen["name"].iloc[0])
    only = extracts.among(asked)
    called = f"{name}（{only}）" if name and only else name or only
    return total(chosen, asked, called) | {"keys": keys}


def _group(table: pd.DataFrame, asked: Asked, key: str) -> tuple[pd.DataFrame, str] | None:
    """Return the units of a group and what it is called; None where the key is none of a group."""
    chosen, names = table, []
    for part in key.split("_"):
        tier = next((tier for tier in asked.caliber.tiers if tier.key == part), None)
        kinds = part.removeprefix("kind-").split(".")
        if tier is not None:
            chosen = of_tier(sent_units(with_rates(chosen, asked), asked), tier)
            names.append(tier.label)
        elif part.startswith("kind-") and set(kinds) <= set(DepartmentKind):
            chosen = of_kinds(chosen, kinds)
            names.append("、".join(DepartmentKind(kind).label for kind in kinds))
        else:
            return None
    return chosen, "，".join(names)


def kinds_key(kinds: Iterable[str]) -> str:
    """Return the key of the group of all units of these kinds: kind-bureau.utility."""
    return f"kind-{'.'.join(kinds)}"


def hours_key(hour: int) -> str:
    """Return the key of the group of the hours of a day before this one: before-14."""
    return f"before-{hour:02}"


def of_kinds(table: pd.DataFrame, kinds: Iterable[str]) -> pd.DataFrame:
    """Return the units of these kinds."""
    wanted = set(kinds)
    keys = {key for key, kind in extracts.kinds_of_departments().items() if kind in wanted}
    return table[table["key"].isin(keys)]


def whole(asked: Asked) -> Row:
    """Return the totals of all cases that are asked about."""
    [found] = tables([Dimension.ALL], asked)
    return rows(found[Dimension.ALL], asked, Dimension.ALL)[0]


def tables(
    dimensions: Sequence[Dimension], asked: Asked, *periods: Period
) -> list[dict[Dimension, pd.DataFrame]]:
    """Return for each period (or the one asked for) and dimension its members with all measures and rates."""
    return [
        {dimension: with_rates(table, asked) for dimension, table in own.items()}
        for own in counted(dimensions, asked, *periods)
    ]


def counted(
    dimensions: Sequence[Dimension], asked: Asked, *periods: Period
) -> list[dict[Dimension, pd.DataFrame]]:
    """Return for each period (or the one asked for) and dimension its members with all measures, without rates."""
    members = {dimension: extracts.members(dimension) for dimension in dimensions}
    made = []
    for found in extracts.counts(dimensions, asked, *periods):
        own_tables = {}
        for dimension, known in members.items():
            own = found[found["dimension"] == dimension.value].set_index("key")[list(MEASURES)]
            counts = own.reindex(known["key"], fill_value=0).reset_index(drop=True)
            own_tables[dimension] = pd.concat([known, counts], axis=1)
        made.append(own_tables)
    return made


def with_rates(table: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Add the rates, rounded as the question's rules say."""
    return rates.with_rates(table, asked.caliber.rounding)


def sent_units(table: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Return the units that were sent a case or had one due, each in its tier."""
    busy = table[(table["key"] != NONE) & ((table["dispatched"] > 0) | had_due(table))]
    return timeliness.with_tiers(busy, asked.caliber.tiers)


def of_tier(sent: pd.DataFrame, tier: Tier) -> pd.DataFrame:
    """Return the units of one tier."""
    return sent.loc[[own == tier for own in sent["tier"]]]


def idle_words(names: Sequence[str]) -> str:
    """Return what papers say of the units that were sent nothing: the first in official order, and how many."""
    told = "、".join(names[:MOST_IDLE])
    if len(names) > MOST_IDLE:
        told = f"{told}等{len(names)}个单位"
    return f"本期无转办工单的单位（不参与排名）：{told}。"


def had_due(table: pd.DataFrame) -> pd.Series[bool]:
    """Tell for each line whether anything fell due, what was excluded included."""
    return table["due"] + table["due_excluded"] > 0


def total(table: pd.DataFrame, asked: Asked, name: str = "合计") -> Row:
    """Return the sums of the lines, and the rates of these sums, as what was asked for."""
    return {"name": name, "key": asked.key, **rates.total(table, asked.caliber.rounding), "asked": asked}


def rows(table: pd.DataFrame, asked: Asked, dimension: Dimension) -> list[Row]:
    """Return plain Python lines: int and Decimal, no numpy, None for what is missing; each knows whose it is."""
    names = [str(name) for name in table.columns]
    lines = [dict(zip(names, values, strict=True)) for values in table.to_numpy(dtype=object).tolist()]
    return [
        {name: _plain(value) for name, value in line.items()} | {"asked": asked.of(dimension, line["key"])}
        for line in lines
    ]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | Decimal | Tier):
        return value
    return int(value) if float(value).is_integer() else None
