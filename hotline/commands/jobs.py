"""flask scheduler, flask jobs list, flask jobs run NAME: the clock's door for operators."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from config import LOCAL_TIMEZONE
from hotline.jobs.runner import find_job, next_due, run_due, run_now
from hotline.jobs.schedule import JOBS, Job
from models.queries import job_runs

# How soon what a silent runner left, or a due time missed in a pause, is picked up.
SWEEP_SECONDS = 5

jobs_cli = AppGroup("jobs", help="List the jobs, and run one by hand.")


def local(moment: datetime | None) -> str:
    """Show a moment in local time."""
    return moment.astimezone(LOCAL_TIMEZONE).strftime("%Y-%m-%d %H:%M:%S") if moment else "-"


@jobs_cli.command("list")
def list_jobs() -> None:
    """Show every job: when it is due, its last run and its next."""
    now = datetime.now(UTC)
    for job in JOBS:
        last = job_runs.latest(job.name)
        told = (
            f"last {local(last.started_at)} touched {last.touched} failed {last.failed}"
            if last
            else "never ran"
        )
        click.echo(f"{job.name:<24} {job.when:<16} next {local(next_due(job, at=now))}  {told}  {job.title}")


@jobs_cli.command("run")
@click.argument("name")
def run_job(name: str) -> None:
    """Run the job NAME now and say how it went."""
    job = find_job(name)
    if job is None:
        raise click.BadParameter(f"no job {name!r}; there are: " + ", ".join(j.name for j in JOBS))
    run_id = run_now(current_app._get_current_object(), job)  # type: ignore[attr-defined]
    run = job_runs.find(run_id) if run_id else None
    if run is None:
        raise click.ClickException(f"{name} is being run by another process")
    click.echo(f"{name}: touched {run.touched}, failed {run.failed}")
    if run.failed:
        raise click.ClickException(run.error)


@click.command("scheduler")
@with_appcontext
def scheduler_command() -> None:
    """Run the table of jobs until stopped; any number may run on one database."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    build_scheduler(app).start()


def build_scheduler(app: Flask, jobs: Sequence[Job] = JOBS) -> BlockingScheduler:
    """Build the scheduler: each job at its due times, and a sweep for what was missed or left."""
    scheduler = BlockingScheduler(
        timezone=LOCAL_TIMEZONE,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(run_due, job.trigger, args=(app, job), id=job.name)
    soon = datetime.now(LOCAL_TIMEZONE) + timedelta(seconds=1)
    scheduler.add_job(
        sweep, IntervalTrigger(seconds=SWEEP_SECONDS), args=(app, jobs), id="sweep", next_run_time=soon
    )
    return scheduler


def sweep(app: Flask, jobs: Sequence[Job]) -> None:
    """Run whatever is due and unclaimed."""
    for job in jobs:
        run_due(app, job)
