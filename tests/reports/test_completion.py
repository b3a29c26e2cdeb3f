"""The completion report of twelve cases, counted by hand."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import figures
from models.transaction import unit_of_work
from models.vocabulary import Dimension, Rating, Solved
from reports import completion, lines
from reports.figures.asked import Asked
from reports.figures.ranking import tiers_of
from reports.lines import Row
from reports.periods import Period, parse
from tests.support.factories import make_rules
from tests.support.hand_counted import NOW, make_march
from tests.support.statements import statements

pytestmark = pytest.mark.one_database

MARCH = parse("2026-03")


@pytest.fixture(autouse=True)
def march(app: Flask) -> None:
    make_march()


def asked(period: Period = MARCH) -> Asked:
    return lines.ask(period, NOW)


def named(rows: list[Row], name: str) -> Row:
    return next(row for row in rows if row["name"] == name)


def picked(row: Row, *names: str) -> list[Any]:
    return [row[name] for name in names]


def test_the_whole_month() -> None:
    now = completion.overall(asked()).now

    assert picked(now, "received", "direct", "dispatched", "not_accepted", "closed") == [11, 2, 8, 1, 9]
    assert picked(now, "due", "due_closed", "due_on_time", "due_overdue", "due_excluded") == [6, 4, 3, 3, 1]
    assert now["closed_rate"] == Decimal("81.82")  # 9 of 11
    assert now["completion_rate"] == Decimal("66.67")  # 4 of 6
    assert now["on_time_rate"] == Decimal("50.00")  # 3 of 6
    assert now["original_on_time_rate"] == Decimal("33.33")  # 2 of 6: the extension does not count
    assert now["on_time_rate_before"] == Decimal("42.86")  # 3 of 7 with the excluded one
    assert now["result_satisfaction"] == Decimal("66.67")  # 2 of 3, one only basically
    assert now["hotline_satisfaction"] == Decimal("100.00")
    assert now["redo_rate"] == Decimal("16.67")  # 1 of 6 called back


def test_the_month_is_compared_with_february_and_with_last_march() -> None:
    overall = completion.overall(asked())

    assert overall.before["received"] == 1
    assert overall.last_year["received"] == 0


def test_departments_stand_in_tiers_with_what_they_add_up_to() -> None:
    units = completion.units(asked())

    assert [block.title for block in units.blocks] == [tier.label for tier in tiers_of()[-2:]]
    small, none = units.blocks
    police, water = named(small.rows, "市城管局"), named(small.rows, "市水务局")
    assert picked(police, "dispatched", "due", "due_closed", "due_on_time", "due_excluded") == [5, 4, 3, 2, 1]
    assert picked(police, "completion_rate", "on_time_rate") == [Decimal("75.00"), Decimal("50.00")]
    assert picked(water, "dispatched", "due", "due_on_time", "due_open", "returned") == [2, 2, 1, 1, 1]
    assert small.subtotal["on_time_rate"] == Decimal("50.00")
    assert [row["rank"] for row in small.rows] == [None, None], "three cases win no prize"
    assert [row["name"] for row in none.rows] == ["东岸区政府"]
    assert none.rows[0]["on_time_rate"] is None
    assert units.idle == ["热力公司"]
    assert units.total["dispatched"] == 8


def test_branches_have_shares_and_open_into_their_matters() -> None:
    branches = completion.shared_out(Dimension.BRANCH, asked())
    leaves = completion.leaves(asked(), "2")

    assert [(row["name"], row["received"], row["share"]) for row in branches.rows] == [
        ("城市管理", 9, Decimal("81.82")),
        ("公用事业", 2, Decimal("18.18")),
    ]
    assert [(row["name"], row["received"], row["due"]) for row in leaves.rows] == [
        ("公用事业/停水", 1, 2),
        ("公用事业/供暖不热", 1, 0),
    ]
    assert leaves.subtotal["received"] == 2


def test_districts_add_up_to_the_whole_with_those_of_no_district() -> None:
    block = completion.districts(asked())

    assert [(row["name"], row["received"]) for row in block.rows] == [
        ("东岸区", 9),
        ("西岸区", 1),
        ("（未定区县）", 1),
    ]
    assert block.subtotal["received"] == 11


def test_a_trend_has_a_line_for_every_day_or_month() -> None:
    days = completion.trend(asked(), MARCH.parts())
    months = completion.trend(asked(), parse("2026-Q1").parts())

    assert len(days) == 31
    assert (days[1]["received"], days[0]["received"], days[0]["closed_rate"]) == (2, 0, None)
    assert [month["received"] for month in months] == [0, 1, 11]


@pytest.mark.both_databases
def test_a_period_without_cases_says_so_with_zeros_and_dashes() -> None:
    report = completion.gather(parse("2019-05"), NOW)

    assert report.overall.now["received"] == 0
    assert report.overall.now["closed_rate"] is None
    assert report.units.blocks == []
    assert len(report.units.idle) == 4


def test_what_is_dispatched_and_with_nobody_stands_apart() -> None:
    with unit_of_work():
        case = db.session.scalars(db.select(Case).filter_by(department_id=3)).one()
        case.department_id = None
        figures.mark_stale(*figures.days_of(case))

    units = completion.units(asked())

    assert units.unassigned is not None
    assert picked(units.unassigned, "name", "dispatched", "closed") == ["（未派单位）", 1, None]
    assert units.total["dispatched"] == 7


def test_the_rule_pack_says_where_tiers_begin_and_how_many_digits_are_kept() -> None:
    make_rules(tiers=[4, 2], round={"digits": 1, "mode": "half_up"})

    units = completion.units(asked())

    assert [block.title for block in units.blocks] == [
        "第一档：应办结4件及以上",
        "第二档：应办结2至3件",
        "本期无应办结工单（不参与排名）",
    ]
    assert [row["rank"] for block in units.blocks for row in block.rows] == [1, 1, None]
    assert picked(units.total, "completion_rate", "on_time_rate") == [Decimal("66.7"), Decimal("50.0")]


def test_a_tier_and_all_units_together_are_lines_like_any_other() -> None:
    departments = asked().of(Dimension.DEPARTMENT, "tier-3")
    small, everyone = lines.line(departments), lines.line(asked().of(Dimension.DEPARTMENT, "any"))

    assert small is not None
    assert everyone is not None
    assert picked(small, "name", "keys", "due") == [tiers_of()[2].label, ("1", "2"), 6]
    assert picked(everyone, "name", "keys", "dispatched") == ["全部承办单位", None, 8]
    for dimension, key in ((Dimension.DEPARTMENT, "99"), (Dimension.DISTRICT, "tier-1")):
        assert lines.line(asked().of(dimension, key)) is None


def test_a_report_asks_the_database_no_more_than_its_tables_need() -> None:
    completion.overall(asked())
    with statements() as sent:
        question = asked()
        completion.overall(question)
        completion.units(question)

    # The rules; stale days, which months are added up and which could be, a month, two runs of days;
    # stale days, departments, which months are added up, a run of days.
    assert len(sent) == 11


@pytest.mark.both_databases
def test_satisfaction_is_said_before_and_after_exclusion() -> None:
    excluded = db.session.scalars(db.select(Case).filter_by(is_excluded=True)).one()
    with unit_of_work():
        excluded.result_rating, excluded.solved = Rating.VERY_DISSATISFIED, Solved.NO
        figures.mark_stale(*figures.days_of(excluded))

    now = completion.overall(asked()).now

    assert picked(now, "result_satisfied", "result_rated", "result_rated_excluded") == [2, 3, 1]
    assert now["result_satisfaction"] == Decimal("66.67")  # 2 of 3
    assert now["result_satisfaction_before"] == Decimal("50.00")  # 2 of 4
    assert picked(now, "solved_rate", "solved_rate_before") == [Decimal("50.00"), Decimal("33.33")]


def test_rates_that_name_another_denominator() -> None:
    now = completion.overall(asked()).now

    assert now["dispatched_closed_rate"] == Decimal("75.00")  # 6 of the 8 sent out
    assert now["extension_rate"] == Decimal("16.67")  # 1 of the 6 due
    assert now["once_rate"] == Decimal("75.00")  # 3 of the 4 that were closed: one was done again
    assert now["repeat_rate"] == Decimal("0.00")


def test_of_many_units_that_were_sent_nothing_the_first_are_named() -> None:
    some = [f"第{number}街道" for number in range(1, 41)]

    assert lines.idle_words(some[:2]) == "本期无转办工单的单位（不参与排名）：第1街道、第2街道。"
    assert lines.idle_words(some).endswith("、第30街道等40个单位。")
