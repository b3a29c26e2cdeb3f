"""Every step, by every role, in every state: what the table does not allow is refused and changes nothing."""

import pytest
from flask import Flask, url_for

from hotline.step_links import STEP_LINKS
from models.base import db
from models.case import Case
from models.vocabulary import Action, CaseState
from tests.support.office import Office, again, loaded, make_office
from tests.support.pages import Visitor
from tests.support.requests import HouseClient
from tests.support.sessions import session_cookie
from tests.support.step_fields import fields_for
from workflows.lifecycle import is_open
from workflows.permissions import ROLES
from workflows.standing import standing_of

REFUSALS = {403, 404, 409, 422}


@pytest.fixture
def unforged(app: Flask) -> Flask:
    """Let forms through without their token: the matrix is about the table, not about forgery."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def browser(app: Flask, office: Office, role: str) -> HouseClient:
    client = app.test_client()
    assert isinstance(client, HouseClient)
    cookie = session_cookie(app, getattr(office, role))
    client.set_cookie(cookie["name"], cookie["value"])
    return client


def addresses(app: Flask, case: Case) -> dict[Action, str]:
    with app.test_request_context():
        return {action: url_for(link.endpoint, case_id=case.id) for action, link in STEP_LINKS.items()}


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.parametrize("role", [seed.code for seed in ROLES])
def test_no_step_outside_the_table_succeeds(unforged: Flask, role: str) -> None:
    office = make_office()
    cases = {state: office.case_in(state) for state in CaseState}
    client = browser(unforged, office, role)
    user = loaded(getattr(office, role))
    fields = {action: fields_for(office, action) for action in STEP_LINKS}
    faults = []

    for state, case in cases.items():
        standing = standing_of(case, user)
        closed = [action for action in STEP_LINKS if not is_open(case, action, user, standing)]
        before, steps = case.version, addresses(unforged, case)
        for action in closed:
            data = {**fields[action], "version": before}
            answer = client.post(steps[action], data=data, headers={"HX-Request": "true"})
            if answer.status_code not in REFUSALS or "。" not in answer.text:
                faults.append(f"{action} in {state}: {answer.status_code}")
        case = again(case)
        if case.state is not state or case.version != before:
            faults.append(f"{state} changed to {case.state}")

    assert not faults


def test_a_department_does_not_find_the_case_of_another(app: Flask, visit: object) -> None:
    assert callable(visit)
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    stranger: Visitor = visit(user=office.person("officer", department=office.other))

    for tail in ("", "/print", "/reply", "/sign", "/caller", "/return"):
        page = stranger.get(f"/cases/{case.id}{tail}", status=404)
        assert "没有找到您要的内容" in page.text
    with app.app_context():
        db.session.rollback()
