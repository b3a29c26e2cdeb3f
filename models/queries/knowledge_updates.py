"""Versions of articles as they were published (知识库更新): the first day, and those of a time with whose they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from models.article import Article, ArticleVersion, VersionState
from models.base import db
from models.queries.tallies import local_day, start_of

NAMES = ("knowledge_updates",)
# A version that was published once stays so, also when a newer one took its place.
OUT = ArticleVersion.state.in_((VersionState.PUBLISHED, VersionState.REPLACED))


class Update(NamedTuple):
    """A version that was published: of which article of whose, and when."""

    id: int
    number: str
    title: str
    version: int
    department_id: int
    at: datetime | None


def first_day() -> date | None:
    """Return the day on which the first version was published; None where none was."""
    first = db.session.scalar(select(func.min(ArticleVersion.reviewed_at)).where(OUT))
    return local_day(first) if first else None


def published(first_on: date, last_on: date) -> list[tuple[date, int]]:
    """Return of each version published on the days from first to last the day and the department, the earliest first."""
    rows = (
        select(ArticleVersion.reviewed_at, Article.department_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(OUT, *_between(first_on, last_on))
        .order_by(ArticleVersion.reviewed_at)
    )
    return [(local_day(at), unit) for at, unit in db.session.execute(rows).tuples() if at is not None]


def page(
    first_on: date,
    last_on: date,
    department_ids: Collection[int],
    *,
    after: tuple[datetime | None, int] | None,
    limit: int,
) -> list[Update]:
    """Return so many of these departments' versions published on the days from first to last, the newest first."""
    rows = (
        select(
            ArticleVersion.id,
            Article.number,
            ArticleVersion.title,
            ArticleVersion.number,
            Article.department_id,
            ArticleVersion.reviewed_at,
        )
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(OUT, *_between(first_on, last_on), Article.department_id.in_(department_ids))
    )
    moment, version_id = after or (None, 0)
    if moment is not None:
        earlier = or_(ArticleVersion.reviewed_at < moment, ArticleVersion.id < version_id)
        rows = rows.where(ArticleVersion.reviewed_at <= moment, earlier)
    newest = rows.order_by(ArticleVersion.reviewed_at.desc(), ArticleVersion.id.desc()).limit(limit)
    return [Update(*row) for row in db.session.execute(newest).tuples()]


def _between(first_on: date, last_on: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    start, end = start_of(first_on), start_of(last_on + timedelta(days=1))
    return ArticleVersion.reviewed_at >= start, ArticleVersion.reviewed_at < end
