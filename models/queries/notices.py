"""Notices: a user's tray, and what waits in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from models.base import db
from models.notice import Notice
from models.vocabulary import NoticeChannel, NoticeState


def count_unread(user_id: int) -> int:
    """Count the unread messages in the user's tray."""
    unread = (
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.user_id == user_id, Notice.channel == NoticeChannel.INBOX, Notice.state != NoticeState.READ
        )
    )
    return db.session.scalar(unread) or 0


def tray(user_id: int, *, before_id: int | None = None, limit: int = 50) -> Sequence[Notice]:
    """Return the user's messages, newest first, older than `before_id` where given."""
    messages = select(Notice).where(Notice.user_id == user_id, Notice.channel == NoticeChannel.INBOX)
    if before_id is not None:
        messages = messages.where(Notice.id < before_id)
    return db.session.scalars(messages.order_by(Notice.id.desc()).limit(limit)).all()


def find_in_tray(notice_id: int, user_id: int) -> Notice | None:
    """Return the message if it lies in this user's tray."""
    return db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.user_id == user_id))


def mark_all_read(user_id: int, *, at: datetime) -> None:
    """Mark every unread message of the user as read."""
    unread = (
        Notice.user_id == user_id,
        Notice.channel == NoticeChannel.INBOX,
        Notice.state != NoticeState.READ,
    )
    db.session.execute(update(Notice).where(*unread).values(state=NoticeState.READ, read_at=at))
