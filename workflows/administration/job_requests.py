"""Asking for a run of a job by hand (立即执行): a claim without a runner, which the next sweep takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.job_run import JobRun
from models.queries import job_runs
from workflows import audit
from workflows.errors import NotAllowedNow

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User


def ask_for_run(job: str, *, by: User, at: datetime) -> JobRun:
    """Ask a scheduler to run the job; NotAllowedNow while it runs or waits already.

    The row is a run whose lease is over before it began: a scheduler finds it as it finds what a dead one
    left. So the work is done where all jobs are, never in a web server.
    """
    if job_runs.is_running(job):
        raise NotAllowedNow("该任务正在执行或已在等待执行，请稍后刷新查看结果。")
    run = JobRun(job=job, due_at=at, started_at=at, lease_until=at, attempt=0, is_by_hand=True)
    db.session.add(run)
    audit.write("run_job", at=at, by=by, object_type="job", object_id=job, summary="立即执行计划任务")
    return run
