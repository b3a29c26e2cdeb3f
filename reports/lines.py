"""The lines of a report: for each member of a dimension, or a group of them, its figures and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from models.queries.measures import ANY, NONE
from models.vocabulary import DepartmentKind, Dimension
from reports import extracts
from reports.extracts import Member
from reports.figures import rates, timeliness
from reports.figures.asked import Asked
from reports.figures.definitions import MEASURES
from reports.figures.ranking import Tier
from reports.figures.rates import Line
from reports.figures.rounding import Rounding
from reports.periods import Period

# More units that were sent nothing than these are told by their number: a city has hundreds below its bureaus.
MOST_IDLE = 30
# One line that is shown: a Line, or what is told by hand; as `asked` it says whose cases of which period these are.
Row = dict[str, Any]
NOTHING = dict.fromkeys(MEASURES, 0)
# Of hundreds of matters most have no case: their lines are made only where one is asked for by name.
SPARSE = (Dimension.BRANCH, Dimension.CATEGORY)
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
    [found] = tables([dimension], asked)
    table: Sequence[Line] = found[dimension]
    chosen: Sequence[Line]
    keys: tuple[str, ...] | None = (key,)
    if key == ANY:
        chosen, name, keys = members(table), f"全部{dimension.label}", None
    elif dimension is Dimension.DEPARTMENT and (group := _group(table, asked, key)):
        chosen, name = group
        keys = tuple(line["key"] for line in chosen)
    elif dimension is Dimension.HOUR and key in HOURS_BEFORE:
        chosen = [line for line in table if line["key"] < HOURS_BEFORE[key]]
        name, keys = f"{int(HOURS_BEFORE[key])}时以前", tuple(line["key"] for line in chosen)
    else:
        chosen = [line for line in table if line["key"] == key]
        if not chosen and dimension in SPARSE:
            own = (member for member in extracts.members(dimension) if member.key == key)
            chosen = [_line(member, NOTHING, asked.caliber.rounding) for member in own]
        if not chosen:
            return None
        name = "" if dimension is Dimension.ALL else chosen[0]["name"]
    only = extracts.among(asked)
    called = f"{name}（{only}）" if name and only else name or only
    return total(chosen, asked, called) | {"keys": keys}


def _group(table: Sequence[Line], asked: Asked, key: str) -> tuple[Sequence[Line], str] | None:
    """Return the units of a group and what it is called; None where the key is none of a group."""
    chosen, names = table, []
    for part in key.split("_"):
        tier = next((tier for tier in asked.caliber.tiers if tier.key == part), None)
        kinds = part.removeprefix("kind-").split(".")
        if tier is not None:
            chosen = of_tier(sent_units(chosen, asked), tier)
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


def of_kinds(table: Iterable[Line], kinds: Iterable[str]) -> list[Line]:
    """Return the units of these kinds."""
    wanted, known = set(kinds), extracts.kinds_of_departments()
    return [line for line in table if known.get(line["key"]) in wanted]


def whole(asked: Asked) -> Row:
    """Return the totals of all cases that are asked about."""
    [found] = tables([Dimension.ALL], asked)
    return rows(found[Dimension.ALL], asked, Dimension.ALL)[0]


def tables(
    dimensions: Sequence[Dimension], asked: Asked, *periods: Period
) -> list[dict[Dimension, list[Line]]]:
    """Return for each period (or the one asked for) and dimension its members with all measures.

    Of matters and their branches, those that have any. Rates are rounded as the question's rules say.
    """
    known, rounding = extracts.members_of(dimensions), asked.caliber.rounding
    return [
        {
            dimension: [
                _line(member, own.get(member.key, NOTHING), rounding)
                for member in known[dimension]
                if member.key in own or dimension not in SPARSE
            ]
            for dimension, own in found.items()
        }
        for found in extracts.counts(dimensions, asked, *periods)
    ]


def _line(member: Member, counts: Mapping[str, int], rounding: Rounding) -> Line:
    key, name, parent, is_expected = member
    told = {"key": key, "name": name, "parent": parent, "is_expected": is_expected}
    return Line({**told, **counts}, rounding)


def members(table: Iterable[Line]) -> list[Line]:
    """Return the lines of members: who belongs to none is left out."""
    return [line for line in table if line["key"] != NONE]


def with_cases(table: Iterable[Line]) -> list[Line]:
    """Return the lines with anything received or due."""
    return [line for line in table if line["received"] > 0 or had_due(line)]


def leaves_of(branch: str, matters: Iterable[Line]) -> list[Line]:
    """Return the matters of a branch; one that has none above it is its own."""
    return [line for line in matters if branch == (line["key"] if line["parent"] == NONE else line["parent"])]


def sent_units(table: Iterable[Line], asked: Asked) -> list[Line]:
    """Return the units that were sent a case or had one due, each in its tier."""
    busy = [line for line in members(table) if line["dispatched"] > 0 or had_due(line)]
    return timeliness.with_tiers(busy, asked.caliber.tiers)


def of_tier(sent: Iterable[Line], tier: Tier) -> list[Line]:
    """Return the units of one tier."""
    return [line for line in sent if line["tier"] == tier]


def idle_units(table: Iterable[Line], sent: Iterable[Line]) -> list[str]:
    """Name the units that are expected to be sent something and were sent nothing."""
    busy = {line["key"] for line in sent}
    return [line["name"] for line in table if line["is_expected"] and line["key"] not in busy]


def idle_words(names: Sequence[str]) -> str:
    """Return what papers say of the units that were sent nothing: the first in official order, and how many."""
    told = "、".join(names[:MOST_IDLE])
    if len(names) > MOST_IDLE:
        told = f"{told}等{len(names)}个单位"
    return f"本期无转办工单的单位（不参与排名）：{told}。"


def had_due(line: Line) -> bool:
    """Tell whether anything fell due, what was excluded included."""
    return bool(line["due"] + line["due_excluded"] > 0)


def total(table: Iterable[Line], asked: Asked, name: str = "合计") -> Line:
    """Return the sums of the lines, as what was asked for; its rates are those of the sums."""
    return rates.total(table, asked.caliber.rounding) | {"name": name, "key": asked.key, "asked": asked}


def rows(table: Iterable[Line], asked: Asked, dimension: Dimension) -> list[Row]:
    """Return the lines of members of a dimension as what was asked for; each knows whose it is."""
    return [line | {"asked": asked.of(dimension, line["key"])} for line in table]
