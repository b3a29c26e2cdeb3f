"""Housekeeping: what is removed, and above all what is not."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline.jobs import housekeeping
from hotline.jobs.runner import find_job, run_now
from models.attachment import Attachment
from models.base import db
from models.intake_draft import IntakeDraft
from models.job_run import JobRun
from models.queries import job_runs
from models.reply_draft import ReplyDraft
from tests.support.factories import make_case, make_user, saved

NOW = datetime.now(UTC).replace(microsecond=0)


def do(app: Flask, name: str) -> JobRun:
    job = find_job(name)
    assert job is not None
    db.session.commit()
    run_id = run_now(app, job)
    db.session.expire_all()
    run = db.session.get(JobRun, run_id)
    assert run is not None
    assert run.failed == 0, run.error
    return run


def make_run(job: str = "send-outbox", *, days_ago: float = 0, **given: Any) -> JobRun:
    at = NOW - timedelta(days=days_ago)
    moments = {"due_at": at, "started_at": at, "lease_until": at, "ended_at": at}
    return saved(JobRun(**{"job": job, "runner": "test", **moments, **given}))


def test_forgotten_drafts_go_with_the_numbers_in_them(app: Flask) -> None:
    user, case = make_user("agent"), make_case()
    old, young = NOW - timedelta(days=31), NOW - timedelta(days=29)
    for number, at in enumerate((old, young)):
        saved(IntakeDraft(user_id=user.id, token=f"t{number}", fields="{}", saved_at=at))
    saved(ReplyDraft(case_id=case.id, user_id=user.id, fields="{}", saved_at=old))

    run = do(app, "expire-drafts")

    assert run.touched == 2
    assert db.session.scalars(db.select(IntakeDraft.token)).all() == ["t1"]
    assert db.session.scalars(db.select(ReplyDraft)).all() == []


def test_runs_that_did_nothing_go_after_two_days_the_others_after_ninety(app: Flask) -> None:
    idle, busy = make_run(days_ago=3), make_run(days_ago=4, touched=1)
    broken, ancient = make_run(days_ago=5, failed=1), make_run(days_ago=91, touched=1)
    running = make_run(days_ago=3.5, ended_at=None)
    last = make_run()
    gone = {idle.id, ancient.id}
    kept = {busy.id, broken.id, running.id, last.id}

    run = do(app, "prune-job-runs")

    left = set(db.session.scalars(db.select(JobRun.id)))
    assert run.touched == 2
    assert not gone & left
    assert kept <= left


def test_the_last_run_of_a_job_stays_however_old_since_the_next_is_reckoned_from_it(app: Flask) -> None:
    due = make_run("morning-digest", days_ago=200)
    make_run("morning-digest", days_ago=199, is_by_hand=True)

    do(app, "prune-job-runs")

    assert job_runs.last_due("morning-digest") == due.due_at


@pytest.fixture
def uploads(app: Flask) -> Path:
    folder: Path = app.config["SETTINGS"].uploads_dir
    folder.mkdir(parents=True)
    return folder


def put(uploads: Path, name: str, *, days_ago: float, folder: str | None = None) -> Path:
    file = uploads / (folder or name[:2]) / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x")
    when = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(file, (when, when))
    return file


def test_files_without_an_attachment_are_laid_aside_and_later_removed(app: Flask, uploads: Path) -> None:
    lonely = put(uploads, "ab" * 16, days_ago=2)
    unfinished = put(uploads, "cd" * 16 + ".part", days_ago=2)
    fresh = put(uploads, "ef" * 16, days_ago=0.5)
    history = put(uploads, "history.csv", days_ago=9, folder="history")
    aside = put(uploads, "12" * 16, days_ago=31, folder="orphans")
    known = put(uploads, "34" * 16, days_ago=9)
    saved(
        Attachment(
            case_id=make_case().id,
            stored_name=known.name,
            original_name="照片.jpg",
            media_type="image/jpeg",
            bytes=1,
            sha256="",
            uploaded_by_id=make_user("agent").id,
            uploaded_at=NOW,
        )
    )

    run = do(app, "sweep-uploads")

    assert run.touched == 2
    assert not lonely.exists()
    assert not unfinished.exists()
    assert not aside.exists()
    assert (uploads / housekeeping.ORPHANS / lonely.name).exists()
    assert all(file.exists() for file in (fresh, history, known))

    do(app, "sweep-uploads")
    assert (uploads / housekeeping.ORPHANS / lonely.name).exists(), "a month to be fetched back"


def test_a_house_without_uploads_has_nothing_to_sweep(app: Flask) -> None:
    assert do(app, "sweep-uploads").touched == 0
