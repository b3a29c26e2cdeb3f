"""Searching and filtering the cases, each inside what one may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask

from models.base import db
from models.queries import search
from models.vocabulary import CaseState, Kind
from tests.support.factories import make_case, make_user
from tests.support.office import make_office
from tests.support.statements import statements


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


def test_filters_narrow_the_list_and_nonsense_is_said(app: Flask, visit: Any) -> None:
    with app.app_context():
        complaint = make_case(kind=Kind.COMPLAINT).number
        praise = make_case(kind=Kind.THANKS).number
    agent = visit(role="agent")

    assert complaint in agent.get("/cases?kind=complaint").text
    assert praise not in agent.get("/cases?kind=complaint").text
    assert agent.get("/cases?kind=nonsense", status=None).status == 422
    assert "没有符合条件的工单" in agent.get("/cases?since=2031-01-01").text


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
