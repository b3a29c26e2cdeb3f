"""What may be asked for and another must decide (申请与审批): return, extension, deferral, end, exclusion.

One table says for each kind who decides it; each decision is a step of its own with its own effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.case_request import CaseRequest
from models.queries import assignments, figures, reference
from models.queries import requests as queries
from models.vocabulary import Action, RequestKind, RequestState
from models.vocabulary import Permission as P
from workflows import timeline
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.lifecycle import advance
from workflows.permissions import may

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User


@dataclass(frozen=True)
class Rule:
    """Who decides a kind of request, and the actions it is asked and decided by."""

    asks: Action
    decides: Action
    permission: P
    ground_kind: str


RULES: dict[RequestKind, Rule] = {
    RequestKind.RETURN: Rule(Action.SEND_BACK, Action.ACCEPT_RETURN, P.DECIDE_RETURN, "return"),
    RequestKind.EXTENSION: Rule(
        Action.REQUEST_EXTENSION, Action.DECIDE_EXTENSION, P.DECIDE_EXTENSION, "extension"
    ),
    RequestKind.DEFERRAL: Rule(
        Action.REQUEST_DEFERRAL, Action.DECIDE_DEFERRAL, P.DECIDE_DEFERRAL, "deferral"
    ),
    RequestKind.TERMINATION: Rule(
        Action.REQUEST_TERMINATION, Action.DECIDE_TERMINATION, P.DECIDE_TERMINATION, "termination"
    ),
    RequestKind.NON_ACCEPTANCE: Rule(
        Action.NOT_ACCEPT, Action.DECIDE_NON_ACCEPTANCE, P.DECIDE_TERMINATION, "not_accepted"
    ),
    RequestKind.EXCLUSION: Rule(
        Action.REQUEST_EXCLUSION, Action.DECIDE_EXCLUSION, P.FIRST_REVIEW_EXCLUSION, "exclusion"
    ),
}
OPEN_STATES = (RequestState.PENDING, RequestState.FIRST_APPROVED)


@dataclass(kw_only=True)
class Wish:
    """What is asked for, with its reason; which of the rest is needed depends on the kind."""

    reason: str
    ground_code: str = ""
    basis: str = ""
    evidence: str = ""
    proposed_department_id: int | None = None
    limit: str = ""
    plan: str = ""
    review_on: date | None = None


def file(
    case: Case,
    kind: RequestKind,
    wish: Wish,
    *,
    by: User,
    at: datetime,
    part: Assignment | None = None,
    needs_panel: bool = False,
    needs_second_approver: bool = False,
) -> CaseRequest:
    """Write the request down; refuses a second one of its kind while the first is undecided."""
    check_ground(kind, wish)
    if queries.undecided(case.id, kind):
        raise NotAllowedNow(f"本单已有待审的{kind.label}申请，请等待审批结果。")
    row = CaseRequest(
        case_id=case.id,
        assignment_id=part.id if part else None,
        department_id=part.department_id if part else by.department_id,
        kind=kind,
        requested_by_id=by.id,
        requested_at=at,
        needs_panel=needs_panel,
        needs_second_approver=needs_second_approver,
        **vars(wish),
    )
    db.session.add(row)
    db.session.flush()
    figures.mark_happened(at)
    return row


def check_ground(kind: RequestKind, wish: Wish) -> None:
    """Refuse a request without a reason, or with a ground that the city's dictionary does not hold."""
    if not wish.reason.strip():
        raise BadInput(f"请填写{kind.label}的理由。", "reason")
    ground_kind = RULES[kind].ground_kind
    if reference.grounds(ground_kind) and reference.find_ground(ground_kind, wish.ground_code) is None:
        raise BadInput(f"请选择{kind.label}的事由。", "ground_code")


def undecided(request: CaseRequest) -> None:
    """Refuse a second decision of one request."""
    if request.state not in OPEN_STATES:
        raise NotAllowedNow(f"该申请已{request.state.label}，不能重复审批。")


def settle(request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str) -> None:
    """Write the final decision on the request; nobody decides what they asked for themselves."""
    undecided(request)
    check_not_own(request, by)
    if not approves and not note.strip():
        raise BadInput("驳回的，请说明理由。", "note")
    request.state = RequestState.APPROVED if approves else RequestState.REJECTED
    request.decided_by_id, request.decided_at, request.note = by.id, at, note
    figures.mark_happened(at)


def check_not_own(request: CaseRequest, by: User) -> None:
    """Refuse the decision of one's own request."""
    if request.requested_by_id == by.id:
        raise NotAllowedForYou("不能审批自己提出的申请。")


def lapse(case: Case, *, at: datetime) -> None:
    """Let the requests fall that the case has overtaken: answered, ended or handed over, none is needed.

    A request for exclusion stays, since it is about the figures and not about the work.
    """
    for row in queries.all_undecided(case.id):
        if row.kind not in (RequestKind.EXCLUSION, RequestKind.RETURN):
            row.state, row.decided_at = RequestState.WITHDRAWN, at
            row.note = "工单办理情况已变化，申请自动失效。"


def withdraw(case: Case, request: CaseRequest, *, by: User, at: datetime) -> None:
    """Take back a request that is not decided yet (撤回申请); only whoever holds the part may."""
    before = advance(case, Action.WITHDRAW_REQUEST, by=by)
    undecided(request)
    if request.requested_by_id != by.id and request.department_id not in by.department_ids:
        raise NotAllowedForYou("只能撤回本单位的申请。")
    if request.kind is RequestKind.RETURN:
        raise NotAllowedNow("退单提交后不能撤回，请等待审批。")
    request.state = RequestState.WITHDRAWN
    note = f"撤回{request.kind.label}申请"
    timeline.record(case, Action.WITHDRAW_REQUEST, by=by, at=at, before=before, note=note)


def decider_may(request: CaseRequest, by: User) -> bool:
    """Say whether the user may decide this request now; a later extension needs a higher hand."""
    if request.kind is RequestKind.RETURN and request.needs_panel:
        return may(by, P.RULE_BY_PANEL)
    if request.needs_second_approver:
        return may(by, P.DECIDE_SECOND_EXTENSION)
    if request.state is RequestState.FIRST_APPROVED:
        return may(by, P.FINAL_REVIEW_EXCLUSION)
    return may(by, RULES[request.kind].permission)


def held_part(case: Case) -> Assignment:
    """Return the lead's part; NotAllowedNow where there is none."""
    part = assignments.lead(case.id)
    if part is None:
        raise NotAllowedNow("本单没有主办单位。")
    return part
