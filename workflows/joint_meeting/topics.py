"""A topic of the joint meeting (议题): what is written about it, and what the departments say to it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.meeting_topic import TopicOpinion
from models.queries import joint_meetings as queries
from models.vocabulary import Stance, TopicState
from workflows.dispatch import usable
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting.choosing import convenes
from workflows.joint_meeting.preparing import tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.meeting_topic import MeetingTopic
    from models.user import User

TIME_TO_ANSWER = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class TopicWords:
    """What the agenda says of a topic."""

    title: str
    demand: str
    people: int | None
    branch_id: int | None
    law: str
    dispute: str
    proposal: str
    to_decide: str


def write(topic: MeetingTopic, words: TopicWords, *, by: User, at: datetime) -> None:  # noqa: ARG001
    """Write what the agenda says of the topic."""
    convenes(by)
    undecided(topic)
    for name, value in vars(words).items():
        setattr(topic, name, value)


def undecided(topic: MeetingTopic) -> None:
    """Refuse what is only done before a topic is decided, and before its meeting."""
    meeting = queries.meeting_of(topic)
    if topic.state not in queries.OPEN_TOPICS:
        raise NotAllowedNow(f"议题{topic.state.label}，不能再更改。")
    if meeting is not None and meeting.was_held:
        raise NotAllowedNow("会议已召开，不能再更改议题。")


def drop(topic: MeetingTopic, *, by: User, at: datetime, note: str) -> None:
    """Take the topic off for good (撤下议题): its cases go their ordinary way and may be chosen again."""
    convenes(by)
    undecided(topic)
    if not note.strip():
        raise BadInput("请填写撤下议题的原因。", "note")
    topic.meeting_id, topic.position, topic.state = None, 0, TopicState.DROPPED
    topic.outcome, topic.decided_at = note, at


def ask_opinions(
    topic: MeetingTopic, department_ids: Sequence[int], *, due_at: datetime, by: User, at: datetime
) -> int:
    """Ask departments for their opinion by a day (征求意见); who was asked before keeps what they said.

    Returns how many messages went out.
    """
    convenes(by)
    undecided(topic)
    if not department_ids:
        raise BadInput("请选择征求意见的单位。", "department_ids")
    if due_at <= at:
        raise BadInput("反馈期限须晚于现在。", "due_at")
    meeting = queries.meeting_of(topic)
    if meeting is not None and due_at > meeting.starts_at:
        raise BadInput(f"反馈期限须早于会议开始（{shown(meeting.starts_at)}）。", "due_at")
    known = {row.department_id: row for row in queries.opinions_of([topic.id])[topic.id]}
    asked = []
    for department_id in dict.fromkeys(department_ids):
        usable(department_id, leads=False)
        row = known.get(department_id)
        if row is None:
            row = TopicOpinion(topic_id=topic.id, department_id=department_id, asked_at=at)
            db.session.add(row)
        if row.given_at is None:
            row.due_at, row.reminded_at = due_at, None
            asked.append(department_id)
    db.session.flush()
    return tell(asked, f"请提交联席会议意见：{topic.title}", f"请于{shown(due_at)}前提交。", at=at)


def proposed_due(topic: MeetingTopic, at: datetime) -> datetime:
    """Return by when opinions may be asked for: some days on, and before the topic's meeting sits."""
    meeting = queries.meeting_of(topic)
    usual = at + TIME_TO_ANSWER
    return usual if meeting is None else max(min(usual, meeting.starts_at), at)


def shown(moment: datetime) -> str:
    """Show a moment as messages say it: 12月2日18:00."""
    local = moment.astimezone(LOCAL_TIMEZONE)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def give_opinion(
    row: TopicOpinion,
    stance: Stance,
    opinion: str,
    *,
    basis: str = "",
    proposed_lead_id: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Say what the department thinks of the topic (提交意见); it may be changed until the meeting."""
    if row.department_id not in by.department_ids:
        raise NotAllowedForYou("只能提交本单位的意见。")
    meeting = queries.meeting_of(row.topic)
    if row.topic.state not in queries.OPEN_TOPICS or (meeting is not None and not meeting.is_open):
        raise NotAllowedNow("会议已召开，不能再提交意见。")
    if not opinion.strip():
        raise BadInput("请填写意见。", "opinion")
    if proposed_lead_id is not None:
        usable(proposed_lead_id, leads=True)
    row.stance, row.opinion, row.basis = stance, opinion, basis
    row.proposed_lead_id, row.given_by_id, row.given_at = proposed_lead_id, by.id, at


def remind(opinion_id: int, *, at: datetime) -> bool:
    """Remind a department of the opinion it owes, once."""
    row = queries.find_opinion(opinion_id, None)
    if row is None or row.given_at is not None or row.reminded_at is not None:
        return False
    row.reminded_at = at
    title = f"联席会议意见待提交：{row.topic.title}"
    return bool(tell([row.department_id], title, f"反馈期限：{shown(row.due_at)}。", at=at))
