"""Cases that may stand for their matter in a bulletin (典型案例): nobody's secret, closed, with an answer to tell.

They are proposals; a person chooses and rewords them. What they say is masked by whoever writes it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import joinedload, load_only, undefer

from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.hot_topic import HotTopicCase
from models.vocabulary import CaseState, Confidentiality

# Looked at are the newest only: the price is the same for a week and for a year.
LOOKED_AT = 200
SHORTEST = 12


class Typical(NamedTuple):
    """What is told of a case; `names` is what the caller is called, to be hidden in the texts."""

    id: int
    received_at: datetime
    district: str
    place: str
    department: str
    content: str
    answer: str
    names: Sequence[str]


def of_matters(
    category_ids: Sequence[int], start: datetime, end: datetime, *, limit: int
) -> Sequence[Typical]:
    """Return cases of these matters, received from start until before end: those that touched most people first."""
    return _chosen(Case.category_id.in_(category_ids), start, end, limit)


def of_topic(topic_id: int, start: datetime, end: datetime, *, limit: int) -> Sequence[Typical]:
    """Return cases of a hot topic, received from start until before end: those that touched most people first."""
    own = select(HotTopicCase.case_id).where(HotTopicCase.topic_id == topic_id)
    return _chosen(Case.id.in_(own), start, end, limit)


def _chosen(condition: ColumnElement[bool], start: datetime, end: datetime, limit: int) -> Sequence[Typical]:
    newest = (
        select(Case.id)
        .where(
            condition,
            Case.received_at >= start,
            Case.received_at < end,
            Case.closed_at.is_not(None),
            Case.state != CaseState.MERGED,
            Case.merged_into_id.is_(None),
            Case.is_protected.is_(False),
            Case.confidentiality == Confidentiality.OPEN,
            Case.is_excluded.is_(False),
        )
        .order_by(Case.received_at.desc(), Case.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    was_asked = when((Case.result_rating.is_not(None), 1), (Case.redo_count > 0, 1), else_=0)
    rows = (
        select(Case)
        .join(newest, newest.c.id == Case.id)
        .where(func.length(Case.content) >= SHORTEST, Case.public_answer != "")
        .options(
            undefer(Case.content),
            undefer(Case.public_answer),
            joinedload(Case.district),
            joinedload(Case.department),
            joinedload(Case.citizen).options(load_only(Citizen.name, Citizen.organisation)),
        )
        .order_by(
            func.coalesce(Case.people_affected, 0).desc(),
            Case.redo_count.desc(),
            was_asked.desc(),
            Case.id.desc(),
        )
        .limit(limit)
    )
    return [_told(case) for case in db.session.scalars(rows)]


def _told(case: Case) -> Typical:
    return Typical(
        case.id,
        case.received_at,
        case.district.name if case.district else "",
        case.place_name,
        case.department.name if case.department else "",
        case.content,
        case.public_answer,
        case.citizen.known_names if case.citizen else (),
    )
