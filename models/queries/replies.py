"""Replies of departments and attempts to follow up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from models.base import db
from models.case import Case
from models.follow_up import FollowUp
from models.reply import Reply
from models.reply_draft import ReplyDraft
from models.vocabulary import CaseState

OF_CASE = select(Reply).where(Reply.case_id == bindparam("case_id")).order_by(Reply.id)
FOLLOW_UPS_OF_CASE = select(FollowUp).where(FollowUp.case_id == bindparam("case_id")).order_by(FollowUp.id)


def of_case(case_id: int) -> Sequence[Reply]:
    """Return every reply, the oldest first."""
    return db.session.scalars(OF_CASE, {"case_id": case_id}).all()


def latest(case_id: int) -> Reply | None:
    """Return the newest reply."""
    return db.session.scalar(select(Reply).where(Reply.case_id == case_id).order_by(Reply.id.desc()).limit(1))


def follow_ups(case_id: int) -> Sequence[FollowUp]:
    """Return every attempt to ask the citizen, the oldest first."""
    return db.session.scalars(FOLLOW_UPS_OF_CASE, {"case_id": case_id}).all()


def count_attempts(case_id: int, round_: int) -> int:
    """Count the attempts of one round."""
    attempts = select(func.count()).select_from(FollowUp)
    return db.session.scalar(attempts.where(FollowUp.case_id == case_id, FollowUp.round == round_)) or 0


def draft(case_id: int, user_id: int) -> ReplyDraft | None:
    """Return what the person has typed of a reply to the case."""
    rows = select(ReplyDraft).where(ReplyDraft.case_id == case_id, ReplyDraft.user_id == user_id)
    return db.session.scalar(rows)


def remove_drafts_before(moment: datetime) -> int:
    """Delete the drafts of replies last saved before the moment; say how many."""
    gone = db.session.execute(delete(ReplyDraft).where(ReplyDraft.saved_at < moment))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def tried_in_vain() -> Sequence[int]:
    """Return the cases in follow-up whose caller was tried this round, and not yet reached."""
    tried = select(FollowUp.id).where(FollowUp.case_id == Case.id, FollowUp.round == Case.redo_count)
    waiting = select(Case.id).where(Case.state == CaseState.FOLLOW_UP, tried.exists())
    return db.session.scalars(waiting.order_by(Case.id)).all()
