"""The city's dictionaries: grounds, hazard words, quick replies, supervision triggers, escalation, candidates."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import CaseState, Criterion, SupervisionLevel, Trigger, Urgency


class Ground(Row):
    """A ground that may be given (理由): for not accepting, sending back, terminating, excluding ..."""

    __tablename__ = "ground"
    __table_args__ = (UniqueConstraint("kind", "code"),)
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class HazardWord(Row):
    """Words in a call that point to a hazard (险情词), and what the agent should say and do."""

    __tablename__ = "hazard_word"
    words: Mapped[str] = mapped_column(unique=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    urgency: Mapped[Urgency] = mapped_column(one_of(Urgency))
    say: Mapped[str] = mapped_column(default="")
    do: Mapped[str] = mapped_column(default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class QuickReply(Row):
    """A standard text to insert (常用语), with variables such as {办结时限}: everybody's, or its owner's alone.

    With a category it is offered for cases of that matter and of what lies below it, with a state for cases that stand there.
    """

    __tablename__ = "quick_reply"
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    state: Mapped[CaseState | None] = mapped_column(one_of(CaseState))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    is_shared: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class SupervisionTrigger(Row):
    """What starts which supervision by itself (督办触发规则)."""

    __tablename__ = "supervision_trigger"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    trigger: Mapped[Trigger] = mapped_column(one_of(Trigger))
    threshold: Mapped[int] = mapped_column(default=0)
    level: Mapped[SupervisionLevel] = mapped_column(one_of(SupervisionLevel))
    reply_limit: Mapped[str] = mapped_column(default="3wd")
    immediate: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)


class EscalationStep(Row):
    """Whom an unsigned hazard is told to after so many minutes (逐级上报)."""

    __tablename__ = "escalation_step"
    step: Mapped[int] = mapped_column(unique=True)
    after_minutes: Mapped[int]
    tell: Mapped[str]
    label: Mapped[str] = mapped_column(default="")


class CandidateRule(Row):
    """Which open cases are put before the convener of the joint meeting (联席会议候选规则)."""

    __tablename__ = "candidate_rule"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    criterion: Mapped[Criterion] = mapped_column(one_of(Criterion))
    threshold: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
