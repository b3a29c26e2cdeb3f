"""What becomes of an article (知识): written by its department, reviewed by somebody else, published, revised, withdrawn.

A version that was published never changes; a revision is a version of its own, and agents go on reading the published one
until the new one has been reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.article import Article, ArticleState, ArticleVersion, VersionState
from models.base import db
from models.queries import article_lists, articles, departments, knowledge_gaps, numbering, people, recipients
from models.queries import notices as told_before
from models.vocabulary import Permission
from workflows import audit, notices
from workflows import knowledge_gaps as gaps
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may, works_at_hotline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from models.user import User

CHANGEABLE = (VersionState.DRAFT, VersionState.RETURNED)
MOST_TOLD = 30


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a version says, and until when."""

    title: str
    short_answer: str
    valid_from: date
    valid_to: date | None = None
    question: str = ""
    long_answer: str = ""
    document_number: str = ""
    keywords: str = ""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Where an article belongs: the matter and the area it is about, and who keeps it; an area of None is the whole city."""

    category_id: int | None = None
    area_id: int | None = None
    owner_id: int | None = None


def may_keep(user: User, department_id: int) -> bool:
    """Say whether the user may write this department's articles: one's own and those of the units below, the hotline all."""
    if not may(user, Permission.WRITE_KNOWLEDGE):
        return False
    return works_at_hotline(user) or department_id in user.department_ids


def write(
    wording: Wording,
    filing: Filing,
    department_id: int,
    *,
    by: User,
    at: datetime,
    gap_id: int | None = None,
) -> Article:
    """Begin an article with its first version, a draft; `gap_id` names the question it will answer."""
    if not may_keep(by, department_id):
        raise NotAllowedForYou("只能维护本单位及下级单位的知识。")
    unit = departments.find(department_id)
    if unit is None:
        raise BadInput("请选择单位。", "department_id")
    check(wording)
    article = Article(
        number=f"ZS{numbering.next_in('article'):06d}",
        department_id=department_id,
        title=wording.title,
        valid_from=wording.valid_from,
        valid_to=wording.valid_to,
        changed_at=at,
    )
    db.session.add(article)
    file(article, filing, by=by)
    db.session.flush()
    db.session.add(version_of(article, 1, wording, by=by, at=at))
    if gap_id is not None:
        gaps.take_up(gap_id, article)
    note(article, "新建", by=by, at=at)
    return article


def revise(article: Article, wording: Wording, filing: Filing, *, by: User, at: datetime) -> ArticleVersion:
    """Change the draft, or begin a new version of what was published. Raises NotAllowedNow while it is under review."""
    keep(article, by)
    check(wording)
    newest = newest_of(article)
    if newest.state is VersionState.IN_REVIEW:
        raise NotAllowedNow("该知识正在审核，审核结束后才能修改。")
    if newest.state in CHANGEABLE:
        version = newest
        for name, value in vars(wording).items():
            setattr(version, name, value)
        version.state, version.written_by_id, version.written_at = VersionState.DRAFT, by.id, at
    else:
        version = version_of(article, newest.number + 1, wording, by=by, at=at)
        db.session.add(version)
    if not article.published:
        article.title, article.valid_from, article.valid_to = (
            wording.title,
            wording.valid_from,
            wording.valid_to,
        )
    file(article, filing, by=by)
    article.changed_at = at
    note(article, f"修改为第 {version.number} 版草稿", by=by, at=at)
    return version


def send_for_review(article: Article, *, by: User, at: datetime) -> None:
    """Hand the newest version in; those who review are told."""
    keep(article, by)
    version = newest_of(article)
    if version.state not in CHANGEABLE:
        raise NotAllowedNow("没有可以提交审核的草稿。")
    version.state = VersionState.IN_REVIEW
    article.changed_at = at
    note(article, f"第 {version.number} 版提交审核", by=by, at=at)
    reviewers = recipients.find(holding=[Permission.REVIEW_KNOWLEDGE], limit=MOST_TOLD)
    tell(reviewers, article, "知识待审核", version.title, by=by, at=at)


def publish(article: Article, remark: str = "", *, by: User, at: datetime) -> None:
    """Approve the version under review, which agents find from now on. Raises NotAllowedForYou for one's own."""
    version = reviewable(article, by)
    if version.written_by_id == by.id:
        raise NotAllowedForYou("知识须由他人审核后发布。")
    before = article_lists.version(article.id, article.published) if article.published else None
    if before is not None:
        before.state = VersionState.REPLACED
    version.state, version.reviewed_by_id, version.reviewed_at = VersionState.PUBLISHED, by.id, at
    version.review_note = remark
    article.state, article.published, article.title = ArticleState.PUBLISHED, version.number, version.title
    article.valid_from, article.valid_to = version.valid_from, version.valid_to
    article.review_asked_at, article.review_reason, article.changed_at = None, "", at
    articles.index(article.id, articles.texts_of(version))
    note(article, f"第 {version.number} 版审核通过并发布", by=by, at=at)
    tell(keepers(article), article, "知识已发布", version.title, by=by, at=at)
    for gap in knowledge_gaps.waiting_for(article.id):
        gaps.settle(gap, article, by=by, at=at)


