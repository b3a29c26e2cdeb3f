"""The calendar file of a joint meeting: read again by a reader, and line by line as the standard has it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from models.joint_meeting import JointMeeting
from models.vocabulary import MeetingKind, MeetingState
from reports.documents import invitation
from tests.support.clock import MONDAY_9

LONG = "关于城关区庆阳路沿线路灯与供电设施维护职责划分及长效管护机制的研究"


def meeting(**given: Any) -> JointMeeting:
    facts = {
        "id": 7, "number": "2026年第3次", "year": 2026, "kind": MeetingKind.REGULAR, "title": LONG,
        "state": MeetingState.INVITED, "starts_at": MONDAY_9, "ends_at": MONDAY_9 + timedelta(hours=2),
        "place": "市政府第二会议室", "video_url": "", "chair": "李副市长", "ics_sequence": 0,
    }  # fmt: skip
    return JointMeeting(**{**facts, **given})


def written(row: JointMeeting, topics: tuple[str, ...] = ("路灯由谁修", "配电箱归谁")) -> bytes:
    return invitation.ics(
        row,
        topics=topics,
        organiser="兰州市12345热线 王丽",
        public_url="https://hotline.example.gov.cn/x",
        at=datetime(2026, 2, 27, 1, 0, tzinfo=UTC),
    )


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_every_line_ends_and_is_folded_as_the_standard_has_it() -> None:
    content = written(meeting())

    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert len(content.split(b"\r\n")) > len(unfolded(content)), "the long title is folded"


def test_the_lines_say_what_the_meeting_is() -> None:
    lines = unfolded(written(meeting()))

    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for line in (
        "METHOD:REQUEST",
        "UID:meeting-7@hotline.example.gov.cn",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTAMP:20260227T010000Z",
        "DTSTART;TZID=Asia/Shanghai:20260302T090000",
        "DTEND;TZID=Asia/Shanghai:20260302T110000",
        "LOCATION:市政府第二会议室",
        f"SUMMARY:2026年第3次联席会议：{LONG}",
        "TRIGGER:-PT30M",
    ):
        assert line in lines, line
    organiser = next(line for line in lines if line.startswith("ORGANIZER"))
    assert "兰州市12345热线 王丽" in organiser
    assert "mailto:joint-meeting@hotline.example.gov.cn" in organiser


def test_the_zone_comes_with_its_rules() -> None:
    lines = unfolded(written(meeting()))

    assert "BEGIN:VTIMEZONE" in lines
    assert "TZID:Asia/Shanghai" in lines
    assert "TZOFFSETTO:+0800" in lines


def test_a_reader_reads_what_was_meant() -> None:
    calendar = Calendar.from_ical(written(meeting(video_url="https://meet.example.cn/88?pwd=1,2;3")))

    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == MONDAY_9
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)
    assert str(event["url"]) == "https://meet.example.cn/88?pwd=1,2;3"
    assert event["conference"].params["VALUE"] == "URI"
    described = str(event["description"]).split("\n")
    assert described[0] == "主持人：李副市长"
    assert described[-2:] == ["1. 路灯由谁修", "2. 配电箱归谁"]


def test_a_later_file_takes_the_place_of_the_earlier() -> None:
    lines = unfolded(written(meeting(ics_sequence=2)))

    assert "SEQUENCE:2" in lines
    assert "UID:meeting-7@hotline.example.gov.cn" in lines


def test_a_meeting_called_off_is_taken_out() -> None:
    lines = unfolded(written(meeting(state=MeetingState.CANCELLED, ics_sequence=3)))

    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines
    assert "BEGIN:VALARM" not in lines


@pytest.mark.parametrize("text", ["换行\nBEGIN:VEVENT", "逗号,分号;反斜线\\", "控制\x07字符\ufffe"])
def test_what_people_typed_can_begin_no_line_of_its_own(text: str) -> None:
    content = written(meeting(title=text, place=text), topics=(text,))

    calendar = Calendar.from_ical(content)
    assert len(calendar.walk("VEVENT")) == 1
    assert b"\x07" not in content
    kept = text.replace("\x07", "").replace("\ufffe", "")
    assert str(calendar.walk("VEVENT")[0]["location"]) == kept
