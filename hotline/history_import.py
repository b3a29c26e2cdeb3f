"""Runs the import of a history file for whichever door asks: the command line, or a batch from the page.

A batch's file lies in the uploads folder under a name of its own, complete or not there at all. Whoever
works on it holds a lock on it, which ends with the process: so a batch is never worked on twice at a time,
and one whose worker died is simply begun anew, for nothing was written before all was.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from hotline.sole_worker import sole_worker
from models.base import db
from models.import_batch import ImportBatch
from models.queries import history, people
from models.transaction import unit_of_work
from models.user import User
from workflows import audit
from workflows.errors import Refused
from workflows.history.importing import Progress, Report, bring_in, check, usable_layout
from workflows.history.mapping import Mapping, read_mapping
from workflows.history.readers import open_table

CHUNK = 1 << 20
MOST_ATTEMPTS = 3
KEPT_SECONDS = 7 * 86_400
WAITING, RUNNING, DONE, REFUSED, FAILED = "waiting", "running", "done", "refused", "failed"


@dataclass(frozen=True)
class Order:
    """What is to be brought in, and how."""

    file: Path
    file_name: str
    mapping: Mapping
    creates_missing: bool = False
    is_dry_run: bool = False


class TooLarge(Refused):
    """An upload above the limit."""


def import_file(
    order: Order,
    *,
    by: User | None,
    at: datetime,
    progress: Progress | None = None,
    note_end: Callable[[Report], None] | None = None,
) -> Report:
    """Check the file and, unless it is a dry run, write it; the report says what came of it.

    `note_end` is called within the transaction that writes. Refused where the file cannot be read.
    """
    with open_table(order.file, lambda header: usable_layout(header, order.mapping)) as table:
        report, known = check(
            table, order.mapping, at=at, creates_missing=order.creates_missing, progress=progress
        )
        if order.is_dry_run or report.bad_rows:
            return report
        with unit_of_work():
            written = bring_in(
                table,
                order.mapping,
                report,
                known,
                file_name=order.file_name,
                by=by,
                at=at,
                progress=progress,
            )
            audit.write(
                "history.import",
                at=at,
                by=by,
                object_type="import",
                summary=f"导入历史文件《{order.file_name}》：{written.sentence()}",
                changes={"新建": written.made} if written.made else {},
            )
            if note_end:
                note_end(written)
        return written


def keep_upload(stream: IO[bytes], folder: Path, limit: int) -> tuple[str, str]:
    """Write an upload to disk and return its stored name and checksum; a broken one leaves nothing behind."""
    folder.mkdir(parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    part, digest, size = folder / f"{name}.part", hashlib.sha256(), 0
    try:
        with part.open("wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise TooLarge(f"文件超过 {limit // CHUNK} MB，请拆分后分次导入。")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.rename(folder / name)
    finally:
        part.unlink(missing_ok=True)
    return name, digest.hexdigest()


def order_of(batch: ImportBatch, folder: Path) -> Order:
    """Return what a batch asks for; Refused where its file is gone or its mapping bad."""
    if not (folder / batch.stored_name).is_file():
        raise Refused("文件已不在：可能已经导入过，或存放超过一周。请重新上传。")
    return Order(
        file=folder / batch.stored_name,
        file_name=batch.file_name,
        mapping=read_mapping(batch.mapping),
        creates_missing=batch.creates_missing,
        is_dry_run=batch.is_dry_run,
    )


def run_batch(batch_id: int, folder: Path) -> bool:
    """Run one batch to its end; False where another works on it, or it has ended meanwhile."""
    batch = history.find_batch(batch_id)
    if batch is None:
        return False
    with sole_worker(folder / f"{batch.stored_name}.lock") as is_sole:
        if not is_sole or not begin(batch_id):
            return False
        try:
            run_begun(batch_id, folder)
        except Refused as error:
            end(batch_id, REFUSED, {"sentence": str(error)})
        clear(batch_id, folder)
        return True


def clear(batch_id: int, folder: Path) -> None:
    """Take the upload of a batch away, unless it was checked well and waits to be brought in.

    It holds callers' names and numbers in plain text. Uploads that nobody brought in go after a week.
    """
    batch = history.find_batch(batch_id)
    if batch and not (batch.is_dry_run and batch.state == DONE):
        (folder / batch.stored_name).unlink(missing_ok=True)
    oldest = datetime.now(UTC).timestamp() - KEPT_SECONDS
    for file in folder.iterdir():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def begin(batch_id: int) -> bool:
    """Mark the batch as running; False where it has ended, or has been begun too often."""
    with unit_of_work():
        batch = history.find_batch(batch_id)
        if batch is None or batch.ended_at is not None:
            return False
        attempts: int = batch.report.get("attempts", 0) + 1
        batch.state, batch.report = RUNNING, {"attempts": attempts}
    if attempts > MOST_ATTEMPTS:
        end(batch_id, FAILED, {"sentence": f"已尝试 {MOST_ATTEMPTS} 次均中断，请联系管理员查看日志。"})
    return attempts <= MOST_ATTEMPTS


def run_begun(batch_id: int, folder: Path) -> None:
    """Bring the batch's file in and note how it ended, with the cases in one transaction."""
    batch = history.find_batch(batch_id)
    assert batch is not None  # noqa: S101
    by = people.find_user(batch.started_by_id) if batch.started_by_id else None
    progress_file = folder / f"{batch.stored_name}.progress"

    def progress(phase: str, done: int, total: int) -> None:
        write_progress(progress_file, phase, done, total)

    def note_end(report: Report) -> None:
        put_end(batch_id, DONE, as_columns(report))

    report = import_file(
        order_of(batch, folder), by=by, at=datetime.now(UTC), progress=progress, note_end=note_end
    )
    if batch.is_dry_run or report.bad_rows:
        end(batch_id, REFUSED if report.bad_rows else DONE, as_columns(report))


