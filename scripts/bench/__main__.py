"""`make bench`: fills SQLite and PostgreSQL with a hotline year and measures it over real HTTP.

    python -m scripts.bench [--cases 57000,570227] [--databases sqlite,postgresql] [--years 1] [--out docs/performance.md]

With `--years 10` the largest number of cases stands there ten times, and only what reports ask is measured.

Figures of one run may be compared with each other; machines are noisy, so quote ratios.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from config import LOCAL_TIMEZONE
from scripts.bench import desk, history, server, tasks
from scripts.bench.browser import Client
from scripts.bench.table import write_table
from tests.support.postgres import shared_server

PASSWORD = "Bench-" + "Yellow-River-7"
OPEN_CASES = 20_000
YEAR = 2016
ROUNDS = 3
# A dispatcher, a supervisor who reads the reports, and an officer of the unit with most open cases.
PEOPLE = {
    "bench-agent": ("agent", "dispatcher"),
    "bench-supervisor": ("supervisor",),
}


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fresh_database(kind: str, folder: Path, cases: int) -> str:
    """Return the URL of an empty database of the kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'hotline.sqlite3'}"
    os.environ["POSTGRES_IS_DURABLE"] = "1"
    url = shared_server(folder, watched=os.getpid())
    name = f"bench_{cases}"
    server.run(
        ["psql", "-q", url.replace("+psycopg", "") + "/postgres", "-c", f"CREATE DATABASE {name}"],
        dict(os.environ),
    )
    return f"{url}/{name}"


