"""Real servers for tests: one in a thread of this process, one as it runs in production."""

import logging
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.serving import make_server

from config import ROOT
from models.base import db
from tests.support.postgres import free_port
from tests.support.settings import environment_for

SECONDS_TO_START = 30
STREAMS = ("/events", "/alarms/stream")


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """Serve the test's app from a thread and return its address: quick to start, for browser tests."""
    db.session.commit()
    # A line for each style sheet would bury what a failed test has to say.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    answers = Answers(app)
    server = make_server("127.0.0.1", 0, answers, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()
    answers.wait()


class Answers:
    """The app, and how many requests it is answering; streams, which end when they next look, not counted.

    A window that closes saves its draft; were that still being written when the next test's database takes
    the place of this one, SQLite would find pages of the one in the other.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._under_way, self._changed = app, 0, threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        """Answer a request, at last closing what was to be sent.

        Werkzeug's server leaves a static file open if the window drops the connection while it is sent.
        """
        is_stream = environ.get("PATH_INFO", "").endswith(STREAMS)
        self._count(0 if is_stream else 1)
        try:
            with closing(self._app(environ, start_response)) as parts:  # type: ignore[type-var]
                yield from parts
        finally:
            self._count(0 if is_stream else -1)

    def wait(self) -> None:
        """Wait until nothing is under way; fails the test where that takes too long."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._under_way, SECONDS_TO_START)

    def _count(self, change: int) -> None:
        with self._changed:
            self._under_way += change
            self._changed.notify_all()


@dataclass(frozen=True)
class Server:
    """A running server: where it answers and which process began it."""

    address: str
    pid: int

    def memory(self) -> float:
        """Return the mebibytes that its workers hold at this moment, each counted whole."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "ppid=,rss="],
            check=True,
            capture_output=True,
            text=True,
        )
        rows = (line.split() for line in listed.stdout.splitlines())
        return sum(int(rss) for parent, rss in rows if int(parent) == self.pid) / 1024


@pytest.fixture
def production_server(production_process: Server) -> str:
    """Serve the test's database with gunicorn, as `make run` does, and return the address."""
    return production_process.address


@pytest.fixture
def production_process(app: Flask, tmp_path: Path) -> Iterator[Server]:
    """Serve the test's database with gunicorn, as `make run` does, and return the server."""
    db.session.commit()
    address = f"http://127.0.0.1:{free_port()}"
    log = tmp_path / "gunicorn.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "scripts/gunicorn_settings.py"),
                *("--bind", address.removeprefix("http://"), "app:create_app()"),
            ],
            cwd=ROOT,
            env={**os.environ, **environment_for(app.config["SETTINGS"])},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(address, process, log)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()
        except urllib.error.HTTPError as answered:
            answered.close()
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"gunicorn did not start:\n{log.read_text()}")
