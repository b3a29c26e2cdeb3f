"""Sends what waits in the outbox (通知发送): at least once, and marked once.

A message is claimed in one short transaction, sent outside of any, and marked in another: the database is
never held while a gateway thinks. Whoever dies in between leaves a claim that ends by itself, and the same
key goes out again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from flask import current_app

from config import Settings
from hotline.gateways import gateways_of
from hotline.meeting_calendar import calendar_of
from hotline.outside.message import GatewayAway, Message, NotNow, NotSent, RefusedForGood
from models.notice import Notice
from models.queries import joint_meetings, outbox
from models.transaction import unit_of_work
from models.vocabulary import NoticeChannel, NoticeState

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 100
# Longer than a gateway with its time limits can take.
CLAIM = timedelta(minutes=5)
# Together more than a day: a gateway that is away for a day loses nothing.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720))
# One message a minute asks whether a gateway is back, instead of all of them.
PAUSE = timedelta(minutes=1)


def find_waiting(at: datetime) -> Sequence[int]:
    """Return the messages whose time has come."""
    return outbox.due(at, limit=MOST_AT_ONCE)


def send_notice(notice_id: int, *, at: datetime) -> bool:
    """Try to send one message and write down how it went; says whether it was sent."""
    with unit_of_work():
        taken = outbox.claim(notice_id, at=at, until=at + CLAIM)
    if taken is None:
        return False
    notice, number = taken
    settings: Settings = current_app.config["SETTINGS"]
    send = gateways_of(settings).get(notice.channel)
    try:
        if send is None:
            raise RefusedForGood("该渠道没有配置网关")
        send(
            message_of(
                notice, number, settings.public_url.rstrip("/"), calendar=calendar_for(notice, settings)
            )
        )
    except NotSent as error:
        keep_for_later(notice, error, at=datetime.now(UTC))
        return False
    except Exception as error:
        keep_for_later(notice, NotNow(f"{type(error).__name__}: {error}"), at=datetime.now(UTC))
        raise
    now = datetime.now(UTC)
    with unit_of_work():
        return outbox.settle(notice.id, notice.tries, NoticeState.SENT, at=now, try_at=now)


def calendar_for(notice: Notice, settings: Settings) -> tuple[str, bytes] | None:
    """Return the calendar file that goes with a mail about a meeting, as the meeting stands now."""
    if notice.meeting_id is None or notice.channel is not NoticeChannel.MAIL:
        return None
    meeting = joint_meetings.find(notice.meeting_id, None)
    if meeting is None:
        return None
    return calendar_of(meeting, public_url=settings.public_url, at=datetime.now(UTC))


def message_of(
    notice: Notice, case_number: str | None, public_url: str, *, calendar: tuple[str, bytes] | None = None
) -> Message:
    """Return the message as the senders take it."""
    return Message(
        # With the moment, since a new installation on the same gateway begins at 1 again.
        key=f"notice-{notice.id}-{notice.created_at:%Y%m%d%H%M%S}",
        address=notice.address or "",
        title=notice.title,
        body=notice.body,
        is_urgent=notice.is_urgent,
        created_at=notice.created_at,
        case_number=case_number,
        case_url=f"{public_url}/cases/{notice.case_id}" if notice.case_id else None,
        calendar=calendar,
    )


def keep_for_later(notice: Notice, error: NotSent, *, at: datetime) -> None:
    """Put the message back for another attempt, or lay it aside as failed after the last."""
    is_over = isinstance(error, RefusedForGood) or notice.tries > len(WAITS)
    state = NoticeState.FAILED if is_over else NoticeState.WAITING
    try_at = at if is_over else at + WAITS[notice.tries - 1]
    logger.warning("notice %d was not sent at attempt %d: %s", notice.id, notice.tries, error)
    with unit_of_work():
        outbox.settle(notice.id, notice.tries, state, at=at, try_at=try_at, reason=str(error))
        if isinstance(error, GatewayAway):
            outbox.hold(notice.channel, until=at + PAUSE)
