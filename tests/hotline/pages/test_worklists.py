"""The worklists: counters equal lists, nearest clock first, each department its own."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from models.queries import worklists
from models.vocabulary import CaseState, Light
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, make_user
from tests.support.office import make_office
from tests.support.statements import statements
from workflows.permissions import scope_of

pytestmark = pytest.mark.one_database

MOMENTS = [MONDAY_9 + timedelta(hours=hours) for hours in (0, 1, 5, 30)]


def make_cases(count: int) -> None:
    """Cases whose clocks run out one after another; every fourth has none."""
    for number in range(count):
        due = None if number % 4 == 3 else MONDAY_9 + timedelta(hours=number)
        soon = due - timedelta(minutes=30) if due else None
        make_case(next_due_at=due, next_soon_at=soon)


def all_lines(worklist: worklists.Worklist, **given: object) -> list[worklists.Line]:
    """Read the list page by page to its end."""
    lines: list[worklists.Line] = []
    after = None
    while page := worklists.page(worklist, after=after, limit=7, **given):  # type: ignore[arg-type]
        lines += page
        after = (page[-1].due_at, page[-1].row_id)
    return lines


@pytest.mark.both_databases
@pytest.mark.parametrize("at", MOMENTS)
def test_each_counter_is_the_length_of_its_list(app: Flask, at: object) -> None:
    with app.app_context():
        make_cases(25)
        dispatcher = make_user("dispatcher")
        given = {"user": dispatcher, "scope": scope_of(dispatcher), "at": at}
        review = worklists.WORKLISTS["review"]

        counts = worklists.count_by_light(review, **given)  # type: ignore[arg-type]

        assert {light: len(all_lines(review, **given, light=light)) for light in Light} == counts
        assert sum(counts.values()) == 25 == len(all_lines(review, **given))


@pytest.mark.both_databases
def test_the_nearest_clock_comes_first_and_what_has_none_last(app: Flask) -> None:
    with app.app_context():
        make_cases(12)
        dispatcher = make_user("dispatcher")

        lines = all_lines(
            worklists.WORKLISTS["review"], user=dispatcher, scope=scope_of(dispatcher), at=MONDAY_9
        )

        timed = [line.due_at for line in lines if line.due_at]
        assert timed == sorted(timed)
        assert [line.due_at for line in lines[len(timed) :]] == [None] * 3


def test_a_department_finds_its_own_cases_and_no_others(app: Flask, visit: Any) -> None:
    with app.app_context():
        office = make_office()
        case = office.case_in(CaseState.DISPATCHED)
        stranger = make_user("officer")
        number = case.number
        officer = office.officer

    assert number in visit(user=officer).get("/worklists/sign").text
    assert "没有等待签收的工单" in visit(user=stranger).get("/worklists/sign").text


def test_a_list_that_is_not_ones_work_is_refused(app: Flask, visit: Any) -> None:
    assert visit(role="agent").get("/worklists/returns", status=None).status == 403
    assert visit(role="agent").get("/worklists/nonsense", status=None).status == 404
    assert visit(role="dispatcher").get("/worklists/review?after=nonsense", status=None).status == 400


def test_a_page_of_fifty_costs_few_statements(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
        make_cases(60)
        dispatcher = visit(role="dispatcher")
        dispatcher.get("/worklists/review")

        with statements() as seen:
            dispatcher.get("/worklists/review")

        assert len(seen) <= 12, "\n".join(seen)
