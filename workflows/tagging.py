"""Tags on cases (标签): put on and taken off by the hotline's people; departments neither see nor set them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import tags
from models.tag import CaseTag
from models.vocabulary import Action, Permission
from workflows import timeline
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may, works_at_hotline

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from models.case import Case
    from models.tag import Tag
    from models.user import User

# Who works on cases at the hotline; each of these is a step on them.
TAGGERS = (
    Permission.CORRECT_CASE,
    Permission.REVIEW_CASE,
    Permission.REVIEW_REPLY,
    Permission.FOLLOW_UP,
    Permission.SUPERVISE,
)
MOST = 8


def may_tag(user: User) -> bool:
    """Say whether the user puts tags on cases."""
    return works_at_hotline(user) and any(may(user, permission) for permission in TAGGERS)


def put_on(case: Case, tag_id: int, *, by: User, at: datetime, note: str = "") -> None:
    """Put a tag on the case. Refused for one it carries, one out of use, and more than MOST."""
    tag = usable(tag_id, by)
    if said := why_not_put_on(case, tag):
        raise NotAllowedNow(f"该工单{said}")
    row = CaseTag(case_id=case.id, tag_id=tag.id, put_on_at=at, put_on_by_id=by.id)
    db.session.add(row)
    record(case, Action.TAG, [tag], by=by, at=at, note=note)


def take_off(case: Case, tag_id: int, *, by: User, at: datetime, note: str = "") -> None:
    """Take a tag off the case."""
    tag, row = usable(tag_id, by, is_new=False), tags.on(case.id, tag_id)
    if row is None:
        raise NotAllowedNow(f"该工单没有标签“{tag.name}”。")
    db.session.delete(row)
    record(case, Action.UNTAG, [tag], by=by, at=at, note=note)


def set_all(case: Case, tag_ids: Collection[int], *, by: User, at: datetime) -> None:
    """Let the case carry exactly these tags."""
    carried = {tag.id for tag in tags.of_case(case.id)}
    for tag_id in sorted(carried - set(tag_ids)):
        take_off(case, tag_id, by=by, at=at)
    for tag_id in sorted(set(tag_ids) - carried):
        put_on(case, tag_id, by=by, at=at)


def usable(tag_id: int, by: User, *, is_new: bool = True) -> Tag:
    """Return the tag, if the user may set tags and it is in use or only taken off."""
    if not may_tag(by):
        raise NotAllowedForYou("您没有设置标签的权限。")
    tag = tags.find(tag_id)
    if tag is None or (is_new and not tag.is_active):
        raise BadInput("标签不存在或已停用，请重新选择。", "tag_id")
    return tag


def why_not_put_on(case: Case, tag: Tag) -> str:
    """Return why the tag cannot be put on the case; nothing where it can."""
    carried = tags.of_case(case.id)
    if tag.id in {each.id for each in carried}:
        return f"已有标签“{tag.name}”。"
    return f"已有 {MOST} 个标签，请先去掉不用的。" if len(carried) >= MOST else ""


def record(case: Case, action: Action, tagged: Collection[Tag], *, by: User, at: datetime, note: str) -> None:
    """Write it on the timeline; which tag it was only the hotline reads."""
    said = "、".join(tag.name for tag in tagged)
    timeline.record(
        case,
        action,
        by=by,
        at=at,
        before=case.state,
        note=f"{said}。{note}" if note else said,
        is_internal=True,
    )
