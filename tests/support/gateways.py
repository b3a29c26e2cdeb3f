"""Real gateways for the outbox to talk to: an HTTP endpoint and an SMTP server, each on a socket of its own."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Mood(Enum):
    """How the endpoint behaves besides answering with a status."""

    SLOW = auto()
    SILENT = auto()


@dataclass
class Received:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.raw)


@dataclass
class HttpGateway:
    """What the endpoint got, and what it will answer next: a status each, then 200 for ever.

    SLOW takes the message and answers too late; SILENT takes it and breaks the line without an answer.
    """

    port: int
    answers: list[int | Mood] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/messages?app=1"

    @property
    def keys(self) -> list[str]:
        return [request.headers["idempotency-key"] for request in self.received]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def http_gateway(port: int = 0) -> Iterator[HttpGateway]:
    """Run an HTTP endpoint in a thread."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            gateway.received.append(Received(self.path, headers, raw))
            mood = gateway.answers.pop(0) if gateway.answers else 200
            if mood is Mood.SILENT:
                return
            if mood is Mood.SLOW:
                gateway.released.wait(20)
                return
            assert isinstance(mood, int)
            self.send_response(mood)
            self.end_headers()
            self.wfile.write("好".encode() if mood == 200 else "号码有误".encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Endpoint)
    gateway = HttpGateway(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class MailServer:
    """What the server got, over which encryption and as whom, and what it answers to a recipient."""

    port: int
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    passwords_seen: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    next_data_answer: str = "250 OK"


@contextmanager
def mail_server(
    port: int = 0,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    account: tuple[str, str] | None = None,
) -> Iterator[MailServer]:
    """Run an SMTP server in a thread: in the clear, with STARTTLS, or TLS from the start; with an account if given.

    It takes a password in the clear too, so that a test can see whether one was sent.
    """
    server = MailServer(port or free_port())

    def authenticate(_smtp: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        name, password = given.login.decode(), given.password.decode()
        server.passwords_seen.append(password)
        return AuthResult(success=(name, password) == account, auth_data=name, handled=False)

    class Handler:
        async def handle_RCPT(  # noqa: N802
            self, _smtp: Any, _session: Any, envelope: Any, address: str, _options: Any
        ) -> str:
            if address in server.refused:
                return server.refused[address]
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, _smtp: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            if server.next_data_answer == "250 OK":
                letter = message_from_bytes(envelope.content, policy=policy.default)
                assert isinstance(letter, EmailMessage)
                server.letters.append(letter)
                server.encrypted.append(session.ssl is not None or tls is not None)
                server.signed_in += [session.auth_data] if session.authenticated else []
            return server.next_data_answer

    controller = Controller(
        Handler(),
        hostname="127.0.0.1",
        port=server.port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=authenticate if account else None,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
