"""The map of the districts: their outlines, or tiles in a grid that stands for where they lie, the darker the more (pure).

Districts whose outline nobody has brought stand below the others as tiles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, cos, radians, sqrt

from models.area import Area
from models.area_outline import AreaOutline
from models.queries.measures import NONE
from reports.lines import Row
from reports.periods import Period

SIDE, GAP = 84.0, 6.0
# The sheet that outlines are fitted into; their words stand in a column on either side, a line each.
WIDE, HIGH, COLUMN, LINE = 330.0, 250.0, 132.0, 25.0
# Between words and what leads from them; the side of the tile of a district without an outline.
AIR, SWATCH = 6.0, 16.0
# How many shades there are besides that of nothing.
SHADES = 4


@dataclass(frozen=True)
class Shape:
    """A district on the map: its line of figures, its name, its outline, where its words stand.

    anchor: the words lie in the middle of a tile, or begin or end beside the map, whence a line leads to it.
    """

    row: Row
    name: str
    shade: int
    path: str
    x: float
    y: float
    anchor: str = "middle"
    line: str = ""


@dataclass(frozen=True)
class DistrictMap:
    """The shapes on a sheet of this size, what belongs to no district, and under which number it was approved."""

    width: float
    height: float
    shapes: Sequence[Shape]
    nowhere: Row | None
    approval_number: str = ""


def on_map(rows: Sequence[Row], places: Mapping[str, Area], today: Period) -> list[Row]:
    """Return the districts in force, those no longer in force that have cases, and who belongs to none."""
    return [row for row in rows if row["received"] or is_in_force(places.get(row["key"]), today.first_on)]


def is_in_force(place: Area | None, day: date) -> bool:
    """Say whether there is such a place on the day."""
    if place is None:
        return False
    return (place.valid_from or day) <= day <= (place.valid_to or day)


def drawn(
    rows: Sequence[Row], places: Mapping[str, Area], outlines: Mapping[int, AreaOutline] | None = None
) -> DistrictMap:
    """Draw the districts; `places` by key, `outlines` by the id of their place."""
    known = [(row, places[row["key"]]) for row in rows if row["key"] in places]
    nowhere = next((row for row in rows if row["key"] == NONE), None)
    own = {place.id: outlines[place.id] for _, place in known if outlines and place.id in outlines}
    return _outlined(known, own, nowhere) if own else _tiled(known, nowhere)


def _tiled(known: Sequence[tuple[Row, Area]], nowhere: Row | None) -> DistrictMap:
    most = max((row["received"] for row, _ in known), default=0)
    cells = grid([place for _, place in known])
    shapes = []
    for (row, place), (line, column) in zip(known, cells, strict=True):
        x, y = column * (SIDE + GAP), line * (SIDE + GAP)
        path = square(x, y, SIDE)
        shade = shade_of(row["received"], most)
        shapes.append(Shape(row, name_of(place), shade, path, x + SIDE / 2, y + SIDE / 2))
    columns = max((column for _, column in cells), default=0) + 1
    lines = max((line for line, _ in cells), default=0) + 1
    return DistrictMap(columns * (SIDE + GAP) - GAP, lines * (SIDE + GAP) - GAP, shapes, nowhere)


def name_of(place: Area) -> str:
    """Return what a district is called where there is little room."""
    return place.short_name or place.name


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


def square(x: float, y: float, side: float) -> str:
    """Return a tile as SVG draws it."""
    return f"M{x:.1f} {y:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z"


@dataclass(frozen=True)
class Projection:
    """Degrees to places on the sheet: as wide as high in the middle of the map, north above."""

    west: float
    north: float
    scale_x: float
    scale_y: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point of the earth lies on the sheet."""
        return (longitude - self.west) * self.scale_x, (self.north - latitude) * self.scale_y

    def path(self, polygons: Sequence[Sequence[Sequence[Sequence[float]]]]) -> str:
        """Return polygons as SVG draws them; holes are left open by the rule evenodd."""
        rings = (
            "L".join("{:.1f} {:.1f}".format(*self.place(*point)) for point in ring)
            for polygon in polygons
            for ring in polygon
        )
        return "".join(f"M{ring}z" for ring in rings)


