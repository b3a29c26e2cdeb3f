"""How articles are used (引用知识): cited in the case they answer, and said to be useful or not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.article import Article, ArticleFeedback, ArticleVersion, CaseCitation, Feedback
from models.base import db
from models.queries import article_lists, articles, figures
from workflows import audit, notices
from workflows.errors import BadInput
from workflows.knowledge import keepers

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from models.case import Case
    from models.user import User

MOST_CITED = 10
WEEK = timedelta(days=7)
# So many who find a version unhelpful within a week make its department look at it again.
UNHELPFUL_IN_A_WEEK = 2


def cite(case: Case, version_ids: Collection[int], *, by: User, at: datetime) -> None:
    """Keep which versions the case was answered by. Raises BadInput for one that may not be read out any more."""
    wanted = set(version_ids)
    if not wanted:
        return
    if len(wanted) > MOST_CITED:
        raise BadInput(f"一件工单最多引用 {MOST_CITED} 条知识。", "cites")
    there = {citation.article_version_id for _, _, citation in article_lists.cited_in(case.id)}
    usable = articles.usable(wanted - there, at.astimezone(LOCAL_TIMEZONE).date()) if wanted - there else ()
    if len(usable) < len(wanted - there):
        raise BadInput("引用的知识已过期或已更新，请勿引用；请重新查找。", "cites")
    for article, version in usable:
        db.session.add(
            CaseCitation(
                case_id=case.id,
                article_version_id=version.id,
                cited_by_id=by.id,
                cited_at=at,
                department_id=article.department_id,
            )
        )
        articles.count_citation(article.id)
    if usable:
        figures.mark_happened(at)


def rate(
    article: Article, version: ArticleVersion, feedback: Feedback, remark: str, *, by: User, at: datetime
) -> None:
    """Keep what somebody says of the version, in the place of what they said before.

    Two who find it unhelpful within a week have its department look at it again.
    """
    row = article_lists.feedback_of(version.id, by.id)
    if row is None:
        row = ArticleFeedback(article_version_id=version.id, user_id=by.id, feedback=feedback, given_at=at)
        db.session.add(row)
    row.feedback, row.note, row.given_at = feedback, remark, at
    db.session.flush()
    articles.put_feedback(
        article.id,
        useful=article_lists.feedback_on(article.id, Feedback.USEFUL),
        unhelpful=article_lists.feedback_on(article.id, Feedback.UNHELPFUL),
    )
    audit.write(
        "article",
        by=by,
        at=at,
        object_type="article",
        object_id=article.number,
        summary=f"{article.number} 第 {version.number} 版：{feedback.label}",
    )
    lately = article_lists.feedback_since(version.id, Feedback.UNHELPFUL, at - WEEK)
    if feedback is Feedback.UNHELPFUL and lately >= UNHELPFUL_IN_A_WEEK and article.review_asked_at is None:
        article.review_asked_at = at
        article.review_reason = f"一周内有 {lately} 人反映没用"
        body = f"{article.title}：{article.review_reason}，请复核。"
        notices.send_to(keepers(article), title=f"知识待复核：{article.number}", body=body, at=at)
