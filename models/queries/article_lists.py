"""Articles as rows: listed, opened with their versions, waiting for review, cited in a case, and what agents said of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import joinedload

from models.article import (
    Article,
    ArticleFeedback,
    ArticleState,
    ArticleVersion,
    CaseCitation,
    Feedback,
    VersionState,
)
from models.base import db


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; None asks for nothing. `owner_id`: whose articles alone; `lapsed_on`: out of date."""

    department_ids: Collection[int] | None = None
    state: ArticleState | None = None
    category_id: int | None = None
    owner_id: int | None = None
    lapses_by: date | None = None
    needs_review: bool = False


SHOWN = (joinedload(Article.department), joinedload(Article.area), joinedload(Article.category))


def page(wanted: Wanted, *, after: tuple[datetime | None, int] | None, limit: int) -> Sequence[Article]:
    """Return one page of the list, what changed last first, after (moment, id) where given."""
    rows = select(Article).options(*SHOWN, joinedload(Article.owner)).where(*_narrowed(wanted))
    if after is not None and after[0] is not None:
        rows = rows.where(tuple_(Article.changed_at, Article.id) < after)
    newest = (Article.changed_at.desc(), Article.id.desc())
    return db.session.scalars(rows.order_by(*newest).limit(limit)).unique().all()


def count(wanted: Wanted) -> int:
    """Count the articles of a list."""
    return db.session.scalar(select(func.count()).select_from(Article).where(*_narrowed(wanted))) or 0


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.department_ids is not None:
        conditions.append(Article.department_id.in_(wanted.department_ids))
    if wanted.state is not None:
        conditions.append(Article.state == wanted.state)
    if wanted.category_id is not None:
        conditions.append(Article.category_id == wanted.category_id)
    if wanted.owner_id is not None:
        conditions.append(Article.owner_id == wanted.owner_id)
    if wanted.lapses_by is not None:
        conditions += [Article.state == ArticleState.PUBLISHED, Article.valid_to <= wanted.lapses_by]
    if wanted.needs_review:
        conditions.append(Article.review_asked_at.is_not(None))
    return conditions


def find_by_number(number: str) -> Article | None:
    """Return the article with this number, as it now stands."""
    rows = select(Article).where(Article.number == number).options(*SHOWN, joinedload(Article.owner))
    return db.session.scalar(rows.execution_options(populate_existing=True))


def numbers_by_title(titles: Collection[str]) -> dict[tuple[str, int], str]:
    """Return the numbers of articles of these titles, by title and department; those out of use are left out."""
    rows = select(Article.title, Article.department_id, Article.number)
    rows = rows.where(Article.title.in_(titles), Article.state != ArticleState.WITHDRAWN)
    return {(title, unit): number for title, unit, number in db.session.execute(rows).tuples()}


def versions(article_id: int) -> Sequence[ArticleVersion]:
    """Return the versions of an article, the newest first."""
    rows = select(ArticleVersion).where(ArticleVersion.article_id == article_id)
    return db.session.scalars(rows.order_by(ArticleVersion.number.desc())).all()


def version(article_id: int, number: int) -> ArticleVersion | None:
    """Return one version of an article."""
    return db.session.scalar(select(ArticleVersion).filter_by(article_id=article_id, number=number))


def in_review(limit: int) -> Sequence[tuple[Article, ArticleVersion]]:
    """Return what waits for review, what has waited longest first."""
    rows = (
        select(Article, ArticleVersion)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .where(ArticleVersion.state == VersionState.IN_REVIEW)
        .options(*SHOWN)
        .order_by(ArticleVersion.written_at, ArticleVersion.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(limit)).unique()]


def drafts_of(user_id: int, limit: int) -> Sequence[tuple[Article, ArticleVersion]]:
    """Return the versions somebody wrote that are not handed in, or came back, the newest first."""
    rows = (
        select(Article, ArticleVersion)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .where(
            ArticleVersion.written_by_id == user_id,
            ArticleVersion.state.in_([VersionState.DRAFT, VersionState.RETURNED]),
        )
        .order_by(ArticleVersion.written_at.desc(), ArticleVersion.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(limit))]


def count_in_review() -> int:
    """Count what waits for review."""
    waiting = (
        select(func.count()).select_from(ArticleVersion).where(ArticleVersion.state == VersionState.IN_REVIEW)
    )
    return db.session.scalar(waiting) or 0


def cited_in(case_id: int) -> Sequence[tuple[Article, ArticleVersion, CaseCitation]]:
    """Return what a case was answered by, in the order in which it was cited."""
    rows = (
        select(Article, ArticleVersion, CaseCitation)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .join(CaseCitation, CaseCitation.article_version_id == ArticleVersion.id)
        .where(CaseCitation.case_id == case_id)
        .order_by(CaseCitation.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows)]


def feedback_of(version_id: int, user_id: int) -> ArticleFeedback | None:
    """Return what the person said of the version."""
    return db.session.scalar(
        select(ArticleFeedback).filter_by(article_version_id=version_id, user_id=user_id)
    )


def feedback_since(version_id: int, feedback: Feedback, since: datetime) -> int:
    """Count who said this of the version since the moment."""
    said = select(func.count()).select_from(ArticleFeedback).filter_by(article_version_id=version_id)
    return db.session.scalar(said.filter_by(feedback=feedback).where(ArticleFeedback.given_at >= since)) or 0


def feedback_on(article_id: int, feedback: Feedback) -> int:
    """Count who said this of any version of the article."""
    said = (
        select(func.count())
        .select_from(ArticleFeedback)
        .join(ArticleVersion, ArticleVersion.id == ArticleFeedback.article_version_id)
        .where(ArticleVersion.article_id == article_id, ArticleFeedback.feedback == feedback)
    )
    return db.session.scalar(said) or 0


def newest_feedback(article_id: int, limit: int) -> Sequence[tuple[ArticleFeedback, int]]:
    """Return what was last said of an article, each with the number of the version it is about."""
    rows = (
        select(ArticleFeedback, ArticleVersion.number)
        .join(ArticleVersion, ArticleVersion.id == ArticleFeedback.article_version_id)
        .where(ArticleVersion.article_id == article_id)
        .order_by(ArticleFeedback.given_at.desc(), ArticleFeedback.id.desc())
    )
    return db.session.execute(rows.limit(limit)).tuples().all()


def lapsing_ids(days: Collection[date], *, limit: int) -> Sequence[int]:
    """Return the published articles whose last day is one of these."""
    rows = select(Article.id).where(Article.state == ArticleState.PUBLISHED, Article.valid_to.in_(days))
    return db.session.scalars(rows.order_by(Article.id).limit(limit)).all()
