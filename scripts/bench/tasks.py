"""What the benchmark does over HTTP, each a function that returns milliseconds."""

import random
import re
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from scripts.bench.browser import TOKEN, Client, found

CASE_LINK = re.compile(r'href="/cases/(\d+)"')
COLUMN = re.compile(r'<input(?=[^>]*type="checkbox")(?=[^>]*name="(columns|more)")[^>]*value="(\w+)"')
ORDER = re.compile(r'href="/exports/(\d+)"')
LEAF = re.compile(r'<option (?=[^>]*data-initials)[^>]*value="(\d+)"')
Task = Callable[[], float]


def page_of(client: Client, path: str) -> Task:
    """Make the task of fetching the same page."""
    return lambda: client.get(path)[1]


def opening_cases(client: Client, case_ids: list[int]) -> Task:
    """Make the task of opening a case, another one each time."""
    chance = random.Random(1)  # noqa: S311
    return lambda: client.get(f"/cases/{chance.choice(case_ids)}")[1]


def creating_cases(client: Client) -> Task:
    """Make the task of taking a case in: only the press on submit is timed, not the typing."""
    page, _ = client.get("/intake")
    csrf, leaf = found(TOKEN, page), found(LEAF, page)

    def create() -> float:
        form = {
            "csrf_token": csrf,
            "token": secrets.token_urlsafe(16),
            "channel": "phone",
            "kind": "help",
            "phone": "13893112345",
            "name": "张三",
            "title": "路灯不亮",
            "content": "来电人反映小区门口的路灯三天不亮，夜间出行不便，请尽快修复。",
            "category_id": leaf,
            "confidentiality": "open",
            "urgency": "normal",
            "wants_reply": "y",
            "reply_by": "电话",
            "identity": "个人",
            "step": "submit",
        }
        status, body, took = client.send("POST", "/intake", form)
        if status != 303:
            raise RuntimeError(f"the case was not taken in: {status} {body[:2000].decode()}")
        return took

    return create


def order_of_all_cases(client: Client) -> str:
    """Order the workbook of all cases with twenty columns; returns the number of the order."""
    page, _ = client.get("/exports/new?list=cases")
    boxes = [(kind, name) for kind, name in COLUMN.findall(page.decode())][:20]
    form: dict[str, Any] = {"csrf_token": found(TOKEN, page), "reason": "基准测试：导出全部工单"}
    for kind in ("columns", "more"):
        form[kind] = [name for own, name in boxes if own == kind]
    status, body, _ = client.send("POST", "/exports/new?list=cases", form)
    if status != 303:
        raise RuntimeError(f"the export was not taken: {status} {body[:2000].decode()}")
    return found(ORDER, client.get("/exports")[0])


def case_ids_of(client: Client, path: str) -> list[int]:
    """Return the cases a list links to."""
    return [int(case_id) for case_id in CASE_LINK.findall(client.get(path)[0].decode())]


class Round(NamedTuple):
    """A task's milliseconds in one round, and how fast the machine was just before."""

    p95: float
    p50: float
    machine_ms: float


def quietest(given: Mapping[str, tuple[Task, int]], *, rounds: int) -> dict[str, Round]:
    """Do all tasks, each as often as given, in several rounds; return of each task its quietest round.

    A neighbour on the machine only ever adds time, for minutes on end: a round without one is what the task
    takes. So the rounds of one task lie apart, with all the others between them.
    """
    found = [{name: one_round(task, times) for name, (task, times) in given.items()} for _ in range(rounds)]
    return {name: min(round_[name] for round_ in found) for name in given}


def one_round(task: Task, times: int) -> Round:
    """Time the task; the first twentieth warms caches that are warm in a service that runs for days."""
    machine_ms = machine_speed()
    for _ in range(times // 20 + 1):
        task()
    took = sorted(task() for _ in range(times))
    return Round(took[min(int(times * 0.95), times - 1)], took[times // 2], machine_ms)


def machine_speed() -> float:
    """Return the milliseconds of a loop of a million additions: how fast the machine is at this moment."""
    began, total = time.perf_counter(), 0
    for number in range(1_000_000):
        total += number
    return (time.perf_counter() - began) * 1000


def throughput(make: Callable[[], Task], *, clients: int, seconds: float) -> float:
    """Return how many times a second the task is done by several clients at once."""
    tasks = [make() for _ in range(clients)]
    until = time.monotonic() + seconds

    def work(task: Task) -> int:
        count = 0
        while time.monotonic() < until:
            task()
            count += 1
        return count

    began = time.monotonic()
    with ThreadPoolExecutor(clients) as pool:
        total = sum(pool.map(work, tasks))
    return total / (time.monotonic() - began)
