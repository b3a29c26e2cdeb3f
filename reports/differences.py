"""What an issue would state today and why (差异): numbers then and now, and the cases that make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from config import LOCAL_TIMEZONE
from models.queries.measures import ANY, NONE
from models.vocabulary import Cohort, Dimension
from reports import extracts, issues, lines
from reports.catalogue import Report
from reports.figures.asked import Asked
from reports.figures.definitions import MEASURES
from reports.figures.values import Part, Value
from reports.held_cases import NEVER, HeldCases, Places, moment
from reports.products.gathering import Order

Cell = Mapping[str, Any]
Mask = npt.NDArray[np.bool_]
Ids = frozenset[int]
EMPTY: Ids = frozenset()
DUE_AT = {Cohort.DUE: "办结时限", Cohort.RECEIVED: "受理时间"}
ENDED_AT = "办结时间"
NOTHING = "—"


@dataclass(frozen=True)
class CellChange:
    """A number that would differ: whose, then and now, None where it is not stated; which cases came and which went.

    Of a rate they are told apart for the whole and for what is counted above the line. `place` is its cell.
    Of a group other units may be its members now (`is_regrouped`): then cases move that have not changed.
    """

    place: int | None
    then: Value | None
    member: str
    now: Value | None
    came: Mapping[Part, Ids]
    went: Mapping[Part, Ids]
    is_regrouped: bool = False

    @property
    def stated(self) -> Value:
        """The value that is or was stated."""
        return self.then or self.now  # type: ignore[return-value]

    @property
    def moved(self) -> int:
        """How many cases came or went."""
        return len(EMPTY.union(*self.came.values(), *self.went.values()))


@dataclass(frozen=True)
class CaseChange:
    """A case that is no longer as it was counted: measures it left and entered, and facts as (what, then, now)."""

    case_id: int
    left: tuple[str, ...]
    entered: tuple[str, ...]
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Differences:
    """All that would differ at the moment of the comparison."""

    at: datetime
    cells: list[CellChange]
    cases: list[CaseChange]


def compare(
    report: Report, order: Order, cells: Sequence[Cell], values: Sequence[Value], held: HeldCases
) -> Differences:
    """Compare what was counted with the cases as they are now, at the order's moment. Raises NotFrozen."""
    today = issues.freeze(report, order, also=held.spans)
    now = today.held
    before = {_whose(cell): (cell, value) for cell, value in zip(cells, values, strict=True)}
    after = {_whose(cell): (cell, value) for cell, value in zip(today.cells, today.values, strict=True)}
    places = {whose: place for place, whose in enumerate(before)}
    names, changes = Names(), []
    for whose in {**before, **after}:
        then, at_last = before.get(whose, NOT_STATED), after.get(whose, NOT_STATED)
        if not _is_same(then[1], at_last[1]):
            sets = {part: (_ids(*then, held, part), _ids(*at_last, now, part)) for part in PARTS}
            came = {part: new - old for part, (old, new) in sets.items()}
            went = {part: old - new for part, (old, new) in sets.items()}
            change = CellChange(places.get(whose), then[1], "", at_last[1], came, went)
            cell, cell_now = then[0], at_last[0]
            asked = change.stated.asked
            is_group = asked.dimension is Dimension.DEPARTMENT and not (
                asked.key.isdigit() or asked.key == ANY
            )
            regrouped = is_group and (cell and cell["keys"]) != (cell_now and cell_now["keys"])
            changes.append(replace(change, member=names.of(asked), is_regrouped=regrouped))
    return Differences(order.at, changes, list(_cases(held, now, names)))


PARTS = (Part.WHOLE, Part.COUNTED)
NOT_STATED: tuple[Cell | None, Value | None] = (None, None)


def _whose(cell: Cell) -> tuple[str, ...]:
    return cell["figure"], cell["on"], cell["dimension"], cell["key"], cell["part"]


def _is_same(then: Value | None, now: Value | None) -> bool:
    """Tell whether nothing differs; that a member without any case is no longer named is nothing."""
    if then is None or now is None:
        stated = then or now
        return stated is None or not stated.number
    return (then.number, then.numerator, then.denominator) == (now.number, now.numerator, now.denominator)


