"""Questions without an answer (知识求答): put to a department with a limit, answered by an article or refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.article import Article, ArticleState, GapState, KnowledgeGap
from models.base import db
from models.masking import without_caller
from models.queries import article_lists, departments, knowledge_gaps, recipients
from models.vocabulary import Permission
from workflows import audit, clocks, notices
from workflows.deadlines import due
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may, works_at_hotline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.queries.recipients import Recipient
    from models.user import User

ASKS = frozenset(
    {Permission.REGISTER_CASE, Permission.REVIEW_CASE, Permission.FOLLOW_UP, Permission.REVIEW_KNOWLEDGE}
)
MOST_TOLD = 30


def may_ask(user: User) -> bool:
    """Say whether the user answers callers and so may ask departments."""
    return works_at_hotline(user) and bool(ASKS & user.permissions)


def may_answer(user: User, department_id: int) -> bool:
    """Say whether the user answers for the department."""
    return may(user, Permission.WRITE_KNOWLEDGE) and (
        works_at_hotline(user) or department_id in user.department_ids
    )


def ask(
    question: str, department_id: int, *, by: User, at: datetime, category_id: int | None = None
) -> KnowledgeGap:
    """Put a question to a department; it has as long as the rules give, and its writers are told.

    What could lead to a caller is taken out of the question: a department need not know who asked.
    """
    if not may_ask(by):
        raise NotAllowedForYou("您没有向单位求答的权限。")
    unit = departments.find(department_id)
    if unit is None:
        raise BadInput("请选择单位。", "department_id")
    rules = clocks.pack_of(None)
    limit = rules.knowledge.answer
    deadline = due(at, limit, calendar=clocks.calendar(), rules=rules.clock)
    gap = KnowledgeGap(
        question=without_caller(question, ()),
        category_id=category_id,
        department_id=department_id,
        asked_by_id=by.id,
        asked_at=at,
        limit=str(limit),
        soon_at=deadline.soon_at,
        due_at=deadline.due_at,
    )
    db.session.add(gap)
    db.session.flush()
    note(gap, f"向{unit.name}求答", by=by, at=at)
    notices.send_to(
        writers(department_id),
        title="知识求答",
        body=f"{gap.question}\n请在 {limit.label}内编写知识或答复。",
        at=at,
    )
    return gap


def take_up(gap_id: int, article: Article) -> None:
    """Remember that an article is being written for the question; it is answered when that is published."""
    gap = knowledge_gaps.find(gap_id, None)
    if gap is not None and gap.state is GapState.OPEN and gap.department_id == article.department_id:
        gap.article_id = article.id


def answer(gap: KnowledgeGap, article_number: str, *, by: User, at: datetime) -> None:
    """Name the published article that answers the question."""
    open_to(gap, by)
    article = article_lists.find_by_number(article_number.strip().upper())
    if article is None or article.state is not ArticleState.PUBLISHED:
        raise BadInput("没有这个编号的在用知识。", "article_number")
    settle(gap, article, by=by, at=at)


def settle(gap: KnowledgeGap, article: Article, *, by: User, at: datetime) -> None:
    """Close the question with its article and tell who asked."""
    gap.state, gap.article_id = GapState.ANSWERED, article.id
    gap.answered_by_id, gap.answered_at = by.id, at
    note(gap, f"由知识 {article.number} 答复", by=by, at=at)
    tell_asker(gap, "求答已答复", f"{gap.question}\n见知识 {article.number} {article.title}。", by=by, at=at)


def refuse(gap: KnowledgeGap, reason: str, *, by: User, at: datetime) -> None:
    """Say why no article will be written."""
    open_to(gap, by)
    if not reason.strip():
        raise BadInput("请写明理由，或应向谁了解。", "note")
    gap.state, gap.note = GapState.REFUSED, reason
    gap.answered_by_id, gap.answered_at = by.id, at
    note(gap, "不予编写", by=by, at=at)
    tell_asker(gap, "求答未编写知识", f"{gap.question}\n{reason}", by=by, at=at)


def tell_late(gap_id: int, *, at: datetime) -> bool:
    """Tell the department's leaders and who asked that a question is overdue; once."""
    gap = knowledge_gaps.find(gap_id, None)
    if gap is None or gap.state is not GapState.OPEN or gap.told_late_at is not None or gap.due_at > at:
        return False
    gap.told_late_at = at
    leaders = recipients.find(department_ids=[gap.department_id], leaders=True, limit=MOST_TOLD)
    told = {each.id: each for each in [*leaders, *writers(gap.department_id), *asker(gap)]}
    notices.send_to(told.values(), title="知识求答超期", body=gap.question, at=at, is_urgent=True)
    return True


def writers(department_id: int) -> Sequence[Recipient]:
    """Return who writes the department's knowledge, or that of the nearest unit above which has somebody who does."""
    unit = departments.find(department_id)
    while unit is not None:
        found = recipients.find(
            department_ids=[unit.id], holding=[Permission.WRITE_KNOWLEDGE], limit=MOST_TOLD
        )
        if found:
            return found
        unit = departments.find(unit.parent_id) if unit.parent_id else None
    return ()


def asker(gap: KnowledgeGap) -> Sequence[Recipient]:
    """Return who asked, if they still work here."""
    return recipients.find(user_ids=[gap.asked_by_id], limit=1)


def tell_asker(gap: KnowledgeGap, title: str, body: str, *, by: User, at: datetime) -> None:
    """Tell who asked, but not themselves."""
    told = [each for each in asker(gap) if each.id != by.id]
    notices.send_to(told, title=title, body=body, at=at)


def open_to(gap: KnowledgeGap, by: User) -> None:
    """Refuse whoever does not answer for the department, and a question that is closed."""
    if not may_answer(by, gap.department_id):
        raise NotAllowedForYou("只能答复向本单位及下级单位提出的求答。")
    if gap.state is not GapState.OPEN:
        raise NotAllowedNow(f"该求答{gap.state.label}，不需要再答复。")


def note(gap: KnowledgeGap, what: str, *, by: User, at: datetime) -> None:
    """Write it down in the audit log."""
    audit.write(
        "knowledge_gap",
        by=by,
        at=at,
        object_type="knowledge_gap",
        object_id=gap.id,
        summary=f"求答 {gap.id}：{what}",
    )
