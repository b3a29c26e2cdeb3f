"""Ends without a solution, each with ground, basis and approval: not accepted (不予受理), terminated (终止办理)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import reference
from models.vocabulary import Action, CaseState, Handling, RequestKind
from workflows import requests as filing
from workflows import timeline
from workflows.dispatch import end_parts
from workflows.errors import BadInput, NotAllowedForYou
from workflows.handling import own_part
from workflows.lifecycle import advance
from workflows.merging import release

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.case_request import CaseRequest
    from models.user import User
    from workflows.requests import Wish


def propose_non_acceptance(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Propose not to accept the case (不予受理), with one of the city's grounds; another approves it."""
    before = advance(case, Action.NOT_ACCEPT, by=by, note=wish.reason)
    row = filing.file(case, RequestKind.NON_ACCEPTANCE, wish, by=by, at=at)
    timeline.record(case, Action.NOT_ACCEPT, by=by, at=at, before=before, note=wish.reason)
    return row


def decide_non_acceptance(
    case: Case, request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str = ""
) -> None:
    """Refuse the case for good with the reason told, or give it back to be sent out."""
    if not filing.decider_may(request, by):
        raise NotAllowedForYou("您没有审批权限。")
    end = CaseState.NOT_ACCEPTED if approves else CaseState.PENDING_REVIEW
    before = advance(case, Action.DECIDE_NON_ACCEPTANCE, by=by, to=end)
    filing.settle(request, approves=approves, by=by, at=at, note=note)
    if approves:
        case.handling, case.ground_code = Handling.NOT_ACCEPTED, request.ground_code
        case.finished_at = case.closed_at = at
        case.public_answer = told("不予受理", "not_accepted", request)
        end_parts(case, at=at)
    timeline.record(case, Action.DECIDE_NON_ACCEPTANCE, by=by, at=at, before=before, note=note)
    if approves:
        release(case, at=at)


def request_termination(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Ask to stop handling (申请终止); Weifang's statute, article 21: only with the hotline's approval."""
    part = own_part(case, Action.REQUEST_TERMINATION, by)
    if not wish.basis.strip():
        raise BadInput("请填写终止办理的依据。", "basis")
    before = advance(case, Action.REQUEST_TERMINATION, by=by, note=wish.reason)
    row = filing.file(case, RequestKind.TERMINATION, wish, by=by, at=at, part=part)
    timeline.record(case, Action.REQUEST_TERMINATION, by=by, at=at, before=before, note=wish.reason)
    return row


def decide_termination(
    case: Case, request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str = ""
) -> None:
    """End the case with its ground, or let the department go on."""
    if not filing.decider_may(request, by):
        raise NotAllowedForYou("您没有审批权限。")
    before = advance(
        case, Action.DECIDE_TERMINATION, by=by, to=CaseState.TERMINATED if approves else case.state
    )
    filing.settle(request, approves=approves, by=by, at=at, note=note)
    if approves:
        case.ground_code, case.finished_at, case.closed_at = request.ground_code, request.requested_at, at
        case.public_answer = told("终止办理", "termination", request)
        end_parts(case, at=at)
    timeline.record(case, Action.DECIDE_TERMINATION, by=by, at=at, before=before, note=note)
    if approves:
        release(case, at=at)


def told(what: str, ground_kind: str, request: CaseRequest) -> str:
    """Say to the citizen what was decided and on which ground; the reason must always be told."""
    ground = reference.find_ground(ground_kind, request.ground_code)
    named = ground.name if ground else request.reason
    explained = ground.explanation if ground else ""
    return f"您的诉求{what}：{named}。{explained}"
