"""Stale days are counted anew in the background."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from hotline.jobs.figure_jobs import (
    add_month_up,
    count_cut_month,
    count_day,
    find_cut_months,
    find_months,
    find_stale_days,
)
from models.base import db
from models.day_figure import DayFigure, StaleDay
from models.queries import cut_figures, figures
from models.queries.restrictions import Cut
from models.transaction import unit_of_work
from models.vocabulary import Dimension
from tests.support.hand_counted import NOW, make_march


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def test_every_stale_day_is_found_once_and_counted() -> None:
    found = find_stale_days(NOW)

    assert date(2026, 3, 2).toordinal() in found
    assert len(found) == len(set(found))
    assert all(count_day(ordinal, at=NOW) for ordinal in found)
    assert find_stale_days(NOW) == []
    assert db.session.scalar(select(func.count()).select_from(StaleDay)) == 0
    assert db.session.scalar(select(func.sum(DayFigure.received)).filter_by(dimension="all", within="")) == 12


def test_a_day_that_a_reader_has_counted_meanwhile_is_left_alone() -> None:
    ordinal = date(2026, 3, 2).toordinal()
    assert count_day(ordinal, at=NOW)

    assert not count_day(ordinal, at=NOW)


def test_closed_months_are_added_up_once_their_days_are_counted() -> None:
    assert find_months(NOW) == []
    for ordinal in find_stale_days(NOW):
        count_day(ordinal, at=NOW)

    found = find_months(NOW)

    assert [date.fromordinal(ordinal) for ordinal in found] == [date(2026, 2, 1), date(2026, 3, 1)]
    assert all(add_month_up(ordinal, at=NOW) for ordinal in found)
    assert find_months(NOW) == []
    assert not add_month_up(found[0], at=NOW)


def test_a_cut_that_was_asked_for_is_counted_again_when_its_month_has_changed() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    [[before]] = cut_figures.sums(Cut.of([5]), [Dimension.ALL], [march], NOW)
    assert find_cut_months(NOW) == []
    with unit_of_work():
        figures.mark_stale(date(2026, 3, 5))
    assert find_cut_months(NOW) == []
    count_day(date(2026, 3, 5).toordinal(), at=NOW)

    [waiting] = find_cut_months(NOW)

    assert count_cut_month(waiting, at=NOW)
    assert find_cut_months(NOW) == []
    assert cut_figures.sums(Cut.of([5]), [Dimension.ALL], [march], NOW) == [[before]]