def _outlined(
    known: Sequence[tuple[Row, Area]], outlines: Mapping[int, AreaOutline], nowhere: Row | None
) -> DistrictMap:
    most = max((row["received"] for row, _ in known), default=0)
    # West before east: the first half has its words on the left; who has no outline stands last.
    lying = sorted(
        (pair for pair in known if pair[1].id in outlines),
        key=lambda pair: outlines[pair[1].id].label_longitude,
    )
    all_of_them = lying + [pair for pair in known if pair[1].id not in outlines]
    half = (len(all_of_them) + 1) // 2
    sheet, wide, high = _fitted(list(outlines.values()), half * LINE)
    shapes = []
    for pairs, x, anchor in (
        (all_of_them[:half], COLUMN - AIR, "end"),
        (all_of_them[half:], COLUMN + wide + AIR, "start"),
    ):
        words = _words(pairs, outlines, sheet, high)
        for (row, place), (y, point) in words:
            shade = shade_of(row["received"], most)
            if point is None:
                edge = x if anchor == "start" else x - SWATCH
                path, begin = (
                    square(edge, y - SWATCH / 2, SWATCH),
                    x + (SWATCH + AIR) * (-1 if anchor == "end" else 1),
                )
                shapes.append(Shape(row, name_of(place), shade, path, begin, y, anchor))
                continue
            out = x + (AIR / 2 if anchor == "end" else -AIR / 2)
            line = f"M{out:.1f} {y:.1f}L{point[0]:.1f} {point[1]:.1f}"
            path = sheet.path(outlines[place.id].polygons)
            shapes.append(Shape(row, name_of(place), shade, path, x, y, anchor, line))
    approval = next((each.approval_number for each in outlines.values() if each.approval_number), "")
    return DistrictMap(2 * COLUMN + wide, high, shapes, nowhere, approval)


def _fitted(outlines: Sequence[AreaOutline], least: float) -> tuple[Projection, float, float]:
    """Return how the outlines are laid onto the sheet, between the columns of words, and how wide and high they are."""
    points = [point for each in outlines for polygon in each.polygons for ring in polygon for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    high = max(HIGH, least)
    shrink = cos(radians((south + north) / 2))
    scale = min(WIDE / ((east - west) * shrink or 1.0), high / (north - south or 1.0))
    top = (high - (north - south) * scale) / 2
    sheet = Projection(west - COLUMN / (scale * shrink), north + top / scale, scale * shrink, scale)
    return sheet, (east - west) * shrink * scale, high


# Where the words of a district stand, and the point of it that a line leads to, where it has an outline.
Words = tuple[float, tuple[float, float] | None]


def _words(
    pairs: Sequence[tuple[Row, Area]],
    outlines: Mapping[int, AreaOutline],
    sheet: Projection,
    high: float,
) -> list[tuple[tuple[Row, Area], Words]]:
    """Return the districts of a column from north to south, each line as near to its district as the others let it."""
    wanted: list[tuple[float, tuple[float, float] | None, tuple[Row, Area]]] = []
    for pair in pairs:
        own = outlines.get(pair[1].id)
        point = sheet.place(own.label_longitude, own.label_latitude) if own else None
        wanted.append((point[1] if point else high, point, pair))
    wanted.sort(key=lambda each: each[0])
    heights: list[float] = []
    for y, _, _ in wanted:
        heights.append(max(y, heights[-1] + LINE if heights else LINE / 2))
    lowest = high - LINE / 2
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], lowest)
        lowest = heights[place] - LINE
    return [(pair, (y, point)) for y, (_, point, pair) in zip(heights, wanted, strict=True)]
