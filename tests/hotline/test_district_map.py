"""The map of districts: each where its row says, the others below; the darker the more; only districts that are."""

from datetime import date

from hotline.district_map import drawn, grid, on_map, shade_of
from models.area import Area
from reports.periods import PeriodKind, containing

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
