"""Leaving a case out of the assessment (甄别剔除): asked with evidence, reviewed twice by different people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import assignments, figures
from models.vocabulary import Action, RequestKind, RequestState
from models.vocabulary import Permission as P
from workflows import requests as filing
from workflows import timeline
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.lifecycle import advance
from workflows.permissions import may

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.case_request import CaseRequest
    from models.user import User
    from workflows.requests import Wish


def request_exclusion(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Ask that the case not be counted in the department's assessment, with the evidence for it."""
    part = assignments.latest_lead(case.id)
    if part is None:
        raise NotAllowedNow("本单没有主办单位。")
    if case.is_excluded:
        raise NotAllowedNow("本单已剔除，不需再次申请。")
    if case.merged_into_id is not None:
        raise NotAllowedNow("本单已并入他单，不单独考核，不需申请。")
    if not wish.evidence.strip():
        raise BadInput("请填写佐证材料说明。", "evidence")
    before = advance(
        case, Action.REQUEST_EXCLUSION, by=by, note=wish.reason, holds=part.department_id in by.department_ids
    )
    row = filing.file(case, RequestKind.EXCLUSION, wish, by=by, at=at, part=part)
    timeline.record(case, Action.REQUEST_EXCLUSION, by=by, at=at, before=before, note=wish.reason)
    return row


def decide_exclusion(
    case: Case, request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str = ""
) -> None:
    """Take the first or the final decision; only two approvals by two people take the case out."""
    filing.undecided(request)
    filing.check_not_own(request, by)
    is_first = request.state is RequestState.PENDING
    if not may(by, P.FIRST_REVIEW_EXCLUSION if is_first else P.FINAL_REVIEW_EXCLUSION):
        raise NotAllowedForYou("您没有甄别初审权限。" if is_first else "您没有甄别终审权限。")
    if not is_first and request.first_decided_by_id == by.id:
        raise NotAllowedForYou("初审与终审须由不同人员进行。")
    if is_first and approves:
        request.state = RequestState.FIRST_APPROVED
        request.first_decided_by_id, request.first_decided_at, request.first_note = by.id, at, note
    else:
        filing.settle(request, approves=approves, by=by, at=at, note=note)
        case.is_excluded = approves
        figures.mark_stale(*figures.days_of(case))
    stage = "初审" if is_first else "终审"
    verdict = "同意" if approves else "不同意"
    timeline.record(
        case, Action.DECIDE_EXCLUSION, by=by, at=at, before=case.state, note=f"{stage}{verdict}剔除。{note}"
    )
