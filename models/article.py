"""Article (知识): an answer that agents may read out, its versions, how it is found, who used it, what nobody found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.area import Area
from models.base import Base, Row, one_of
from models.category import Category
from models.department import Department
from models.user import User
from models.vocabulary import Labelled

WAITING = "state = 'open'"


class ArticleState(Labelled):
    """Whether agents find an article (知识状态); that its days are over is read from its dates."""

    DRAFT = "draft", "未发布"
    PUBLISHED = "published", "在用"
    WITHDRAWN = "withdrawn", "已下架"


class VersionState(Labelled):
    """Where a version of an article stands (版本状态)."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被替代"


class Feedback(Labelled):
    """What an agent says of an article (知识评价)."""

    USEFUL = "useful", "有用"
    UNHELPFUL = "unhelpful", "没用"


class GapState(Labelled):
    """Where a question without an answer stands (求答状态)."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    REFUSED = "refused", "不予编写"


class Article(Row):
    """One piece of knowledge of a department. `published` is the number of the version that agents read, 0 for none.

    The dates are those of that version. `review_asked_at` is set when agents find it unhelpful, until a new version is
    published or the department says that it stands.
    """

    __tablename__ = "article"
    __table_args__ = (
        Index(None, "department_id", "state"),
        Index(None, "state", "valid_to"),
    )
    number: Mapped[str] = mapped_column(unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    state: Mapped[ArticleState] = mapped_column(one_of(ArticleState), default=ArticleState.DRAFT)
    published: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    cited: Mapped[int] = mapped_column(default=0)
    useful: Mapped[int] = mapped_column(default=0)
    unhelpful: Mapped[int] = mapped_column(default=0)
    review_asked_at: Mapped[datetime | None]
    review_reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    department: Mapped[Department] = relationship(foreign_keys=[department_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    category: Mapped[Category | None] = relationship(foreign_keys=[category_id])
    area: Mapped[Area | None] = relationship(foreign_keys=[area_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def is_valid(self, on: date) -> bool:
        """Say whether agents may read it out on the day."""
        return (
            self.state is ArticleState.PUBLISHED
            and self.valid_from <= on
            and (self.valid_to is None or on <= self.valid_to)
        )


class ArticleVersion(Row):
    """One wording of an article; once it was published nothing in it changes. `keywords` are separated by 、."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "reviewed_at"))
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(one_of(VersionState), default=VersionState.DRAFT)
    title: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    short_answer: Mapped[str]
    long_answer: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    keywords: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(default="")


class ArticleGram(Base):
    """What a published article is found by: a piece of its words, weighing more in a title than in an answer.

    A piece is a pair of neighbouring characters, a character of the title, "gong nuan" as a pair is spoken, or "=gn" as
    two initials; the table is read by the piece alone.
    """

    __tablename__ = "article_gram"
    __table_args__ = (Index(None, "article_id"), {"sqlite_with_rowid": False})
    gram: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(SmallInteger)


class Synonym(Row):
    """Words that mean the same to who searches (同义词), separated by 、: 暖气、供暖、供热、采暖."""

    __tablename__ = "synonym"
    words: Mapped[str] = mapped_column(unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class CaseCitation(Row):
    """That a case was answered by an article (引用知识), in the version that was read out.

    `department_id` is whose article it was then: what was counted does not move with an article.
    """

    __tablename__ = "case_citation"
    __table_args__ = (UniqueConstraint("case_id", "article_version_id"), Index(None, "cited_at"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"), index=True)
    cited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    cited_at: Mapped[datetime]
    department_id: Mapped[int | None]


class ArticleFeedback(Row):
    """What one person says of one version; a later word replaces it."""

    __tablename__ = "article_feedback"
    __table_args__ = (UniqueConstraint("article_version_id", "user_id"),)
    article_version_id: Mapped[int] = mapped_column(ForeignKey("article_version.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    feedback: Mapped[Feedback] = mapped_column(one_of(Feedback))
    note: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]


class KnowledgeGap(Row):
    """A question for which no article was found (知识求答), put to a department with a limit.

    It names no caller. `article_id` is the article that answers it; `told_late_at` says that its lateness was told.
    """

    __tablename__ = "knowledge_gap"
    __table_args__ = (
        Index(
            "ix_knowledge_gap_open",
            "department_id",
            "due_at",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index(None, "asked_by_id", "id"),
    )
    question: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    limit: Mapped[str]
    soon_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[GapState] = mapped_column(one_of(GapState), default=GapState.OPEN)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    told_late_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[Category | None] = relationship(foreign_keys=[category_id])
    department: Mapped[Department] = relationship(foreign_keys=[department_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    article: Mapped[Article | None] = relationship(foreign_keys=[article_id])
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
