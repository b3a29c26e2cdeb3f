"""Runs a job for each of its due times exactly once, whoever and however many try.

A row (job, due time) is the claim; its unique pair lets one runner win. The winner renews its lease in the
very transactions of its work, so a runner that was paused and has lost the claim cannot commit anything.
"""

import logging
import os
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask

from hotline.jobs.schedule import JOBS, Job
from models.base import db
from models.job_run import JobRun
from models.queries import job_runs
from models.transaction import AlreadyThere, unit_of_work

logger = logging.getLogger(__name__)

AT_ONCE = 25
ERROR_LENGTH = 2000


class StillRunning(Exception):
    """The job is still at an earlier due time."""


class ClaimLost(Exception):
    """Another runner has taken this due time over; nothing more may be committed."""


@dataclass(frozen=True)
class Claim:
    """The right to run one due time: which row, which attempt, and who holds it."""

    run_id: int
    attempt: int
    runner: str
    lease: timedelta

    def renew(self) -> None:
        """Prolong the lease inside the running transaction; ClaimLost where it is no longer ours."""
        now = datetime.now(UTC)
        if not job_runs.renew(self.run_id, self.attempt, self.runner, until=now + self.lease):
            raise ClaimLost


@dataclass
class Tally:
    """What a run has come to so far."""

    touched: int = 0
    errors: list[str] = field(default_factory=list)


def runner_name() -> str:
    """Say which process of which machine this is."""
    return f"{socket.gethostname()}:{os.getpid()}"


def due_times(job: Job, *, after: datetime, until: datetime) -> Iterable[datetime]:
    """Yield the job's due times in (after, until]."""
    moment = job.trigger.get_next_fire_time(after, after + timedelta(microseconds=1))
    while moment is not None and moment <= until:
        yield moment.astimezone(UTC)
        moment = job.trigger.get_next_fire_time(moment, moment + timedelta(microseconds=1))


def missed(job: Job, *, at: datetime) -> list[datetime]:
    """Return the due times up to now that nobody claimed, the oldest first.

    After a long standstill only those within the job's horizon are caught up, but always the latest.
    """
    last = job_runs.last_due(job.name)
    begins = max(last, at - job.catch_up) if last is not None else at - job.catch_up
    times = list(due_times(job, after=begins, until=at))
    return times if last is not None else times[-1:]


def claim(job: Job, due_at: datetime, *, at: datetime, is_by_hand: bool = False) -> Claim | None:
    """Claim the due time, or None where it was claimed before.

    StillRunning while an earlier one is under way: due times are claimed in order, so that none is
    passed over when a runner dies between two of them.
    """
    run = JobRun(
        job=job.name,
        due_at=due_at,
        runner=runner_name(),
        started_at=at,
        lease_until=at + job.lease,
        attempt=1,
        is_by_hand=is_by_hand,
    )
    try:
        with unit_of_work():
            if job_runs.is_running(job.name):
                raise StillRunning
            db.session.add(run)
            db.session.flush()
            return Claim(run.id, 1, run.runner, job.lease)
    except AlreadyThere:
        return None


def take_over(job: Job, *, at: datetime) -> Claim | None:
    """Claim a run whose runner has fallen silent, or that was asked for on the page; None where there is none."""
    with unit_of_work():
        dead = job_runs.silent(job.name, at=at)
        if dead is None:
            return None
        attempt = dead.attempt + 1
        taken = job_runs.seize(dead.id, dead.attempt, runner_name(), at=at, until=at + job.lease)
        return Claim(dead.id, attempt, runner_name(), job.lease) if taken else None


