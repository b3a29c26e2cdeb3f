"""Sending a case back and deciding it (退单): once by the dispatcher, the second time by a panel, finally.

Weifang's statute, article 22: who is designated may not return the case again. A panel's ruling writes a
precedent into the dispatch catalogue, so that the same dispute is not fought twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config import LOCAL_TIMEZONE
from models.base import db
from models.queries import assignments, reference, requests
from models.routing_rule import RoutingRule
from models.vocabulary import Action, AssignmentState, CaseState, ClockKind, RequestKind, Trigger
from workflows import clocks, dispatch, supervision, timeline
from workflows import requests as filing
from workflows.deadlines import due
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.handling import own_part
from workflows.lifecycle import advance
from workflows.notice_rules import LEAD

if TYPE_CHECKING:
    from datetime import date, datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.case_request import CaseRequest
    from models.user import User
    from workflows.requests import Wish


def send_back(case: Case, wish: Wish, *, by: User, at: datetime) -> CaseRequest:
    """Send the case back as not one's own (退单), with reason, basis and the department it belongs to.

    The completion clock keeps running. The second return of a case goes to the panel.
    """
    part = own_part(case, Action.SEND_BACK, by)
    check(case, part, wish, at=at)
    earlier = requests.count_of_case(case.id, RequestKind.RETURN)
    end = CaseState.PANEL_PENDING if earlier else CaseState.RETURN_PENDING
    before = advance(case, Action.SEND_BACK, by=by, to=end, note=wish.reason)
    row = filing.file(case, RequestKind.RETURN, wish, by=by, at=at, part=part, needs_panel=bool(earlier))
    case.return_count += 1
    clocks.start(case, ClockKind.RETURN_DECISION, clocks.rules_of(case).desk.return_decision, at=at)
    timeline.record(
        case, Action.SEND_BACK, by=by, at=at, before=before, note=f"{wish.reason}（依据：{wish.basis}）"
    )
    times = case.return_count
    supervision.pull(case, Trigger.RETURN_TIMES, at=at, value=times, mark=f"return {times}")
    return row


def check(case: Case, part: Assignment, wish: Wish, *, at: datetime) -> None:
    """Refuse a return that comes too late, too often, after a ruling, or without what it must bring."""
    if case.is_locked:
        raise NotAllowedNow("本单已经会商裁定，裁定单位不得再次退单。")
    if not wish.basis.strip():
        raise BadInput("请填写退单依据（法律法规、三定规定或权责清单）。", "basis")
    if wish.proposed_department_id in (None, part.department_id):
        raise BadInput("请选择建议的承办单位。", "proposed_department_id")
    rule = clocks.rules_of(case).return_rule
    made = requests.count_of_department(case.id, RequestKind.RETURN, part.department_id)
    if made >= rule.max_per_department:
        raise NotAllowedNow(f"本单位对该工单已退单 {made} 次，不能再次退单。")
    window = due(part.sent_at, rule.window, calendar=clocks.calendar(), rules=clocks.rules_of(case).clock)
    if at > window.due_at:
        until = window.due_at.astimezone(LOCAL_TIMEZONE).strftime("%m月%d日 %H:%M")
        raise NotAllowedNow(f"退单须在派单后{rule.window.label}内（{until}前）提出，现已超过期限。")


def pending(case: Case) -> CaseRequest:
    """Return the return that waits for its decision."""
    row = requests.undecided(case.id, RequestKind.RETURN)
    if row is None:
        raise NotAllowedNow("没有待审的退单申请。")
    return row


def accept(
    case: Case,
    *,
    by: User,
    at: datetime,
    lead_id: int | None = None,
    note: str = "",
) -> None:
    """Agree with the return (同意退单并改派): another department gets the case, with clocks of its own."""
    row = pending(case)
    before = advance(case, Action.ACCEPT_RETURN, by=by)
    filing.settle(row, approves=True, by=by, at=at, note=note)
    hand_over(case, lead_id or row.proposed_department_id, by=by, at=at, note=note)
    timeline.record(case, Action.ACCEPT_RETURN, by=by, at=at, before=before, note=dispatch.told(case, note))


def hand_over(case: Case, lead_id: int | None, *, by: User, at: datetime, note: str) -> None:
    """Take the case from its lead and send it to another."""
    clocks.stop(case, ClockKind.RETURN_DECISION, at=at)
    former = assignments.lead(case.id)
    if former is not None and former.department_id == lead_id:
        raise BadInput("请改派给退单单位以外的单位。", "lead_id")
    if lead_id is None:
        raise BadInput("请选择改派的承办单位。", "lead_id")
    change_lead(case, lead_id, former, by=by, at=at, note=note)


def change_lead(
    case: Case, lead_id: int, former: Assignment | None, *, by: User, at: datetime, note: str
) -> None:
    """Take the case from the former lead, whose unanswered orders go on with it, and send it to the new one."""
    filing.lapse(case, at=at)
    if former is not None:
        former.state = AssignmentState.SENT_BACK
        clocks.stop(case, at=at, assignment=former)
    db.session.flush()
    dispatch.send(case, lead_id, (), note=note, by=by, at=at)
    if former is not None:
        supervision.hand_on(case, former.department_id, at=at)


def reject(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Refuse the return (驳回退单): the department goes on, its clock never stopped."""
    row = pending(case)
    before = advance(case, Action.REJECT_RETURN, by=by, note=note)
    filing.settle(row, approves=False, by=by, at=at, note=note)
    keep_with_lead(case, at=at)
    timeline.record(case, Action.REJECT_RETURN, by=by, at=at, before=before, note=note)


