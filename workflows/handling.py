"""What a department does about a case: sign, contact, work, pass down, answer (签收、联系、下派、回复)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.base import db
from models.queries import assignments, departments, replies
from models.reply import Reply
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    ContactOutcome,
    Solved,
)
from workflows import clocks, timeline
from workflows import requests as filing
from workflows.dispatch import give_part
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.identity import is_kept_from_departments
from workflows.lifecycle import TRANSITIONS, advance, held
from workflows.limit import Limit

if TYPE_CHECKING:
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User


@dataclass(kw_only=True)
class Answer:
    """The reply form (domain study 7.3): three separate facts, an internal record and a public answer."""

    is_true: bool
    is_ours: bool
    contact: ContactOutcome
    solved: Solved
    internal_record: str
    public_answer: str
    contact_phone: str = ""
    contacted_at: datetime | None = None
    unsolved_reason: str = ""
    basis: str = ""
    next_plan: str = ""
    handled_by: str = ""
    approved_by: str = ""


def own_part(case: Case, action: Action, by: User) -> Assignment:
    """Return the open part for which the user takes the step: their own department's, else of a unit below.

    Raises NotAllowedForYou where there is none.
    """
    for part in held(assignments.open_of_case(case.id), by):
        if part.role in TRANSITIONS[action].parts:
            return part
    raise NotAllowedForYou(f"本单位在该工单中没有可以“{action.label}”的办理任务。")


def sign_for(case: Case, *, by: User, at: datetime, part: Assignment | None = None) -> None:
    """Take the case on (签收). The completion clock has run since dispatch; only the sign clock stops."""
    part = part or unsigned_part(case, by)
    leads = part.role is AssignmentRole.LEAD
    end = CaseState.HANDLING if leads and case.state is CaseState.DISPATCHED else None
    if end is None and case.state not in (CaseState.HANDLING, CaseState.REDO):
        raise NotAllowedNow(f"工单当前为“{case.state.label}”，请等主办单位签收后再签收。")
    before = advance(case, Action.SIGN_FOR, by=by, to=end or case.state)
    part.state, part.signed_at, part.signed_by_id = AssignmentState.SIGNED, at, by.id
    if leads:
        case.signed_at = case.signed_at or at
        case.is_signed_in_time = clocks.is_in_time(case, ClockKind.SIGN, part, at=at)
    clocks.stop(case, ClockKind.SIGN, at=at, assignment=part)
    if case.is_hazard and case.hazard_taken_at is None:
        case.hazard_taken_at, case.hazard_taken_by_id = at, by.id
    timeline.record(case, Action.SIGN_FOR, by=by, at=at, before=before, note=part.role.label)


def unsigned_part(case: Case, by: User) -> Assignment:
    """Return the part of the user's department that waits to be signed for."""
    for part in held(assignments.open_of_case(case.id), by):
        if part.state is AssignmentState.SENT:
            return part
    raise NotAllowedNow("本单位在该工单中没有待签收的任务，可能已由同事签收。")


def respond(case: Case, *, by: User, at: datetime, note: str = "") -> None:
    """Note that someone is on the matter (登记响应): the answer within hours that urgent cases need."""
    part = own_part(case, Action.RESPOND, by)
    if part.responded_at is not None:
        raise NotAllowedNow("本单已登记响应。")
    before = advance(case, Action.RESPOND, by=by)
    part.responded_at = at
    clocks.stop(case, ClockKind.RESPOND, at=at, assignment=part)
    timeline.record(case, Action.RESPOND, by=by, at=at, before=before, note=note)


def record_contact(
    case: Case, *, by: User, at: datetime, outcome: ContactOutcome, contacted_at: datetime, note: str = ""
) -> None:
    """Keep proof that the caller was rung first (首次联系); only a caller who was reached stops the clock."""
    if contacted_at > at:
        raise BadInput("联系时间不能晚于现在。", "contacted_at")
    # People give minutes: a call in the very minute of the dispatch is not before it.
    if case.dispatched_at is not None and contacted_at < case.dispatched_at.replace(second=0, microsecond=0):
        raise BadInput("联系时间不能早于派单时间。", "contacted_at")
    part = own_part(case, Action.RECORD_CONTACT, by)
    before = advance(case, Action.RECORD_CONTACT, by=by)
    if outcome is not ContactOutcome.UNREACHED:
        part.contacted_at = part.contacted_at or contacted_at
        case.contacted_at = case.contacted_at or contacted_at
        note_contact(case, part, at=contacted_at)
        clocks.stop(case, ClockKind.CONTACT, ClockKind.RESPOND, at=at, assignment=part)
        part.responded_at = part.responded_at or at
    timeline.record(case, Action.RECORD_CONTACT, by=by, at=at, before=before, note=f"{outcome.label}。{note}")


def note_contact(case: Case, part: Assignment, *, at: datetime) -> None:
    """Keep whether the lead's first contact came in time; a later one changes nothing."""
    in_time = clocks.is_in_time(case, ClockKind.CONTACT, part, at=at)
    if in_time is not None and part.role is AssignmentRole.LEAD:
        case.is_contacted_in_time = in_time


