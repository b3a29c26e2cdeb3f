"""Spans of days are taken apart into whole months and the days beside them, and none is lost or doubled."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.queries.stretches import (
    Stretch,
    apart,
    beside,
    covers,
    joined,
    last_day,
    month_of,
    whole_months,
)

# These are about no database.
pytestmark = pytest.mark.one_database

DAYS = st.dates(date(2015, 11, 1), date(2016, 5, 31))
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))


def days(*stretches: Stretch) -> list[date]:
    return [first + timedelta(days=n) for first, last in stretches for n in range((last - first).days + 1)]


def test_the_months_of_a_leap_year() -> None:
    year = (date(2016, 1, 1), date(2016, 12, 31))

    assert whole_months(year) == [date(2016, month, 1) for month in range(1, 13)]
    assert last_day(date(2016, 2, 10)) == date(2016, 2, 29)
    assert month_of(date(2016, 2, 10)) == date(2016, 2, 1)


def test_a_month_that_lacks_a_day_is_not_whole() -> None:
    assert whole_months((date(2016, 1, 2), date(2016, 3, 30))) == [date(2016, 2, 1)]
    assert whole_months((date(2016, 2, 2), date(2016, 2, 29))) == []
    assert whole_months((date(2016, 2, 1), date(2016, 2, 29))) == [date(2016, 2, 1)]


@given(SPANS, st.sets(DAYS.map(month_of)))
def test_months_and_the_days_beside_them_are_the_span(span: Stretch, known: set[date]) -> None:
    taken = [(month, last_day(month)) for month in whole_months(span) if month in known]

    assert sorted(days(*taken, *beside(span, known))) == days(span)


@given(st.lists(SPANS, min_size=1, max_size=4))
def test_stretches_lie_wholly_in_or_out_of_every_span(spans: list[Stretch]) -> None:
    found = apart(spans)

    assert days(*found) == sorted(set(days(*spans)))
    for span in spans:
        assert days(*(stretch for stretch in found if covers(span, stretch))) == days(span)
    assert days(*joined(found)) == days(*found)
    assert len(joined(found)) <= len(found)
