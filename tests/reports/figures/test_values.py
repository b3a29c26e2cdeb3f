"""A value knows what it was counted from and which cases are behind it."""

from decimal import Decimal
from typing import Any

from models.queries.measures import Span
from models.vocabulary import Dimension
from reports.figures.asked import Asked
from reports.figures.comparison import compared, compared_beside
from reports.figures.definitions import COUNTED, MEASURES, RATES, rate_of
from reports.figures.values import Behind, Part, value_of
from reports.periods import parse
from tests.support.clock import local

ASKED = Asked(parse("2026-03"), local("2026-04-01 09:30"))


def line(**counts: int) -> dict[str, Any]:
    told = dict.fromkeys(MEASURES, 0) | counts
    return told | {name: rate_of(name, told) for name in RATES} | {"asked": ASKED}


def test_a_count_is_its_cases() -> None:
    value = value_of("received", line(received=570_227), ASKED)

    assert (value.shown, value.division, value.opens) == ("570,227", "", True)
    assert {value.behind(part) for part in Part} == {Behind(("received",), (), 570_227)}


def test_a_rate_is_divided_from_two_counts_and_opens_both() -> None:
    value = value_of("on_time_rate_before", line(due=6, due_on_time=4, due_excluded=2), ASKED)

    whole, counted = ("due", "due_excluded"), ("due_on_time", "due_excluded_on_time")
    assert (value.shown, value.division) == ("50.00%", "4 ÷ 8")
    assert [value.behind(part) for part in Part] == [
        Behind(whole, (), 8),
        Behind(counted, (), 4),
        Behind(whole, counted, 4),
    ]


def test_a_share_opens_the_cases_it_is_a_share_of() -> None:
    value = value_of("share", line(received=9) | {"share": Decimal("81.82")}, ASKED)

    assert (value.shown, value.opens, value.listed_as) == ("81.82%", True, "received")


def test_nothing_opens_where_there_is_nothing() -> None:
    empty, untold = line(), line(due=3) | {"due": None, "on_time_rate": None}

    assert [value_of(name, empty, ASKED).shown for name in ("due", "on_time_rate")] == ["0", "—"]
    assert [value_of(name, untold, ASKED).shown for name in ("due", "on_time_rate")] == ["—", "—"]
    assert not any(
        value_of(name, row, ASKED).opens for name in ("due", "on_time_rate") for row in (empty, untold)
    )
    assert not any(value_of(name, empty, ASKED).opens for name in COUNTED)


def test_a_change_is_told_in_percent_or_in_points_and_never_contradicts_its_sign() -> None:
    now, before = line(received=110, closed=55), line(received=100, closed=60)

    received = compared("received", now, before, line())
    rate = compared("closed_rate", now, before, line())

    assert (received.growth.shown, received.growth.words) == ("+10.00%", "上升10.00%")
    assert (rate.growth.shown, rate.growth.words) == ("-10.00个百分点", "下降10.00个百分点")
    assert (received.yearly_growth.shown, rate.yearly_growth.shown) == ("—", "—")
    assert compared("closed_rate", now, now, now).growth.words == "持平"
    least = compared("received", line(received=99_999), line(received=100_000), now)
    assert (least.growth.shown, least.growth.words) == ("0.00%", "持平")


def test_what_stands_beside_a_line_belongs_to_the_periods_before() -> None:
    told = compared_beside("received", line(received=11) | {"before": 1, "last_year": 0})

    assert told.growth.shown == "+1000.00%"
    assert told.growth.against.asked.period == parse("2026-02")
    assert told.yearly_growth.against.asked.period == parse("2025-03")
    assert not told.yearly_growth.against.opens


def test_a_question_is_asked_of_another_member_or_period_by_the_same_rules() -> None:
    asked = ASKED.of(Dimension.DEPARTMENT, "3").during(parse("2026-02"))

    assert (asked.dimension, asked.key, asked.at) == (Dimension.DEPARTMENT, "3", ASKED.at)
    assert asked.span == Span(local("2026-02-01"), local("2026-03-01"), ASKED.at)
