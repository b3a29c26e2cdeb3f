"""A paper as JSON and back, so that it can be kept as it was: every word, and of every number where it came from.

Values stand once each in a list of their own, the cells; a number in the paper names its cell by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from models.vocabulary import Dimension
from reports.documents import paper as paper_module
from reports.documents.paper import Paper, Said, Unit
from reports.figures.asked import Asked
from reports.figures.caliber import Caliber
from reports.figures.registry import REGISTRY
from reports.figures.values import Value
from reports.held_cases import parts_of
from reports.periods import parse

IS = "is"
KINDS: dict[str, Any] = {
    name: kind
    for name, kind in vars(paper_module).items()
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum))
}
# What one value is told from another by.
Cell = tuple[str, str, str, str, str, int | Decimal | None, int | None, int | None]


@dataclass
class Kept:
    """A paper as JSON, and its cells: figure, period, dimension, key, number, numerator and denominator."""

    paper: dict[str, Any]
    values: list[Value]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The values as JSON."""
        return [_cell(value) for value in self.values]


def to_json(paper: Paper) -> Kept:
    """Return the paper to be kept."""
    places: dict[Cell, int] = {}
    values: list[Value] = []

    def place_of(value: Value) -> int:
        told = _told(value)
        if told not in places:
            places[told] = len(values)
            values.append(value)
        return places[told]

    def written(thing: Any) -> Any:
        if isinstance(thing, Said):
            return _said(thing, place_of)
        if is_dataclass(thing) and not isinstance(thing, type):
            own = {field.name: written(getattr(thing, field.name)) for field in fields(thing)}
            return {IS: type(thing).__name__, **own}
        if isinstance(thing, Enum):
            return {IS: type(thing).__name__, "value": thing.value}
        if isinstance(thing, date):
            return {IS: "date", "value": thing.isoformat()}
        if isinstance(thing, Decimal):
            return {IS: "number", "value": str(thing)}
        return [written(each) for each in thing] if isinstance(thing, tuple | list) else thing

    made = written(paper)
    return Kept(made, values)


def from_json(
    kept: Mapping[str, Any], cells: Iterable[Mapping[str, Any]], at: datetime, caliber: Caliber
) -> tuple[Paper, list[Value]]:
    """Return the paper that was kept, and its values as they were counted at that moment by those rules."""
    values = [_value(cell, at, caliber) for cell in cells]

    def read(thing: Any) -> Any:
        if isinstance(thing, list):
            return tuple(read(each) for each in thing)
        if not isinstance(thing, Mapping):
            return thing
        kind = thing[IS]
        if kind == "said":
            return _read_said(thing, values)
        if kind in ("date", "number"):
            return date.fromisoformat(thing["value"]) if kind == "date" else Decimal(thing["value"])
        made = KINDS[kind]
        if issubclass(made, Enum):
            return made(thing["value"])
        return made(**{name: read(value) for name, value in thing.items() if name != IS})

    made: Paper = read(kept)
    return made, values


def _said(said: Said, place_of: Any) -> dict[str, Any]:
    """Write a piece of text with what it has beside it."""
    made: dict[str, Any] = {IS: "said", "text": said.text}
    if said.unit is not Unit.TEXT:
        made |= {"number": _number(said.number), "unit": said.unit.value}
    if said.source is not None:
        made["cell"] = place_of(said.source)
    if said.is_change:
        made["change"] = True
    if said.case_id is not None:
        made["case"] = said.case_id
    return made


def _read_said(kept: Mapping[str, Any], values: list[Value]) -> Said:
    return Said(
        kept["text"],
        _read_number(kept.get("number")),
        Unit(kept.get("unit", Unit.TEXT.value)),
        values[kept["cell"]] if "cell" in kept else None,
        kept.get("change", False),
        kept.get("case"),
    )


def _told(value: Value) -> Cell:
    asked = value.asked
    whose = (value.figure.id, asked.period.on, asked.dimension.value, asked.key, " ".join(parts_of(asked)))
    return (*whose, value.number, value.numerator, value.denominator)


def _cell(value: Value) -> dict[str, Any]:
    names = ("figure", "on", "dimension", "key", "part", "number", "numerator", "denominator")
    return dict(zip(names, _told(value), strict=True)) | {"number": _number(value.number)}


def _value(cell: Mapping[str, Any], at: datetime, caliber: Caliber) -> Value:
    asked = Asked(parse(cell["on"]), at, caliber, Dimension(cell["dimension"]), cell["key"])
    return Value(
        REGISTRY[cell["figure"]], _read_number(cell["number"]), cell["numerator"], cell["denominator"], asked
    )


def _number(number: int | Decimal | None) -> int | str | None:
    return str(number) if isinstance(number, Decimal) else number


def _read_number(number: int | str | None) -> int | Decimal | None:
    return Decimal(number) if isinstance(number, str) else number
