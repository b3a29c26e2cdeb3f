"""The outbox: what waits to be sent, claiming one message for an attempt, and how the attempt ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.orm import aliased

from models.base import db
from models.case import Case
from models.notice import Notice
from models.vocabulary import NoticeChannel, NoticeState


def due(at: datetime, *, limit: int) -> Sequence[int]:
    """Return the messages whose time has come, the urgent first, then in the order they were written."""
    waiting = select(Notice.id).where(
        Notice.state == NoticeState.WAITING, Notice.try_at <= at, Notice.channel != NoticeChannel.INBOX
    )
    return db.session.scalars(waiting.order_by(Notice.is_urgent.desc(), Notice.id).limit(limit)).all()


def claim(notice_id: int, *, at: datetime, until: datetime) -> tuple[Notice, str | None] | None:
    """Take one message for an attempt: nobody else tries it until then; with its case's number.

    None where it is no longer due, or an earlier message of its case to the same person by the same channel
    still waits: what happened first is told first.
    """
    earlier = aliased(Notice)
    is_not_first = exists().where(
        earlier.case_id == Notice.case_id,
        earlier.channel == Notice.channel,
        earlier.user_id.is_not_distinct_from(Notice.user_id),
        earlier.state == NoticeState.WAITING,
        earlier.id < Notice.id,
    )
    notice = db.session.scalar(
        select(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING, Notice.try_at <= at)
        .where(~is_not_first)
        .with_for_update(of=Notice)
        .execution_options(populate_existing=True)
    )
    if notice is None:
        return None
    notice.tries += 1
    notice.try_at = until
    number = (
        db.session.scalar(select(Case.number).where(Case.id == notice.case_id)) if notice.case_id else None
    )
    return notice, number


def settle(
    notice_id: int, attempt: int, state: NoticeState, *, at: datetime, try_at: datetime, reason: str = ""
) -> bool:
    """Write how the attempt ended; False where another attempt has been made or the message is settled."""
    values: dict[str, object] = {"state": state, "last_error": reason, "try_at": try_at}
    if state is NoticeState.SENT:
        values["sent_at"] = at
    outcome = (
        update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING, Notice.tries == attempt)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", db.session.execute(outcome)).rowcount == 1


def hold(channel: NoticeChannel, *, until: datetime) -> None:
    """Let everything of the channel wait until then, without counting it as an attempt."""
    waiting = (Notice.channel == channel, Notice.state == NoticeState.WAITING, Notice.try_at < until)
    held = update(Notice).where(*waiting).values(try_at=until)
    db.session.execute(held.execution_options(synchronize_session=False))
