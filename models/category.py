"""Category (事项分类): the tree of matters, with time-limit class, hazard marks and desks."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, one_of
from models.vocabulary import Desk, LimitClass


class Category(Row):
    """A branch, group or leaf of the tree; cases carry leaves. `path` is the names joined by /."""

    __tablename__ = "category"
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    name: Mapped[str]
    path: Mapped[str] = mapped_column(unique=True)
    level: Mapped[int]
    is_leaf: Mapped[bool] = mapped_column(default=True)
    initials: Mapped[str] = mapped_column(default="")
    keywords: Mapped[str] = mapped_column(default="")
    advice: Mapped[str] = mapped_column(default="")
    limit_class: Mapped[LimitClass] = mapped_column(one_of(LimitClass), default=LimitClass.NORMAL)
    is_hazard: Mapped[bool] = mapped_column(default=False)
    desk: Mapped[Desk | None] = mapped_column(one_of(Desk))
    is_retired: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
