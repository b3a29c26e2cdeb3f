"""Public notices: those that hold now for a place, and the list of all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from models.area import Area
from models.base import db
from models.public_notice import PublicNotice, public_notice_area
from models.queries import reference

# What begins within so long is shown already: callers ask the evening before.
AHEAD = timedelta(hours=24)
SHOWN = (joinedload(PublicNotice.department), selectinload(PublicNotice.areas))


def lasting(at: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of a notice that holds, or soon will."""
    return [
        PublicNotice.withdrawn_at.is_(None),
        PublicNotice.ends_at > at,
        PublicNotice.starts_at <= at + AHEAD,
    ]


def pinned(at: datetime, *, area_id: int | None = None, limit: int = 5) -> Sequence[PublicNotice]:
    """Return the notices that hold now or begin within a day, what ends first on top.

    With an area those for it, for what contains it, for what lies in it, and for the whole city; without one all.
    """
    rows = select(PublicNotice).where(*lasting(at)).options(*SHOWN)
    if area_id is not None:
        around = {area.id for area in reference.area_chain(area_id)}
        inside = select(Area.id).where(Area.parent_id == area_id)
        touched = select(public_notice_area.c.public_notice_id).where(
            or_(public_notice_area.c.area_id.in_(around), public_notice_area.c.area_id.in_(inside))
        )
        named = select(public_notice_area.c.public_notice_id)
        rows = rows.where(or_(PublicNotice.id.in_(touched), PublicNotice.id.not_in(named)))
    return db.session.scalars(rows.order_by(PublicNotice.ends_at, PublicNotice.id).limit(limit)).all()


def page(
    *, department_ids: Collection[int] | None, lasting_at: datetime | None, before_id: int | None, limit: int
) -> Sequence[PublicNotice]:
    """Return one page of the notices of these departments (None: of all), the newest first.

    `lasting_at`: only what holds at the moment or soon will.
    """
    rows = select(PublicNotice).options(*SHOWN)
    if department_ids is not None:
        rows = rows.where(PublicNotice.department_id.in_(department_ids))
    if lasting_at is not None:
        rows = rows.where(PublicNotice.withdrawn_at.is_(None), PublicNotice.ends_at > lasting_at)
    if before_id is not None:
        rows = rows.where(PublicNotice.id < before_id)
    return db.session.scalars(rows.order_by(PublicNotice.id.desc()).limit(limit)).all()


def find(notice_id: int) -> PublicNotice | None:
    """Return the notice as it now stands."""
    rows = select(PublicNotice).where(PublicNotice.id == notice_id).options(*SHOWN)
    return db.session.scalar(rows.execution_options(populate_existing=True))


def areas(area_ids: Collection[int]) -> list[Area]:
    """Return these areas."""
    return list(db.session.scalars(select(Area).where(Area.id.in_(area_ids)).order_by(Area.id)))
