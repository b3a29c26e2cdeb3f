"""A real Chromium for tests marked `browser`; errors on the page's console fail the test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.support.factories import make_user
from tests.support.sessions import session_cookie

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
ELSEWHERE = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
FLAGS = [
    "--no-sandbox",  # root in a container has no sandbox
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--font-render-hinting=none",
    "--lang=zh-CN",
]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# How long a page may take before a test gives it up: a busy machine stands still for seconds at times.
PATIENCE_MS = 30_000


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome of this machine."""
    named = [path for name in NAMES if (path := shutil.which(name))]
    placed = [path for path in ELSEWHERE if Path(path).exists()]
    return next(iter(named + placed), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser, once a worker; without one the browser tests are skipped, in one line."""
    path = find_chromium()
    if path is None:
        pytest.skip(
            "BROWSER TESTS NOT RUN: no Chromium on this machine (Debian: apt install chromium fonts-noto-cjk)"
        )
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            pytest.skip(f"BROWSER TESTS NOT RUN: {path} does not start: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, live_server: str, app: Flask) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a window, signed in as a new user of a role (or as `user`).

    `phone=True` gives a small window; other options go to the browser's context. Whatever the page logs as
    an error, and every request to another server, fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def begin(role: str | None = None, *, user: Any = None, phone: bool = False, **options: Any) -> Page:
        options.setdefault("viewport", PHONE if phone else DESKTOP)
        context = chromium.new_context(
            base_url=live_server, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        user = make_user(role) if role is not None else user
        if user is not None:
            context.add_cookies([{**session_cookie(app, user), "url": live_server}])
        window = context.new_page()
        _watch(window, live_server, faults)
        return window

    yield begin
    for context in contexts:
        context.close()
    assert not faults, "the browser complained:\n  " + "\n  ".join(faults)


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    """Return a window of ordinary size that nobody is signed in on."""
    return open_browser()


def _watch(window: Page, address: str, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 4" in message.text  # asked for by the test
        if message.type == "error" and not refused:
            faults.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:", "about:")):
            faults.append(f"request to another server: {request.url}")

    window.on("console", on_console)
    window.on("request", on_request)
    window.on("pageerror", lambda error: faults.append(f"script: {error}"))
