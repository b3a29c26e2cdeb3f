"""Bring your history (历史导入): hand a file in, see what is wrong with it, then bring it in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from config import MEBIBYTE, Settings
from hotline import history_import
from hotline.forms.history import HandInForm
from hotline.guards import requires
from hotline.uploads import clean_name
from models.base import db
from models.import_batch import ImportBatch
from models.queries import history
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import audit
from workflows.errors import Refused
from workflows.history.columns import COLUMNS
from workflows.history.mapping import read_mapping
from workflows.permissions import may

blueprint = Blueprint("history", __name__, url_prefix="/history")
FAULTS_ON_A_PAGE = 100
LARGEST_MAPPING = 256 * 1024
STATES = {
    history_import.WAITING: ("排队中", "info", "hourglass"),
    history_import.RUNNING: ("处理中", "strong", "clock"),
    history_import.DONE: ("完成", "good", "check"),
    history_import.REFUSED: ("未通过", "bad", "cross"),
    history_import.FAILED: ("失败", "bad", "warning"),
}


@blueprint.url_value_preprocessor
def allow_large_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let those who may import hand in more than others may upload, before anything reads the request."""
    is_asked = endpoint == "history.hand_in" and current_user.is_authenticated
    if is_asked and may(current_user, Permission.IMPORT_HISTORY):
        request.max_content_length = largest() + MEBIBYTE


@blueprint.get("")
@requires(Permission.IMPORT_HISTORY)
def show_history() -> ResponseReturnValue:
    """Show the form and what was brought in before."""
    return show(HandInForm())


@blueprint.post("")
@requires(Permission.IMPORT_HISTORY)
def hand_in() -> ResponseReturnValue:
    """Keep the file and have it checked; nothing is written yet."""
    form = HandInForm()
    if not form.validate_on_submit():
        return show(form), 422
    try:
        mapping = mapping_text(form.mapping.data)
        read_mapping(mapping)
    except Refused as error:
        form.mapping.errors = [str(error)]
        return show(form), 422
    try:
        stored_name, digest = history_import.keep_upload(form.file.data.stream, folder(), largest())
    except Refused as error:
        form.file.errors = [str(error)]
        return show(form), 422
    with unit_of_work():
        batch = ImportBatch(
            file_name=clean_name(form.file.data.filename) or "未命名",
            stored_name=stored_name,
            sha256=digest,
            mapping=mapping,
            creates_missing=form.creates_missing.data,
            is_dry_run=True,
            started_by_id=current_user.id,
            started_at=datetime.now(UTC),
        )
        note(batch, f"提交历史文件《{batch.file_name}》校验")
    return redirect(url_for("history.show_batch", batch_id=batch.id), code=303)


@blueprint.get("/<int:batch_id>")
@requires(Permission.IMPORT_HISTORY)
def show_batch(batch_id: int) -> ResponseReturnValue:
    """Show how far a batch is, or what came of it with every bad row named."""
    batch = history.find_batch(batch_id) or abort(404)
    faults = batch.report.get("faults", [])
    first = min(max(request.args.get("from", 0, int), 0), len(faults))
    last = first + FAULTS_ON_A_PAGE
    return render_template(
        "history/batch.html",
        batch=batch,
        state=STATES[batch.state],
        progress=progress_of(batch),
        faults=faults[first:last],
        faults_total=len(faults),
        previous_from=max(first - FAULTS_ON_A_PAGE, 0) if first else None,
        next_from=last if last < len(faults) else None,
        may_bring_in=batch.is_dry_run and batch.state == history_import.DONE and has_file(batch),
    )


@blueprint.get("/<int:batch_id>/progress")
@requires(Permission.IMPORT_HISTORY)
def show_progress(batch_id: int) -> ResponseReturnValue:
    """Answer with the progress bar alone; when the work has ended the page is loaded anew."""
    batch = history.find_batch(batch_id) or abort(404)
    headers = {"HX-Refresh": "true"} if batch.ended_at else {}
    return render_template("history/_progress.html", batch=batch, progress=progress_of(batch)), 200, headers


@blueprint.post("/<int:batch_id>/bring-in")
@requires(Permission.IMPORT_HISTORY)
def bring_in(batch_id: int) -> ResponseReturnValue:
    """Have a checked file brought in."""
    checked = history.find_batch(batch_id) or abort(404)
    if not checked.is_dry_run or checked.state != history_import.DONE or not has_file(checked):
        raise Refused("这个文件没有通过校验，或已经导入，不能再次导入。")
    with unit_of_work():
        batch = ImportBatch(
            file_name=checked.file_name,
            stored_name=checked.stored_name,
            sha256=checked.sha256,
            mapping=checked.mapping,
            creates_missing=checked.creates_missing,
            rows_total=checked.rows_total,
            started_by_id=current_user.id,
            started_at=datetime.now(UTC),
        )
        note(batch, f"开始导入历史文件《{batch.file_name}》")
    return redirect(url_for("history.show_batch", batch_id=batch.id), code=303)


def show(form: HandInForm) -> str:
    """Render the form above the earlier batches."""
    return render_template(
        "history/index.html",
        form=form,
        batches=history.recent_batches(),
        states=STATES,
        columns=COLUMNS,
        largest=largest() // MEBIBYTE,
    )


def note(batch: ImportBatch, summary: str) -> None:
    """Save the batch with its line in the audit log."""
    db.session.add(batch)
    db.session.flush()
    audit.write(
        "history.hand_in",
        at=batch.started_at,
        by=current_user,
        address=request.remote_addr or "",
        object_type="import",
        object_id=batch.id,
        summary=summary,
        changes={"sha256": batch.sha256},
    )


def mapping_text(upload: FileStorage | None) -> str:
    """Return the mapping's text, empty without one; Refused where it cannot be one."""
    if not upload or not upload.filename:
        return ""
    raw = upload.stream.read(LARGEST_MAPPING + 1)
    if len(raw) > LARGEST_MAPPING:
        raise Refused("映射文件过大，应不超过 256 KB。")
    try:
        return raw.decode("utf-8-sig").replace("\0", "\ufffd")
    except UnicodeDecodeError:
        raise Refused("映射文件应为 UTF-8 编码。") from None


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """Return phase, done and total of a batch that is being worked on."""
    return history_import.read_progress(folder() / f"{batch.stored_name}.progress")


def has_file(batch: ImportBatch) -> bool:
    """Say whether the uploaded file is still there; it goes once it was brought in."""
    return bool(batch.stored_name) and (folder() / batch.stored_name).is_file()


def folder() -> Path:
    """Return where handed-in files lie."""
    return settings().uploads_dir / "history"


def largest() -> int:
    """Return how many bytes a history file may have."""
    return settings().import_mebibytes * MEBIBYTE


def settings() -> Settings:
    """Return the settings in use."""
    found: Settings = current_app.config["SETTINGS"]
    return found