def fill(settings: dict[str, str], folder: Path, cases: int) -> dict[str, Any]:
    """Migrate, load the city, import the year and the open cases; returns seconds and memory."""
    server.run([*server.FLASK, "db", "upgrade"], settings)
    server.run([*server.FLASK, "city", "load", "lanzhou"], settings)
    year, open_now = folder / "year.csv", folder / "open.csv"
    _, generated, _ = server.run(
        [*server.FLASK, "demo", "--cases", str(cases), "--year", str(YEAR), "--out", str(year)], settings
    )
    now = datetime.now(LOCAL_TIMEZONE).replace(tzinfo=None) - timedelta(minutes=5)
    history.write_open_cases(year, open_now, count=min(OPEN_CASES, cases // 4), now=now)
    load = [*server.FLASK, "cases", "import"]
    _, imported, memory = server.run([*load, str(year), "--source", "year"], settings)
    server.run([*load, str(open_now), "--source", "open"], settings)
    if settings["HOTLINE_DATABASE_URL"].startswith("postgresql"):
        # What autovacuum does within minutes; the first page should not be measured before.
        plain = settings["HOTLINE_DATABASE_URL"].replace("+psycopg", "")
        server.run(["psql", "-q", plain, "-c", "VACUUM ANALYZE"], settings)
    for name, roles in PEOPLE.items():
        make_account(settings, name, roles)
    say(f"  filled: generated in {generated:.0f} s, imported in {imported:.0f} s, peak {memory:.0f} MiB")
    return {"generate_s": generated, "import_s": imported, "import_mib": memory}


def more_years(settings: dict[str, str], years: int) -> dict[str, float]:
    """Make so many years of the imported one; returns the seconds of copying and of counting."""
    said, _, _ = server.run([sys.executable, "-m", "scripts.bench.years", str(years)], settings)
    seconds = json.loads(said)
    say(f"  {years} years: copied in {seconds['copied']:.0f} s, counted in {seconds['counted']:.0f} s")
    return {"count_s": seconds["counted"]}


def make_account(settings: dict[str, str], name: str, roles: tuple[str, ...], department: str = "") -> None:
    """Make an account with the benchmark's password."""
    command = [*server.FLASK, "users", "create", name]
    command += [part for role in roles for part in ("--role", role)]
    command += ["--department", department] if department else []
    shell = f"echo '{PASSWORD}' | " + " ".join(command) + " --password-stdin"
    server.run(["sh", "-c", shell], settings)


def measure(settings: dict[str, str], department: str, *, years: int) -> dict[str, Any]:
    """Serve the database and time each task; milliseconds as [p50, p95]. Several years: what reports ask alone."""
    make_account(settings, "bench-officer", ("officer",), department)
    timed: dict[str, Any] = {}
    with server.serving(settings) as (port, process):
        agent, supervisor, officer = (
            signed_in(port, name) for name in ("bench-agent", "bench-supervisor", "bench-officer")
        )
        timed["memory_idle_mib"] = server.resident_mebibytes(process)
        given = reports(supervisor)
        if years == 1:
            known = desk.prepared(settings)
            waiting = desk.waiting_cases(agent)
            given = (
                daily_work(agent, officer, supervisor)
                | desk.partial_updates(agent, known, waiting)
                | reports(supervisor)
            )
        quietest = tasks.quietest(given, rounds=ROUNDS)
        for name, found in quietest.items():
            timed[name] = (found.p50, found.p95)
            say(f"  {name:<14} p50 {found.p50:8.1f} ms   p95 {found.p95:8.1f} ms")
        speeds = [found.machine_ms for found in quietest.values()]
        timed["machine_ms"] = [min(speeds), max(speeds)]
        if years == 1:
            timed |= desk.in_browser(port, "bench-agent", PASSWORD, known)
            timed["create_per_s"] = tasks.throughput(
                lambda: tasks.creating_cases(signed_in(port, "bench-agent")), clients=8, seconds=10
            )
        timed["memory_after_mib"] = server.resident_mebibytes(process)
        if years == 1:
            timed |= export(settings, tasks.order_of_all_cases(supervisor))
    if years == 1:
        timed |= minute_job(settings)
    say("  " + ", ".join(f"{key} {timed[key]:.2f}" for key in timed if key.endswith(("_s", "_mib"))))
    return timed


def daily_work(agent: Client, officer: Client, supervisor: Client) -> dict[str, tuple[tasks.Task, int]]:
    """Return what people do all day, each with how often it is done."""
    ids = tasks.case_ids_of(agent, "/cases") + tasks.case_ids_of(
        agent, "/cases?since=2016-03-01&until=2016-03-05"
    )
    return {
        "create": (tasks.creating_cases(agent), 200),
        "open": (tasks.opening_cases(agent, ids), 200),
        "queue": (tasks.page_of(officer, "/worklists/handle"), 200),
        "queue_overdue": (tasks.page_of(officer, "/worklists/handle?light=overdue"), 100),
        "search_leak": (tasks.page_of(agent, "/cases?q=%E6%BC%8F%E6%B0%B4"), 100),
        "search_gas": (tasks.page_of(agent, "/cases?q=%E7%87%83%E6%B0%94%E6%B3%84%E6%BC%8F"), 100),
        "board": (tasks.page_of(supervisor, "/supervision"), 50),
    }


def reports(supervisor: Client) -> dict[str, tuple[tasks.Task, int]]:
    """Return what reports ask, each with how often it is done."""
    year = f"period=year&on={YEAR}"
    pages = {
        "year_page": f"/reports/completion?{year}",
        "scorecard": f"/reports/scorecard?{year}",
        "annual_page": f"/reports/products/annual?period={YEAR}",
        "special_page": f"/reports/products/environment?period={YEAR}",
        "dashboard": "/dashboard",
    }
    files = {
        "workbook": f"/reports/completion/workbook?{year}",
        "annual_word": f"/reports/products/annual/file?period={YEAR}&format=docx",
    }
    return {name: (tasks.page_of(supervisor, path), 20) for name, path in pages.items()} | {
        name: (tasks.page_of(supervisor, path), 5) for name, path in files.items()
    }


def export(settings: dict[str, str], order_id: str) -> dict[str, float]:
    """Return the seconds and the memory of the process that writes the workbook of all cases."""
    _, seconds, memory = server.run([*server.FLASK, "exports", "make", order_id], settings)
    return {"export_s": seconds, "export_mib": memory}


def signed_in(port: int, name: str) -> Client:
    """Return a signed-in client."""
    return Client("127.0.0.1", port).sign_in(name, PASSWORD)


def minute_job(settings: dict[str, str]) -> dict[str, float]:
    """Return the seconds of one run of the minute's job with as much as it does at once, and with nothing."""
    said, _, _ = server.run([sys.executable, "-m", "scripts.bench.minute"], settings)
    seconds = json.loads(said)
    return {"minute_full_s": seconds["full"], "minute_rest_s": seconds["rest"]}


def busiest_department(settings: dict[str, str]) -> str:
    """Return the code of the department with the most open cases."""
    said, _, _ = server.run([sys.executable, "-m", "scripts.bench.busiest"], settings)
    return said.strip()


def main() -> None:
    """Run what was asked for and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="57000,570227")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--out", default="docs/performance.md")
    wanted = parser.parse_args()
    results: list[dict[str, Any]] = []
    for cases in (int(number) for number in wanted.cases.split(",")):
        for kind in wanted.databases.split(","):
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            try:
                say(f"{kind}, {cases:,} cases")
                settings = server.environment(fresh_database(kind, folder, cases), folder)
                result = {"database": kind, "cases": cases * wanted.years, **fill(settings, folder, cases)}
                if wanted.years > 1:
                    result |= more_years(settings, wanted.years)
                # What the import left to be written behind is not measured with the pages.
                os.sync()
                department = busiest_department(settings)
                results.append(result | measure(settings, department, years=wanted.years))
                # Written after each, so that a run cut short is not lost.
                table = write_table(results, time.strftime("%Y-%m-%d"))
                Path(wanted.out).write_text(table, encoding="utf-8")
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    say(json.dumps(results, ensure_ascii=False))


if __name__ == "__main__":
    main()