def end(batch_id: int, state: str, outcome: dict[str, Any]) -> None:
    """Note the end of a batch that wrote nothing."""
    with unit_of_work():
        put_end(batch_id, state, outcome)


def put_end(batch_id: int, state: str, outcome: dict[str, Any]) -> None:
    """Put the outcome on the batch within the running transaction."""
    batch = history.find_batch(batch_id)
    assert batch is not None  # noqa: S101
    batch.state, batch.ended_at = state, datetime.now(UTC)
    batch.report = outcome
    batch.rows_read = batch.rows_total = outcome.get("rows", 0)
    batch.added = outcome.get("added", 0)
    batch.skipped = outcome.get("skipped", 0)
    batch.bad_rows = outcome.get("bad_rows", 0)
    db.session.flush()


def as_columns(report: Report) -> dict[str, Any]:
    """Write a report as the JSON that the batch keeps."""
    return {**asdict(report), "sentence": report.sentence()}


def record_run(order: Order, report: Report, *, by: User | None, at: datetime) -> None:
    """Keep a batch row for a file that was brought in from the command line."""
    batch = ImportBatch(
        file_name=order.file_name,
        state=DONE,
        creates_missing=order.creates_missing,
        started_by_id=by.id if by else None,
        started_at=at,
    )
    db.session.add(batch)
    db.session.flush()
    put_end(batch.id, DONE, as_columns(report))


def write_progress(file: Path, phase: str, done: int, total: int) -> None:
    """Say how far the work is, in a file: the database shows nothing of a transaction before its end."""
    part = file.with_suffix(".progress-part")
    part.write_text(json.dumps({"phase": phase, "done": done, "total": total}))
    part.replace(file)


def read_progress(file: Path) -> dict[str, Any]:
    """Return phase, done and total as last said; empty before the first."""
    try:
        found: dict[str, Any] = json.loads(file.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found
