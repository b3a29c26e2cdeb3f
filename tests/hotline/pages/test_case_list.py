"""Searching and filtering the cases, each inside what one may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.queries import search
from models.vocabulary import CaseState, Kind
from tests.support.factories import make_case, make_user
from tests.support.office import make_office
from tests.support.statements import statements

pytestmark = pytest.mark.one_database


def test_two_characters_find_the_case_whose_text_holds_them(app: Flask, visit: Any) -> None:
    with app.app_context():
        leak, light = make_case(title="水管漏水"), make_case(title="路灯不亮")
        for case in (leak, light):
            search.index_case(case.id, case.title)
        db.session.commit()
        numbers = leak.number, light.number

    found = visit(role="agent").get("/cases?q=漏水").text

    assert numbers[0] in found
    assert numbers[1] not in found


def test_a_whole_number_leads_straight_to_its_case(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
        case = make_case()
        number, case_id = case.number, case.id

    assert visit(role="agent").get(f"/cases?q={number}").url.endswith(f"/cases/{case_id}")


@pytest.mark.both_databases
def test_filters_narrow_the_list_and_nonsense_is_said(app: Flask, visit: Any) -> None:
    with app.app_context():
        complaint = make_case(kind=Kind.COMPLAINT).number
        praise = make_case(kind=Kind.THANKS).number
    agent = visit(role="agent")

    assert complaint in agent.get("/cases?kind=complaint").text
    assert praise not in agent.get("/cases?kind=complaint").text
    assert agent.get("/cases?kind=nonsense", status=None).status == 422
    assert "没有符合条件的工单" in agent.get("/cases?since=2031-01-01").text


@pytest.mark.both_databases
def test_the_list_can_be_narrowed_to_a_light(app: Flask, visit: Any) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        make_office()
        late = make_case(
            next_due_at=now - timedelta(hours=1), next_soon_at=now - timedelta(hours=2), next_clock="feedback"
        ).number
        early = make_case(
            next_due_at=now + timedelta(days=3), next_soon_at=now + timedelta(days=2), next_clock="feedback"
        ).number

    shown = visit(role="agent").get("/cases?light=overdue").text

    assert late in shown
    assert early not in shown


def test_a_department_does_not_find_the_cases_of_others(app: Flask, visit: Any) -> None:
    with app.app_context():
        office = make_office()
        case = office.case_in(CaseState.HANDLING)
        search.index_case(case.id, case.title)
        db.session.commit()
        number = case.number
        officer, stranger = office.officer, make_user("officer")

    for address in ("/cases", "/cases?q=路灯"):
        assert number in visit(user=officer).get(address).text
        assert number not in visit(user=stranger).get(address).text


def test_a_page_of_fifty_cases_costs_few_statements(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
        for _ in range(60):
            make_case()
        agent = visit(role="agent")
        agent.get("/cases")

        with statements() as seen:
            agent.get("/cases")

        assert len(seen) <= 12, "\n".join(seen)


def timed(hours: float | None, **given: Any) -> str:
    """Make a case whose clock ends in so many hours, amber a day before; None: no clock runs. Returns its number."""
    if hours is None:
        return make_case(**given).number
    due_at = datetime.now(UTC) + timedelta(hours=hours)
    clock = {"next_due_at": due_at, "next_soon_at": due_at - timedelta(days=1), "next_clock": "feedback"}
    return make_case(**clock, **given).number


def listed(page: Any) -> list[str]:
    return page.texts("a", class_="row-link")


@pytest.mark.both_databases
def test_the_nearest_clock_comes_first_page_by_page_and_what_has_none_last(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
        idle = [timed(None) for _ in range(3)]
        # Two share each moment, and the page of fifty ends between two of them.
        nearest = [timed(hours) for hours in range(-20, 31) for _ in (1, 2)]
        newest = timed(None)
    agent = visit(role="agent")

    page = agent.get("/cases?order=due")
    found = listed(page)
    while "下一页" in page.links():
        page = page.follow("下一页")
        found += listed(page)

    assert found[0] in nearest[:2]
    assert len(found) == len(set(found)) == 106
    assert [nearest.index(number) // 2 for number in found[:102]] == [n for n in range(51) for _ in (1, 2)]
    assert found[102:] == [newest, *reversed(idle)]
    assert listed(agent.get("/cases"))[0] == newest


@pytest.mark.both_databases
def test_the_counters_are_the_lengths_of_the_lists(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
        for hours in (-3, -2, -1, 2, 3, 100, None):
            timed(hours, kind=Kind.COMPLAINT)
        timed(-5, kind=Kind.THANKS)
    agent = visit(role="agent")

    for asked in ("order=due", "order=due&kind=complaint", "light=overdue", "light=in_time&kind=complaint"):
        tabs = agent.get(f"/cases?{asked}").links()
        for label in ("超期", "临期", "正常"):
            (address, count) = next(
                (href, text.removeprefix(label)) for text, href in tabs.items() if text.startswith(label)
            )
            assert len(agent.get(address).rows()) == int(count), f"{label} on {asked}"
    assert {"超期 3", "临期 2", "正常 1"} <= set(agent.get("/cases?order=due&kind=complaint").links())


@pytest.mark.both_databases
def test_a_department_sorts_its_own_cases_only_and_words_keep_the_order(app: Flask, visit: Any) -> None:
    with app.app_context():
        office = make_office()
        first, second = (office.case_in(CaseState.HANDLING) for _ in range(2))
        # The older one is the less pressing.
        first.next_due_at = first.next_due_at + timedelta(days=9)
        for case in (first, second):
            search.index_case(case.id, case.title)
        db.session.commit()
        timed(-1)
        numbers, officer = [second.number, first.number], office.officer

    for asked in ("order=due", "order=due&q=路灯", "order=due&light=in_time"):
        assert listed(visit(user=officer).get(f"/cases?{asked}")) == numbers, asked


def test_a_place_in_the_list_that_is_none_is_refused(app: Flask, visit: Any) -> None:
    with app.app_context():
        make_office()
    visit(role="agent").get("/cases?order=due&after=nonsense", status=400)


@pytest.mark.parametrize("asked", ["order=due", "order=due&light=overdue"])
def test_sorting_by_light_costs_few_statements(app: Flask, visit: Any, asked: str) -> None:
    with app.app_context():
        make_office()
        for hours in range(60):
            timed(hours - 80)
    agent = visit(role="agent")
    agent.get("/cases")

    with statements() as seen:
        agent.get(f"/cases?{asked}")

    assert len(seen) <= 14, "\n".join(seen)
