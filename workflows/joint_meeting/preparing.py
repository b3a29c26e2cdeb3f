"""Preparing a joint meeting (会议筹备): the meeting itself, its seats and its agenda, the invitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.orm.attributes import flag_modified

from config import LOCAL_TIMEZONE
from models.base import db
from models.joint_meeting import JointMeeting, MeetingSeat
from models.queries import departments, numbering
from models.queries import joint_meetings as queries
from models.vocabulary import MeetingKind, MeetingState, NoticeChannel, SeatReply, TopicState
from workflows import audit, notices
from workflows.audiences import people_at_meetings
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting.choosing import convenes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from models.user import User

TOLD_BY = (NoticeChannel.INBOX, NoticeChannel.MAIL)
MOST_SEATS = 60


@dataclass(frozen=True, kw_only=True)
class MeetingPlan:
    """What a meeting is planned as; a place, a video link, or both."""

    kind: MeetingKind
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    video_url: str
    chair: str
    department_ids: tuple[int, ...]


def make(plan: MeetingPlan, *, by: User, at: datetime) -> JointMeeting:
    """Make a meeting; topics that an earlier one put off stand on its agenda already."""
    convenes(by)
    check(plan, at=at)
    meeting = JointMeeting(convener_id=by.id, **planned(plan))
    db.session.add(meeting)
    db.session.flush()
    seat(meeting, plan.department_ids)
    for position, topic in enumerate(queries.pool(put_off_only=True), 1):
        topic.meeting_id, topic.position, topic.state = meeting.id, position, TopicState.ON_AGENDA
    db.session.flush()
    return meeting


def change(meeting: JointMeeting, plan: MeetingPlan, *, by: User, at: datetime) -> int:
    """Change what is planned; who was invited already is told at once. Returns how many messages went out."""
    convenes(by)
    still_open(meeting)
    check(plan, at=at)
    for name, value in planned(plan).items():
        setattr(meeting, name, value)
    gone = seat(meeting, plan.department_ids)
    if meeting.state is not MeetingState.INVITED:
        return 0
    meeting.ics_sequence += 1
    told = tell(gone, f"不再邀请参加{meeting.number}联席会议：{meeting.title}", "会议安排有调整。", at=at)
    return told + tell_all(meeting, "会议安排有变", at=at)


def planned(plan: MeetingPlan) -> dict[str, object]:
    """Return the columns of a plan."""
    values = {name: value for name, value in vars(plan).items() if name != "department_ids"}
    return {**values, "year": plan.starts_at.astimezone(LOCAL_TIMEZONE).year}


def check(plan: MeetingPlan, *, at: datetime) -> None:
    """Refuse a meeting that cannot be held so."""
    if plan.starts_at <= at:
        raise BadInput("开始时间须晚于现在。", "starts_at")
    if plan.ends_at <= plan.starts_at:
        raise BadInput("结束时间须晚于开始时间。", "ends_at")
    if not plan.place and not plan.video_url:
        raise BadInput("请填写会议地点或视频会议链接。", "place")
    link = urlsplit(plan.video_url)
    if plan.video_url and (link.scheme not in ("http", "https") or not link.netloc):
        raise BadInput("视频会议链接须以 https:// 或 http:// 开头。", "video_url")
    if not plan.department_ids:
        raise BadInput("请选择参会单位。", "department_ids")
    if len(plan.department_ids) > MOST_SEATS:
        raise BadInput(f"参会单位最多 {MOST_SEATS} 个。", "department_ids")


def seat(meeting: JointMeeting, department_ids: Iterable[int]) -> list[int]:
    """Seat these departments and no others; returns those that lost their seat."""
    wanted = dict.fromkeys(department_ids)
    seats = {row.department_id: row for row in queries.seats_of(meeting.id)}
    for department_id in wanted:
        unit = departments.find(department_id)
        if unit is None or not unit.is_active:
            raise BadInput("参会单位中有已停用的单位，请重新选择。", "department_ids")
        if department_id not in seats:
            db.session.add(MeetingSeat(meeting_id=meeting.id, department_id=department_id))
    gone = [row for department_id, row in seats.items() if department_id not in wanted]
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    return [row.department_id for row in gone]


def still_open(meeting: JointMeeting) -> None:
    """Refuse what is only done before the meeting."""
    if not meeting.is_open:
        raise NotAllowedNow(f"会议{meeting.state.label}，不能再更改。")


def order_agenda(meeting: JointMeeting, topic_ids: Sequence[int], *, by: User, at: datetime) -> None:  # noqa: ARG001
    """Put these topics on the agenda in this order (编排议程); those left out wait for another meeting."""
    convenes(by)
    still_open(meeting)
    free = {topic.id: topic for topic in (*queries.topics_of(meeting.id), *queries.pool())}
    for topic_id in topic_ids:
        if topic_id not in free:
            raise NotAllowedNow("所选议题已列入其他会议或已撤下，请刷新后重新编排。")
    for position, topic_id in enumerate(dict.fromkeys(topic_ids), 1):
        topic = free.pop(topic_id)
        topic.meeting_id, topic.position, topic.state = meeting.id, position, TopicState.ON_AGENDA
    for topic in free.values():
        if topic.meeting_id == meeting.id:
            topic.meeting_id, topic.position, topic.state = None, 0, TopicState.POOLED
    # Of two who write the agenda at the same time the second is told.
    flag_modified(meeting, "title")
    db.session.flush()


def invite(meeting: JointMeeting, *, by: User, at: datetime) -> int:
    """Send the invitation (会议通知) to everyone seated; the first one draws the meeting's number.

    Returns how many messages went out.
    """
    convenes(by)
    still_open(meeting)
    if meeting.starts_at <= at:
        raise NotAllowedNow("会议时间已过，请先更改会议时间。")
    if not queries.topics_of(meeting.id):
        raise NotAllowedNow("议程还是空的，请先列入议题。")
    if meeting.number is None:
        meeting.number = f"{meeting.year}年第{numbering.next_in(f'joint meeting {meeting.year}')}次"
        meeting.state = MeetingState.INVITED
    else:
        meeting.ics_sequence += 1
    meeting.invited_at = at
    log(meeting, "invite_to_meeting", by=by, at=at, said="发出会议通知")
    return tell_all(meeting, "会议通知", at=at)


def tell_all(meeting: JointMeeting, what: str, *, at: datetime) -> int:
    """Tell everyone seated when and where the meeting is."""
    ids = [row.department_id for row in queries.seats_of(meeting.id)]
    title = f"{what}：{meeting.number}联席会议“{meeting.title}”"
    return tell(ids, title, when_and_where(meeting), at=at, meeting=meeting)


def when_and_where(meeting: JointMeeting) -> str:
    """Say when and where: the day, from when to when, the place and the link."""
    starts, ends = (moment.astimezone(LOCAL_TIMEZONE) for moment in (meeting.starts_at, meeting.ends_at))
    day = f"{starts.month}月{starts.day}日（周{'一二三四五六日'[starts.weekday()]}）"
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends.month}月{ends.day}日{ends:%H:%M}"
    place = "，".join(part for part in (meeting.place, meeting.video_url) if part)
    return f"{day}{starts:%H:%M}至{until}，{place}。请在“联席会议”中查看议程并回执。"


def tell(
    department_ids: Sequence[int],
    title: str,
    body: str,
    *,
    at: datetime,
    meeting: JointMeeting | None = None,
) -> int:
    """Tell the departments' people who take part in meetings; of a `meeting` its calendar file goes with the mail."""
    if not department_ids:
        return 0
    people = people_at_meetings(department_ids)
    meeting_id = meeting.id if meeting else None
    return notices.send_to(people, title=title, body=body, at=at, channels=TOLD_BY, meeting_id=meeting_id)


