"""What was before is compared in percent for counts and in points for rates."""

from decimal import Decimal

import pytest

from reports.figures.comparison import change, points
from reports.figures.rounding import percent, shown


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(120, 100, "+20.00%"), (80, 100, "-20.00%"), (0, 3, "-100.00%"), (100, 100, "0.00%"), (5, 0, "—")],
)
def test_growth_is_measured_against_what_was_before(now: int, before: int, text: str) -> None:
    assert shown(change(now, before), signed=True) == text


def test_a_difference_of_rates_is_given_in_points() -> None:
    assert points(percent(9, 10), percent(4, 5)) == Decimal("10.00")
    assert points(None, percent(4, 5)) is None
