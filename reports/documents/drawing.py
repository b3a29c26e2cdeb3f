"""Draws charts as shapes that the page links, PDF embeds as SVG and Word shows as a picture (pure but for `pictures`).

Lengths are points; a drawing is as wide as the type area.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from reports.documents import layout
from reports.documents.fonts import PaperFonts
from reports.documents.paper import Chart, ChartKind, Said
from reports.documents.typesetting import known, typeset
from reports.workbooks.sheet import safe_text

WIDTH = 442.0
INK, QUIET, BLUE, PALE = "#1f2933", "#52606d", "#1f5f99", "#d9e2ec"
TITLE, SIZE = 12.0, 10.0
TITLE_ROOM = 24.0
NAME_ROOM, VALUE_ROOM, ROW, BAR = 150.0, 62.0, 20.0, 12.0
MOST_SIGNS = 14
TREND_HEIGHT, TREND_FOOT, TREND_SIDE = 130.0, 22.0, 18.0
MOST_LABELS = 15
TILES_ACROSS, TILE_HEIGHT, TILE_GAP = 4, 42.0, 6.0
# From pale to dark, each with the ink that is read on it.
SHADES = (
    ("#e3eef8", INK),
    ("#b9d4ec", INK),
    ("#8ab6dd", INK),
    ("#2f74b5", "#ffffff"),
    ("#1f5f99", "#ffffff"),
)


@dataclass(frozen=True)
class Rect:
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    kind: str = field(default="rect", init=False)


@dataclass(frozen=True)
class Text:
    """Words at a place; anchor start, middle or end; `said` is the number they are."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = SIZE
    colour: str = INK
    said: Said | None = None
    kind: str = field(default="text", init=False)


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    kind: str = field(default="stroke", init=False)

    @property
    def path(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


Shape = Rect | Text | Stroke


@dataclass(frozen=True)
class Drawing:
    """Shapes on a sheet of this size."""

    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


def drawn(chart: Chart) -> Drawing:
    """Return the chart as shapes."""
    return DRAWERS[chart.kind](chart)


def bars(chart: Chart) -> Drawing:
    """Return lying bars with names before and numbers after them, all from nought."""
    most = max((_size(said) for _, said in chart.points), default=Decimal(0))
    room = WIDTH - NAME_ROOM - VALUE_ROOM
    shapes: list[Shape] = [_title(chart.title)]
    for place, (name, said) in enumerate(chart.points):
        y = TITLE_ROOM + place * ROW
        long = float(_size(said) / most) * room if most else 0.0
        shapes += [
            Text(NAME_ROOM - 6, y + 10, _short(name), "end"),
            Rect(NAME_ROOM, y, max(long, 1.0), BAR, BLUE),
            Text(NAME_ROOM + long + 5, y + 10, said.text, said=said),
        ]
    return Drawing(chart.title, WIDTH, TITLE_ROOM + len(chart.points) * ROW, tuple(shapes))


def trend(chart: Chart) -> Drawing:
    """Return a line through the points, from nought; where they are many, each so manieth says its number, and the peak."""
    most = max((_size(said) for _, said in chart.points), default=Decimal(0))
    bottom = TITLE_ROOM + TREND_HEIGHT
    step = (WIDTH - 2 * TREND_SIDE) / max(len(chart.points) - 1, 1)
    places = [
        (
            TREND_SIDE + number * step,
            bottom - (float(_size(said) / most) * (TREND_HEIGHT - 2 * SIZE) if most else 0.0),
        )
        for number, (_, said) in enumerate(chart.points)
    ]
    every = -(-len(chart.points) // MOST_LABELS) or 1
    peak = max(range(len(places)), key=lambda number: -places[number][1], default=0)
    shapes: list[Shape] = [_title(chart.title), Stroke(((0, bottom), (WIDTH, bottom)), QUIET, 0.5)]
    if len(places) > 1:
        shapes.append(Stroke(tuple(places), BLUE, 1.5))
    for number, ((x, y), (name, said)) in enumerate(zip(places, chart.points, strict=True)):
        shapes.append(Rect(x - 2, y - 2, 4, 4, BLUE))
        if number == peak or (number % every == 0 and abs(number - peak) >= every):
            shapes.append(Text(x, y - 6, said.text, "middle", said=said))
        if number % every == 0:
            shapes.append(Text(x, bottom + 14, name, "middle", 9.0, QUIET))
    return Drawing(chart.title, WIDTH, bottom + TREND_FOOT, tuple(shapes))


def tiles(chart: Chart) -> Drawing:
    """Return a tile for each name, the darker the more; each says its number, so colour says nothing alone."""
    most = max((_size(said) for _, said in chart.points), default=Decimal(0))
    wide = (WIDTH - (TILES_ACROSS - 1) * TILE_GAP) / TILES_ACROSS
    shapes: list[Shape] = [_title(chart.title)]
    for place, (name, said) in enumerate(chart.points):
        row, column = divmod(place, TILES_ACROSS)
        x, y = column * (wide + TILE_GAP), TITLE_ROOM + row * (TILE_HEIGHT + TILE_GAP)
        shade = int(_size(said) / most * (len(SHADES) - 1)) if most else 0
        fill, ink = SHADES[shade]
        shapes += [
            Rect(x, y, wide, TILE_HEIGHT, fill),
            Text(x + wide / 2, y + 16, _short(name), "middle", colour=ink),
            Text(x + wide / 2, y + 32, said.text, "middle", TITLE, ink, said),
        ]
    rows = -(-len(chart.points) // TILES_ACROSS)
    return Drawing(chart.title, WIDTH, TITLE_ROOM + rows * (TILE_HEIGHT + TILE_GAP), tuple(shapes))


DRAWERS: dict[ChartKind, Callable[[Chart], Drawing]] = {
    ChartKind.BARS: bars,
    ChartKind.TREND: trend,
    ChartKind.TILES: tiles,
}


def svg(drawing: Drawing, types: Sequence[str]) -> str:
    """Return the drawing as a file of its own, in the types given."""
    family = ", ".join(f"'{name}'" for name in types)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width:.1f} {drawing.height:.1f}" '
        f'width="{drawing.width:.1f}pt" height="{drawing.height:.1f}pt" font-family={quoteattr(family)}>'
    )
    return head + "".join(_written(shape) for shape in drawing.shapes) + "</svg>"


def pictures(drawings: Sequence[Drawing], width: float, types: PaperFonts) -> list[bytes]:
    """Return a PNG of each drawing, so many millimetres wide, at 200 dots to the inch; all of one run of the press."""
    if not drawings:
        return []
    family = known(types.stack("level1"))
    data = {"drawings": [svg(drawing, family) for drawing in drawings], "width": width}
    return typeset(PICTURES, data, form="png")


PICTURES = b"""#let given = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt)
#for drawing in given.drawings { page(image(bytes(drawing), format: "svg", width: given.width * 1mm)) }
"""


def _written(shape: Shape) -> str:
    if isinstance(shape, Rect):
        return (
            f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" '
            f'height="{shape.height:.1f}" fill="{shape.fill}"/>'
        )
    if isinstance(shape, Stroke):
        return f'<polyline points="{shape.path}" fill="none" stroke="{shape.colour}" stroke-width="{shape.width}"/>'
    return (
        f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{shape.anchor}" font-size="{shape.size}" '
        f'fill="{shape.colour}">{escape(safe_text(shape.text))}</text>'
    )


def _title(text: str) -> Text:
    return Text(WIDTH / 2, TITLE, text, "middle", TITLE)


def _size(said: Said) -> Decimal:
    return max(Decimal(said.number or 0), Decimal(0))


def _short(name: str) -> str:
    if layout.width_of(name) <= MOST_SIGNS:
        return name
    kept = ""
    for sign in name:
        if layout.width_of(kept + sign) > MOST_SIGNS - 1:
            break
        kept += sign
    return f"{kept}…"
