"""What an exchange reports over HTTP, in whatever order, and what it is answered."""

import logging
from itertools import permutations

import pytest
from flask import Flask

from models.base import db
from models.telephone import CallEvent, CallState, Exchange, HangupCause, PhoneCall
from models.user import User
from tests.support.calls import CALLER, TOKEN, Line, call_of, line_of, make_exchange, sit_down
from tests.support.factories import make_user
from tests.support.statements import statements


@pytest.fixture
def agent(app: Flask) -> User:
    make_exchange()
    agent = make_user("agent", name="mxl", full_name="马小兰")
    sit_down(agent)
    return agent


def events() -> list[tuple[str, int | None]]:
    rows = db.session.execute(db.select(CallEvent.step, CallEvent.agent_id).order_by(CallEvent.id))
    return [(step.value, agent_id) for step, agent_id in rows]


def test_a_call_rings_is_answered_and_ends(app: Flask, agent: User) -> None:
    line = line_of(app)

    assert line.report("newCall", user="8001") == {}
    assert call_of().state is CallState.RINGING
    line.report("answer", answeringNumber="8001")
    assert call_of().state is CallState.ANSWERED
    line.report("hangup", cause="normalClearing")

    call = call_of()
    assert (call.state, call.cause, call.agent_id) == (CallState.ENDED, HangupCause.NORMAL, agent.id)
    assert call.number == CALLER
    assert call.rang_at <= call.answered_at <= call.ended_at  # type: ignore[operator]
    assert events() == [(step, agent.id) for step in ("newCall", "answer", "hangup")]


def test_the_number_is_not_readable_in_the_database(app: Flask, agent: User) -> None:
    line_of(app).report("newCall")
    stored = db.session.execute(db.text("SELECT number, phone_index, line FROM phone_call")).one()
    assert CALLER not in "".join(stored)
    assert stored.line == "12345"


@pytest.mark.parametrize("name", ["8001", "mxl", "马小兰"])
def test_an_agent_is_found_by_extension_sign_in_name_or_full_name(app: Flask, agent: User, name: str) -> None:
    line_of(app).report("newCall", **{"user[]": [name]})
    assert call_of().agent_id == agent.id


def test_a_name_that_two_people_share_names_nobody(app: Flask, agent: User) -> None:
    make_user("agent", name="mxl2", full_name="马小兰")
    line_of(app).report("newCall", user="马小兰")
    assert call_of().agent_id is None
    assert events() == [("newCall", None)]


@pytest.mark.one_database
def test_the_order_of_reports_does_not_matter(app: Flask, agent: User) -> None:
    line = line_of(app)
    steps = {"newCall": {"user": "8001"}, "answer": {"user": "8001"}, "hangup": {"cause": "normalClearing"}}
    for number, order in enumerate(permutations(steps)):
        for step in (*order, order[0]):
            line.report(step, f"c-{number}", **steps[step])
    ends = {(c.state, c.agent_id, c.number) for c in db.session.scalars(db.select(PhoneCall))}
    assert ends == {(CallState.ENDED, agent.id, CALLER)}


def test_a_call_to_the_waiting_line_is_everybodys_until_somebody_answers(app: Flask, agent: User) -> None:
    line = line_of(app)
    line.report("newCall", queue="市民热线")
    assert call_of().agent_id is None
    line.report("answer", user="8001")
    assert call_of().agent_id == agent.id
    assert sorted(events(), key=str) == sorted(
        [("newCall", None), ("answer", None), ("answer", agent.id)], key=str
    )


def test_a_call_that_rings_for_several_is_whose_it_is_answered_by(app: Flask, agent: User) -> None:
    other = make_user("agent", name="other")
    line = line_of(app)
    line.report("newCall", **{"user[]": ["8001", "other"]})
    assert call_of().agent_id is None
    line.report("answer", user="other")
    assert call_of().agent_id == other.id
    assert {agent_id for step, agent_id in events() if step == "answer"} == {agent.id, other.id}


def test_a_call_nobody_took_is_missed(app: Flask, agent: User) -> None:
    line = line_of(app)
    line.report("newCall", user="8001")
    line.report("hangup", cause="cancel")
    assert call_of().state is CallState.MISSED


@pytest.mark.one_database
def test_it_may_come_as_json_with_the_token_in_a_header(app: Flask, agent: User) -> None:
    sent = {"event": "newCall", "callId": 42, "from": "anonymous", "to": "12345", "user": ["8001"], "odd": {}}
    answer = app.test_client().post(
        "/telephone/events", json=sent, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert (answer.status_code, answer.get_json()) == (200, {})
    assert (call_of("42").number, call_of("42").agent_id) == (None, agent.id)


@pytest.mark.one_database
def test_a_wrong_token_is_answered_in_json(app: Flask, agent: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        said = Line(app.test_client(), "guessed").report("newCall", status=404)
        assert said == {"error": "话机口令无效。"}
        assert app.test_client().post("/telephone/events").status_code == 404
        line_of(app).report("newCall")
    assert db.session.query(PhoneCall).count() == 1
    assert "guessed" not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.one_database
def test_an_exchange_out_of_use_reports_nothing(app: Flask) -> None:
    make_exchange(is_active=False)
    line_of(app).report("newCall", status=404)


@pytest.mark.one_database
def test_nonsense_is_refused_in_json_and_in_words(app: Flask, agent: User) -> None:
    line = line_of(app)
    assert line.report("ring", status=422) == {"error": "event 应为 newCall、answer 或 hangup。"}
    assert line.report("newCall", "x" * 251, status=422)["error"].startswith("callId")
    client = app.test_client()
    url = f"/telephone/events/{TOKEN}"
    for body, kind, status in (
        (b"[1, 2]", "application/json", 422),
        (b"{", "application/json", 400),
        (b"event=\x00", "application/x-www-form-urlencoded", 400),
        (b"event=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ):
        answer = client.post(url, data=body, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (status, "application/json"), body[:10]
        assert answer.get_json()["error"]
    assert client.get(url).status_code == 405
    assert db.session.query(PhoneCall).count() == 0


@pytest.mark.one_database
def test_strange_texts_break_nothing(app: Flask, agent: User) -> None:
    client = app.test_client()
    strange = ["\ud800x", "\u202e", "a\u2028b", "' OR 1=1 --", "{{7*7}}", "𝟠𝟘𝟘𝟙", "x" * 3000]
    for number, text in enumerate(strange):
        sent = {
            "event": "newCall",
            "callId": f"s-{number}",
            "from": text,
            "to": text,
            "queue": text,
            "user": text,
        }
        answer = client.post(f"/telephone/events/{TOKEN}", json=sent)
        assert answer.status_code == 200, text[:10]


def test_a_link_to_a_recording_is_kept_for_an_allowed_server_alone(app: Flask, agent: User) -> None:
    exchange = db.session.scalars(db.select(Exchange)).one()
    exchange.recording_hosts = ["pbx.example.cn"]
    db.session.commit()
    line = line_of(app)
    line.report("newCall", user="8001")

    said = line.report("hangup", recordingUrl="https://evil.example/1.wav")
    assert said == {"ignored": ["recordingUrl"]}
    assert call_of().recording_url is None
    assert line.report("hangup", recordingUrl="https://pbx.example.cn/1.wav") == {}
    assert call_of().recording_url == "https://pbx.example.cn/1.wav"


@pytest.mark.one_database
def test_a_report_costs_few_statements(app: Flask, agent: User) -> None:
    line = line_of(app)
    line.report("newCall", user="8001")
    with statements() as sent:
        line.report("answer", user="8001")
    assert len(sent) <= 12, "\n".join(sent)
