"""The invitation to a joint meeting as a calendar file (.ics), as RFC 5545 and RFC 7986 have it.

One UID for the meeting's whole life: a later SEQUENCE takes the place of the earlier file, METHOD CANCEL
takes the meeting out of the calendar.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from config import LOCAL_TIMEZONE
from models.vocabulary import MeetingState
from reports.workbooks.sheet import safe_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.joint_meeting import JointMeeting

PRODUCT = "-//Minqingtong//Joint meeting//ZH"
REMIND_BEFORE = timedelta(minutes=30)


def ics(
    meeting: JointMeeting, *, topics: Sequence[str], organiser: str, public_url: str, at: datetime
) -> bytes:
    """Return the file: UTF-8, CRLF, lines folded at 75 octets, times in Asia/Shanghai with its rules."""
    is_off = meeting.state is MeetingState.CANCELLED
    host = urlsplit(public_url).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "REQUEST")
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{host}")
    event.add("sequence", meeting.ics_sequence)
    event.add("dtstamp", at)
    event.add("dtstart", meeting.starts_at.astimezone(LOCAL_TIMEZONE))
    event.add("dtend", meeting.ends_at.astimezone(LOCAL_TIMEZONE))
    event.add("summary", safe_text(f"{meeting.number or ''}联席会议：{meeting.title}"))
    event.add("location", safe_text(meeting.place or meeting.video_url))
    event.add("description", safe_text(said(meeting, topics)))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event["organizer"] = organised_by(organiser, host)
    if meeting.video_url:
        link = vUri(meeting.video_url)
        link.params["VALUE"] = vText("URI")
        link.params["FEATURE"] = vText("VIDEO")
        event.add("url", meeting.video_url)
        event.add("conference", link)
    if not is_off:
        event.add_component(alarm())
    calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def organised_by(name: str, host: str) -> vCalAddress:
    """Return who invites; the hotline answers no mail, so the address is its name at its host."""
    address = vCalAddress(f"mailto:joint-meeting@{host}")
    address.params["CN"] = vText(safe_text(name))
    return address


def said(meeting: JointMeeting, topics: Sequence[str]) -> str:
    """Return what stands below the meeting in a calendar: who chairs, the link, the agenda."""
    lines = [f"主持人：{meeting.chair}"]
    if meeting.video_url:
        lines.append(f"视频会议：{meeting.video_url}")
    lines += ["议程：", "一、上次会议议定事项落实情况"] if topics else []
    lines += [f"{number}. {title}" for number, title in enumerate(topics, 1)]
    return "\n".join(lines)


def alarm() -> Alarm:
    """Return the reminder half an hour before."""
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", "联席会议即将开始")
    bell.add("trigger", -REMIND_BEFORE)
    return bell
