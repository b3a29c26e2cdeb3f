"""RouterPolicy (免审设定): from which confidence on, and for which categories, a case may go out without review."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class RouterPolicy(Row):
    """One decision about release; the newest one of a category holds, older ones are its history.

    Without a category it is the threshold for all (in hundredths of a per cent), with `is_released` false the end
    of it. `right` of `count` cases among `total` is what the kept-out set of the version said at that threshold,
    of the category where there is one. `set_by_id` is None where the system ended a release itself.
    """

    __tablename__ = "router_policy"
    __table_args__ = (Index(None, "category_id", "id"),)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("router_version.id"))
    threshold: Mapped[int]
    is_released: Mapped[bool]
    count: Mapped[int]
    right: Mapped[int]
    total: Mapped[int]
    reason: Mapped[str]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime]
