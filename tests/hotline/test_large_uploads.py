"""A request of 300 MB to a real server: 413 with a sentence, soon, and no memory taken for it."""

import select
import socket
import time
from collections.abc import Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask

from models.vocabulary import CaseState
from tests.support.office import Office, make_office
from tests.support.server import Server
from tests.support.sessions import session_cookie

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

MEBIBYTE = 1024 * 1024
SIZE = 300 * MEBIBYTE
BOUNDARY = "----a-boundary"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="large.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
BLOCK = b"\xff\xd8\xff\xe0" + b"\0" * (MEBIBYTE - 4)
# What 64 threads and buffers may come to; a body held in memory would be 300 times a mebibyte.
GROWTH = 60


def body() -> Iterator[bytes]:
    yield HEAD
    for _ in range(SIZE // MEBIBYTE):
        yield BLOCK
    yield TAIL


def chunked() -> Iterator[bytes]:
    for block in body():
        yield f"{len(block):x}\r\n".encode() + block + b"\r\n"
    yield b"0\r\n\r\n"


def post(server: Server, path: str, cookie: str, *, says_its_length: bool) -> tuple[int, str, float]:
    """Send the body as a browser does until the server answers; return status, page and peak memory."""
    length = len(HEAD) + SIZE + len(TAIL)
    measure = f"Content-Length: {length}" if says_its_length else "Transfer-Encoding: chunked"
    place = urlsplit(server.address)
    lines = (
        f"POST {path} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Cookie: {cookie}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        measure,
        "Connection: close",
    )
    peak = 0.0
    with socket.create_connection((place.hostname, place.port), timeout=60) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        for number, block in enumerate(body() if says_its_length else chunked()):
            if select.select([line], [], [], 0)[0]:
                break  # the answer is there: nobody reads on
            try:
                line.sendall(block)
            except (BrokenPipeError, ConnectionResetError):
                break
            if number % 20 == 0:
                peak = max(peak, server.memory())
        answer = b""
        try:
            while part := line.recv(MEBIBYTE):
                answer += part
        except ConnectionResetError:
            pass  # what came before it stands
    head, _, page = answer.partition(b"\r\n\r\n")
    assert head, "the server broke off without an answer"
    return int(head.split()[1]), page.decode("utf-8", "replace"), max(peak, server.memory())


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def test_300_megabytes_are_refused_with_a_sentence_and_take_no_memory(
    office: Office, app: Flask, production_process: Server
) -> None:
    case = office.case_in(CaseState.HANDLING)
    pages = (("/intake", office.agent), (f"/cases/{case.id}/progress", office.officer))
    before = production_process.memory()

    for (path, user), says_its_length in product(pages, (True, False)):
        cookie = "{name}={value}".format(**session_cookie(app, user))
        began = time.monotonic()
        status, html, peak = post(production_process, path, cookie, says_its_length=says_its_length)

        assert status == 413, path
        assert "提交的内容太大，请压缩或分次提交。" in html
        assert peak - before < GROWTH
        assert time.monotonic() - began < 30