def answer_invitation(
    meeting: JointMeeting, row: MeetingSeat, reply: SeatReply, attendee: str, *, by: User, at: datetime
) -> None:
    """Say whether and by whom the department comes (参会回执)."""
    if row.department_id not in by.department_ids:
        raise NotAllowedForYou("只能为本单位回执。")
    if meeting.state is not MeetingState.INVITED:
        raise NotAllowedNow(f"会议{meeting.state.label}，不能再回执。")
    if reply is not SeatReply.NO and not attendee.strip():
        raise BadInput("请填写参会人姓名和职务。", "attendee")
    row.reply, row.attendee, row.replied_by_id, row.replied_at = reply, attendee.strip(), by.id, at


def cancel(meeting: JointMeeting, *, by: User, at: datetime, note: str) -> int:
    """Call the meeting off (取消会议): its topics wait for another; who was invited is told."""
    convenes(by)
    still_open(meeting)
    if not note.strip():
        raise BadInput("请填写取消会议的原因。", "note")
    was_invited = meeting.state is MeetingState.INVITED
    for topic in queries.topics_of(meeting.id):
        topic.meeting_id, topic.position, topic.state = None, 0, TopicState.POOLED
    meeting.state, meeting.cancelled_at, meeting.cancel_note = MeetingState.CANCELLED, at, note
    meeting.ics_sequence += 1
    log(meeting, "cancel_meeting", by=by, at=at, said=f"取消会议：{note}")
    if not was_invited:
        return 0
    ids = [row.department_id for row in queries.seats_of(meeting.id)]
    title = f"会议取消：{meeting.number}联席会议“{meeting.title}”"
    return tell(ids, title, note, at=at, meeting=meeting)


def log(meeting: JointMeeting, kind: str, *, by: User, at: datetime, said: str) -> None:
    """Write what was done about the meeting into the audit log."""
    summary = f"{meeting.number or ''}{meeting.title}：{said}"
    audit.write(kind, by=by, at=at, object_type="joint_meeting", object_id=meeting.id, summary=summary)
