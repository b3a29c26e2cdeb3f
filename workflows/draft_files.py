"""Files that come with an intake form (登记附件) wait with its draft, and join the case when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.draft_file import DraftFile
from models.queries import draft_files
from workflows.attachments import MOST_OF_A_CASE, StoredFile, attach
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.intake_draft import IntakeDraft
    from models.user import User


def hold(draft: IntakeDraft, files: Sequence[StoredFile], *, at: datetime) -> list[StoredFile]:
    """Keep the files with the draft; return those it has already, which are needed on disk only once.

    The page sends a file as soon as it is chosen and again with the form, where that was quicker.
    Raises BadInput for too many, and for a form that a case has come of.
    """
    if draft.case_id is not None:
        raise BadInput("这份登记表已经提交，附件没有收下。", "files")
    held = draft_files.of_draft(draft.id)
    known = {(row.sha256, row.original_name) for row in held}
    new: list[StoredFile] = []
    twice: list[StoredFile] = []
    for file in files:
        mark = (file.sha256, file.original_name)
        (twice if mark in known else new).append(file)
        known.add(mark)
    if len(held) + len(new) > MOST_OF_A_CASE:
        raise BadInput(f"每件工单最多 {MOST_OF_A_CASE} 个附件。", "files")
    for file in new:
        db.session.add(
            DraftFile(
                draft_id=draft.id,
                stored_name=file.stored_name,
                original_name=file.original_name,
                media_type=file.media_type,
                bytes=file.size,
                sha256=file.sha256,
                uploaded_at=at,
            )
        )
    return twice


def drop(draft: IntakeDraft, file_id: int) -> list[str]:
    """Take one file from the draft; return the names under which it is stored, one or none."""
    return [forget(row) for row in draft_files.of_draft(draft.id) if row.id == file_id]


def drop_all(draft: IntakeDraft) -> list[str]:
    """Take all files from the draft; return the names under which they are stored."""
    return [forget(row) for row in draft_files.of_draft(draft.id)]


def forget(row: DraftFile) -> str:
    """Delete the row of a file; return the name under which it is stored."""
    db.session.delete(row)
    return row.stored_name


def hand_over(draft: IntakeDraft, case: Case, *, by: User, at: datetime) -> None:
    """Make the draft's files attachments of the case; from here on they are seen by who may see the case."""
    rows = draft_files.of_draft(draft.id)
    if not rows:
        return
    files = [
        StoredFile(row.stored_name, row.original_name, row.media_type, row.bytes, row.sha256) for row in rows
    ]
    attach(case, files, by=by, at=at)
    draft_files.remove(draft.id)
