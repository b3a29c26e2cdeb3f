"""Joins files to a case (附件): a row for each file that already lies on disk, under the step it came with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.attachment import Attachment
from models.base import db
from models.queries import case_records
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.user import User

MOST_AT_ONCE = 10
MOST_OF_A_CASE = 60


@dataclass(frozen=True)
class StoredFile:
    """A file on disk: its generated name, the name a person gave it, what it is, its size and digest."""

    stored_name: str
    original_name: str
    media_type: str
    size: int
    sha256: str


def attach(case: Case, files: Sequence[StoredFile], *, by: User, at: datetime) -> None:
    """Join the files to the case and to the newest line of its timeline."""
    if not files:
        return
    if case_records.count_attachments(case.id) + len(files) > MOST_OF_A_CASE:
        raise BadInput(f"每件工单最多 {MOST_OF_A_CASE} 个附件。", "files")
    event = case_records.latest_event(case.id)
    for file in files:
        db.session.add(
            Attachment(
                case_id=case.id,
                event_id=event.id if event else None,
                stored_name=file.stored_name,
                original_name=file.original_name,
                media_type=file.media_type,
                bytes=file.size,
                sha256=file.sha256,
                uploaded_by_id=by.id,
                uploaded_at=at,
            )
        )
