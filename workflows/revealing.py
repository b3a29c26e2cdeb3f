"""Lifting the masks over the caller for a reason, and letting another department see them; both audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.vocabulary import AssignmentRole
from workflows import audit
from workflows.errors import NotAllowedForYou, NotAllowedNow
from workflows.identity import Caller, caller_as, is_kept_from_departments, sight_of
from workflows.lifecycle import held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User


def reveal(
    case: Case, parts: Sequence[Assignment], *, reason: str, by: User, address: str, at: datetime
) -> Caller:
    """Return the caller without masks and write who looked, why and from where into the audit log.

    Nothing is written on the timeline: departments read it, and need not know who asked.
    """
    sight = sight_of(case, by, parts)
    if not sight.reveals or case.citizen is None:
        raise NotAllowedForYou("您不能查看本单诉求人的信息，请通过热线联系诉求人。")
    audit.write(
        "reveal_identity",
        by=by,
        at=at,
        address=address,
        object_type="case",
        object_id=case.number,
        summary=reason.strip(),
    )
    return caller_as(case.citizen, sight, revealed=True)


def grant(
    case: Case, part: Assignment, parts: Sequence[Assignment], *, granted: bool, by: User, at: datetime
) -> None:
    """Let a supporting department or sub-unit see the caller, or no longer; only the lead may."""
    leads = any(mine.role is AssignmentRole.LEAD for mine in held(parts, by))
    if not leads or part.role in (AssignmentRole.LEAD, AssignmentRole.COPIED):
        raise NotAllowedForYou("只有主办单位可以授权协办单位查看诉求人信息。")
    if is_kept_from_departments(case):
        raise NotAllowedNow("保密和匿名工单的诉求人信息不能授权其他单位查看。")
    if not part.department.identity_visible:
        raise NotAllowedNow(f"{part.department.name}只接收任务内容，不能查看诉求人信息。")
    part.identity_granted = granted
    audit.write(
        "grant_identity" if granted else "withdraw_identity",
        by=by,
        at=at,
        object_type="case",
        object_id=case.number,
        summary=part.department.name,
    )
