"""Hot topics of a period as papers tell of them: by their callers, with what became of the first case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from models.base import db
from models.case import Case
from models.department import Department
from models.hot_topic import HotTopic, HotTopicCase
from models.masking import mask_text
from models.queries.hot_topics import CALLERS, members, titled


class TopicLine(NamedTuple):
    """A topic: `place` is where, `matter` the path of what; of the first case of the period what became of it."""

    topic_id: int
    category_id: int
    title: str
    place: str
    district: str
    matter: str
    callers: int
    case_id: int
    department: str | None
    dispatched_at: datetime | None
    is_supervised: bool


def of_period(
    start: datetime, end: datetime, *, least: int, limit: int, category_ids: Sequence[int] = ()
) -> list[TopicLine]:
    """Return the topics that at least so many different people called about, those with the most first.

    Counted are the cases received from start until before end; closed topics too. category_ids: only of these
    matters; none named, of all. Names are masked.
    """
    came = (HotTopicCase.received_at >= start, HotTopicCase.received_at < end)
    # As many callers need as many cases; to look up the callers of all the others would cost most of the time.
    many = (
        select(HotTopicCase.topic_id)
        .where(*came, HotTopicCase.topic_id.is_not(None))
        .group_by(HotTopicCase.topic_id)
        .having(func.count() >= least)
    )
    rows = (
        members(HotTopicCase.topic_id, CALLERS, func.min(Case.id))
        .join(HotTopic, HotTopic.id == HotTopicCase.topic_id)
        .where(*came, HotTopicCase.topic_id.in_(many))
    )
    if category_ids:
        rows = rows.where(HotTopic.category_id.in_(category_ids))
    rows = rows.group_by(HotTopicCase.topic_id).having(least <= CALLERS)
    rows = rows.order_by(CALLERS.desc(), HotTopicCase.topic_id).limit(limit)
    return [_line(*row) for row in db.session.execute(rows).tuples()]


def _line(topic_id: int, callers: int, case_id: int) -> TopicLine:
    topic = db.session.scalars(titled(select(HotTopic)).where(HotTopic.id == topic_id)).one()
    facts = select(Department.name, Case.dispatched_at, Case.supervision_level.is_not(None))
    facts = facts.select_from(Case).outerjoin(Department, Department.id == Case.department_id)
    department, sent, supervised = db.session.execute(facts.where(Case.id == case_id)).one()
    district = topic.district.name if topic.district else ""
    where = topic.place or (topic.street.name if topic.street else "") or district
    return TopicLine(
        topic_id,
        topic.category_id,
        mask_text(topic.title),
        mask_text(where) or "多地",
        district,
        topic.category.path,
        callers,
        case_id,
        department,
        sent,
        bool(supervised),
    )
