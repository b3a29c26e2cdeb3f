"""What an issue would state today: then, plus what came, less what went, is now, whatever changed by chance."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import figures
from models.transaction import unit_of_work
from models.vocabulary import Rating
from reports import differences, issues
from reports.catalogue import REPORTS
from reports.differences import Differences
from reports.figures.values import Part
from reports.issues import Frozen
from reports.periods import parse
from reports.products.gathering import Order
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local
from tests.support.factories import make_rules

AROUND = local("2026-03-09 14:30")
AT = local("2026-04-20 09:30")
ORDER = Order(parse("2026-03"), AT, "马小兰")
REPORT = replace(REPORTS["completion"], own_forms=frozenset())


@pytest.fixture
def frozen(app: Flask) -> Frozen:
    make_town()
    make_rules(tiers=[8, 4])
    make_cases(*random_cases(100, around=AROUND))
    return issues.freeze(REPORT, ORDER)


def compared(frozen: Frozen) -> Differences:
    later = Order(ORDER.period, AT + timedelta(days=1), ORDER.made_by)
    return differences.compare(REPORT, later, frozen.cells, frozen.values, frozen.held)


def change_some(chance: random.Random, count: int) -> set[int]:
    """Change so many cases in some way that figures see, and return which."""
    with unit_of_work():
        cases = chance.sample(list(db.session.scalars(db.select(Case).order_by(Case.id))), count)
        for case in cases:
            what = chance.choice(["unit", "late", "excluded", "rated", "closed", "moved"])
            if what == "unit":
                case.department_id = 4
            elif what == "late":
                case.finished_at = case.closed_at = AT
            elif what == "excluded":
                case.is_excluded = not case.is_excluded
            elif what == "rated":
                unhappy = case.result_rating is Rating.DISSATISFIED
                case.result_rating = Rating.SATISFIED if unhappy else Rating.DISSATISFIED
            elif what == "closed":
                case.closed_at = case.finished_at = local("2026-03-28 10:00")
            else:
                case.due_at = local("2026-05-05 10:00")
        figures.mark_stale(*{day for case in cases for day in figures.days_of(case)})
    return {case.id for case in cases}


@pytest.mark.one_database  # that both count alike is tests/reports/test_held_cases.py
@pytest.mark.parametrize("seed", range(3))
def test_what_was_and_what_moved_make_what_is(frozen: Frozen, seed: int) -> None:
    changed = change_some(random.Random(seed), 6)

    found = compared(frozen)

    now = issues.freeze(REPORT, Order(ORDER.period, AT + timedelta(days=1), ORDER.made_by))
    today = {differences._whose(cell): value for cell, value in zip(now.cells, now.values, strict=True)}
    told = {change.place: change for change in found.cells if change.place is not None}
    for place, (cell, value) in enumerate(zip(frozen.cells, frozen.values, strict=True)):
        other = today.get(differences._whose(cell))
        if place not in told:
            assert other.number == value.number if other else not value.number
            continue
        change = told[place]
        assert (change.now and change.now.number) == (other and other.number)
        for part in Part.WHOLE, *([Part.COUNTED] if value.denominator is not None else []):
            before = value.behind(part).number if value.opens else 0
            after = change.now.behind(part).number if change.now and change.now.opens else 0
            assert before + len(change.came.get(part, ())) - len(change.went.get(part, ())) == after
    named = {change.case_id for change in found.cases}
    own = [change for change in found.cells if not change.is_regrouped]
    assert {case for c in own for ids in (*c.came.values(), *c.went.values()) for case in ids} <= named
    assert named <= changed


def test_each_changed_case_says_what_is_otherwise(frozen: Frozen) -> None:
    with unit_of_work():
        sent = db.select(Case).filter_by(department_id=1, is_excluded=False).where(Case.due_at < AT)
        case = db.session.scalars(sent.order_by(Case.due_at)).first()
        assert case is not None
        case.department_id, case.is_excluded = 4, True

    [change] = compared(frozen).cases

    assert change.case_id == case.id
    assert ("承办单位", "市城管局", "热力公司") in change.facts
    assert "应办结数" in change.left
    assert "甄别剔除数" in change.entered


@pytest.mark.one_database
def test_nothing_changed_is_no_difference(frozen: Frozen) -> None:
    found = compared(frozen)

    assert (found.cells, found.cases) == ([], [])


@pytest.mark.one_database
def test_a_case_that_came_later_is_named_too(frozen: Frozen) -> None:
    make_cases({"received_at": local("2026-03-20 10:00"), "department_id": 4})
    with unit_of_work():
        figures.mark_stale(local("2026-03-20 10:00").date())

    found = compared(frozen)

    (change,) = found.cases
    assert "受理数" in change.entered
    assert not change.left
    whole = next(c for c in found.cells if c.stated.figure.id == "dispatched" and not c.member)
    assert whole.came[Part.WHOLE] == {change.case_id}
