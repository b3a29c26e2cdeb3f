"""The access log names the door that exchanges use, and never their tokens."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from scripts.gunicorn_settings import Discreet
from tests.support.calls import TOKEN

FORMAT = '%(h)s "%(r)s" %(s)s "%(U)s" "%({raw_uri}e)s" "%(f)s"'


@pytest.mark.parametrize("tail", [TOKEN, f"{TOKEN}?x=1"])
def test_the_token_in_an_address_is_not_logged(tail: str) -> None:
    path = f"/telephone/events/{tail}"
    environ = {
        "REQUEST_METHOD": "POST",
        "RAW_URI": path,
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_REFERER": f"http://localhost{path}",
    }
    answer = SimpleNamespace(status="200 OK", sent=2, headers=[])

    atoms = Discreet(Config()).atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))

    line = FORMAT % atoms
    assert TOKEN not in line
    assert "/telephone/events/***" in line
