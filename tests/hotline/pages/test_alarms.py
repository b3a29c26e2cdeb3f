"""The banner of hazards: who sees it, what it says, and that taking one ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from hotline import event_stream
from models.base import db
from models.case import Case
from models.vocabulary import Action, Desk
from tests.support.factories import make_category, make_rule, make_user
from tests.support.office import Office, make_office
from tests.support.pages import Visitor
from tests.support.statements import statements

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def leak(office: Office, title: str = "楼道煤气味很重", **given: object) -> int:
    category = make_category(name="燃气泄漏", is_hazard=True, **given)
    make_rule(office.bureau, category=category)
    return office.register(category_id=category.id, title=title, at=datetime.now(UTC)).id


def test_who_supervises_sees_an_untaken_hazard_on_every_page(office: Office, visit: Visit) -> None:
    case = db.session.get_one(Case, leak(office))

    page = visit(user=office.supervisor).get("/")

    (banner,) = page.all("div", class_="alarm")
    assert banner.get("data-alarm") == case.number
    assert "燃气泄漏 楼道煤气味很重" in page.text
    assert "派至市城市管理委员会，尚未签收" in page.text
    (place,) = page.all("div", id="alarms")
    assert place.get("data-alarms-url") == "/alarms"
    assert page.all("div", data_events_url="/events")


def test_others_neither_see_nor_may_ask(office: Office, visit: Visit) -> None:
    leak(office)
    agent = visit(role="agent")

    assert not agent.get("/").all("div", id="alarms")
    agent.get("/alarms", status=403)


def test_the_banner_of_a_desk_is_for_its_people(office: Office, visit: Visit) -> None:
    leak(office, title="来电人情绪激动", desk=Desk.YOUTH)

    assert "来电人情绪激动" not in visit(user=office.supervisor).get("/alarms").text
    own = make_user("supervisor", "youth")
    assert "来电人情绪激动" in visit(user=own).get("/alarms").text


def test_taking_leads_to_the_case_and_ends_the_alarm(office: Office, visit: Visit) -> None:
    case_id = leak(office)
    supervisor = visit(user=office.supervisor)

    page = supervisor.get("/").press("由我处置")

    assert page.url.endswith(f"/cases/{case_id}")
    assert "险情已由您接手" in page.text
    assert not supervisor.get("/").all("div", class_="alarm")
    assert db.session.get_one(Case, case_id).hazard_taken_by_id == office.supervisor.id
    assert Action.TAKE_HAZARD.label in page.text


def test_a_second_take_is_told_that_it_is_too_late(office: Office, visit: Visit) -> None:
    leak(office)
    first, second = visit(user=office.supervisor).get("/"), visit(user=office.head).get("/")

    first.press("由我处置")
    refused = second.press("由我处置", status=409)

    assert "该险情已有人接手或签收，无需再次接手。" in refused.text


def test_the_fragment_is_the_banner_alone(office: Office, visit: Visit) -> None:
    leak(office)

    page = visit(user=office.supervisor).get("/alarms", headers={"HX-Request": "true"})

    assert not page.all("h1")
    assert len(page.all("div", class_="alarm")) == 1


def test_the_stream_holds_no_transaction_and_says_when_to_look(
    office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(event_stream, "SECONDS_OPEN", 30)
    client = visit(user=office.supervisor).client
    answer = client.get("/events", buffered=False)
    parts = answer.iter_encoded()
    assert next(parts) == b"retry: 200\n\n"
    assert next(parts) == b": \n\n"

    leak(office)

    said = [next(parts) for _ in range(3)]
    assert any(b"event: alarm\n" in part for part in said)
    answer.close()


def test_asking_by_itself_keeps_no_session_alive(office: Office, visit: Visit) -> None:
    client = visit(user=office.supervisor).client
    with client.session_transaction() as session:
        session["seen_at"] = (datetime.now(UTC) - timedelta(minutes=5)).timestamp()
        before = session["seen_at"]

    client.get("/alarms", headers={"HX-Request": "true"})
    with client.session_transaction() as session:
        assert session["seen_at"] == before
    client.get("/")
    with client.session_transaction() as session:
        assert session["seen_at"] > before


def test_the_banner_costs_one_statement(office: Office, visit: Visit) -> None:
    supervisor = visit(user=office.supervisor)
    supervisor.get("/alarms")
    for _ in range(3):
        leak(office)

    with statements() as sent:
        supervisor.client.get("/alarms", headers={"HX-Request": "true"})

    assert len([text for text in sent if "hazard_taken_at IS NULL" in text]) == 1
