"""Questions without an answer: of a department, of who asked, the late ones; counted by light as they are listed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from models.article import GapState, KnowledgeGap
from models.base import db
from models.vocabulary import Light

SHOWN = (
    joinedload(KnowledgeGap.department),
    joinedload(KnowledgeGap.category),
    joinedload(KnowledgeGap.asked_by),
    joinedload(KnowledgeGap.article),
)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads the questions: those put to these departments (None: to any), and one's own."""

    user_id: int
    department_ids: Collection[int] | None


def _seen(reader: Reader | None) -> list[ColumnElement[bool]]:
    if reader is None or reader.department_ids is None:
        return []
    theirs = KnowledgeGap.department_id.in_(reader.department_ids)
    return [or_(theirs, KnowledgeGap.asked_by_id == reader.user_id)]


def find(gap_id: int, reader: Reader | None) -> KnowledgeGap | None:
    """Return the question as it now stands, if the reader may see it; of nobody: any."""
    rows = select(KnowledgeGap).where(KnowledgeGap.id == gap_id, *_seen(reader)).options(*SHOWN)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def page_open(
    reader: Reader, *, after: tuple[datetime | None, int] | None, limit: int
) -> Sequence[KnowledgeGap]:
    """Return one page of the open questions, what is due first, after (due moment, id) where given."""
    rows = select(KnowledgeGap).where(KnowledgeGap.state == GapState.OPEN, *_seen(reader)).options(*SHOWN)
    if after is not None and after[0] is not None:
        rows = rows.where(tuple_(KnowledgeGap.due_at, KnowledgeGap.id) > after)
    return db.session.scalars(rows.order_by(KnowledgeGap.due_at, KnowledgeGap.id).limit(limit)).all()


def page_closed(
    reader: Reader, *, after: tuple[datetime | None, int] | None, limit: int
) -> Sequence[KnowledgeGap]:
    """Return one page of the closed questions, the newest first, after (anything, id) where given."""
    rows = select(KnowledgeGap).where(KnowledgeGap.state != GapState.OPEN, *_seen(reader)).options(*SHOWN)
    if after is not None:
        rows = rows.where(KnowledgeGap.id < after[1])
    return db.session.scalars(rows.order_by(KnowledgeGap.id.desc()).limit(limit)).all()


def count_by_light(department_ids: Collection[int] | None, at: datetime) -> dict[Light, int]:
    """Count the open questions put to these departments (None: to any) by their light."""
    light = case(
        (KnowledgeGap.due_at < at, Light.OVERDUE.value),
        (KnowledgeGap.soon_at <= at, Light.DUE_SOON.value),
        else_=Light.IN_TIME.value,
    )
    rows: Any = select(light, func.count()).where(KnowledgeGap.state == GapState.OPEN)
    if department_ids is not None:
        rows = rows.where(KnowledgeGap.department_id.in_(department_ids))
    counted = {Light(name): number for name, number in db.session.execute(rows.group_by(light))}
    return {each: counted.get(each, 0) for each in Light}


def waiting_for(article_id: int) -> Sequence[KnowledgeGap]:
    """Return the open questions that an article is being written for."""
    rows = select(KnowledgeGap).filter_by(article_id=article_id, state=GapState.OPEN)
    return db.session.scalars(rows.order_by(KnowledgeGap.id)).all()


def late_ids(at: datetime, *, limit: int) -> Sequence[int]:
    """Return the open questions past their due moment whose lateness was not told yet."""
    rows = select(KnowledgeGap.id).where(
        KnowledgeGap.state == GapState.OPEN, KnowledgeGap.due_at < at, KnowledgeGap.told_late_at.is_(None)
    )
    return db.session.scalars(rows.order_by(KnowledgeGap.due_at).limit(limit)).all()
