"""The map of the districts: a tile for each in a grid that stands for where they lie, the darker the more (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt

from models.area import Area
from models.queries.measures import NONE
from reports.lines import Row
from reports.periods import Period

SIDE, GAP = 84.0, 6.0
# How many shades there are besides that of nothing.
SHADES = 4


@dataclass(frozen=True)
class Shape:
    """A district on the map: its line of figures, what it is called, its outline, where its words stand."""

    row: Row
    name: str
    shade: int
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class DistrictMap:
    """The shapes on a sheet of this size, and what belongs to no district."""

    width: float
    height: float
    shapes: Sequence[Shape]
    nowhere: Row | None


def on_map(rows: Sequence[Row], places: Mapping[str, Area], today: Period) -> list[Row]:
    """Return the districts in force, those no longer in force that have cases, and who belongs to none."""
    return [row for row in rows if row["received"] or is_in_force(places.get(row["key"]), today.first_on)]


def is_in_force(place: Area | None, day: date) -> bool:
    """Say whether there is such a place on the day."""
    if place is None:
        return False
    return (place.valid_from or day) <= day <= (place.valid_to or day)


def drawn(rows: Sequence[Row], places: Mapping[str, Area]) -> DistrictMap:
    """Draw the districts; `places` by key."""
    known = [row for row in rows if row["key"] in places]
    cells = grid([places[row["key"]] for row in known])
    most = max((row["received"] for row in known), default=0)
    shapes = [
        Shape(
            row=row,
            name=places[row["key"]].short_name or row["name"],
            shade=shade_of(row["received"], most),
            path=square(column * (SIDE + GAP), line * (SIDE + GAP)),
            x=column * (SIDE + GAP) + SIDE / 2,
            y=line * (SIDE + GAP) + SIDE / 2,
        )
        for row, (line, column) in zip(known, cells, strict=True)
    ]
    columns = max((column for _, column in cells), default=0) + 1
    lines = max((line for line, _ in cells), default=0) + 1
    nowhere = next((row for row in rows if row["key"] == NONE), None)
    return DistrictMap(columns * (SIDE + GAP) - GAP, lines * (SIDE + GAP) - GAP, shapes, nowhere)


def grid(places: Sequence[Area]) -> list[tuple[int, int]]:
    """Return the line and column of each place's tile, from 0: as its row says, the others in order below.

    Of two that claim one cell the second stands below, too.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[int, int] | None] = []
    for place in places:
        cell = (place.tile_row - 1, place.tile_column - 1) if place.tile_row and place.tile_column else None
        cells.append(None if cell in taken else cell)
        taken |= {cell} if cell else set()
    below = max((line for line, _ in taken), default=-1) + 1
    left_over = cells.count(None)
    across = max((column for _, column in taken), default=-1) + 1 or ceil(sqrt(left_over)) or 1
    free = ((below + number // across, number % across) for number in range(left_over))
    return [cell or next(free) for cell in cells]


def shade_of(count: int, most: int) -> int:
    """Return the shade of a count: 0 of nothing, then darker by quarters of the most."""
    return ceil(count * SHADES / most) if most else 0


def square(x: float, y: float) -> str:
    """Return a tile as SVG draws it."""
    return f"M{x:.1f} {y:.1f}h{SIDE:.1f}v{SIDE:.1f}h-{SIDE:.1f}z"
