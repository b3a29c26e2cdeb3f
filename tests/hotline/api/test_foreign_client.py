"""A client that others wrote for Zammad reports calls to this house: py-zammad-cti, in a process of its own."""

import subprocess
import sys
from importlib.util import find_spec

import pytest
from flask import Flask

from models.telephone import CallState, HangupCause
from tests.support.calls import CALLER, TOKEN, call_of, make_exchange, sit_down
from tests.support.factories import make_user

SCRIPT = """
import sys
from zammad_cti import CTIClient

exchange = CTIClient(url=sys.argv[1])
call = {"_from": sys.argv[2], "to": "12345", "direction": "in", "call_id": "foreign-1"}
answers = [
    exchange.new_call(**call, user=["8001"], queue="hotline"),
    exchange.answer(**call, answering_number="8001"),
    exchange.hangup(**call, cause="normalClearing", answering_number="8001"),
]
assert answers == [{}, {}, {}], answers
"""


@pytest.mark.one_database
@pytest.mark.skipif(find_spec("zammad_cti") is None, reason="py-zammad-cti is not installed: make setup")
def test_the_foreign_client_rings_answers_and_hangs_up(app: Flask, live_server: str) -> None:
    make_exchange()
    agent = make_user("agent")
    sit_down(agent)

    url = f"{live_server}/telephone/events/{TOKEN}"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, url, CALLER],
        env={"NO_PROXY": "127.0.0.1", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    call = call_of("foreign-1")
    assert (call.state, call.cause, call.agent_id) == (CallState.ENDED, HangupCause.NORMAL, agent.id)
    assert (call.number, call.queue, call.line) == (CALLER, "hotline", "12345")
