"""The outbox: what waits to be sent, claiming one message for an attempt, how the attempt ended; and its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, exists, func, select, update
from sqlalchemy.orm import aliased

from models.base import db
from models.case import Case
from models.notice import Notice
from models.queries.administration import Slice, sliced
from models.user import User
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


@dataclass(frozen=True)
class About:
    """What a list of messages mentions besides themselves: names of people, numbers of cases."""

    names: Mapping[int, str]
    numbers: Mapping[int, str]


def page(
    state: NoticeState,
    channel: NoticeChannel | None,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Slice[Notice]:
    """Return a page of the outbox in one state, the newest first."""
    rows = select(Notice).where(*outside(channel), Notice.state == state)
    return sliced(rows, Notice.id, before=before, after=after, limit=limit, newest_first=True)


def outside(channel: NoticeChannel | None) -> list[ColumnElement[bool]]:
    """Return the condition that a message leads out of the house, by this channel or by any."""
    # Both conditions, so that the index over the outbox serves.
    leads_out = [Notice.channel != NoticeChannel.INBOX]
    return [*leads_out, Notice.channel == channel] if channel else leads_out


def count_undelivered(channel: NoticeChannel | None) -> dict[NoticeState, int]:
    """Count what waits and what failed."""
    states = (NoticeState.WAITING, NoticeState.FAILED)
    counted = select(Notice.state, func.count()).where(*outside(channel), Notice.state.in_(states))
    found = dict(db.session.execute(counted.group_by(Notice.state)).tuples().all())
    return {state: found.get(state, 0) for state in states}


def about(notices: Sequence[Notice]) -> About:
    """Fetch the names and case numbers that a page of messages mentions."""
    users = {notice.user_id for notice in notices if notice.user_id}
    cases = {notice.case_id for notice in notices if notice.case_id}
    names = select(User.id, User.full_name).where(User.id.in_(users))
    numbers = select(Case.id, Case.number).where(Case.id.in_(cases))
    return About(
        dict(db.session.execute(names).tuples().all()) if users else {},
        dict(db.session.execute(numbers).tuples().all()) if cases else {},
    )


def find(notice_id: int) -> Notice | None:
    """Return the message if it leads out of the house."""
    return db.session.scalar(select(Notice).where(Notice.id == notice_id, *outside(None)).with_for_update())


def revive(channel: NoticeChannel | None, *, at: datetime) -> int:
    """Let everything that failed wait again, with all attempts before it; returns how many there were."""
    failed = update(Notice).where(*outside(channel), Notice.state == NoticeState.FAILED)
    revived = failed.values(state=NoticeState.WAITING, tries=0, try_at=at)
    done = db.session.execute(revived.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount
