"""Notice (通知): a message in a user's tray, or waiting in the outbox to be sent outside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.encryption import Encrypted
from models.vocabulary import NoticeChannel, NoticeState


class Notice(Row):
    """One message to one person by one channel; written in the step's own transaction.

    `key` names what may be told only once, such as somebody's digest of a day. A message for the tray is
    there as soon as it is written; every other waits until it is sent. With a `meeting_id` its calendar file
    goes with the mail.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(
            "ix_notice_tray",
            "user_id",
            "id",
            sqlite_where=text("channel = 'inbox'"),
            postgresql_where=text("channel = 'inbox'"),
        ),
        Index(
            "ix_notice_unread",
            "user_id",
            sqlite_where=text("channel = 'inbox' AND state <> 'read'"),
            postgresql_where=text("channel = 'inbox' AND state <> 'read'"),
        ),
        Index(
            "ix_notice_waiting",
            "try_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_notice_outbox",
            "state",
            "id",
            sqlite_where=text("channel <> 'inbox'"),
            postgresql_where=text("channel <> 'inbox'"),
        ),
    )
    key: Mapped[str | None] = mapped_column(unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    meeting_id: Mapped[int | None]
    channel: Mapped[NoticeChannel] = mapped_column(one_of(NoticeChannel))
    state: Mapped[NoticeState] = mapped_column(one_of(NoticeState), default=NoticeState.WAITING)
    address: Mapped[str | None] = mapped_column(Encrypted("notice.address"))
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    is_urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
