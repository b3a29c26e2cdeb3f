"""Joint meetings (联席会议): the list, one meeting with its seats and agenda, topics, opinions.

`department_ids` None sees everything; else only meetings to which one of the departments is invited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.department import Department
from models.joint_meeting import JointMeeting, MeetingSeat
from models.meeting_topic import MeetingTopic, TopicCase, TopicOpinion
from models.queries.lines import COLUMNS, CaseLine
from models.queries.lines import with_names as named
from models.vocabulary import MeetingState, TopicState

Units = frozenset[int] | None
NOT_TOLD = (MeetingState.PREPARING,)
OPEN_TOPICS = (TopicState.POOLED, TopicState.ON_AGENDA)


def inside(department_ids: Units) -> list[ColumnElement[bool]]:
    """Return the conditions of the meetings that the departments may see: those they were invited to."""
    if department_ids is None:
        return []
    seated = select(MeetingSeat.id).where(
        MeetingSeat.meeting_id == JointMeeting.id, MeetingSeat.department_id.in_(sorted(department_ids))
    )
    return [seated.exists(), JointMeeting.state.not_in(NOT_TOLD)]


def find(meeting_id: int, department_ids: Units) -> JointMeeting | None:
    """Return the meeting, if the departments may see it."""
    return db.session.scalar(
        select(JointMeeting).where(JointMeeting.id == meeting_id, *inside(department_ids))
    )


def page(
    department_ids: Units, *, year: int | None = None, before_id: int | None = None, limit: int = 50
) -> Sequence[JointMeeting]:
    """Return one page of the meetings, the newest first."""
    rows = select(JointMeeting).where(*inside(department_ids))
    if year is not None:
        rows = rows.where(JointMeeting.year == year)
    if before_id is not None:
        rows = rows.where(JointMeeting.id < before_id)
    return db.session.scalars(rows.order_by(JointMeeting.id.desc()).limit(limit)).all()


def years(department_ids: Units) -> Sequence[int]:
    """Return the years that have meetings, the newest first."""
    rows = select(JointMeeting.year).where(*inside(department_ids)).distinct()
    return db.session.scalars(rows.order_by(JointMeeting.year.desc())).all()


def seats_of(meeting_id: int) -> Sequence[MeetingSeat]:
    """Return the seats with their departments, as papers list the units."""
    rows = select(MeetingSeat).where(MeetingSeat.meeting_id == meeting_id)
    rows = rows.join(Department, Department.id == MeetingSeat.department_id)
    order = (Department.level, Department.official_order, Department.id)
    return db.session.scalars(rows.order_by(*order).options(joinedload(MeetingSeat.department))).all()


def topics_of(meeting_id: int) -> Sequence[MeetingTopic]:
    """Return the topics of the meeting in the order of the agenda."""
    rows = select(MeetingTopic).where(MeetingTopic.meeting_id == meeting_id)
    shown = (joinedload(MeetingTopic.branch), joinedload(MeetingTopic.lead))
    return db.session.scalars(rows.options(*shown).order_by(MeetingTopic.position, MeetingTopic.id)).all()


def pool(*, put_off_only: bool = False) -> Sequence[MeetingTopic]:
    """Return the topics that wait for a meeting, the oldest first; only those once put off where asked."""
    rows = select(MeetingTopic).where(MeetingTopic.state == TopicState.POOLED)
    if put_off_only:
        rows = rows.where(MeetingTopic.put_off_from_id.is_not(None))
    return db.session.scalars(rows.options(joinedload(MeetingTopic.branch)).order_by(MeetingTopic.id)).all()


def count_topics(meeting_ids: Iterable[int]) -> dict[int, int]:
    """Count the topics of each meeting."""
    counts: dict[int, int] = {}
    rows = select(MeetingTopic.meeting_id).where(MeetingTopic.meeting_id.in_(list(meeting_ids)))
    for meeting_id in db.session.scalars(rows):
        if meeting_id is not None:
            counts[meeting_id] = counts.get(meeting_id, 0) + 1
    return counts


def find_topic(topic_id: int, department_ids: Units) -> MeetingTopic | None:
    """Return the topic, if the departments are invited to its meeting or asked for their opinion."""
    rows = select(MeetingTopic).where(MeetingTopic.id == topic_id)
    if department_ids is not None:
        asked = exists().where(
            TopicOpinion.topic_id == MeetingTopic.id, TopicOpinion.department_id.in_(sorted(department_ids))
        )
        invited = select(JointMeeting.id).where(
            JointMeeting.id == MeetingTopic.meeting_id, *inside(department_ids)
        )
        rows = rows.where(or_(asked, invited.exists()))
    shown = (joinedload(MeetingTopic.branch), joinedload(MeetingTopic.lead))
    return db.session.scalar(rows.options(*shown))


def meeting_of(topic: MeetingTopic) -> JointMeeting | None:
    """Return the meeting on whose agenda the topic stands."""
    return db.session.get(JointMeeting, topic.meeting_id) if topic.meeting_id else None


def cases_of(topic_ids: Collection[int]) -> dict[int, list[CaseLine]]:
    """Return by topic what a list shows of its cases, the main one first."""
    found: dict[int, list[CaseLine]] = {topic_id: [] for topic_id in topic_ids}
    rows = named(select(TopicCase.topic_id, *COLUMNS).join(TopicCase, TopicCase.case_id == COLUMNS[0]))
    rows = rows.where(TopicCase.topic_id.in_(list(topic_ids)))
    for topic_id, *line in db.session.execute(rows.order_by(TopicCase.is_main.desc(), TopicCase.id)):
        found[topic_id].append(CaseLine(*line))
    return found


def case_ids(topic_id: int) -> Sequence[int]:
    """Return the ids of the topic's cases, the main one first."""
    rows = select(TopicCase.case_id).where(TopicCase.topic_id == topic_id)
    return db.session.scalars(rows.order_by(TopicCase.is_main.desc(), TopicCase.id)).all()