def note_progress(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Write a line on how the work stands (办理进展); the first one is the first report of an urgent case."""
    part = own_part(case, Action.NOTE_PROGRESS, by)
    before = advance(case, Action.NOTE_PROGRESS, by=by, note=note)
    if part.role is AssignmentRole.LEAD:
        clocks.stop(case, ClockKind.FIRST_REPORT, at=at, assignment=part)
    timeline.record(case, Action.NOTE_PROGRESS, by=by, at=at, before=before, note=note)


def pass_down(
    case: Case, department_id: int, *, by: User, at: datetime, limit: Limit, note: str = ""
) -> Assignment:
    """Give the work to a unit of one's own (下派) with days of its own, within one's own limit."""
    parent = own_part(case, Action.PASS_DOWN, by)
    if parent.state is not AssignmentState.SIGNED:
        raise NotAllowedNow("请先签收，再下派。")
    if department_id not in departments.with_descendants(parent.department_id) - {parent.department_id}:
        raise BadInput("只能下派给本单位的下级单位。", "department_id")
    before = advance(case, Action.PASS_DOWN, by=by)
    part = give_part(case, department_id, AssignmentRole.PASSED_DOWN, note=note, by=by, at=at, parent=parent)
    limits = clocks.rules_of(case).limits_for(case.kind, case.urgency, case.category.limit_class)
    clocks.start(case, ClockKind.SIGN, limits.sign, at=at, assignment=part)
    child = clocks.start(case, ClockKind.FEEDBACK, limit, at=at, assignment=part)
    if child is not None and case.due_at is not None and child.due_at > case.due_at:
        raise BadInput("下派时限不能晚于本单办结时限。", "limit")
    unit = departments.find(department_id)
    named = unit.name if unit else ""
    timeline.record(
        case, Action.PASS_DOWN, by=by, at=at, before=before, note=f"下派至{named}，限{limit.label}。{note}"
    )
    return part


def support_reply(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Answer to the lead, or to the unit above, what one's own part came to (分办回复)."""
    part = own_part(case, Action.SUPPORT_REPLY, by)
    if not note.strip():
        raise BadInput("请填写办理情况。", "note")
    before = advance(case, Action.SUPPORT_REPLY, by=by)
    part.signed_at = part.signed_at or at
    part.state, part.replied_at = AssignmentState.REPLIED, at
    clocks.stop(case, at=at, assignment=part)
    timeline.record(case, Action.SUPPORT_REPLY, by=by, at=at, before=before, note=note, is_internal=True)


def reply(case: Case, answer: Answer, *, by: User, at: datetime) -> Reply:
    """Answer the case (回复办结): the department's claim that it is done, for the hotline to review.

    The lead puts the public answer together; parts that others still hold must be answered first.
    """
    part = own_part(case, Action.REPLY, by)
    check(case, answer, at=at)
    waiting = [p for p in assignments.open_of_case(case.id) if p.id != part.id]
    if waiting:
        names = "、".join(p.department.name for p in assignments.of_case(case.id) if p in waiting)
        raise NotAllowedNow(f"{names}尚未回复，请汇总各方办理情况后再回复办结。")
    before = advance(case, Action.REPLY, by=by)
    row = Reply(case_id=case.id, assignment_id=part.id, replied_at=at, replied_by_id=by.id, **vars(answer))
    db.session.add(row)
    part.state, part.replied_at = AssignmentState.REPLIED, at
    if answer.contact is ContactOutcome.REACHED and answer.contacted_at is not None:
        note_contact(case, part, at=answer.contacted_at)
    clocks.stop(case, at=at, assignment=part)
    filing.lapse(case, at=at)
    clocks.start(case, ClockKind.REPLY_REVIEW, clocks.rules_of(case).desk.reply_review, at=at)
    timeline.record(
        case, Action.REPLY, by=by, at=at, before=before, note=answer.internal_record, is_internal=True
    )
    return row


def check(case: Case, answer: Answer, *, at: datetime) -> None:
    """Refuse a reply that leaves out what its own facts ask for."""
    if not answer.internal_record.strip():
        raise BadInput("请填写办理情况（内部）。", "internal_record")
    if not answer.public_answer.strip():
        raise BadInput("请填写公开答复内容。", "public_answer")
    if answer.solved is not Solved.YES and not answer.unsolved_reason.strip():
        raise BadInput("未完全解决的，请填写原因。", "unsolved_reason")
    reachable = not is_kept_from_departments(case)
    if answer.contact is ContactOutcome.REACHED and answer.contacted_at is None:
        raise BadInput("请填写联系时间。", "contacted_at")
    if answer.contacted_at is not None and answer.contacted_at > at:
        raise BadInput("联系时间不能晚于现在。", "contacted_at")
    if reachable and answer.contact is ContactOutcome.NOT_NEEDED:
        raise BadInput("公开诉求须先联系诉求人；确实联系不上的，请选“未联系上”并说明。", "contact")


def return_reply(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Send a poor reply back (审核退回); the department's completion clock goes on as if it had not answered."""
    row = replies.latest(case.id)
    part = assignments.find(row.assignment_id, case.id) if row else None
    if row is None or part is None:
        raise NotAllowedNow("没有可以退回的回复。")
    clocks.reopen(case, part, stopped_at=row.replied_at)
    end = CaseState.REDO if clocks.is_being_redone(case) else CaseState.HANDLING
    before = advance(case, Action.RETURN_REPLY, by=by, to=end, note=note)
    row.is_accepted, row.reviewed_at, row.reviewed_by_id, row.review_note = False, at, by.id, note
    part.state, part.replied_at = AssignmentState.SIGNED, None
    clocks.stop(case, ClockKind.REPLY_REVIEW, at=at)
    timeline.record(case, Action.RETURN_REPLY, by=by, at=at, before=before, note=note)
