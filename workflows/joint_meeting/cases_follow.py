"""Cases follow the decision of a joint meeting: whose they are and until when, from wherever they stand.

The decision is final, as a panel's ruling is (Weifang's statute, article 22): the case is locked against
further returns, and no change of the calendar moves the day that the meeting set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import assignments, replies, requests
from models.queries import clocks as clock_rows
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    RequestKind,
    RequestState,
)
from workflows import clocks, dispatch, returns, timeline
from workflows import requests as filing
from workflows.lifecycle import WITH_DEPARTMENT, advance
from workflows.limit import Limit
from workflows.merging import split_off
from workflows.notice_rules import LEAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.clock import Clock
    from models.user import User

# What the hotline itself was about to do: the meeting has done it.
HOTLINES_OWN = (
    ClockKind.REVIEW,
    ClockKind.RETURN_DECISION,
    ClockKind.REPLY_REVIEW,
    ClockKind.FOLLOW_UP,
    ClockKind.DEFERRAL,
)
COMPLETION = (ClockKind.FEEDBACK, ClockKind.REDO)


def follow(
    case: Case,
    *,
    lead_id: int,
    supporting_ids: Sequence[int],
    due_at: datetime,
    note: str,
    by: User,
    at: datetime,
) -> None:
    """Put the case where the meeting decided: with its lead, its supporting departments, its due moment."""
    former, was_due = assignments.lead(case.id), case.due_at
    names = [case.department.name if case.department else None]
    stays = former is not None and former.department_id == lead_id and case.state in WITH_DEPARTMENT
    before = advance(case, Action.DECIDE_BY_MEETING, by=by, to=end_of(case, stays=stays), note=note)
    set_aside(case, by=by, at=at, note=note)
    split_off(case)
    if stays and before in (CaseState.RETURN_PENDING, CaseState.PANEL_PENDING):
        returns.keep_with_lead(case, at=at)
    if stays and former is not None and before is CaseState.DEFERRED:
        former.state = AssignmentState.SIGNED
    if not stays:
        hand_to(case, lead_id, former, by=by, at=at, note=note)
    support(case, lead_id, supporting_ids, due_at=due_at, by=by, at=at, note=note)
    set_due(case, due_at, at=at)
    case.is_locked = True
    names.append(case.department.name if case.department else None)
    changes = {"办结时限": [was_due.isoformat() if was_due else None, due_at.isoformat()]}
    if names[0] != names[1]:
        changes = {LEAD: names, **changes}
    timeline.record(case, Action.DECIDE_BY_MEETING, by=by, at=at, before=before, note=note, changes=changes)


def end_of(case: Case, *, stays: bool) -> CaseState:
    """Return the state the decision leads to: sent anew, or going on with the department that has it."""
    if not stays:
        return CaseState.DISPATCHED
    if case.state in (CaseState.DISPATCHED, CaseState.HANDLING, CaseState.REDO):
        return case.state
    return CaseState.REDO if clocks.is_being_redone(case) else CaseState.HANDLING


def set_aside(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Set aside what the meeting has overtaken: requests, a reply nobody reviewed, the hotline's own clocks."""
    clocks.stop(case, *HOTLINES_OWN, at=at)
    clocks.go_on(case, at=at)
    filing.lapse(case, at=at)
    sent_back = requests.undecided(case.id, RequestKind.RETURN)
    if sent_back is not None:
        sent_back.state, sent_back.decided_at = RequestState.WITHDRAWN, at
        sent_back.note = "联席会议已决定，申请自动失效。"
    answer = replies.latest(case.id)
    if answer is not None and answer.is_accepted is None:
        answer.is_accepted, answer.reviewed_at, answer.reviewed_by_id = False, at, by.id
        answer.review_note = note
    case.finished_at = case.next_follow_up_at = None


def hand_to(
    case: Case, lead_id: int, former: Assignment | None, *, by: User, at: datetime, note: str
) -> None:
    """Give the case to its new lead, or to the same one anew after it had answered."""
    for part in assignments.open_of_case(case.id):
        if part.department_id == lead_id:
            part.state = AssignmentState.ENDED
            clocks.stop(case, at=at, assignment=part)
    returns.change_lead(case, lead_id, former, by=by, at=at, note=note)
    if former is not None and former.department_id == lead_id:
        former.state = AssignmentState.ENDED
        db.session.flush()


def support(
    case: Case,
    lead_id: int,
    supporting_ids: Sequence[int],
    *,
    due_at: datetime,
    by: User,
    at: datetime,
    note: str,
) -> None:
    """Bring the supporting departments in that are not at work on the case already."""
    at_work = {part.department_id for part in assignments.open_of_case(case.id)}
    for department_id in dict.fromkeys(supporting_ids):
        if department_id in at_work or department_id == lead_id:
            continue
        part = dispatch.give_part(case, department_id, AssignmentRole.SUPPORTING, note=note, by=by, at=at)
        clock = dispatch.start_clocks(case, part, at=at)
        if clock is not None:
            clocks.decide_due(clock, due_at, at=at)


def set_due(case: Case, due_at: datetime, *, at: datetime) -> None:
    """Let the lead's completion end when the meeting said, and the case with it."""
    clock = completion_clock(case, at=at)
    if clock is None:
        return
    clocks.decide_due(clock, due_at, at=at)
    if clock.kind is ClockKind.FEEDBACK:
        clocks.put_due(case, clock)


def completion_clock(case: Case, *, at: datetime) -> Clock | None:
    """Return the clock by which the lead must be done; one is started where the rules set no limit."""
    db.session.flush()
    part = filing.held_part(case)
    found = [
        clock
        for clock in clock_rows.running(case.id)
        if clock.kind in COMPLETION and clock.assignment_id == part.id
    ]
    return (
        found[-1]
        if found
        else clocks.start(case, ClockKind.FEEDBACK, Limit.parse("1d"), at=at, assignment=part)
    )
