"""Messages by the calendar: the working day's digest, and the warning of a year without its holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from config import LOCAL_TIMEZONE
from hotline.lamps import Lamps
from models.queries import digests, people, recipients
from models.queries.worklists import Line
from models.vocabulary import NoticeChannel, Permission
from workflows import clocks, digest, notices
from workflows.working_time import unknown_year_ahead

# From the beginning of October: the State Council's notice usually comes in November.
WEEKS_AHEAD = 13
MOST_KEEPERS = 20


def find_readers(at: datetime) -> Sequence[int]:
    """Return whom the digest may go to; nobody on a day that is not worked."""
    today = at.astimezone(LOCAL_TIMEZONE).date()
    return digests.readers() if clocks.read_calendar().is_workday(today) else ()


def send_digest(user_id: int, *, at: datetime) -> bool:
    """Send one reader's digest; says whether there was anything to tell."""
    user = people.find_user(user_id)
    lamps = Lamps(at)

    def words(line: Line) -> str:
        return lamps.words(line.due_at, line.limit) or "无时限"

    return user is not None and digest.send(user, at=at, words=words)


def find_keepers_of_an_unknown_calendar(at: datetime) -> Sequence[int]:
    """Return who keeps the calendar while a coming year's holidays are unknown; nobody otherwise."""
    if unknown_year(at) is None:
        return ()
    keepers = recipients.find(holding=[Permission.MANAGE_RULES], limit=MOST_KEEPERS)
    return [keeper.id for keeper in keepers]


def warn_keeper(user_id: int, *, at: datetime) -> bool:
    """Warn one keeper of the calendar, once a week."""
    year = unknown_year(at)
    today = at.astimezone(LOCAL_TIMEZONE).isocalendar()
    key = f"calendar/{year}/{today.year}-{today.week}"
    if year is None or digests.was_told(f"{key}/{user_id}/{NoticeChannel.INBOX.value}"):
        return False
    title = f"{year} 年的放假安排尚未录入"
    body = (
        f"{year} 年的节假日与调休尚未收录，届时时限暂按周末推算。国务院通知发布后，"
        "请在工作日历中录入，或升级日历数据；已受理工单的到期时间会随之重算。"
    )
    keeper = recipients.find(user_ids=[user_id], limit=1)
    channels = (NoticeChannel.INBOX, NoticeChannel.MAIL)
    return bool(notices.send_to(keeper, title=title, body=body, at=at, channels=channels, key=key))


def unknown_year(at: datetime) -> int | None:
    """Return the year whose holidays nobody has entered and that is near, or None."""
    today = at.astimezone(LOCAL_TIMEZONE).date()
    return unknown_year_ahead(today, clocks.read_calendar(), weeks=WEEKS_AHEAD)
