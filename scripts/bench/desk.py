"""The agent's desk: what its small requests take over HTTP, and in a real Chromium what a person waits for.

Waits are taken inside the page: from the moment the event was posted, or the last key reached the text, to the
frame in which the answer stands.
"""

import itertools
import json
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.bench import server
from scripts.bench.browser import TOKEN, Client, found
from scripts.bench.tasks import LEAF, Task, case_ids_of, creating_cases
from tests.support.browser import DESKTOP, FLAGS, PATIENCE_MS, find_chromium
from tests.support.trained_agent import count_keys, keys_shown, keystrokes, log_call

CALLS, TEXTS = 50, 30
A_KEY_MS = 125  # eight keys a second
PICKED = 20
EACH = 60
# Says in which millisecond the frame was drawn in which a call was first seen.
WATCH_CALLS = """() => {
  window.shown = {};
  new MutationObserver(() => {
    const call = document.querySelector("#call [data-call]");
    if (!call || call.dataset.call in window.shown) return;
    window.shown[call.dataset.call] = 0;
    requestAnimationFrame(() => { window.shown[call.dataset.call] = Date.now(); });
  }).observe(document.getElementById("call"), { childList: true, subtree: true });
}"""
# Says how long after the last key the answer to it stood.
WATCH_HINTS = """() => {
  let last = 0, begun = 0;
  window.waited = null;
  document.getElementById("content").addEventListener("input", () => { last = performance.now(); window.waited = null; });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "hazards") begun = performance.now();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id !== "hazards" || begun < last) return;
    requestAnimationFrame(() => { window.waited = performance.now() - last; });
  });
}"""
DISTRICT = re.compile(r'id="district_id".*?<option value="([0-9]+)"', re.DOTALL)
STREET = re.compile(r'<option value="([0-9]+)"')


def prepared(settings: dict[str, str]) -> dict[str, Any]:
    """Put the telephone and the articles there; return what the tasks need to know."""
    said, _, _ = server.run([sys.executable, "-m", "scripts.bench.ringing"], settings)
    known: dict[str, Any] = json.loads(said)
    return known


def partial_updates(agent: Client, known: dict[str, Any], case_ids: list[int]) -> dict[str, tuple[Task, int]]:
    """Return the requests behind what changes on the screen while somebody works, each with how often it is asked."""
    page, _ = agent.get("/intake")
    csrf = found(TOKEN, page)
    district = found(DISTRICT, page)
    street = found(STREET, agent.get(f"/intake/areas?parent={district}")[0])
    place = {"district_id": district, "street_id": street}
    texts = itertools.cycle(f"小区附近{name}三天了，希望尽快处理。" for name in known["matters"])
    numbers = itertools.cycle(known["numbers"])
    picked = urlencode([("case", each) for each in case_ids[:PICKED]])
    leaf = found(LEAF, page)

    def asking(path: str, fields: Callable[[], dict[str, str]]) -> Task:
        return lambda: posted(agent, path, {"csrf_token": csrf, **fields()})

    cases = itertools.cycle(case_ids)
    tasks: dict[str, Task] = {
        "aids": asking("/intake/aids", lambda: {"content": next(texts)}),
        "duplicates": asking(
            "/intake/aids",
            lambda: {"content": next(texts), "phone": next(numbers), "place_name": "长丰小区", **place},
        ),
        "caller": asking("/intake/caller", lambda: {"phone": next(numbers)}),
        "matter": lambda: agent.get(f"/intake/matter?{urlencode({'category_id': leaf, **place})}")[1],
        "articles": asking("/knowledge/picks", lambda: {"article_words": next(texts)[4:12]}),
        "offered": asking("/intake/articles", lambda: {"content": next(texts)}),
        "presence": lambda: posted(agent, f"/cases/{next(cases)}/presence", {"csrf_token": csrf}),
        "palette": lambda: agent.get("/go?q=%E5%B7%A5%E4%BD%9C")[1],
        "bulk_preview": lambda: agent.get(f"/bulk/dispatch?{picked}")[1],
    }
    return {name: (task, EACH) for name, task in tasks.items()}


def waiting_cases(agent: Client) -> list[int]:
    """Take some cases in; return those that wait for review."""
    create = creating_cases(agent)
    for _ in range(PICKED):
        create()
    return case_ids_of(agent, "/worklists/review")


def posted(client: Client, path: str, form: dict[str, str]) -> float:
    """Post the form, which must be answered with 200; returns milliseconds."""
    status, body, took = client.send("POST", path, form)
    if status != 200:
        raise RuntimeError(f"POST {path} answered {status}: {body[:500].decode()}")
    return took


