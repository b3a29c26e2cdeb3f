"""What joint meetings of a period came to: meetings, topics, tasks, and the calls about a topic's matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic, TopicCase
from models.queries import same_matter
from models.vocabulary import ActionState, MeetingState, TopicState

HELD = (MeetingState.HELD, MeetingState.MINUTED)
SHOWN = (joinedload(ActionItem.topic), joinedload(ActionItem.lead))


class Matter(NamedTuple):
    """What the main case of a topic is about, and where; no street where it names none."""

    topic_id: int
    category_id: int
    category: str
    street_id: int | None
    street: str


def meetings(start: datetime, end: datetime) -> Sequence[JointMeeting]:
    """Return the meetings that were held and began in the time from start, up to but not at the end."""
    rows = select(JointMeeting).where(
        JointMeeting.state.in_(HELD), JointMeeting.starts_at >= start, JointMeeting.starts_at < end
    )
    return db.session.scalars(rows.order_by(JointMeeting.starts_at, JointMeeting.id)).all()


def topics(meeting_ids: Collection[int]) -> Sequence[MeetingTopic]:
    """Return the topics that came before these meetings, in the order of the meetings and of each agenda."""
    rows = select(MeetingTopic).join(JointMeeting, JointMeeting.id == MeetingTopic.meeting_id)
    rows = rows.where(
        MeetingTopic.meeting_id.in_(list(meeting_ids)), MeetingTopic.state != TopicState.DROPPED
    )
    shown = (joinedload(MeetingTopic.branch), joinedload(MeetingTopic.lead))
    order = (JointMeeting.starts_at, JointMeeting.id, MeetingTopic.position, MeetingTopic.id)
    return db.session.scalars(rows.options(*shown).order_by(*order)).all()


def actions(topic_ids: Collection[int]) -> Sequence[ActionItem]:
    """Return the tasks that came of these topics, the earliest due first."""
    rows = select(ActionItem).where(ActionItem.topic_id.in_(list(topic_ids))).options(*SHOWN)
    return db.session.scalars(rows.order_by(ActionItem.due_at, ActionItem.id)).all()


def left(end: datetime) -> Sequence[ActionItem]:
    """Return the tasks of all meetings that began before the end and are not struck off, the earliest due first."""
    rows = (
        select(ActionItem)
        .join(MeetingTopic, MeetingTopic.id == ActionItem.topic_id)
        .join(JointMeeting, JointMeeting.id == MeetingTopic.meeting_id)
        .where(JointMeeting.starts_at < end, ActionItem.state != ActionState.STRUCK_OFF)
    )
    return db.session.scalars(rows.options(*SHOWN).order_by(ActionItem.due_at, ActionItem.id)).all()


def matters(topic_ids: Collection[int]) -> dict[int, Matter]:
    """Return by topic what its main case is about; a confidential desk's case is about nothing that is told."""
    rows = (
        select(TopicCase.topic_id, Case.category_id, Category.path, Case.area_id)
        .join(Case, Case.id == TopicCase.case_id)
        .join(Category, Category.id == Case.category_id)
        .where(TopicCase.topic_id.in_(list(topic_ids)), TopicCase.is_main, Case.desk.is_(None))
    )
    found = {}
    for topic_id, category_id, path, area_id in db.session.execute(rows).tuples():
        street = same_matter.street_of(area_id)
        area = db.session.get(Area, street) if street else None
        found[topic_id] = Matter(topic_id, category_id, path, street, area.name if area else "")
    return found


def calls(matter: Matter, since: datetime, until: datetime) -> list[int]:
    """Return the ids of the cases about the matter received from then, up to but not at the end, the newest first."""
    same = same_matter.calls(Case.id, since=since).where(
        Case.received_at < until,
        Case.category_id == matter.category_id,
        same_matter.STREET.in_([matter.street_id]),
    )
    return list(db.session.scalars(same.order_by(Case.received_at.desc(), Case.id.desc())))
