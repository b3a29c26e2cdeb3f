"""Units are ranked among their like, and small ones not at all."""

from decimal import Decimal
from typing import Any

from reports.figures.definitions import MEASURES
from reports.figures.ranking import tiers_of
from reports.figures.rates import Line, total
from reports.figures.satisfaction import least_satisfied
from reports.figures.timeliness import behind_tier, by_rank, with_tiers
from reports.figures.volumes import compared

TIERS = tiers_of()


def units(*given: dict[str, Any]) -> list[Line]:
    return [
        Line({"key": str(n), "name": f"单位{n}"} | dict.fromkeys(MEASURES, 0) | row)
        for n, row in enumerate(given)
    ]


def column(name: str, lines: list[Line]) -> list[Any]:
    return [line[name] for line in lines]


def due(count: int, on_time: int, closed: int | None = None) -> dict[str, int]:
    return {"due": count, "due_on_time": on_time, "due_closed": on_time if closed is None else closed}


def test_three_perfect_cases_do_not_win_over_three_hundred_good_ones() -> None:
    table = with_tiers(units(due(300, 290), due(3, 3), due(200, 198), due(0, 0)), TIERS)

    assert column("rank", table) == [2, None, 1, None]


def test_equal_units_share_the_better_place() -> None:
    table = with_tiers(units(due(100, 90), due(200, 180), due(100, 80), due(50, 10)), TIERS)

    assert column("rank", table) == [1, 1, 3, 1]


def test_of_equals_in_time_the_one_that_closed_more_comes_first() -> None:
    table = with_tiers(units(due(100, 90, closed=92), due(100, 90, closed=95)), TIERS)

    assert column("rank", table) == [2, 1]
    assert column("name", by_rank(table)) == ["单位1", "单位0"]


def test_the_unranked_follow_the_ranked_in_official_order() -> None:
    table = with_tiers(units(due(3, 3), due(100, 50), due(2, 0)), TIERS)

    assert column("name", by_rank(table)) == ["单位1", "单位0", "单位2"]


def test_percentages_are_never_averaged() -> None:
    whole = total(units(due(1, 0), due(99, 99)))

    assert whole["on_time_rate"] == Decimal("99.00")


def test_a_unit_below_its_tier_is_told_by_how_many_points() -> None:
    assert behind_tier(Decimal("90.00"), Decimal("95.50")) == Decimal("5.50")
    assert behind_tier(Decimal("96.00"), Decimal("95.50")) is None
    assert behind_tier(None, Decimal("95.50")) is None


def test_volumes_are_compared_by_member_and_not_by_row() -> None:
    now = units({"received": 30}, {"received": 10}, {"received": 0})
    before = units({"key": "1", "received": 20})
    year = units({"key": "0", "received": 60})

    table = compared(now, before, year, "received")

    assert column("share", table) == [Decimal("75.00"), Decimal("25.00"), Decimal("0.00")]
    assert column("growth", table) == [None, Decimal("-50.00"), None]
    assert column("yearly_growth", table) == [Decimal("-50.00"), None, None]


def test_few_ratings_shame_nobody() -> None:
    table = units(
        {"result_rated": 19, "result_satisfied": 0},
        {"result_rated": 20, "result_satisfied": 17},
        {"result_rated": 100, "result_satisfied": 95},
        {"result_rated": 40, "result_satisfied": 20},
    )

    assert column("name", least_satisfied(table, 90)) == ["单位3", "单位1"]
