"""The dashboard compares a day by its whole hours and a month by its whole days, and says nothing where there are none."""

from datetime import date, timedelta

import pytest
from flask import Flask

from models.queries import figure_lists, figures
from models.transaction import unit_of_work
from models.vocabulary import CaseScope
from reports import dashboard, lines
from reports.figures.volumes import rise
from tests.support.case_rows import make_cases, make_town
from tests.support.clock import local

NOW = local("2026-03-09 14:30")
YESTERDAY, LAST_WEEK = NOW - timedelta(days=1), NOW - timedelta(days=7)


@pytest.mark.parametrize(
    ("moment", "like"),
    [
        ("2026-03-01 00:10", None),
        ("2026-03-02 09:00", [("2026-03-01", "2026-03-01"), ("2026-02-01", "2026-02-01"), ("2025-03-01", "2025-03-01")]),
        ("2026-03-31 09:00", [("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-30")]),
        ("2024-03-30 09:00", [("2024-03-01", "2024-03-29"), ("2024-02-01", "2024-02-29"), ("2023-03-01", "2023-03-29")]),
    ],
)  # fmt: skip
def test_a_months_days_that_are_over_are_compared_with_the_same_days(
    moment: str, like: list[tuple[str, str]] | None
) -> None:
    found = dashboard.times_of(local(moment)).like

    assert (found and [(str(p.first_on), str(p.last_on)) for p in found]) == like


def test_the_days_and_months_are_those_of_the_local_clock() -> None:
    times = dashboard.times_of(local("2026-01-01 07:59"))

    assert [period.first_on for period in times.days] == [
        date(2026, 1, 1),
        date(2025, 12, 31),
        date(2025, 12, 25),
    ]
    assert times.hour == 7
    assert [month.on for month in (times.months[0], times.months[-1])] == ["2025-02", "2026-01"]
    assert (times.week.first_on, times.week.last_on) == (date(2025, 12, 25), date(2025, 12, 31))


def test_a_hundred_calls_that_doubled_rose_further_than_one_that_became_five() -> None:
    assert rise(200, 100) > rise(5, 1) > rise(5, 4) > rise(4, 4) == 0 > rise(1, 4)
    assert rise(0, 0) == 0


def counted(*cases: dict[str, object]) -> dashboard.Board:
    make_town()
    make_cases(*cases)
    with unit_of_work():
        figures.mark_stale(*{case["received_at"].date() for case in cases})  # type: ignore[attr-defined]
    return dashboard.gather(NOW)


def test_the_hour_that_is_not_over_is_counted_today_and_not_compared(app: Flask) -> None:
    board = counted(
        *({"received_at": NOW - timedelta(minutes=ago)} for ago in (1, 31, 200)),
        *({"received_at": YESTERDAY + timedelta(minutes=late)} for late in (-31, 0)),
        {"received_at": LAST_WEEK + timedelta(hours=5)},
    )

    assert board.today["received"] == 3
    assert board.since_yesterday is not None
    assert (board.since_yesterday.now.number, board.since_yesterday.against.number) == (2, 1)
    assert board.since_yesterday.shown == "+100.00%"
    assert board.since_last_week is not None
    assert board.since_last_week.shown == "—"
    today = [row["received"] for row in board.hours[0]]
    assert (today[11:15], today[23]) == ([1, 0, 1, None], None)
    assert board.hours[2][19]["received"] == 1

    asked = board.since_yesterday.now.asked
    line = lines.line(asked)
    assert line is not None
    assert (line["name"], line["received"], len(line["keys"])) == ("14时以前", 2, 14)
    behind = figure_lists.Behind(("received",), (), asked.dimension, line["keys"], asked.span)
    assert figure_lists.count_inside(behind, CaseScope()) == 2


@pytest.mark.one_database
def test_matters_rise_by_their_whole_days_and_few_calls_do_not(app: Flask) -> None:
    board = counted(
        *({"received_at": YESTERDAY, "category_id": 3} for _ in range(6)),
        *({"received_at": NOW - timedelta(days=9), "category_id": 3} for _ in range(2)),
        *({"received_at": YESTERDAY, "category_id": 4} for _ in range(4)),
        *({"received_at": NOW, "category_id": 5} for _ in range(9)),
        *({"received_at": YESTERDAY, "category_id": 6} for _ in range(5)),
    )

    told = [
        (topic.row["name"], topic.row["received"], topic.change.against.number)
        for topic in board.rising
        if topic.change
    ]
    assert told == [("供暖不热", 5, 0), ("占道经营", 6, 2)]
    most = [(topic.row["name"], topic.row["received"], topic.row["branch"]) for topic in board.topics]
    assert most[:2] == [("停水", 9, "公用事业"), ("占道经营", 6, "城市管理")]
    assert sum(topic.row["share"] for topic in board.topics) == 100
    assert [(row["name"], row["received"]) for row in board.districts] == [("东岸区", 24), ("西岸区", 0)]
