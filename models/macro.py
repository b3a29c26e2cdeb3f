"""Macro (宏): a step with its words, taken in one press, and where that leads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import Action, Labelled


class Then(Labelled):
    """Where a step leads (办完之后)."""

    STAY = "stay", "留在本件"
    NEXT = "next", "办下一件"


class Macro(Row):
    """A step that somebody takes again and again: `given` are the fields of its form, texts may hold variables."""

    __tablename__ = "macro"
    name: Mapped[str]
    action: Mapped[Action] = mapped_column(one_of(Action))
    given: Mapped[dict[str, Any]] = mapped_column(default=dict)
    then: Mapped[Then] = mapped_column(one_of(Then), default=Then.NEXT)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
