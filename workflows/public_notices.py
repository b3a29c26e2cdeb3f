"""Public notices (公告): 停水, 停气, 停暖 ... posted for places and a time, changed while they last, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.public_notice import Outage, PublicNotice
from models.queries import departments, public_notices
from models.vocabulary import Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may, works_at_hotline

if TYPE_CHECKING:
    from datetime import datetime

    from models.user import User


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What is announced: without areas for the whole city."""

    outage: Outage
    title: str
    body: str
    starts_at: datetime
    ends_at: datetime
    area_ids: tuple[int, ...] = ()


def may_post(user: User, department_id: int) -> bool:
    """Say whether the user may post for the department: one's own and the units below it, the hotline for all."""
    if not may(user, Permission.POST_NOTICE):
        return False
    return works_at_hotline(user) or department_id in user.department_ids


def post(announcement: Announcement, department_id: int, *, by: User, at: datetime) -> PublicNotice:
    """Post a notice; agents see it from then on until it ends."""
    allow(department_id, by)
    if departments.find(department_id) is None:
        raise BadInput("请选择发布单位。", "department_id")
    check(announcement, at=at)
    row = PublicNotice(department_id=department_id, made_by_id=by.id, made_at=at)
    put(row, announcement)
    db.session.add(row)
    db.session.flush()
    note(row, "发布", by=by, at=at)
    return row


def change(row: PublicNotice, announcement: Announcement, *, by: User, at: datetime) -> None:
    """Change a notice that has not ended, such as when the water comes back later than said."""
    allow(row.department_id, by)
    lasting(row, at=at)
    check(announcement, at=at)
    put(row, announcement)
    note(row, "修改", by=by, at=at)


def withdraw(row: PublicNotice, *, by: User, at: datetime) -> None:
    """Take a notice back before it ends."""
    allow(row.department_id, by)
    lasting(row, at=at)
    row.withdrawn_at = at
    note(row, "撤下", by=by, at=at)


def put(row: PublicNotice, announcement: Announcement) -> None:
    """Write what is announced on the row."""
    row.outage, row.title, row.body = announcement.outage, announcement.title, announcement.body
    row.starts_at, row.ends_at = announcement.starts_at, announcement.ends_at
    row.areas = public_notices.areas(announcement.area_ids)


def check(announcement: Announcement, *, at: datetime) -> None:
    """Refuse a time that is none, or is over."""
    if announcement.ends_at <= announcement.starts_at:
        raise BadInput("结束时间须晚于开始时间。", "ends_at")
    if announcement.ends_at <= at:
        raise BadInput("结束时间已经过去，不需要发布。", "ends_at")


def allow(department_id: int, by: User) -> None:
    """Raise NotAllowedForYou where the notice is another department's."""
    if not may_post(by, department_id):
        raise NotAllowedForYou("只能发布本单位及下级单位的公告。")


def lasting(row: PublicNotice, *, at: datetime) -> None:
    """Refuse a notice that is over."""
    if row.withdrawn_at is not None or row.ends_at <= at:
        raise NotAllowedNow("该公告已经结束或撤下。")


def note(row: PublicNotice, what: str, *, by: User, at: datetime) -> None:
    """Write it down in the audit log."""
    audit.write(
        "public_notice",
        by=by,
        at=at,
        object_type="public_notice",
        object_id=row.id,
        summary=f"{what}公告：{row.outage.label} {row.title}",
    )