def in_browser(port: int, name: str, password: str, known: dict[str, Any]) -> dict[str, Any]:
    """Return what a person waits for, as p50 and p95 in milliseconds, and the keys of a dispatched case.

    Nothing where this machine has no Chromium.
    """
    path = find_chromium()
    if path is None:
        return {}
    expect.set_options(timeout=PATIENCE_MS)
    line = Line(port, known)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with signed_in(browser, port, name, password) as window:
            ringing = [call for _ in range(CALLS) for call in [pop(window, line)]]
            agent = Client("127.0.0.1", port).sign_in(name, password)
            line.report("newCall")
            result: dict[str, Any] = {
                "pop_request": spread([agent.get("/calls/current")[1] for _ in range(EACH)])
            }
            line.report("hangup", cause="cancel")
            result |= {
                "pop_visible": spread(ringing),
                "suggestion": spread(suggestions(window, known["matters"])),
                "keystrokes": keys_of_a_case(window, line, known["matters"][0]),
            }
        browser.close()
    return result


def spread(waits: list[float]) -> tuple[float, float]:
    """Return the median and the 95th of a hundred."""
    ranked = sorted(waits)
    return ranked[len(ranked) // 2], ranked[min(int(len(ranked) * 0.95), len(ranked) - 1)]


@contextmanager
def signed_in(browser: Browser, port: int, name: str, password: str) -> Iterator[Page]:
    """Open a window and sign in as people do."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(
        base_url=address, viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(PATIENCE_MS)
    window = context.new_page()
    window.goto("/sign-in")
    window.fill("#name", name)
    window.fill("#password", password)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda url: "sign-in" not in url)
    yield window
    context.close()


class Line:
    """Reports calls as an exchange does, over a connection of its own."""

    def __init__(self, port: int, known: dict[str, Any]) -> None:
        self.client = Client("127.0.0.1", port)
        self.known = known
        self.numbers = itertools.cycle(known["numbers"])
        self.name, self.count = secrets.token_hex(4), 0
        self.number = ""

    def report(self, event: str, **fields: str) -> None:
        """Report what happened to the present call; newCall begins another."""
        if event == "newCall":
            self.count += 1
            self.number = next(self.numbers)
        facts = {"event": event, "callId": f"{self.name}-{self.count}", "from": self.number, "to": "12345"}
        posted(
            self.client,
            f"/telephone/events/{self.known['token']}",
            {**facts, "direction": "in", "user": self.known["extension"], **fields},
        )


def pop(window: Page, line: Line) -> float:
    """Let it ring; return the milliseconds until the agent sees who calls."""
    if line.count == 0:
        with window.expect_response(lambda answer: answer.url.endswith("/calls/current")):
            window.goto("/cases")
        window.evaluate(WATCH_CALLS)
    rang = time.time() * 1000
    line.report("newCall")
    call = window.locator("#call [data-call]")
    expect(call).to_be_visible()
    shown = told_by(
        window, "Object.values(window.shown).every(Boolean) && Math.max(...Object.values(window.shown))"
    )
    line.report("hangup", cause="cancel")
    expect(call).to_have_count(0)
    return shown - rang


def told_by(window: Page, expression: str) -> float:
    """Return what the page has measured, as soon as it has; its content policy allows no waiting inside it."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while not (told := window.evaluate(expression)):
        if time.monotonic() > until:
            raise RuntimeError(f"the page says nothing of {expression}")
        time.sleep(0.01)
    return float(told)


def suggestions(window: Page, matters: list[str]) -> list[float]:
    """Type texts at eight keys a second; return the milliseconds from the last key until what it points to stands there."""
    window.goto("/intake")
    window.evaluate(WATCH_HINTS)
    waits = []
    for name in itertools.islice(itertools.cycle(matters), TEXTS):
        window.locator("#content").fill("")
        window.locator("#content").press_sequentially(f"楼下{name}三天了", delay=A_KEY_MS)
        waits.append(told_by(window, "window.waited"))
        expect(window.locator("#suggestions [data-take-category]").first).to_be_visible()
    return waits


def keys_of_a_case(window: Page, line: Line, matter: str) -> int:
    """Take a call as a trained agent does; return how many keys a dispatched case took besides its text."""
    window.goto("/calls")
    keys = keys_shown(window)
    count_keys(window)
    window.reload()
    line.report("newCall")
    line.report("answer")
    expect(window.locator("#call .call--answered")).to_be_visible()
    log_call(window, keys, text=f"楼下{matter}三天了，希望尽快处理。", place="gaolan")
    count = keystrokes(window)
    line.report("hangup", cause="normalClearing")
    return count
