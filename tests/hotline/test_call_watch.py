"""The watch over telephones: every number is told once, whatever the order in which it appears; and in time."""

import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline import event_stream
from hotline.call_watch import EVERY_LINE, NUMBERS_BACK, SECONDS_OF_GRACE, CallWatch, Seen, watch_of
from models.base import db
from models.telephone import CallEvent, CallStep
from models.user import User
from tests.support.calls import call_of, line_of, make_exchange, sit_down
from tests.support.factories import make_user


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 40), unique=True, max_size=40), st.data())
def test_every_number_is_told_once_in_whatever_order_it_appears(
    order: list[int], data: st.DataObject
) -> None:
    seen, there, told, now = Seen(), set[int](), list[int](), 0.0
    assert seen.new([], now) == []
    for number in order:
        there.add(number)
        if data.draw(st.booleans()):
            now += SECONDS_OF_GRACE / 100
            told += [n for n, _ in seen.new([(n, None) for n in sorted(there) if n > seen.floor], now)]
    told += [n for n, _ in seen.new([(n, None) for n in sorted(there) if n > seen.floor], now)]

    assert sorted(told) == sorted(order)


def test_what_was_there_before_is_not_told_and_what_is_old_is_forgotten() -> None:
    seen = Seen()
    assert seen.new([(100, 1), (101, 2)], 0.0) == []
    assert seen.floor == 101 - NUMBERS_BACK
    # A transaction that began earlier ends now.
    assert seen.new([(99, 1), (100, 1), (101, 2), (102, 1)], 1.0) == [(99, 1), (102, 1)]
    assert seen.new([(103, 1)], 2.0 + SECONDS_OF_GRACE) == [(103, 1)]
    assert seen.floor == 102


@pytest.fixture
def agent(app: Flask) -> User:
    make_exchange()
    agent = make_user("agent", name="mxl")
    sit_down(agent)
    return agent


def test_a_stream_hears_of_a_call_at_once_and_of_its_own_alone(
    app: Flask, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "SECONDS_BETWEEN", 0.6)
    line = line_of(app)
    parts = event_stream.events(app, dict, {"call": agent.id, "queue": None})
    strangers = event_stream.events(app, dict, {"call": agent.id + 1})
    watchers = event_stream.events(app, dict, {"calls": EVERY_LINE})
    assert next(parts) == next(strangers) == next(watchers) == "retry: 200\n\n"
    time.sleep(0.25)

    began = time.monotonic()
    line.report("newCall", user="8001")
    assert next(parts) == "event: call\ndata: -\n\n"
    assert time.monotonic() - began < 0.5
    assert next(watchers) == "event: calls\ndata: -\n\n"
    line.report("newCall", "c-2", queue="市民热线")
    assert next(parts) == "event: queue\ndata: -\n\n"
    assert next(strangers) == ": \n\n"
    for each in (parts, strangers, watchers):
        each.close()


def test_another_process_is_heard_too(app: Flask, agent: User) -> None:
    """What is written past this process's own door reaches its streams: only the database is between."""
    line_of(app).report("newCall", user="8001")
    parts = event_stream.events(app, dict, {"call": agent.id})
    next(parts)
    time.sleep(0.25)
    at = datetime.now(UTC)
    db.session.add(
        CallEvent(phone_call_id=call_of().id, step=CallStep.ANSWER, agent_id=agent.id, happened_at=at)
    )
    db.session.commit()
    assert next(parts) == "event: call\ndata: -\n\n"
    parts.close()


@pytest.mark.one_database
def test_the_watch_ends_with_the_last_listener(app: Flask) -> None:
    watch = watch_of(app)
    assert watch is watch_of(app)
    with watch.listening():
        thread = watch._thread
        assert thread is not None
        with watch.listening():
            assert watch._thread is thread
        assert thread.is_alive()
    assert not thread.is_alive()


@pytest.mark.one_database
def test_a_database_that_is_away_is_asked_again(
    app: Flask, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.call_watch.SECONDS_AFTER_FAILURE", 0.01)
    answers = iter([[], OSError("away"), [(7, agent.id)]])

    def after(number: int | None) -> list[tuple[int, int]]:
        found = next(answers, [])
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr("hotline.call_watch.call_events.after", after)
    watch = CallWatch(app)
    with watch.listening():
        rang = watch.wait({"call": 0}, {"call": agent.id}, until=time.monotonic() + 5)
    assert rang == {"call": 7}
