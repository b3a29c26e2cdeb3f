"""Runs of jobs: claims, leases, the last and the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from models.base import db
from models.job_run import JobRun


def last_due(job: str) -> datetime | None:
    """Return the latest due time of the job that was ever claimed; runs by hand are not due times."""
    claimed = select(JobRun.due_at).where(JobRun.job == job, JobRun.is_by_hand.is_(False))
    return db.session.scalar(claimed.order_by(JobRun.due_at.desc()).limit(1))


def is_running(job: str) -> bool:
    """Say whether a run of the job has begun and not ended."""
    open_runs = select(JobRun.id).where(JobRun.job == job, JobRun.ended_at.is_(None))
    return db.session.scalar(open_runs.limit(1)) is not None


def silent(job: str, *, at: datetime) -> JobRun | None:
    """Return a run of the job whose runner let its lease run out."""
    dead = select(JobRun).where(JobRun.job == job, JobRun.ended_at.is_(None), JobRun.lease_until < at)
    return db.session.scalar(dead.order_by(JobRun.due_at).limit(1))


def seize(run_id: int, attempt: int, runner: str, *, until: datetime) -> bool:
    """Take a run over from its silent runner; False where another did so first."""
    taken = (
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.attempt == attempt, JobRun.ended_at.is_(None))
        .values(runner=runner, attempt=attempt + 1, lease_until=until)
    )
    return changed(taken)


def renew(run_id: int, attempt: int, runner: str, *, until: datetime) -> bool:
    """Prolong the lease of a run one holds; False where one no longer does."""
    held = (
        update(JobRun)
        .where(
            JobRun.id == run_id,
            JobRun.attempt == attempt,
            JobRun.runner == runner,
            JobRun.ended_at.is_(None),
        )
        .values(lease_until=until)
    )
    return changed(held)


def end(run_id: int, *, at: datetime, touched: int, failed: int, error: str) -> None:
    """Write down how the run went."""
    row = update(JobRun).where(JobRun.id == run_id)
    changed(row.values(ended_at=at, touched=touched, failed=failed, error=error))


def changed(statement: Any) -> bool:
    """Execute an update and say whether it met a row."""
    statement = statement.execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount == 1


def latest(job: str) -> JobRun | None:
    """Return the newest run of the job."""
    return db.session.scalar(select(JobRun).where(JobRun.job == job).order_by(JobRun.id.desc()).limit(1))


def history(job: str, *, before_id: int | None = None, limit: int = 50) -> Sequence[JobRun]:
    """Return the runs of the job, the newest first."""
    runs = select(JobRun).where(JobRun.job == job)
    if before_id is not None:
        runs = runs.where(JobRun.id < before_id)
    return db.session.scalars(runs.order_by(JobRun.id.desc()).limit(limit)).all()


def find(run_id: int) -> JobRun | None:
    """Return this run as it now stands."""
    return db.session.get(JobRun, run_id, populate_existing=True)