def opinions_of(topic_ids: Collection[int]) -> dict[int, list[TopicOpinion]]:
    """Return by topic what departments were asked and said, with their names."""
    found: dict[int, list[TopicOpinion]] = {topic_id: [] for topic_id in topic_ids}
    rows = select(TopicOpinion).where(TopicOpinion.topic_id.in_(list(topic_ids)))
    shown = (joinedload(TopicOpinion.department), joinedload(TopicOpinion.proposed_lead))
    for row in db.session.scalars(rows.options(*shown).order_by(TopicOpinion.id)):
        found[row.topic_id].append(row)
    return found


def find_opinion(opinion_id: int, department_ids: Units) -> TopicOpinion | None:
    """Return the opinion asked of one of the departments, with its topic."""
    rows = select(TopicOpinion).where(TopicOpinion.id == opinion_id)
    if department_ids is not None:
        rows = rows.where(TopicOpinion.department_id.in_(sorted(department_ids)))
    shown = (joinedload(TopicOpinion.department), joinedload(TopicOpinion.topic))
    return db.session.scalar(rows.options(*shown))


def opinions_asked(
    department_ids: Collection[int], *, given: bool, limit: int = 50, before_id: int | None = None
) -> Sequence[TopicOpinion]:
    """Return what the departments are asked: what waits, the earliest due first; what was given, the newest first."""
    rows = select(TopicOpinion).where(TopicOpinion.department_id.in_(sorted(department_ids)))
    rows = rows.join(MeetingTopic, MeetingTopic.id == TopicOpinion.topic_id)
    if given:
        rows = rows.where(TopicOpinion.given_at.is_not(None))
        rows = rows.where(TopicOpinion.id < before_id) if before_id else rows
        rows = rows.order_by(TopicOpinion.id.desc())
    else:
        rows = rows.where(TopicOpinion.given_at.is_(None), MeetingTopic.state.in_(OPEN_TOPICS))
        rows = rows.order_by(TopicOpinion.due_at, TopicOpinion.id)
    shown = (joinedload(TopicOpinion.department), joinedload(TopicOpinion.topic))
    return db.session.scalars(rows.options(*shown).limit(limit)).all()


def opinions_to_remind(before: datetime, *, limit: int) -> Sequence[int]:
    """Return the ids of the opinions due before the moment that nobody gave or was reminded of."""
    rows = select(TopicOpinion.id).join(MeetingTopic, MeetingTopic.id == TopicOpinion.topic_id)
    rows = rows.where(
        TopicOpinion.given_at.is_(None),
        TopicOpinion.reminded_at.is_(None),
        TopicOpinion.due_at < before,
        MeetingTopic.state.in_(OPEN_TOPICS),
    )
    return db.session.scalars(rows.order_by(TopicOpinion.due_at).limit(limit)).all()


def topics_of_case(case_id: int) -> Sequence[tuple[MeetingTopic, JointMeeting | None]]:
    """Return the topics the case was put to, each with its meeting, the newest first."""
    rows = select(MeetingTopic, JointMeeting).join(TopicCase, TopicCase.topic_id == MeetingTopic.id)
    rows = rows.outerjoin(JointMeeting, JointMeeting.id == MeetingTopic.meeting_id)
    rows = rows.where(TopicCase.case_id == case_id, MeetingTopic.state != TopicState.DROPPED)
    rows = rows.options(joinedload(MeetingTopic.lead)).order_by(MeetingTopic.id.desc())
    return [(topic, meeting) for topic, meeting in db.session.execute(rows)]
