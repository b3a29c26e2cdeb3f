"""On the books (挂账): what cannot be solved now is kept with a plan and a day to look at it again."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.clock import Clock
from models.queries import clocks as queries
from models.vocabulary import Action, AssignmentState, CaseState, ClockKind, RequestKind
from workflows import clocks, timeline
from workflows import requests as filing
from workflows.deadlines import due
from workflows.errors import BadInput, NotAllowedForYou
from workflows.handling import own_part
from workflows.lifecycle import advance

if TYPE_CHECKING:
    from models.case import Case
    from models.case_request import CaseRequest
    from models.user import User
    from workflows.requests import Wish

END_OF_OFFICE = time(18, 0)


def request_deferral(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Ask to keep the case on the books (申请挂账), with a plan and a day (Jinan's statute, article 24)."""
    part = own_part(case, Action.REQUEST_DEFERRAL, by)
    today = at.astimezone(LOCAL_TIMEZONE).date()
    if not wish.plan.strip():
        raise BadInput("请填写办理计划。", "plan")
    if wish.review_on is None or wish.review_on <= today:
        raise BadInput("请填写今天以后的复查日期。", "review_on")
    rules = clocks.rules_of(case)
    last = due(at, rules.deferral.longest, calendar=clocks.calendar(), rules=rules.clock).due_at
    if wish.review_on > last.astimezone(LOCAL_TIMEZONE).date():
        raise BadInput(f"挂账最长{rules.deferral.longest.label}。", "review_on")
    before = advance(case, Action.REQUEST_DEFERRAL, by=by, note=wish.reason)
    row = filing.file(case, RequestKind.DEFERRAL, wish, by=by, at=at, part=part)
    timeline.record(
        case,
        Action.REQUEST_DEFERRAL,
        by=by,
        at=at,
        before=before,
        note=f"{wish.reason}。计划：{wish.plan}（{wish.review_on}复查）",
    )
    return row


def decide_deferral(
    case: Case, request: CaseRequest, *, approves: bool, by: User, at: datetime, note: str = ""
) -> None:
    """Put the case on the books, where its clocks stand still and a review clock runs; or refuse."""
    if not filing.decider_may(request, by):
        raise NotAllowedForYou("您没有审批权限。")
    before = advance(case, Action.DECIDE_DEFERRAL, by=by, to=CaseState.DEFERRED if approves else case.state)
    filing.settle(request, approves=approves, by=by, at=at, note=note)
    if approves and request.review_on is not None:
        clocks.pause(case, *stopped_kinds(case), at=at)
        start_review_clock(case, datetime.combine(request.review_on, END_OF_OFFICE, LOCAL_TIMEZONE), at=at)
    verdict = f"同意挂账至{request.review_on}" if approves else "不同意挂账"
    timeline.record(case, Action.DECIDE_DEFERRAL, by=by, at=at, before=before, note=f"{verdict}。{note}")


def stopped_kinds(case: Case) -> set[ClockKind]:
    """Return the clocks that the case's rules let stand still while it is on the books."""
    stops = clocks.rules_of(case).stops
    return {kind for rule in stops if CaseState.DEFERRED in rule.states for kind in rule.clocks}


def start_review_clock(case: Case, due_at: datetime, *, at: datetime) -> None:
    """Start the clock that ends on the day promised; it turns amber when four fifths of the time are gone."""
    db.session.add(
        Clock(
            case_id=case.id,
            kind=ClockKind.DEFERRAL,
            assignment_id=filing.held_part(case).id,
            department_id=case.department_id,
            started_at=at,
            limit=f"{max((due_at - at).days, 1)}d",
            extensions=[],
            due_at=due_at,
            soon_at=at + (due_at - at) * clocks.rules_of(case).clock.used,
            original_due_at=due_at,
            rule_pack_id=case.rule_pack_id,
        )
    )


def resume(case: Case, *, by: User, at: datetime, note: str = "") -> None:
    """Take the case off the books (恢复办理): its clocks go on with what they had left."""
    part = filing.held_part(case)
    onward = CaseState.REDO if clocks.is_being_redone(case) else CaseState.HANDLING
    holds = part.department_id in by.department_ids
    before = advance(case, Action.RESUME, by=by, to=onward, note=note, holds=holds)
    part.state = AssignmentState.SIGNED
    clocks.stop(case, ClockKind.DEFERRAL, at=at)
    clocks.go_on(case, at=at)
    db.session.flush()
    for clock in queries.running(case.id):
        if clock.kind is ClockKind.FEEDBACK and clock.assignment_id == part.id:
            clocks.put_due(case, clock)
    timeline.record(case, Action.RESUME, by=by, at=at, before=before, note=note)
