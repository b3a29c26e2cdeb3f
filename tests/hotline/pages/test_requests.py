"""The lists of requests: each decider's own, each department's own history."""

from typing import Any

import pytest
from flask import Flask

from models.vocabulary import CaseState
from tests.support.factories import make_user
from tests.support.office import make_office

pytestmark = pytest.mark.one_database


@pytest.mark.both_databases
def test_a_return_waits_for_the_dispatcher_and_stands_in_the_departments_history(
    app: Flask, visit: Any
) -> None:
    with app.app_context():
        office = make_office()
        number = office.case_in(CaseState.RETURN_PENDING).number
        officer, dispatcher = office.officer, office.dispatcher
        stranger = make_user("officer")

    assert number in visit(user=dispatcher).get("/requests/pending").text
    assert number in visit(user=officer).get("/requests/ours").text
    assert number not in visit(user=stranger).get("/requests/ours").text


def test_a_second_return_waits_for_the_panel_only(app: Flask, visit: Any) -> None:
    with app.app_context():
        office = make_office()
        number = office.case_in(CaseState.PANEL_PENDING).number
        dispatcher, supervisor = office.dispatcher, office.supervisor

    assert number not in visit(user=dispatcher).get("/requests/pending").text
    assert number in visit(user=supervisor).get("/requests/pending").text


def test_who_decides_nothing_has_no_list_of_decisions(app: Flask, visit: Any) -> None:
    assert visit(role="agent").get("/requests/pending", status=None).status == 403
