"""Drafts of the intake form: an agent's own, and the one a form's token names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from models.base import db
from models.draft_file import DraftFile
from models.intake_draft import IntakeDraft


def unfinished(user_id: int) -> Sequence[IntakeDraft]:
    """Return the user's drafts that no case has come of, the newest first."""
    own = select(IntakeDraft).where(IntakeDraft.user_id == user_id, IntakeDraft.case_id.is_(None))
    return db.session.scalars(own.order_by(IntakeDraft.saved_at.desc(), IntakeDraft.id.desc())).all()


def find(token: str) -> IntakeDraft | None:
    """Return the draft of this token."""
    return db.session.scalar(select(IntakeDraft).where(IntakeDraft.token == token))


def hold(token: str, *, user_id: int, at: datetime) -> IntakeDraft:
    """Return the token's draft, made if there is none, and keep everybody else from it until the end.

    Of two requests with one token the second waits here until the first has ended, and sees its work.
    """
    row = {"token": token, "user_id": user_id, "saved_at": at}
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Writing the token over itself is what locks a row that is there already and gives it back.
    held = (
        insert(IntakeDraft).values(row).on_conflict_do_update(index_elements=["token"], set_={"token": token})
    )
    given = select(IntakeDraft).from_statement(held.returning(IntakeDraft))
    draft: IntakeDraft = db.session.scalars(given.execution_options(populate_existing=True)).one()
    return draft


def remove_before(moment: datetime, *, spent: bool) -> int:
    """Delete the drafts last saved before the moment, spent or unfinished, with their files' rows; say how many."""
    which = IntakeDraft.case_id.is_not(None) if spent else IntakeDraft.case_id.is_(None)
    files = select(IntakeDraft.id).where(which, IntakeDraft.saved_at < moment)
    db.session.execute(delete(DraftFile).where(DraftFile.draft_id.in_(files)))
    gone = db.session.execute(delete(IntakeDraft).where(which, IntakeDraft.saved_at < moment))
    return int(gone.rowcount)  # type: ignore[attr-defined]
