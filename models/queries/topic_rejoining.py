"""What of hot topics may be joined anew: cases and topics that no person has put in order, and what the cases say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, cast, or_, select

from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.hot_topic import HotTopic, HotTopicCase
from models.incident import Incident
from models.queries.hot_topics import TEXTS, Looked

# What may stand in one IN of a statement.
AT_ONCE = 500


class Kept(NamedTuple):
    """A case as it is kept for comparing, and the topic it is in."""

    case_id: int
    topic_id: int | None
    branch_id: int | None
    district_id: int | None


class Words(NamedTuple):
    """What a case says, and when it came."""

    title: str
    content: str
    received_at: datetime


def untouched() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a topic that no person has put in order: open, no event made of it, nothing corrected."""
    corrected = select(AuditEntry.id).where(
        AuditEntry.object_type == "hot_topic", AuditEntry.object_id == cast(HotTopic.id, Text)
    )
    made = select(Incident.id).where(Incident.topic_id == HotTopic.id)
    return (HotTopic.closed_at.is_(None), ~made.exists(), ~corrected.exists())


def kept_since(since: datetime) -> list[Kept]:
    """Return the cases since the moment that may be joined anew, by branch and district, the oldest first.

    Not those that a person took out of a topic, nor those of a touched one; of protected cases nobody reads a text.
    """
    own = HotTopicCase
    free = select(HotTopic.id).where(*untouched())
    rows: Any = (
        select(own.case_id, own.topic_id, own.branch_id, own.district_id)
        .join(Case, Case.id == own.case_id)
        .where(own.received_at >= since, own.taken_out_of_id.is_(None), ~Case.is_protected)
        .where(or_(own.topic_id.is_(None), own.topic_id.in_(free)))
        .order_by(own.branch_id, own.district_id, own.received_at, own.case_id)
    )
    return [Kept(*row) for row in db.session.execute(rows)]


def words_of(case_ids: Sequence[int]) -> list[Words]:
    """Return what the cases say, in the order given."""
    found = {}
    for start in range(0, len(case_ids), AT_ONCE):
        rows = select(Case.id, Case.title, Case.content, Case.received_at)
        for case_id, *said in db.session.execute(rows.where(Case.id.in_(case_ids[start : start + AT_ONCE]))):
            found[case_id] = Words(*said)
    return [found[case_id] for case_id in case_ids]


def looked_at_all(case_ids: Collection[int]) -> list[Looked]:
    """Return cases that were compared before, those of the commonest matter first."""
    own = HotTopicCase
    rows = (
        select(
            own.case_id, own.topic_id, own.category_id, own.branch_id, own.district_id, own.street_id, *TEXTS
        )
        .join(Case, Case.id == own.case_id)
        .where(own.case_id.in_(case_ids))
        .order_by(own.case_id)
    )
    found = [Looked(*row) for row in db.session.execute(rows)]
    times = Counter(each.category_id for each in found)
    return sorted(found, key=lambda each: (-times[each.category_id], each.category_id))


def free_among(topic_ids: Collection[int]) -> dict[int, HotTopic]:
    """Return those of the topics that no person has put in order."""
    rows = select(HotTopic).where(HotTopic.id.in_(topic_ids), *untouched())
    return {topic.id: topic for topic in db.session.scalars(rows)}


def rows_in(topic_ids: Collection[int]) -> Sequence[HotTopicCase]:
    """Return what is kept of the topics' cases."""
    return db.session.scalars(select(HotTopicCase).where(HotTopicCase.topic_id.in_(topic_ids))).all()
