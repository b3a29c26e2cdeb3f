"""Figures kept by day agree with the lists behind them and with a recount in plain Python."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.base import db
from models.case import Case
from models.day_figure import DayFigure, StaleDay
from models.queries import figures, ledger
from models.queries.measures import COUNTED, LISTED, REMAINDERS, Span, condition, of_members
from models.queries.tallies import local_day, start_of
from models.transaction import unit_of_work
from models.vocabulary import Dimension, Handling, Rating
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local
from tests.support.recount import recount

NOW = local("2026-03-09 14:30")
FIRST, LAST = date(2026, 2, 27), date(2026, 3, 12)
SPAN = Span(start_of(FIRST), start_of(LAST + timedelta(days=1)), NOW)


@pytest.fixture
def town(app: Flask) -> Iterator[list[dict[str, Any]]]:
    make_town()
    cases = random_cases(400, around=NOW)
    make_cases(*cases)
    with unit_of_work():
        figures.mark_stale(*(FIRST + timedelta(days=n) for n in range(-5, 30)))
    return cases


def totals(*dimensions: Dimension) -> dict[tuple[Dimension, str], dict[str, int]]:
    figures.bring_up_to_date((FIRST, LAST))
    [found] = ledger.sums(dimensions, [(FIRST, LAST)], NOW)
    return {(s.dimension, s.key): dict(s.counts) for s in found}


def test_every_figure_equals_a_recount_in_plain_python(town: list[dict[str, Any]]) -> None:
    expected = recount(town, SPAN)

    found = totals(*Dimension)

    assert {member: {n: c for n, c in counts.items() if c} for member, counts in found.items()} == expected
    assert set(COUNTED) == set(expected[Dimension.ALL, "0"]), "every measure has a case in this town"


def test_the_list_behind_a_figure_is_as_long_as_the_figure(town: list[dict[str, Any]]) -> None:
    found = totals(*Dimension)
    # Of the hours one is enough: they are told apart alike.
    some = {member: counts for member, counts in found.items() if member[0] is not Dimension.HOUR}
    some[Dimension.HOUR, "09"] = found[Dimension.HOUR, "09"]

    for (dimension, key), counts in some.items():
        for measure in LISTED:
            whole, part, _ = REMAINDERS.get(measure, (measure, "", None))
            shown = counts[whole] - (counts[part] if part else 0)
            listed = db.session.scalar(
                select(func.count())
                .select_from(Case)
                .where(condition(measure, SPAN), of_members(dimension, [key]))
            )
            assert listed == shown, (dimension, key, measure)


def test_sums_of_days_are_the_sums_of_the_period(town: list[dict[str, Any]]) -> None:
    whole = totals(Dimension.ALL)[Dimension.ALL, "0"]

    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    sums = ledger.sums([Dimension.ALL], [(day, day) for day in days], NOW)
    parts = [s.counts for found in sums for s in found]

    assert {name: sum(part[name] for part in parts) for name in COUNTED} == whole


def test_a_changed_case_changes_the_figure_once_its_days_are_marked(town: list[dict[str, Any]]) -> None:
    before = totals(Dimension.ALL)[Dimension.ALL, "0"]
    with unit_of_work():
        case = db.session.scalars(
            select(Case).where(condition("open", SPAN), Case.handling == Handling.DIRECT).limit(1)
        ).one()
        case.closed_at = NOW
        figures.mark_stale(*figures.days_of(case))

    after = totals(Dimension.ALL)[Dimension.ALL, "0"]

    assert after["closed"] == before["closed"] + 1
    assert after["received"] == before["received"]


def test_a_case_that_gets_a_later_due_time_leaves_the_figures_of_the_earlier_day(app: Flask) -> None:
    make_town()
    make_cases({"received_at": local("2026-03-02 09:00"), "due_at": local("2026-03-04 09:00")})
    with unit_of_work():
        figures.mark_stale(date(2026, 3, 4))
    assert totals(Dimension.ALL)[Dimension.ALL, "0"]["due"] == 1

    with unit_of_work():
        case = db.session.scalars(select(Case)).one()
        case.due_at = local("2026-03-11 09:00")
        db.session.flush()
        figures.mark_stale(*figures.days_of(case))

    assert figures.days_of(case) == {date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 11)}
    assert totals(Dimension.ALL)[Dimension.ALL, "0"]["due"] == 0


def test_a_merged_case_counts_for_volume_and_its_master_alone_is_assessed(app: Flask) -> None:
    """Domain study 2.8: volume counts all, metrics the master once, and both are shown."""
    make_town()
    answered = {
        "received_at": NOW,
        "due_at": NOW - timedelta(hours=1),
        "closed_at": NOW,
        "result_rating": Rating.SATISFIED,
    }
    make_cases(answered, answered)
    with unit_of_work():
        first, second = db.session.scalars(select(Case).order_by(Case.id))
        second.merged_into_id = first.id
        figures.mark_stale(local_day(NOW))

    counts = totals(Dimension.ALL)[Dimension.ALL, "0"]

    assert (counts["received"], counts["repeated"], counts["merged"], counts["closed"]) == (2, 1, 1, 2)
    assert (counts["result_rated"], counts["merged_rated"], counts["merged_satisfied"]) == (1, 1, 1)
    assert (counts["to_follow_up"], counts["due"]) == (2, 1)


def test_a_mark_of_a_rolled_back_step_is_gone_with_it(app: Flask) -> None:
    def step() -> None:
        with unit_of_work():
            figures.mark_stale(FIRST)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        step()

    assert db.session.scalar(select(func.count()).select_from(StaleDay)) == 0


def test_counting_anew_removes_the_marks_of_these_days_only(town: list[dict[str, Any]]) -> None:
    counted = figures.bring_up_to_date((FIRST, FIRST + timedelta(days=1)))

    left = set(db.session.scalars(select(StaleDay.day)))
    assert counted == 2
    assert not {FIRST, FIRST + timedelta(days=1)} & left
    assert LAST in left
    assert figures.bring_up_to_date((FIRST, FIRST + timedelta(days=1))) == 0


def test_a_day_that_lost_its_cases_keeps_no_figures(town: list[dict[str, Any]]) -> None:
    totals(Dimension.ALL)
    day = date(2026, 3, 3)
    with unit_of_work():
        for case in db.session.scalars(select(Case)):
            case.received_at = case.received_at.replace(year=2020)
            case.due_at = None
        figures.mark_stale(day)

    figures.bring_up_to_date((day, day))

    assert db.session.scalar(select(func.count()).where(DayFigure.day == day)) == 0


def test_a_case_received_before_midnight_here_belongs_to_the_day_here() -> None:
    assert local_day(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert local_day(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert start_of(date(2026, 3, 2)) == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)


def test_what_falls_due_later_today_is_not_due_yet(app: Flask) -> None:
    make_town()
    make_cases(
        {"received_at": NOW, "due_at": NOW - timedelta(minutes=1)},
        {"received_at": NOW, "due_at": NOW + timedelta(minutes=1)},
        {"received_at": NOW, "due_at": NOW + timedelta(days=1)},
    )
    with unit_of_work():
        figures.mark_stale(date(2026, 3, 9), date(2026, 3, 10))

    counts = totals(Dimension.ALL)[Dimension.ALL, "0"]

    assert (counts["received"], counts["due"], counts["due_overdue"]) == (3, 1, 1)


def test_two_readers_at_once_count_each_day_once(town: list[dict[str, Any]], app: Flask) -> None:
    def read() -> int:
        with app.app_context():
            try:
                figures.bring_up_to_date((FIRST, LAST))
                return ledger.sums([Dimension.ALL], [(FIRST, LAST)], NOW)[0][0].counts["received"]
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(4) as readers:
        found = {reading.result() for reading in [readers.submit(read) for _ in range(4)]}

    assert found == {sum(SPAN.start <= case["received_at"] < SPAN.end for case in town)}
    assert db.session.scalar(select(func.count()).where(StaleDay.day.between(FIRST, LAST))) == 0
