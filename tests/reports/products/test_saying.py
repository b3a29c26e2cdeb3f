"""Words of change never contradict their sign, and what has no base for comparison says so."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Dimension
from reports.documents.paper import Unit
from reports.figures.asked import Asked
from reports.figures.comparison import Change, compared
from reports.periods import parse
from reports.products.saying import count, grown, growth, rate
from tests.support.papers import MARCH, NOW


def change(figure: str, now: Any, before: Any) -> Change:
    """Return a change between two lines that tell just this figure, or the two counts it is divided from."""
    earlier = MARCH.during(MARCH.period.before())
    lines = [{figure: value, "due_on_time": 1, "due": 1} for value in (now, before)]
    asked = (MARCH, earlier)
    told = [line | {"asked": question} for line, question in zip(lines, asked, strict=True)]
    return compared(figure, told[0], told[1], told[1]).growth


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (110, 100, "环比上升10.00%"),
        (90, 100, "环比下降10.00%"),
        (100, 100, "环比持平"),
        (0, 3, "环比下降100.00%"),
        (5, 0, "环比无可比基数"),
        (0, 0, "环比无可比基数"),
        (20001, 20000, "环比上升0.01%"),
        (1000001, 1000000, "环比持平"),
    ],
)
def test_growth_is_said_by_its_sign(now: int, before: int, said: str) -> None:
    assert growth("环比", change("received", now, before)).text == said


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_word_contradicts_its_number(now: int, before: int) -> None:
    said = growth("同比", change("received", now, before))

    assert ("上升" in said.text) <= (now > before)
    assert ("下降" in said.text) <= (now < before)
    assert "-" not in said.text
    assert "+" not in said.text


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("89.82", "88.60", "环比上升1.22个百分点"),
        ("88.60", "89.82", "环比下降1.22个百分点"),
        ("88.60", "88.60", "环比持平"),
        (None, "88.60", "环比无可比基数"),
        ("88.60", None, "环比无可比基数"),
    ],
)
def test_rates_are_compared_in_points(now: str | None, before: str | None, said: str) -> None:
    rates = [Decimal(each) if each else None for each in (now, before)]

    assert growth("环比", change("on_time_rate", *rates)).text == said


def test_a_number_keeps_the_value_it_came_from() -> None:
    asked = Asked(parse("2026-03"), NOW).of(Dimension.DEPARTMENT, "3")
    row = {"due": 7000, "due_on_time": 0, "on_time_rate": None, "returned": None, "asked": asked}

    said = count("due", row)
    assert (said.text, said.number, said.unit) == ("7000", 7000, Unit.COUNT)
    assert said.source is not None
    assert (said.source.figure.id, said.source.asked) == ("due", asked)
    assert rate("on_time_rate", row).text == "—"
    assert count("returned", row).text == "—"


def test_a_growth_opens_what_it_is_compared_with() -> None:
    found = change("received", 3, 2)

    for said in (grown(found), growth("环比", found).parts[-1]):
        assert said.is_change
        assert said.source is not None
        assert (said.source.number, said.source.asked.period.on) == (2, "2026-02")
    assert (grown(found).text, grown(found).unit) == ("+50.00%", Unit.PERCENT)
    assert grown(change("on_time_rate", Decimal("9.00"), Decimal("8.50"))).unit is Unit.POINTS
