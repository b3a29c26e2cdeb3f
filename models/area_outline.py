"""AreaOutline (区划轮廓): the outline of a district, as the dashboard's map draws it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row


class AreaOutline(Row):
    """The polygons of one area in degrees, longitude first, thinned out for drawing (workflows/outlines.py).

    `approval_number` (审图号) is what a map needs that is shown in public.
    """

    __tablename__ = "area_outline"
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), unique=True)
    polygons: Mapped[list[list[list[tuple[float, float]]]]] = mapped_column(JSON)
    label_longitude: Mapped[float]
    label_latitude: Mapped[float]
    source: Mapped[str] = mapped_column(default="")
    approval_number: Mapped[str] = mapped_column(default="")
    loaded_at: Mapped[datetime]
