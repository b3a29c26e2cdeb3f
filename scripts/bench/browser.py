"""A signed-in client over real HTTP that keeps its connection and times what it does."""

import http.client
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

# Shorter than the server keeps an idle connection.
IDLE_SECONDS = 2


@dataclass
class Client:
    """One person at one connection."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None
    used_at: float = 0.0

    def send(
        self, method: str, path: str, form: Mapping[str, str | Sequence[str]] | None = None
    ) -> tuple[int, bytes, float]:
        """Send a request; returns status, body and milliseconds until the whole body was there."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["Referer"] = f"http://{self.host}:{self.port}{urlsplit(path).path}"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.ready()
        began = time.perf_counter()
        connection.request(method, path, urlencode(form, doseq=True) if form is not None else None, headers)
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        return answer.status, body, took

    def ready(self) -> http.client.HTTPConnection:
        """Return the connection, a new one where the server may have closed an idle one."""
        now = time.monotonic()
        if self.connection is None or now - self.used_at > IDLE_SECONDS:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=120)
            self.connection.connect()
        self.used_at = now
        return self.connection

    def get(self, path: str) -> tuple[bytes, float]:
        """Fetch a page that must answer 200; returns body and milliseconds."""
        status, body, took = self.send("GET", path)
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}")
        return body, took

    def sign_in(self, name: str, password: str) -> "Client":
        """Sign in, as people do."""
        page, _ = self.get("/sign-in")
        token = found(TOKEN, page)
        status, _, _ = self.send(
            "POST", "/sign-in", {"csrf_token": token, "name": name, "password": password}
        )
        if status != 303:
            raise RuntimeError(f"{name} could not sign in: {status}")
        return self


def found(pattern: re.Pattern[str], page: bytes) -> str:
    """Return what the pattern captures on the page."""
    match = pattern.search(page.decode())
    if match is None:
        raise RuntimeError(f"the page lacks {pattern.pattern}")
    return match.group(1)
