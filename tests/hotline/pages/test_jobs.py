"""The page of jobs: how each last went, whether anybody runs them, and running one by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from hotline.jobs.runner import find_job, run_due
from hotline.jobs.schedule import JOBS
from models.audit_entry import AuditEntry
from models.base import db
from models.job_run import JobRun
from models.queries import job_runs
from tests.support.factories import saved
from tests.support.pages import Visitor
from tests.support.statements import statements

Visit = Callable[..., Visitor]
WARNING = "没有调度进程在运行"


def make_run(job: str, *, minutes_ago: float = 1, **given: Any) -> JobRun:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    moments = {"due_at": at, "started_at": at, "lease_until": at, "ended_at": at + timedelta(seconds=2.5)}
    return saved(JobRun(**{"job": job, "runner": "host:1", **moments, **given}))


def test_every_job_is_listed_with_its_schedule_its_last_run_and_its_next(visit: Visit) -> None:
    make_run("mark-clocks", touched=7)
    make_run("send-outbox", touched=1, failed=2, error="3: ValueError: x")

    rows = {row[0].split()[-1]: row for row in visit("supervisor").get("/jobs").rows()}

    assert set(rows) == {job.name for job in JOBS}
    assert rows["mark-clocks"][1:5:3] == ["每分钟", "处理 7"]
    assert rows["mark-clocks"][3] == "2.5 秒"
    assert rows["send-outbox"][4] == "出错 2"
    assert rows["morning-digest"][4] == "从未执行"
    assert all(row[5] != "—" for row in rows.values())


def test_a_dead_scheduler_is_said_loudly_and_a_live_one_is_not(visit: Visit) -> None:
    visitor = visit("supervisor")
    assert WARNING in visitor.get("/jobs").text

    make_run("mark-clocks", minutes_ago=4)
    make_run("mark-clocks", minutes_ago=0, is_by_hand=True)
    assert WARNING in visitor.get("/jobs").text

    make_run("mark-clocks", minutes_ago=1)
    assert WARNING not in visitor.get("/jobs").text


def test_run_now_is_done_by_a_scheduler_and_told_on_the_page(app: Flask, visit: Visit) -> None:
    visitor = visit("administrator")

    page = visitor.get("/jobs/prune-job-runs").press("立即执行")
    assert "等待执行" in page.text
    assert "人工" in page.text

    asked = job_runs.latest("prune-job-runs")
    assert asked is not None
    job = find_job("prune-job-runs")
    assert job is not None
    db.session.commit()
    run_due(app, job)

    db.session.expire_all()
    assert (asked.attempt, asked.failed, asked.is_by_hand) == (1, 0, True)
    assert asked.ended_at is not None
    assert asked.started_at >= asked.due_at
    assert "无事可做" in visitor.get("/jobs/prune-job-runs?show=all").text
    assert db.session.scalar(db.select(AuditEntry.object_id).filter_by(kind="run_job")) == "prune-job-runs"


def test_a_job_that_runs_or_waits_is_not_asked_for_twice(visit: Visit) -> None:
    visitor = visit("administrator")
    page = visitor.get("/jobs/prune-job-runs")
    page.press("立即执行")

    again = page.press("立即执行", status=409)

    assert "该任务正在执行或已在等待执行" in again.text
    assert db.session.scalar(db.select(db.func.count()).select_from(JobRun)) == 1


def test_a_due_time_is_not_lost_while_a_run_was_asked_for(app: Flask, visit: Visit) -> None:
    visit("administrator").get("/jobs/mark-clocks").press("立即执行")
    job = find_job("mark-clocks")
    assert job is not None
    db.session.commit()

    assert run_due(app, job) == 2, "what was asked for, and the minute that was due"


def test_who_may_look_may_not_run(visit: Visit) -> None:
    visitor = visit("supervisor")

    assert "立即执行" not in visitor.get("/jobs").buttons()
    token = visitor.get("/account/password").all("input", name="csrf_token")[0].get("value")
    answer = visitor.client.post("/jobs/mark-clocks/run", data={"csrf_token": token})

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["/jobs", "/jobs/mark-clocks"])
def test_strangers_to_the_jobs_do_not_see_them(visit: Visit, address: str) -> None:
    visit("officer").get(address, status=403)


def test_a_job_nobody_knows_is_not_found(visit: Visit) -> None:
    visit("administrator").get("/jobs/rule-the-world", status=404)


def test_the_history_shows_what_happened_and_pages_by_key(visit: Visit) -> None:
    for number in reversed(range(60)):
        make_run("mark-clocks", minutes_ago=number, touched=1, error="" if number else "9: KeyError: 'x'")
    make_run("mark-clocks", minutes_ago=0.5)
    visitor = visit("supervisor")

    page = visitor.get("/jobs/mark-clocks")
    assert len(page.rows()) == 50
    assert "9: KeyError: 'x'" in page.text
    older = page.follow("下一页")
    assert len(older.rows()) == 10
    assert len(older.follow("上一页").rows()) == 50
    assert "无事可做" not in page.text
    assert "无事可做" in page.follow("全部记录").text


def test_the_page_costs_one_short_statement_a_job(app: Flask, visit: Visit) -> None:
    visitor = visit("supervisor")

    with statements() as seen:
        visitor.get("/jobs")

    assert len(seen) <= len(JOBS) + 10