def return_version(article: Article, remark: str, *, by: User, at: datetime) -> None:
    """Send the version under review back with what is to be changed."""
    version = reviewable(article, by)
    if not remark.strip():
        raise BadInput("请写明需要修改的地方。", "note")
    version.state, version.reviewed_by_id, version.reviewed_at = VersionState.RETURNED, by.id, at
    version.review_note, article.changed_at = remark, at
    note(article, f"第 {version.number} 版退回修改", by=by, at=at)
    tell(keepers(article), article, "知识被退回修改", remark, by=by, at=at)


def withdraw(article: Article, reason: str, *, by: User, at: datetime) -> None:
    """Take an article out of use: it is not found any more; a new version brings it back."""
    if not may(by, Permission.REVIEW_KNOWLEDGE):
        keep(article, by)
    if article.state is not ArticleState.PUBLISHED:
        raise NotAllowedNow("该知识没有在用，不需要下架。")
    article.state, article.changed_at = ArticleState.WITHDRAWN, at
    article.review_asked_at, article.review_reason = None, ""
    articles.index(article.id, {})
    note(article, f"下架：{reason}", by=by, at=at)
    tell(keepers(article), article, "知识已下架", reason, by=by, at=at)


def confirm(article: Article, *, by: User, at: datetime) -> None:
    """Say that the article stands as it is, though agents found it unhelpful."""
    keep(article, by)
    if article.review_asked_at is None:
        raise NotAllowedNow("该知识没有待复核的评价。")
    article.review_asked_at, article.review_reason, article.changed_at = None, "", at
    note(article, "复核无误", by=by, at=at)


def remind_of_end(article_id: int, *, at: datetime) -> bool:
    """Tell who keeps the article that its days are nearly over, or over; once for each of the days."""
    article = db.session.get(Article, article_id)
    if article is None or article.valid_to is None or article.state is not ArticleState.PUBLISHED:
        return False
    days_left = (article.valid_to - at.astimezone(LOCAL_TIMEZONE).date()).days
    title = "知识今日到期" if days_left == 0 else f"知识还有 {days_left} 天到期"
    key = f"article {article.id} ends {article.valid_to.isoformat()} -{days_left}"
    people_told = [each for each in keepers(article) if not told_before.was_told(key, each.id)]
    body = f"{article.number} {article.title}，有效期至 {article.valid_to:%Y-%m-%d}，到期后不再提供给接线员。"
    return bool(notices.send_to(people_told, title=title, body=body, at=at, key=key))


def keepers(article: Article) -> Sequence[recipients.Recipient]:
    """Return who is told of what befalls an article: its owner, else who writes the department's knowledge."""
    owner = (
        recipients.find(user_ids=[article.owner_id], holding=[Permission.WRITE_KNOWLEDGE], limit=1)
        if article.owner_id
        else ()
    )
    return owner or gaps.writers(article.department_id)


def tell(
    told: Sequence[recipients.Recipient], article: Article, title: str, body: str, *, by: User, at: datetime
) -> None:
    """Tell these people, but not who did it."""
    others = [each for each in told if each.id != by.id]
    notices.send_to(others, title=f"{title}：{article.number}", body=body, at=at)


def check(wording: Wording) -> None:
    """Refuse days that end before they begin."""
    if wording.valid_to is not None and wording.valid_to < wording.valid_from:
        raise BadInput("有效期的结束不能早于开始。", "valid_to")


def keep(article: Article, by: User) -> None:
    """Raise NotAllowedForYou where the article is another department's."""
    if not may_keep(by, article.department_id):
        raise NotAllowedForYou("只能维护本单位及下级单位的知识。")


def reviewable(article: Article, by: User) -> ArticleVersion:
    """Return the version under review; NotAllowedNow where there is none."""
    if not may(by, Permission.REVIEW_KNOWLEDGE):
        raise NotAllowedForYou("您没有审核知识的权限。")
    version = newest_of(article)
    if version.state is not VersionState.IN_REVIEW:
        raise NotAllowedNow("没有待审核的版本。")
    return version


def newest_of(article: Article) -> ArticleVersion:
    """Return the newest version; every article has one."""
    return article_lists.versions(article.id)[0]


def version_of(article: Article, number: int, wording: Wording, *, by: User, at: datetime) -> ArticleVersion:
    """Return a draft of the wording."""
    return ArticleVersion(
        article_id=article.id, number=number, written_by_id=by.id, written_at=at, **vars(wording)
    )


def file(article: Article, filing: Filing, *, by: User) -> None:
    """Put down where the article belongs; who writes one keeps it where nobody is named."""
    owner_id = filing.owner_id or article.owner_id or by.id
    if owner_id != by.id and owner_id != article.owner_id:
        owner = people.find_user(owner_id)
        if owner is None or not owner.is_active or not may_keep(owner, article.department_id):
            raise BadInput("责任人须是能维护该单位知识的在用账号。", "owner_id")
    article.owner_id = owner_id
    article.category_id, article.area_id = filing.category_id, filing.area_id


def note(article: Article, what: str, *, by: User, at: datetime) -> None:
    """Write it down in the audit log."""
    audit.write(
        "article",
        by=by,
        at=at,
        object_type="article",
        object_id=article.number,
        summary=f"{article.number} {article.title}：{what}",
    )
