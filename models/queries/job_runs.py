"""Runs of jobs: claims, leases, the last and the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, func, or_, select, update

from models.base import db
from models.job_run import JobRun
from models.queries.administration import Slice, sliced


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


def seize(run_id: int, attempt: int, runner: str, *, at: datetime, until: datetime) -> bool:
    """Take a run over from its silent runner, or one that was only asked for; False where another was first."""
    values: dict[str, object] = {"runner": runner, "attempt": attempt + 1, "lease_until": until}
    if attempt == 0:
        values["started_at"] = at
    taken = (
        update(JobRun)
        .where(JobRun.id == run_id, JobRun.attempt == attempt, JobRun.ended_at.is_(None))
        .values(**values)
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


def history(
    job: str, *, eventful: bool = False, before: int | None = None, after: int | None = None, limit: int = 50
) -> Slice[JobRun]:
    """Return a page of the job's runs, the newest first; eventful: only those that did or failed something."""
    runs = select(JobRun).where(JobRun.job == job)
    if eventful:
        runs = runs.where(or_(JobRun.touched > 0, JobRun.failed > 0, JobRun.ended_at.is_(None)))
    return sliced(runs, JobRun.id, before=before, after=after, limit=limit, newest_first=True)


def last_sign() -> datetime | None:
    """Return when a scheduler last began a run of its own accord."""
    own = select(JobRun.started_at).where(JobRun.is_by_hand.is_(False))
    return db.session.scalar(own.order_by(JobRun.id.desc()).limit(1))


def idle_before(moment: datetime, *, limit: int) -> Sequence[int]:
    """Return ended runs from before the moment that neither did nor failed anything, but never a job's last."""
    nothing = (JobRun.touched == 0, JobRun.failed == 0)
    return db.session.scalars(old(moment).where(*nothing).limit(limit)).all()


def ended_before(moment: datetime, *, limit: int) -> Sequence[int]:
    """Return ended runs from before the moment, but never a job's last."""
    return db.session.scalars(old(moment).limit(limit)).all()


def old(moment: datetime) -> Select[tuple[int]]:
    """Return the select of ended runs from before the moment, but the newest of each job.

    The newest stay, since the next due times are reckoned from them.
    """
    newest = select(func.max(JobRun.id)).group_by(JobRun.job, JobRun.is_by_hand)
    return (
        select(JobRun.id)
        .where(JobRun.started_at < moment, JobRun.ended_at.is_not(None), JobRun.id.not_in(newest))
        .order_by(JobRun.id)
    )


def remove(run_id: int) -> bool:
    """Remove the run; False where it is gone already."""
    return changed(delete(JobRun).where(JobRun.id == run_id))


def find(run_id: int) -> JobRun | None:
    """Return this run as it now stands."""
    return db.session.get(JobRun, run_id, populate_existing=True)