def run_due(app: Flask, job: Job) -> int:
    """Run everything of the job that is due: what a silent runner left first, then each due time in order.

    Returns how many due times were run here. Never raises: a scheduler must live on.
    """
    count = 0
    with app.app_context():
        try:
            at = datetime.now(UTC)
            abandoned = take_over(job, at=at)
            if abandoned is not None:
                perform(job, abandoned)
                count += 1
            for due_at in missed(job, at=at):
                won = claim(job, due_at, at=datetime.now(UTC))
                if won is not None:
                    perform(job, won)
                    count += 1
        except StillRunning:
            logger.debug("job %s is still at an earlier due time", job.name)
        except Exception:
            logger.exception("job %s could not be run", job.name)
        finally:
            db.session.remove()
    return count


def run_now(app: Flask, job: Job) -> int:
    """Run the job at once, as a due time of its own; returns the run's id, 0 where one is under way."""
    with app.app_context():
        now = datetime.now(UTC)
        try:
            won = claim(job, now, at=now, is_by_hand=True)
        except StillRunning:
            return 0
        if won is not None:
            perform(job, won)
        return won.run_id if won else 0


def perform(job: Job, held: Claim) -> None:
    """Do the job's work thing by thing and write down how it went.

    The run ends in the transaction of its last batch: work that fits one batch happens exactly once even
    where the runner is killed, larger work is repeated from the batch that was not committed. A job with
    transactions of its own must bear being repeated.
    """
    tally = Tally()
    try:
        ids = job.find(datetime.now(UTC))
        if job.own_transactions:
            work_outside(job, ids, held, tally)
        else:
            work_inside(job, ids, held, tally)
    except ClaimLost:
        logger.warning("job %s was taken over by another runner", job.name)
        return
    except Exception as error:
        logger.exception("job %s stopped", job.name)
        tally.errors.append(f"{type(error).__name__}: {error}")
        with suppress(ClaimLost), unit_of_work():
            held.renew()
            end(held, tally)
    logger.info("job %s touched %d, failed %d", job.name, tally.touched, len(tally.errors))


def work_inside(job: Job, ids: Sequence[int], held: Claim, tally: Tally) -> None:
    """Act in transactions of a batch each; the last one ends the run too."""
    work = list(batches(ids)) or [[]]
    for number, batch in enumerate(work, 1):
        with unit_of_work():
            held.renew()
            work_through(job, batch, tally)
            if number == len(work):
                end(held, tally)


def work_outside(job: Job, ids: Sequence[int], held: Claim, tally: Tally) -> None:
    """Act on each thing in transactions of its own, renewing the lease in between."""
    for thing_id in ids:
        with unit_of_work():
            held.renew()
        try:
            tally.touched += int(job.act(thing_id, at=datetime.now(UTC)))
        except Exception as error:
            logger.exception("job %s failed on %d", job.name, thing_id)
            tally.errors.append(f"{thing_id}: {type(error).__name__}: {error}")
    with unit_of_work():
        held.renew()
        end(held, tally)


def end(held: Claim, tally: Tally) -> None:
    """Write the outcome on the run."""
    job_runs.end(
        held.run_id,
        at=datetime.now(UTC),
        touched=tally.touched,
        failed=len(tally.errors),
        error="\n".join(tally.errors)[:ERROR_LENGTH],
    )


def batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Cut the work into transactions that hold the database for a short while."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def work_through(job: Job, ids: Sequence[int], tally: Tally) -> None:
    """Act on each thing in its own savepoint: one bad case does not stop the night."""
    for thing_id in ids:
        try:
            with db.session.begin_nested():
                tally.touched += int(job.act(thing_id, at=datetime.now(UTC)))
        except Exception as error:
            logger.exception("job %s failed on %d", job.name, thing_id)
            tally.errors.append(f"{thing_id}: {type(error).__name__}: {error}")


def next_due(job: Job, *, at: datetime) -> datetime | None:
    """Return when the job is due next."""
    return next(iter(due_times(job, after=at, until=at + timedelta(days=400))), None)


def find_job(name: str) -> Job | None:
    """Return the job of this name."""
    return next((job for job in JOBS if job.name == name), None)
