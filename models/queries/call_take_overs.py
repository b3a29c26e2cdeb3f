"""Calls that supervisors watch and take over: those that go on, their agents' drafts, what was taken from whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.base import db
from models.call_take_over import CallTakeOver
from models.intake_draft import IntakeDraft
from models.queries.telephone import name_of
from models.telephone import CallState, PhoneCall


def going_on(*, since: datetime) -> Sequence[PhoneCall]:
    """Return the calls that ring or are talked on, the longest first, each agent with their roles."""
    live = PhoneCall.state.in_((CallState.RINGING, CallState.ANSWERED))
    rows = select(PhoneCall).where(PhoneCall.rang_at >= since, live)
    shown = (joinedload(PhoneCall.agent), joinedload(PhoneCall.exchange), joinedload(PhoneCall.case))
    return db.session.scalars(rows.order_by(PhoneCall.rang_at, PhoneCall.id).options(*shown)).all()


def hold(call_id: int) -> PhoneCall | None:
    """Return the call as it stands, and keep everybody else from it until the end."""
    rows = select(PhoneCall).where(PhoneCall.id == call_id).with_for_update(of=PhoneCall)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def drafts_of(user_ids: Collection[int], *, since: datetime) -> Sequence[IntakeDraft]:
    """Return what these people have saved since then and no case has come of, the newest first."""
    rows = select(IntakeDraft).where(
        IntakeDraft.user_id.in_(user_ids), IntakeDraft.case_id.is_(None), IntakeDraft.saved_at >= since
    )
    return db.session.scalars(rows.order_by(IntakeDraft.saved_at.desc(), IntakeDraft.id.desc())).all()


def of_call(call_id: int) -> Sequence[CallTakeOver]:
    """Return who took the call from whom, in order."""
    rows = select(CallTakeOver).where(CallTakeOver.phone_call_id == call_id).order_by(CallTakeOver.id)
    shown = (name_of(CallTakeOver.taken_from), name_of(CallTakeOver.by))
    return db.session.scalars(rows.options(*shown)).all()


def was_taken(call_id: int) -> bool:
    """Say whether the call was taken over."""
    rows = select(CallTakeOver.id).where(CallTakeOver.phone_call_id == call_id)
    return db.session.scalar(rows.limit(1)) is not None


def lost_draft(token: str, user_id: int) -> CallTakeOver | None:
    """Return the last take-over by which the draft went from this person."""
    rows = select(CallTakeOver).where(CallTakeOver.draft_token == token, CallTakeOver.from_id == user_id)
    return db.session.scalar(rows.order_by(CallTakeOver.id.desc()).limit(1).options(name_of(CallTakeOver.by)))


def lost_call(user_id: int, *, since: datetime) -> CallTakeOver | None:
    """Return the last call that was taken from this person since then."""
    rows = select(CallTakeOver).where(CallTakeOver.from_id == user_id, CallTakeOver.taken_at >= since)
    newest = rows.order_by(CallTakeOver.taken_at.desc(), CallTakeOver.id.desc()).limit(1)
    return db.session.scalar(newest.options(name_of(CallTakeOver.by)))
