"""`make run` on a machine where nothing is: it serves, names accounts that open the door, and keeps the data."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config import ROOT
from tests.support.postgres import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@contextmanager
def running(instance: Path, port: int) -> Iterator[str]:
    """Run it, give what it said until it served, and end it as Ctrl+C does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py", "--port", str(port), "--weeks", "1"],
        cwd=ROOT,
        env={**environment, "HOTLINE_INSTANCE_DIR": str(instance)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if line.startswith("  auditor"):
                break
        yield said
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait(30) == 0, said + rest


def sign_in(port: int, name: str, password: str) -> str:
    """Sign in over HTTP and return the page one lands on."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}/sign-in"
    page = browser.open(address, timeout=100).read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, page
    form = urlencode({"csrf_token": token[1], "name": name, "password": password}).encode()
    request = urllib.request.Request(address, form, headers={"Referer": address})
    return browser.open(request, timeout=100).read().decode()


def test_it_serves_at_once_and_a_second_run_keeps_the_data(tmp_path: Path) -> None:
    port = free_port()

    with running(tmp_path, port) as said:
        assert f"http://127.0.0.1:{port}" in said
        password = re.search(r"密码均为 (\S+?)）", said)
        assert password, said
        assert "接线员（演示）" in sign_in(port, "agent", password[1])
        kept = (tmp_path / "data_key").read_text()

    with running(tmp_path, port) as said_again:
        assert re.findall(r"^  \w+", said_again, re.MULTILINE) == re.findall(r"^  \w+", said, re.MULTILINE)
        assert "接线员（演示）" in sign_in(port, "agent", password[1])

    assert (tmp_path / "data_key").read_text() == kept