def _ids(cell: Cell | None, value: Value | None, held: HeldCases, part: Part) -> Ids:
    """Return the cases behind a part of a value; of what is no rate there is only the whole, of no cases none."""
    if cell is None or value is None or not cell["opens"] or cell.get("rows"):
        return EMPTY
    if part is not Part.WHOLE and value.denominator is None:
        return EMPTY
    return frozenset(int(held.ids[place]) for place in issues.behind(cell, value, part, held))


class Names:
    """What the members of dimensions are called, each dimension read once."""

    def __init__(self) -> None:
        self._names: dict[Dimension, dict[str, str]] = {}

    def of_key(self, dimension: Dimension, key: str) -> str:
        """Return the member's name, or its key where it has none."""
        if dimension not in self._names:
            self._names[dimension] = extracts.names(dimension)
        return self._names[dimension].get(key, NOTHING if key == NONE else key)

    def of(self, asked: Asked) -> str:
        """Return the name of the member or group that was asked for; of all, nothing."""
        if asked.dimension is Dimension.ALL:
            return ""
        name = self.of_key(asked.dimension, asked.key)
        if name != asked.key:
            return name
        line = lines.line(asked)
        return str(line["name"]) if line else asked.key


def _cases(held: HeldCases, now: HeldCases, names: Names) -> Iterator[CaseChange]:
    """Give the cases whose facts differ, in the order of their ids; one that is in one alone came or went."""
    _, here, there = np.intersect1d(held.ids, now.ids, return_indices=True)
    differs = held.ended[here] != now.ended[there]
    for cohort in held.measures:
        differs |= held.moments[cohort][here] != now.moments[cohort][there]
        differs |= _bits(held, now, cohort, here) != _bits(now, held, cohort, there)
    for dimension in held.keys:
        differs |= _members(held, dimension, here) != _members(now, dimension, there)
    pairs = [(int(one), int(other)) for one, other in zip(here[differs], there[differs], strict=True)]
    gone = [(int(place), None) for place in np.flatnonzero(~np.isin(held.ids, now.ids))]
    new = [(None, int(place)) for place in np.flatnonzero(~np.isin(now.ids, held.ids))]
    changes = [_case(held, now, one, other, names) for one, other in [*pairs, *gone, *new]]
    yield from sorted(changes, key=lambda change: change.case_id)


def _bits(one: HeldCases, other: HeldCases, cohort: Cohort, places: Places) -> Any:
    """Return what the cases count for among the measures that both know, in the order of the first names."""
    common = sorted(set(one.measures[cohort]) & set(other.measures.get(cohort, ())))
    bits = one.bits[cohort][places]
    return (
        sum((bits >> one.measures[cohort].index(name) & 1) << to for to, name in enumerate(common)) + bits * 0
    )


def _members(held: HeldCases, dimension: Dimension, places: Places) -> Any:
    keys = held.keys[dimension]
    return np.array([*keys.names, ""], dtype=np.str_)[keys.places[places]]


def _case(held: HeldCases, now: HeldCases, one: int | None, other: int | None, names: Names) -> CaseChange:
    then = held.measures_of(one) if one is not None else []
    today = now.measures_of(other) if other is not None else []
    source, place = (now, other) if one is None else (held, one)
    return CaseChange(
        int(source.ids[place or 0]),
        tuple(MEASURES[name].label for name in then if name not in today and name in MEASURES),
        tuple(MEASURES[name].label for name in today if name not in then and name in MEASURES),
        tuple(_facts(held, now, one, other, names)) if one is not None and other is not None else (),
    )


def _facts(
    held: HeldCases, now: HeldCases, one: int, other: int, names: Names
) -> Iterator[tuple[str, str, str]]:
    for dimension in held.keys:
        before, after = held.member(dimension, one), now.member(dimension, other)
        if before != after:
            yield dimension.label, names.of_key(dimension, before), names.of_key(dimension, after)
    moments = [
        (DUE_AT.get(cohort, ""), held.moments[cohort][one], now.moments[cohort][other]) for cohort in DUE_AT
    ]
    for label, then, today in [*moments, (ENDED_AT, held.ended[one], now.ended[other])]:
        if then != today:
            yield label, _spoken(int(then)), _spoken(int(today))


def _spoken(stamped: int) -> str:
    if stamped == NEVER:
        return NOTHING
    return f"{moment(stamped).astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"
