"""The morning's message to who rarely signs in (工作日晨报): counts, then the most overdue with links."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import digests
from models.vocabulary import NoticeChannel
from workflows import notices
from workflows.headlines import ANYBODY, line_of
from workflows.permissions import scope_of
from workflows.ways_out import ways_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.queries.digests import Morning
    from models.queries.worklists import Line
    from models.user import User

MOST_LINES = 20


def send(user: User, *, at: datetime, words: Callable[[Line], str]) -> bool:
    """Tell one reader how the morning stands, once a day; nothing where nothing is open.

    `words` says of a line how long is left or how late it is.
    """
    today = at.astimezone(LOCAL_TIMEZONE).date()
    key = f"digest/{today.isoformat()}"
    if digests.was_told(f"{key}/{user.id}/{NoticeChannel.INBOX.value}"):
        return False
    until = datetime.combine(today + timedelta(days=1), time(), LOCAL_TIMEZONE)
    morning = digests.morning(user, scope_of(user), at=at, until=until, most=MOST_LINES)
    if morning.is_empty:
        return False
    counts = summary(morning)
    texts = {
        NoticeChannel.INBOX: f"今日待办：{counts}",
        NoticeChannel.SMS: f"今日待办：{counts}",
        NoticeChannel.MAIL: f"12345 工单晨报 {today.isoformat()}：{counts}",
    }
    for channel, title in texts.items():
        body = letter(user, morning, counts, words) if channel is NoticeChannel.MAIL else ADVICE
        notices.send_to([user], title=title, body=body, at=at, channels=[channel], key=key)
    return True


ADVICE = "请登录系统办理。"


def summary(morning: Morning) -> str:
    """Say the counts in one line; what is none is left out."""
    parts = (
        (morning.overdue, "超期"),
        (morning.due_today, "今日到期"),
        (morning.to_sign, "待签收"),
        (morning.in_hand, "在办"),
    )
    return "，".join(f"{word} {count} 件" for count, word in parts if count)


def letter(user: User, morning: Morning, counts: str, words: Callable[[Line], str]) -> str:
    """Write the mail: the counts, then the most pressing, each with a link that asks to sign in first."""
    unit = user.department.name if user.department else ""
    total = morning.to_sign + morning.in_hand
    shown = "" if total == len(morning.lines) else f"（共 {total} 件，列最急的 {len(morning.lines)} 件）"
    lines = [f"{user.full_name}，您好。", f"{unit}今日工单：{counts}。{shown}", ""]
    for line in morning.lines:
        lines.append(f"{words(line)}　{line.case.number}　{line_of(line.case, ANYBODY)}")
        lines.append(f"{ways_out.public_url}/cases/{line.case.id}")
    return "\n".join([*lines, "", "本邮件由系统于工作日 8:00 自动发送。", ""])
