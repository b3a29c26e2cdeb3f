"""A line works a rate out when somebody asks for it, and tells it like everything else."""

from decimal import Decimal

import pytest

from reports.figures.definitions import MEASURES, RATES
from reports.figures.rates import Line, total
from reports.figures.rounding import Rounding

COUNTS = dict.fromkeys(MEASURES, 0) | {"due": 3, "due_on_time": 2, "due_closed": 3}


def test_a_rate_is_told_like_a_count_and_kept() -> None:
    line = Line({"name": "甲局", **COUNTS})

    assert "on_time_rate" in line
    assert set(line) == {"name", *MEASURES}
    assert (line["on_time_rate"], line.get("completion_rate")) == (Decimal("66.67"), Decimal("100.00"))
    assert set(line) == {"name", *MEASURES, "on_time_rate", "completion_rate"}
    assert line["result_satisfaction"] is None


def test_what_is_told_besides_leaves_the_rates_and_their_rounding() -> None:
    line = Line(COUNTS, Rounding(digits=1)) | {"rank": 1}

    assert (line["rank"], line["on_time_rate"]) == (1, Decimal("66.7"))


def test_what_is_no_figure_is_refused_unless_a_default_is_given() -> None:
    line = Line(COUNTS)

    with pytest.raises(KeyError, match="weather"):
        line["weather"]
    assert (line.get("weather"), line.get("weather", 0), "weather" in line) == (None, 0, False)


def test_sums_have_the_rates_of_sums_as_every_line_has_its_own() -> None:
    whole = total([Line(COUNTS), Line(COUNTS | {"due": 1, "due_on_time": 0, "due_closed": 0})])

    assert (whole["due"], whole["on_time_rate"]) == (4, Decimal("50.00"))
    assert all(name in total([]) and total([])[name] is None for name in RATES)
