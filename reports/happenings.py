"""How often returns, extensions, orders and cards happened in a period: in all, by unit, and what each number counts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from models.queries import figures, happenings
from models.queries.happenings import LISTED, NOBODY, Happening
from models.queries.measures import ANY, NONE
from models.vocabulary import Dimension, RowsBy
from reports import extracts, lines
from reports.figures.asked import Asked
from reports.figures.happenings import HAPPENED, TROUBLES
from reports.figures.values import Value
from reports.lines import Row
from reports.periods import Period
from reports.template_rows import Group

Units = Mapping[int, Mapping[str, int]]
# Whose units these are can be said of the members of these.
BY_UNIT = (RowsBy.DEPARTMENT, RowsBy.UNIT_KIND)
UNTOLD: Row = dict.fromkeys(HAPPENED)


def counts(period: Period) -> Units:
    """Return the counts of each unit that has any; inside `extracts.counting_from`, of what was kept."""
    if extracts.source() is None:
        figures.bring_up_to_date((period.first_on, period.last_on))
        return happenings.sums(period.first_on, period.last_on)
    found: dict[int, dict[str, int]] = {}
    for name in LISTED:
        for each in happened(name, period):
            found.setdefault(each.department_id, dict.fromkeys(LISTED, 0))[name] += 1
    return found


def happened(name: str, period: Period) -> list[Happening]:
    """Return everything counted under a name, the newest first; inside `extracts.counting_from`, as it was kept."""
    source = extracts.source()
    if source is None:
        return happenings.happened(name, period.start, period.end)
    told = source.told(
        f"happened {name} {period.on}",
        lambda: [
            (*each[:3], each.at.isoformat()) for each in happenings.happened(name, period.start, period.end)
        ],
    )
    return [Happening(id_, case_id, unit, datetime.fromisoformat(at)) for id_, case_id, unit, at in told]


def of(units: Units, asked: Asked) -> dict[str, int]:
    """Return the sums of the units that the question is about."""
    is_theirs = _judge(asked, keys_of(asked))
    chosen = [own for unit, own in units.items() if is_theirs(unit)]
    return {name: sum(own[name] for own in chosen) for name in LISTED}


def _judge(asked: Asked, keys: Collection[str] | None) -> Callable[[int], bool]:
    """Return what tells whether a question is about a unit, by the keys it names; none: about any unit there is."""
    if asked.dimension is Dimension.ALL:
        return lambda _unit: True
    if keys is None:
        return lambda unit: unit != NOBODY
    return lambda unit: str(unit) in keys


def keys_of(asked: Asked) -> Sequence[str] | None:
    """Return which units a question is about; None for any, or for all of it."""
    if asked.dimension is Dimension.ALL or asked.key == ANY:
        return None
    if asked.key.isdigit():
        return [asked.key]
    line = lines.line(asked)
    return line["keys"] if line else []


def line(row: Row) -> Row:
    """Return a line of cases with what happened to whom it is of; None where that is not told by unit."""
    asked: Asked = row["asked"]
    if asked.dimension not in (Dimension.ALL, Dimension.DEPARTMENT) or asked.within or asked.subset:
        return row | UNTOLD
    return row | of(counts(asked.period), asked)


def by_unit(asked: Asked) -> tuple[list[Row], Row]:
    """Return a line for each unit with which any trouble happened, in official order, and the sum of all."""
    units = counts(asked.period)
    rows: list[Row] = [
        {"name": name, "key": key, "asked": asked.of(Dimension.DEPARTMENT, key), **units[int(key)]}
        for key, name in extracts.names(Dimension.DEPARTMENT).items()
        if any(units.get(int(key), {}).get(trouble) for trouble in TROUBLES)
    ]
    return rows, {
        "name": "合计",
        "key": NONE,
        "asked": asked.of(Dimension.ALL, NONE),
        **of(units, asked.of(Dimension.ALL, NONE)),
    }


def filled(groups: Iterable[Group], names: Collection[str], rows_by: RowsBy) -> list[Group]:
    """Return the groups of a template with what happened to each row and each total, where any column asks for it."""
    made = list(groups)
    if HAPPENED.keys().isdisjoint(names):
        return made
    told = _telling() if rows_by in BY_UNIT else lambda _row: UNTOLD
    return [
        Group(
            group.title,
            [member.each(told) for member in group.members],
            group.total and group.total.each(told),
        )
        for group in made
    ]


def _telling() -> Callable[[Row], Row]:
    read = cache(counts)

    def told(row: Row) -> dict[str, Any]:
        asked: Asked = row["asked"]
        return of(read(asked.period), asked)

    return told


def behind(value: Value, keys: Collection[str] | None) -> list[Happening]:
    """Return what a value of the units with these keys counts, the newest first; no keys: of any, or of all."""
    is_theirs = _judge(value.asked, keys)
    return [each for each in happened(value.figure.id, value.asked.period) if is_theirs(each.department_id)]
