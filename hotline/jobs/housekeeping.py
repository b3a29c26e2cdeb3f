"""What is tidied up while nobody looks: spent drafts, files without a row, old runs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app

from models.queries import case_records, job_runs, presences, replies, report_issues
from workflows import intake_draft, telephone

logger = logging.getLogger(__name__)

PRESENCES_ARE_KEPT = timedelta(hours=1)
DRAFTS_ARE_KEPT = timedelta(days=30)
RUNS_ARE_KEPT = timedelta(days=90)
# A job that is due every few seconds mostly finds nothing to do; that is worth knowing for two days.
IDLE_RUNS_ARE_KEPT = timedelta(days=2)
MOST_AT_ONCE = 20_000
# A file lies on disk before its row is committed, and a step may be broken off in between.
FILES_MAY_BE_ALONE = timedelta(days=1)
ORPHANS_ARE_KEPT = timedelta(days=30)
ORPHANS = "orphans"
STORED = re.compile(r"[0-9a-f]{32}(\.part)?")


def everything(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return one thing to do: a job that does all of its work at one stroke."""
    return (0,)


def expire_drafts(_thing: int, *, at: datetime) -> int:
    """Delete forgotten drafts of intake and of replies: callers' numbers are among them."""
    return intake_draft.clear_out(at=at) + replies.remove_drafts_before(at - DRAFTS_ARE_KEPT)


def forget_call_events(_thing: int, *, at: datetime) -> int:
    """Delete which screens were woken by calls a month ago, and who had which case open before today."""
    return telephone.clear_out(at=at) + presences.remove_before(at - PRESENCES_ARE_KEPT)


def find_old_runs(at: datetime) -> Sequence[int]:
    """Return the runs of jobs that need not be kept any longer."""
    idle = job_runs.idle_before(at - IDLE_RUNS_ARE_KEPT, limit=MOST_AT_ONCE)
    return sorted({*idle, *job_runs.ended_before(at - RUNS_ARE_KEPT, limit=MOST_AT_ONCE)})


def remove_run(run_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Remove one run."""
    return job_runs.remove(run_id)


def sweep_uploads(_thing: int, *, at: datetime) -> int:
    """Lay files aside that no attachment and no issue of a report names, and remove what has lain aside for a month.

    They are not deleted at once: the service may have been started on the wrong database.
    """
    settings = current_app.config["SETTINGS"]
    return sweep(settings.uploads_dir, case_records.stored_names, at=at) + sweep(
        settings.issues_dir, report_issues.stored_names, at=at
    )


def sweep(folder: Path, known_of: Callable[[set[str]], Collection[str]], *, at: datetime) -> int:
    """Lay the files of a folder aside that no row names; `known_of` tells which of some names are known."""
    orphans = folder / ORPHANS
    for file in files_in(orphans):
        if age(file, at) > ORPHANS_ARE_KEPT:
            file.unlink()
    lonely = [file for file in stored_files(folder) if age(file, at) > FILES_MAY_BE_ALONE]
    known = known_of({file.name for file in lonely})
    moved = [file for file in lonely if file.name not in known]
    if moved:
        orphans.mkdir(exist_ok=True)
        logger.warning(
            "%d uploaded files in %s belong to nothing and were laid aside", len(moved), folder.name
        )
    for file in moved:
        file.touch()
        file.rename(orphans / file.name)
    return len(moved)


def stored_files(uploads: Path) -> Iterator[Path]:
    """Yield the files under generated names, in folders named after their first two characters."""
    for folder in sorted(uploads.glob("[0-9a-f][0-9a-f]")):
        yield from (file for file in files_in(folder) if file.name.startswith(folder.name))


def files_in(folder: Path) -> Sequence[Path]:
    """List the files of a folder that the house itself wrote."""
    if not folder.is_dir():
        return []
    return [file for file in sorted(folder.iterdir()) if file.is_file() and STORED.fullmatch(file.name)]


def age(file: Path, at: datetime) -> timedelta:
    """Say how long ago the file was last touched."""
    return at - datetime.fromtimestamp(file.stat().st_mtime, UTC)
