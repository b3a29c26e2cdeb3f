"""Notices: what lies in a user's tray."""

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, func, literal_column, select, update

from models.base import db
from models.notice import Notice
from models.queries.administration import Slice, sliced
from models.vocabulary import NoticeChannel, NoticeState


def count_unread(user_id: int) -> int:
    """Count the unread messages in the user's tray."""
    return db.session.scalar(select(func.count()).select_from(Notice).where(*is_unread(user_id))) or 0


def is_unread(user_id: int | BindParameter[int]) -> list[ColumnElement[bool]]:
    """Return the conditions of an unread message in the user's tray, in the letters of its index."""
    return [
        Notice.user_id == user_id,
        Notice.channel == literal_column("'inbox'"),
        Notice.state != literal_column("'read'"),
    ]


def tray(
    user_id: int,
    *,
    unread: bool = False,
    urgent: bool = False,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Slice[Notice]:
    """Return a page of the user's messages, the newest first; only the unread or the urgent where asked."""
    messages = select(Notice).where(Notice.user_id == user_id, Notice.channel == NoticeChannel.INBOX)
    if unread:
        messages = messages.where(Notice.state != NoticeState.READ)
    if urgent:
        messages = messages.where(Notice.is_urgent)
    return sliced(messages, Notice.id, before=before, after=after, limit=limit, newest_first=True)


def was_told(key: str, user_id: int) -> bool:
    """Say whether what may be told only once lies in the user's tray already."""
    own = select(Notice.id).where(Notice.key == f"{key}/{user_id}/{NoticeChannel.INBOX.value}")
    return db.session.scalar(own) is not None


def find_in_tray(notice_id: int, user_id: int) -> Notice | None:
    """Return the message if it lies in this user's tray."""
    own = (Notice.id == notice_id, Notice.user_id == user_id, Notice.channel == NoticeChannel.INBOX)
    return db.session.scalar(select(Notice).where(*own))


def mark_all_read(user_id: int, *, at: datetime) -> None:
    """Mark every unread message of the user as read."""
    db.session.execute(update(Notice).where(*is_unread(user_id)).values(state=NoticeState.READ, read_at=at))