def keep_with_lead(case: Case, *, at: datetime) -> None:
    """Leave the case with its lead, which counts as having signed."""
    clocks.stop(case, ClockKind.RETURN_DECISION, at=at)
    part = filing.held_part(case)
    part.state, part.signed_at = AssignmentState.SIGNED, part.signed_at or at
    case.signed_at = case.signed_at or at
    in_time = clocks.is_in_time(case, ClockKind.SIGN, part, at=at)
    if in_time is not None:
        case.is_signed_in_time = in_time
    clocks.stop(case, ClockKind.SIGN, at=at, assignment=part)


def rule_by_panel(case: Case, department_id: int, *, by: User, at: datetime, note: str) -> None:
    """Rule whose the case is (会商裁定): final, and a precedent for the same matter in the same place."""
    row = pending(case)
    if row.requested_by_id == by.id:
        raise NotAllowedForYou("不能裁定自己提出的退单。")
    before = advance(case, Action.RULE_BY_PANEL, by=by, note=note)
    former = filing.held_part(case).department
    stays = former.id == department_id
    filing.settle(row, approves=not stays, by=by, at=at, note=note)
    changes: dict[str, Any] = {}
    if not stays:
        hand_over(case, department_id, by=by, at=at, note=note)
        changes = {LEAD: [former.name, case.department.name if case.department else None]}
    keep_with_lead(case, at=at)
    case.is_locked = True
    write_precedent(case, department_id, on=at.astimezone(LOCAL_TIMEZONE).date(), note=note)
    timeline.record(case, Action.RULE_BY_PANEL, by=by, at=at, before=before, note=note, changes=changes)


def write_precedent(case: Case, department_id: int, *, on: date, note: str) -> None:
    """Write the ruling into the catalogue for this category and district; it ends an earlier precedent."""
    for rule in reference.routing_rules([case.category_id]):
        if rule.area_id == case.district_id and rule.valid_to is None and rule.precedent_case_number:
            rule.valid_to = on
    db.session.add(
        RoutingRule(
            category_id=case.category_id,
            area_id=case.district_id,
            lead_id=department_id,
            supporting_ids=[],
            source="先例",
            legal_basis="",
            note=note,
            valid_from=on,
            precedent_case_number=case.number,
        )
    )
