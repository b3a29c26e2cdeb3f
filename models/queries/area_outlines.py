"""Outlines of districts: what the map draws, and what administrators replace."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from models.area_outline import AreaOutline
from models.base import db


def by_area() -> dict[int, AreaOutline]:
    """Return the outlines by the id of their area."""
    return {row.area_id: row for row in db.session.scalars(select(AreaOutline))}


def remove(area_ids: Sequence[int]) -> None:
    """Take the outlines of these areas away."""
    db.session.execute(delete(AreaOutline).where(AreaOutline.area_id.in_(area_ids)))
