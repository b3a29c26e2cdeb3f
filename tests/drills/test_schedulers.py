"""Two schedulers on one database, one of them killed or stopped in the middle: every due time runs once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.audit_entry import AuditEntry
from models.base import db
from models.job_run import JobRun

ROOT = Path(__file__).resolve().parents[2]
DUE_TIMES = 200
PATIENCE = 140

pytestmark = pytest.mark.slow


@contextmanager
def schedulers(url: str, folder: Path, count: int) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "tests.drills.scheduler_process", url, str(folder)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(count)
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert "ready" in process.stdout.readline()
        yield running
    finally:
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def begin_the_drill(start: datetime) -> None:
    """Claim one due time long ago, so that the schedulers find the following ones missed."""
    db.session.add(
        JobRun(job="drill", due_at=start, runner="test", started_at=start, lease_until=start, ended_at=start)
    )
    db.session.commit()


def ended(start: datetime) -> int:
    db.session.rollback()
    runs = select(func.count()).where(
        JobRun.job == "drill", JobRun.due_at > start, JobRun.ended_at.is_not(None)
    )
    return db.session.scalar(runs.where(JobRun.due_at <= start + timedelta(seconds=DUE_TIMES))) or 0


def wait_for(count: int, start: datetime) -> None:
    until = time.monotonic() + PATIENCE
    while ended(start) < count:
        assert time.monotonic() < until, f"only {ended(start)} of {count} due times ran"
        time.sleep(0.1)


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "paused"])
def test_two_hundred_due_times_run_two_hundred_times(
    app: Flask, database_url: str, tmp_path: Path, stop: signal.Signals
) -> None:
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=DUE_TIMES)
    with app.app_context():
        begin_the_drill(start)

        with schedulers(database_url, tmp_path, 2) as (first, _second):
            wait_for(40, start)
            os.kill(first.pid, stop)
            if stop is signal.SIGSTOP:
                # Longer than the lease; on SQLite a paused writer holds everybody up, and then goes on.
                time.sleep(4)
                os.kill(first.pid, signal.SIGCONT)
            wait_for(DUE_TIMES, start)

        db.session.rollback()
        runs = db.session.scalar(
            select(func.count()).where(JobRun.job == "drill", JobRun.ended_at.is_not(None))
        )
        lines = db.session.scalar(select(func.count()).where(AuditEntry.kind == "drill"))
        assert ended(start) == DUE_TIMES
        # The first row of the drill was the test's own; every other ended run left exactly one line.
        assert lines == (runs or 0) - 1
