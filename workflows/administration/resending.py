"""Sending again what could not be delivered (重发), by hand: each time on the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import outbox
from models.vocabulary import NoticeState
from workflows import audit
from workflows.errors import NotAllowedNow

if TYPE_CHECKING:
    from datetime import datetime

    from models.notice import Notice
    from models.user import User
    from models.vocabulary import NoticeChannel


def retry(notice: Notice, *, by: User, at: datetime) -> None:
    """Put one failed message back into the outbox, with all its attempts before it."""
    if notice.state is not NoticeState.FAILED:
        raise NotAllowedNow(f"该通知{notice.state.label}，无需重发。")
    notice.state, notice.tries, notice.try_at = NoticeState.WAITING, 0, at
    audit.write("retry_notice", at=at, by=by, object_type="notice", object_id=notice.id, summary="重发通知")


def retry_all(channel: NoticeChannel | None, *, by: User, at: datetime) -> int:
    """Put every failed message back, of one channel or of all; returns how many there were."""
    count = outbox.revive(channel, at=at)
    if not count:
        raise NotAllowedNow("没有发送失败的通知。")
    which = channel.label if channel else "全部渠道"
    audit.write("retry_notices", at=at, by=by, object_type="notice", summary=f"重发通知：{which} {count} 条")
    return count
