"""Stale days are counted anew in the background."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from hotline.jobs.figure_jobs import count_day, find_stale_days
from models.base import db
from models.day_figure import DayFigure, StaleDay
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
    assert db.session.scalar(select(func.sum(DayFigure.received)).filter_by(dimension="all")) == 12


def test_a_day_that_a_reader_has_counted_meanwhile_is_left_alone() -> None:
    ordinal = date(2026, 3, 2).toordinal()
    assert count_day(ordinal, at=NOW)

    assert not count_day(ordinal, at=NOW)
