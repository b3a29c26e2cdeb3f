"""The map of districts: each where its row says, the others below; the darker the more; only districts that are."""

from datetime import date
from itertools import pairwise

import pytest

from hotline.district_map import COLUMN, LINE, drawn, grid, on_map, shade_of
from models.area import Area
from models.area_outline import AreaOutline
from reports.periods import PeriodKind, containing
from tests.support.outlines import square

TODAY = containing(PeriodKind.DAY, date(2026, 3, 9))


def place(row: int | None = None, column: int | None = None, **given: object) -> Area:
    return Area(**{"name": "东岸区", "short_name": "东岸", "tile_row": row, "tile_column": column} | given)


def test_a_city_that_says_where_its_districts_lie_gets_them_there() -> None:
    assert grid([place(1, 2), place(2, 1), place(2, 3)]) == [(0, 1), (1, 0), (1, 2)]


def test_what_has_no_place_or_one_that_is_taken_stands_below() -> None:
    assert grid([place(1, 1), place(1, 1), place(1, 2), place(), place()]) == [
        (0, 0),
        (1, 0),
        (0, 1),
        (1, 1),
        (2, 0),
    ]


def test_a_city_that_says_nothing_gets_a_square() -> None:
    assert grid([place() for _ in range(5)]) == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert grid([]) == []


def test_shades_tell_nothing_from_little_and_little_from_much() -> None:
    assert [shade_of(count, 100) for count in (0, 1, 25, 26, 75, 76, 100)] == [0, 1, 1, 2, 3, 4, 4]
    assert shade_of(0, 0) == 0


def test_districts_in_force_are_drawn_and_others_where_they_have_cases() -> None:
    places = {
        "1": place(),
        "2": place(valid_to=date(2020, 12, 31)),
        "3": place(valid_to=date(2020, 12, 31)),
        "4": place(valid_from=date(2027, 1, 1)),
    }
    rows = [{"key": key, "name": "", "received": int(key == "3")} for key in (*places, "0")]

    assert [row["key"] for row in on_map(rows, places, TODAY)] == ["1", "3"]


def test_what_belongs_to_no_district_stands_beside_the_map() -> None:
    rows = [
        {"key": "1", "name": "东岸区", "received": 4},
        {"key": "0", "name": "（未定区县）", "received": 3},
    ]

    sheet = drawn(rows, {"1": place(1, 1)})

    assert [(shape.name, shape.shade) for shape in sheet.shapes] == [("东岸", 4)]
    assert sheet.nowhere is not None
    assert sheet.nowhere["received"] == 3
    assert drawn([], {}).shapes == []


def outline(west: float, south: float, **given: object) -> AreaOutline:
    ring = [tuple(point) for point in square(west, south)[:-1]]
    label = {"label_longitude": west + 0.5, "label_latitude": south + 0.5}
    return AreaOutline(polygons=[[ring]], approval_number="", **label, **given)


def test_outlines_lie_as_on_the_earth_and_their_words_beside_them() -> None:
    places = {str(n): place(id=n, short_name=f"区{n}") for n in range(1, 6)}
    rows = [{"key": key, "name": "", "received": 1} for key in places]
    outlines = {1: outline(103, 36), 2: outline(104, 36), 3: outline(104, 37), 4: outline(103, 37.001)}

    sheet = drawn(rows, places, outlines)

    shapes = {shape.name: shape for shape in sheet.shapes}
    assert [name for name, shape in shapes.items() if shape.anchor == "end"] == ["区4", "区1", "区2"]
    # The one without an outline stands last, as a tile of its own.
    assert [name for name, shape in shapes.items() if shape.anchor == "start"] == ["区3", "区5"]
    assert shapes["区5"].line == ""
    assert all(shapes[name].line for name in ("区1", "区2", "区3", "区4"))
    corners = [float(part.split()[0]) for part in shapes["区1"].path[1:-1].split("L")]
    assert (max(corners) - min(corners)) * 2 == pytest.approx(sheet.width - 2 * COLUMN, abs=0.3)


def test_no_words_lie_over_others_and_none_off_the_sheet() -> None:
    places = {str(n): place(id=n, short_name=f"区{n}") for n in range(1, 31)}
    rows = [{"key": key, "name": "", "received": 0} for key in places]

    sheet = drawn(rows, places, {n: outline(103 + n / 1000, 36, id=n) for n in range(1, 29)})

    for anchor in ("end", "start"):
        heights = sorted(shape.y for shape in sheet.shapes if shape.anchor == anchor)
        assert len(heights) == 15
        assert all(low - high >= LINE - 0.01 for high, low in pairwise(heights))
        assert heights[0] > 0
        assert heights[-1] < sheet.height
