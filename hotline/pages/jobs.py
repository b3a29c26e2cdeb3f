"""The page of jobs (计划任务): what runs when, how it last went, and running one now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.guards import requires
from hotline.jobs.runner import find_job, next_due
from hotline.jobs.schedule import JOBS, Job
from hotline.jobs.wording import schedule_in_words
from models.job_run import JobRun
from models.queries import job_runs
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows.administration.job_requests import ask_for_run
from workflows.permissions import may

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
PAGE = 50
# Every minute some scheduler marks clocks; after three without one, none is alive.
SIGN_OF_LIFE = timedelta(minutes=3)


@dataclass(frozen=True)
class JobLine:
    """One job as the page shows it."""

    job: Job
    schedule: str
    last: JobRun | None
    next_at: datetime | None


@blueprint.get("")
@requires(Permission.VIEW_JOBS)
def list_jobs() -> ResponseReturnValue:
    """Show every job with its last run and its next."""
    at = datetime.now(UTC)
    lines = [line_of(job, at) for job in JOBS]
    sign = job_runs.last_sign()
    return render_template(
        "jobs/jobs.html",
        lines=lines,
        sign=sign,
        is_alive=sign is not None and at - sign < SIGN_OF_LIFE,
        may_run=may(current_user, Permission.RUN_JOBS),
    )


@blueprint.get("/<string:name>")
@requires(Permission.VIEW_JOBS)
def show_job(name: str) -> ResponseReturnValue:
    """Show one job's runs, the newest first; those that found nothing to do only when asked for."""
    job = find_job(name) or abort(404)
    shows_all = request.args.get("show") == "all"
    runs = job_runs.history(
        job.name,
        eventful=not shows_all,
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
        limit=PAGE,
    )
    return render_template(
        "jobs/job.html",
        line=line_of(job, datetime.now(UTC)),
        runs=runs,
        shows_all=shows_all,
        asked={"name": name, **({"show": "all"} if shows_all else {})},
        may_run=may(current_user, Permission.RUN_JOBS),
    )


@blueprint.post("/<string:name>/run")
@requires(Permission.RUN_JOBS)
def run_job(name: str) -> ResponseReturnValue:
    """Ask the schedulers to run the job now; they look every few seconds."""
    job = find_job(name) or abort(404)
    with unit_of_work():
        ask_for_run(job.name, by=current_user, at=datetime.now(UTC))
    flash(f"已请求执行“{job.title}”，调度进程将在几秒内开始。请稍后刷新查看结果。", "success")
    return redirect(url_for("jobs.show_job", name=name), code=303)


def line_of(job: Job, at: datetime) -> JobLine:
    """Return the job with its last and next run."""
    return JobLine(job, schedule_in_words(job.when), job_runs.latest(job.name), next_due(job, at=at))
