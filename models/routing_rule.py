"""RoutingRule (派单目录): category x area -> lead and supporting departments, legal basis, valid from/to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class RoutingRule(Row):
    """One line of the dispatch catalogue; the more specific category, then area, then newer start wins."""

    __tablename__ = "routing_rule"
    __table_args__ = (Index(None, "category_id", "area_id"),)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    supporting_ids: Mapped[list[int]] = mapped_column(default=list)
    legal_basis: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    precedent_case_number: Mapped[str] = mapped_column(default="")
