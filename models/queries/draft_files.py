"""Files that wait with an intake draft for its case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from models.base import db
from models.draft_file import DraftFile
from models.intake_draft import IntakeDraft


def of_draft(draft_id: int) -> Sequence[DraftFile]:
    """Return the draft's files, the oldest first."""
    rows = select(DraftFile).where(DraftFile.draft_id == draft_id)
    return db.session.scalars(rows.order_by(DraftFile.id)).all()


def of_token(token: str, *, user_id: int) -> Sequence[DraftFile]:
    """Return the files of the user's draft with this token."""
    own = (IntakeDraft.token == token, IntakeDraft.user_id == user_id)
    rows = select(DraftFile).join(IntakeDraft, IntakeDraft.id == DraftFile.draft_id).where(*own)
    return db.session.scalars(rows.order_by(DraftFile.id)).all()


def counts(draft_ids: Sequence[int]) -> dict[int, int]:
    """Count the files of these drafts; a draft without any is left out."""
    rows = select(DraftFile.draft_id, func.count()).where(DraftFile.draft_id.in_(draft_ids))
    return dict(db.session.execute(rows.group_by(DraftFile.draft_id)).tuples().all())


def remove(draft_id: int) -> None:
    """Delete the rows of the draft's files; what lies on disk is the caller's to deal with."""
    db.session.execute(delete(DraftFile).where(DraftFile.draft_id == draft_id))
