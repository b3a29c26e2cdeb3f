"""From which confidence on, and for which categories, review may be spared (免审设定): set and ended, with who and why.

Each decision is a row of its own and stands in the audit log. What the kept-out set of the router in use does not
show to be right often enough is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import recipients, reference, router_policies, router_versions, routing_decisions
from models.router_policy import RouterPolicy
from models.router_version import Purpose
from models.vocabulary import Permission
from workflows import audit, release_rules
from workflows.audiences import MOST_TOLD
from workflows.errors import BadInput, NotAllowedNow
from workflows.learning.curve import Reached, by_matter, reached, told
from workflows.notices import send_to
from workflows.release_rules import Terms
from workflows.routing_versions import judgements_of

if TYPE_CHECKING:
    from datetime import datetime

    from models.category import Category
    from models.router_version import RouterVersion
    from models.user import User

NO_ROUTER = "没有启用的承办单位模型，不能设定免审。"
NO_THRESHOLD = "请先按现用模型的曲线设定免审门限。"


def terms() -> Terms | None:
    """Return what holds now; None where no threshold is set."""
    threshold = router_policies.newest(None)
    if threshold is None or not threshold.is_released:
        return None
    return Terms(threshold.threshold, threshold.version_id, frozenset(router_policies.released()))


def set_threshold(threshold: int, *, reason: str, by: User, at: datetime) -> list[RouterPolicy]:
    """Set from which confidence on (in hundredths of a per cent) review may be spared, by the router in use.

    Releases of categories that the kept-out set does not bear out at this threshold end; returned are these.
    """
    version = present()
    judgements = judgements_of(version)
    shown = reached(judgements, threshold)
    refused = release_rules.why_no_threshold(shown)
    if refused:
        raise BadInput(refused, "threshold")
    put(None, version.id, shown, is_released=True, reason=given(reason), by=by, at=at)
    of_category, ended = by_matter(judgements), []
    for category_id in router_policies.released():
        own = reached(of_category.get(category_id, ()), threshold)
        why = release_rules.why_not_released(own)
        if why:
            row = put(category_id, version.id, own, is_released=False, reason=why, by=None, at=at)
            ended.append(row)
    told_to = f"免审门限设为 {told(threshold)}（版本 {version.id}）：{reason}"
    audit.write("router.threshold", at=at, by=by, object_type="router", object_id=version.id, summary=told_to)
    return ended


def end_all(*, reason: str, by: User, at: datetime) -> None:
    """Spare review for no category any more; the categories stay chosen for when a threshold is set again."""
    standing = router_policies.newest(None)
    if standing is None or not standing.is_released:
        raise NotAllowedNow("当前没有免审门限。")
    row = RouterPolicy(
        version_id=standing.version_id,
        threshold=standing.threshold,
        is_released=False,
        count=standing.count,
        right=standing.right,
        total=standing.total,
        reason=given(reason),
        set_by_id=by.id,
        set_at=at,
    )
    db.session.add(row)
    audit.write(
        "router.threshold",
        at=at,
        by=by,
        object_type="router",
        object_id=standing.version_id,
        summary=f"停止全部免审：{reason}",
    )


def release(category_id: int, *, reason: str, by: User, at: datetime) -> None:
    """Spare review for a category where the router is sure enough; refused where its kept-out cases do not bear it out."""
    category = releasable(category_id)
    version, standing = present(), terms()
    if standing is None or standing.version_id != version.id:
        raise NotAllowedNow(NO_THRESHOLD)
    if category_id in standing.released:
        raise NotAllowedNow(f"“{category.name}”已经免审。")
    own = reached(by_matter(judgements_of(version)).get(category_id, ()), standing.threshold)
    refused = release_rules.why_not_released(own)
    if refused:
        raise BadInput(refused, "category_id")
    put(category_id, version.id, own, is_released=True, reason=given(reason), by=by, at=at)
    note(category, f"免审派单：{category.path}（门限 {told(standing.threshold)}）：{reason}", by=by, at=at)


def withdraw(category_id: int, *, reason: str, by: User | None, at: datetime) -> bool:
    """End the release of a category; `by` None where the system does. False where it is not released."""
    standing = router_policies.newest(category_id)
    category = reference.find_category(category_id)
    if standing is None or not standing.is_released or category is None:
        return False
    shown = Reached(standing.threshold, standing.count, standing.right, standing.total)
    put(category_id, standing.version_id, shown, is_released=False, reason=given(reason), by=by, at=at)
    note(category, f"停止免审：{category.path}：{reason}", by=by, at=at)
    return True


def end_if_poor(category_id: int, *, at: datetime) -> bool:
    """End the release of a category that use shows to be sent wrongly too often, and tell who manages routing."""
    right, wrong = routing_decisions.record(category_id, release_rules.WATCHED)
    if not release_rules.has_failed(right, wrong):
        return False
    why = f"最近 {right + wrong} 件免审或抽查的工单中 {wrong} 件被退单、更正或撤回，精确率低于 95%，系统自动停止免审。"
    if not withdraw(category_id, reason=why, by=None, at=at):
        return False
    category = reference.find_category(category_id)
    managers = recipients.find(holding=[Permission.MANAGE_ROUTING], limit=MOST_TOLD)
    name = category.path if category else ""
    send_to(managers, title=f"免审已自动停止：{name}", body=why, at=at, is_urgent=True)
    return True


def present() -> RouterVersion:
    """Return the router of departments that is on."""
    version = router_versions.in_use(Purpose.DEPARTMENT)
    if version is None:
        raise NotAllowedNow(NO_ROUTER)
    return version


def releasable(category_id: int) -> Category:
    """Return the category, which must be a leaf that nobody keeps to themselves."""
    category = reference.find_category(category_id)
    if category is None or not category.is_leaf or category.is_retired:
        raise BadInput("请选择在用的末级事项。", "category_id")
    if category.desk is not None or category.is_hazard:
        raise BadInput("专席和险情事项不能免审。", "category_id")
    return category


def given(reason: str) -> str:
    """Return the reason; BadInput without one."""
    if not reason.strip():
        raise BadInput("请填写理由。", "reason")
    return reason.strip()


def put(
    category_id: int | None,
    version_id: int,
    shown: Reached,
    *,
    is_released: bool,
    reason: str,
    by: User | None,
    at: datetime,
) -> RouterPolicy:
    """Keep a decision with what the kept-out set showed."""
    row = RouterPolicy(
        category_id=category_id,
        version_id=version_id,
        threshold=shown.threshold,
        is_released=is_released,
        count=shown.count,
        right=shown.right,
        total=shown.total,
        reason=reason,
        set_by_id=by.id if by else None,
        set_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def note(category: Category, summary: str, *, by: User | None, at: datetime) -> None:
    """Write the audit log."""
    audit.write(
        "router.release", at=at, by=by, object_type="category", object_id=category.id, summary=summary
    )
