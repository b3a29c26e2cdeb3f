"""Sends a case to its departments (派单), again after a return (改派), or back to the agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment import Assignment
from models.base import db
from models.queries import assignments, departments, recipients
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    Handling,
    Permission,
    Trigger,
    Urgency,
)
from workflows import clocks, supervision, timeline
from workflows import requests as filing
from workflows.catalogue_lines import Suggestion, suggest
from workflows.errors import BadInput, NoDepartmentFound
from workflows.lifecycle import advance
from workflows.permissions import handlers_of
from workflows.routing_advice import unit_for
from workflows.routing_decision import note_taken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.clock import Clock
    from models.department import Department
    from models.user import User

DEPARTMENT_CLOCKS = (
    ClockKind.SIGN,
    ClockKind.RESPOND,
    ClockKind.CONTACT,
    ClockKind.FIRST_REPORT,
    ClockKind.FEEDBACK,
    ClockKind.REDO,
)


def dispatch(
    case: Case,
    *,
    by: User,
    at: datetime,
    lead_id: int | None = None,
    supporting_ids: Sequence[int] = (),
    copied_ids: Sequence[int] = (),
    note: str = "",
    is_complex: bool = False,
) -> None:
    """Send the case (派单) to the departments given, or to those the catalogue names.

    The clocks start now and not when the department signs. `is_complex` gives it the limits of 疑难.
    `copied_ids` are told and may read the case, and have nothing to do (抄送).
    """
    before = advance(case, Action.DISPATCH, by=by)
    filing.lapse(case, at=at)
    if is_complex and case.urgency is Urgency.NORMAL:
        case.urgency = Urgency.COMPLEX
    former = assignments.latest_lead(case.id) if case.dispatched_at is not None else None
    send(case, lead_id, supporting_ids, note=note, by=by, at=at)
    if former is not None:  # It was taken back or reopened: what the unit still owed goes on with the case.
        supervision.hand_on(case, former.department_id, at=at)
    copied = copy_to(case, copied_ids, by=by, at=at)
    timeline.record(case, Action.DISPATCH, by=by, at=at, before=before, note=told(case, note) + copied)
    supervise_hazard(case, at=at)
    note_taken(case, by=by, at=at)


def copy_to(case: Case, department_ids: Sequence[int], *, by: User, at: datetime) -> str:
    """Let departments know of the case that have no work in it (抄送); return what the timeline says of it.

    Their part has ended as it begins: it opens the case to them, starts no clock and counts nowhere.
    """
    known = {part.department_id for part in assignments.of_case(case.id)} if department_ids else set()
    units = [
        usable(unit_id, leads=False) for unit_id in dict.fromkeys(department_ids) if unit_id not in known
    ]
    for unit in units:
        part = make_part(case, unit, AssignmentRole.COPIED, note="", by=by, at=at)
        part.state = AssignmentState.ENDED
    return f"抄送{'、'.join(unit.name for unit in units)}。" if units else ""


def dispatch_at_once(case: Case, *, by: User, at: datetime) -> None:
    """Send a hazard straight from intake to the catalogue's department; no reviewer stands between."""
    before = case.state
    send(case, None, (), note="险情，请立即处置。", by=by, at=at)
    case.state = CaseState.DISPATCHED
    timeline.record(case, Action.DISPATCH, by=None, at=at, before=before, note=told(case, "险情自动派出"))
    supervise_hazard(case, at=at)


def supervise_hazard(case: Case, *, at: datetime) -> None:
    """Open supervision of a hazard with its dispatch, once for the case (transfer and supervise)."""
    if case.is_hazard:
        supervision.pull(case, Trigger.HAZARD, at=at)


def send(
    case: Case, lead_id: int | None, supporting_ids: Sequence[int], *, note: str, by: User, at: datetime
) -> None:
    """Give the lead and the supporting departments their parts and start their clocks.

    Everything that may be refused is refused before anything is changed.
    """
    suggestion = suggest(case, at=at)
    if lead_id is None:
        if suggestion.lead is None:
            raise NoDepartmentFound(suggestion.reason)
        lead_id = suggestion.lead.id
        supporting_ids = [unit.id for unit in suggestion.supporting] or supporting_ids
    lead = usable(lead_id, leads=True)
    others = [usable(unit_id, leads=False) for unit_id in dict.fromkeys(supporting_ids) if unit_id != lead_id]
    refuse_double(case, lead, *others)
    if not case.is_hazard:  # Which goes out whoever is there, and up the ladder.
        refuse_blind(case, lead, *others)
    clocks.stop(case, ClockKind.REVIEW, at=at)
    explain(case, lead_id, suggestion)
    case.handling, case.department_id, case.department = Handling.DISPATCHED, lead.id, lead
    case.dispatched_at = case.dispatched_at or at
    # Whoever has the case now has to be told from the first rung on.
    case.escalation_step = None
    feedback = start_clocks(case, make_part(case, lead, AssignmentRole.LEAD, note=note, by=by, at=at), at=at)
    if feedback is not None:
        clocks.put_due(case, feedback)
    for unit in others:
        part = make_part(case, unit, AssignmentRole.SUPPORTING, note=note, by=by, at=at)
        start_clocks(case, part, at=at)


def explain(case: Case, lead_id: int, suggestion: Suggestion) -> None:
    """Keep on the case why this department: the catalogue's line, the router's advice, or a person's choice."""
    agrees = suggestion.lead is not None and suggestion.lead.id == lead_id
    case.routing_rule_id = suggestion.rule_id if agrees else None
    case.dispatch_reason = suggestion.reason if agrees else f"人工指定（{suggestion.reason}）"
    advice = None if agrees else unit_for(case)
    if advice is not None and advice.lead.id == lead_id:
        case.dispatch_reason = f"{advice.reason}，人工确认（{suggestion.reason}）"


def give_part(
    case: Case,
    department_id: int,
    role: AssignmentRole,
    *,
    note: str,
    by: User,
    at: datetime,
    parent: Assignment | None = None,
) -> Assignment:
    """Make the department's part in the case; refused where it may not have one or has one already."""
    unit = usable(department_id, leads=role is AssignmentRole.LEAD)
    refuse_double(case, unit)
    refuse_blind(case, unit)
    return make_part(case, unit, role, note=note, by=by, at=at, parent=parent)


def refuse_double(case: Case, *units: Department) -> None:
    """Refuse a department that is at work on the case already."""
    at_work = {part.department_id for part in assignments.open_of_case(case.id)}
    for unit in units:
        if unit.id in at_work:
            raise BadInput(f"{unit.name}已在办理本工单，不能重复派发。", "department_id")


def refuse_blind(case: Case, *units: Department) -> None:
    """Refuse a department in which, and above which, nobody may see the desk's case: nobody would take it on."""
    if case.desk is None:
        return
    for unit in units:
        tree = [unit.id, *(above.id for above in departments.ancestors(unit.id))]
        if not recipients.find(
            department_ids=tree,
            holding=[Permission.HANDLE_CASE],
            holding_one_of=handlers_of(case.desk),
            limit=1,
        ):
            raise BadInput(
                f"{unit.name}没有可以承办{case.desk.label}工单的人员，请管理员先指定专席承办人员。", "lead_id"
            )


def make_part(
    case: Case,
    unit: Department,
    role: AssignmentRole,
    *,
    note: str,
    by: User,
    at: datetime,
    parent: Assignment | None = None,
) -> Assignment:
    """Make the part of a department that has been checked."""
    part = Assignment(
        case_id=case.id,
        department_id=unit.id,
        department=unit,
        role=role,
        state=AssignmentState.SENT,
        instruction=note,
        sent_at=at,
        sent_by_id=by.id,
        parent_id=parent.id if parent else None,
    )
    db.session.add(part)
    db.session.flush()
    return part


def usable(department_id: int, *, leads: bool) -> Department:
    """Return the department; BadInput where it is closed or may not lead (village and community units)."""
    unit = departments.find(department_id)
    if unit is None or not unit.is_active:
        raise BadInput("请选择在用的承办单位。", "department_id")
    if leads and not unit.can_lead:
        raise BadInput(f"{unit.name}不能作为主办单位，请改派其上级单位。", "department_id")
    return unit


def start_clocks(case: Case, part: Assignment, *, at: datetime) -> Clock | None:
    """Start the part's clocks by the case's rules; returns the completion clock.

    Only the lead owes the caller a response and a first contact.
    """
    limits = clocks.rules_of(case).limits_for(case.kind, case.urgency, case.category.limit_class)
    clocks.start(case, ClockKind.SIGN, limits.sign, at=at, assignment=part)
    if part.role is AssignmentRole.LEAD:
        # Late until it is done in time: so figures need not look at what has not come yet.
        case.is_signed_in_time = False if limits.sign else None
        case.is_contacted_in_time = False if limits.contact else None
        clocks.start(case, ClockKind.RESPOND, limits.respond, at=at, assignment=part)
        clocks.start(case, ClockKind.CONTACT, limits.contact, at=at, assignment=part)
        clocks.start(case, ClockKind.FIRST_REPORT, limits.first_report, at=at, assignment=part)
    return clocks.start(case, ClockKind.FEEDBACK, limits.feedback, at=at, assignment=part)


def add_supporting(case: Case, department_id: int, *, by: User, at: datetime, note: str = "") -> None:
    """Bring another department in (加派协办), with a clock of its own."""
    before = advance(case, Action.ADD_SUPPORTING, by=by)
    part = give_part(case, department_id, AssignmentRole.SUPPORTING, note=note, by=by, at=at)
    start_clocks(case, part, at=at)
    unit = usable(department_id, leads=False)
    timeline.record(
        case, Action.ADD_SUPPORTING, by=by, at=at, before=before, note=f"协办：{unit.name}。{note}"
    )


def send_back_to_agent(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Send the case back to the agent for what is lacking (退回补充)."""
    before = advance(case, Action.SEND_BACK_TO_AGENT, by=by, note=note)
    clocks.stop(case, ClockKind.REVIEW, at=at)
    clocks.start(case, ClockKind.COMPLETION, clocks.rules_of(case).desk.completion, at=at)
    timeline.record(case, Action.SEND_BACK_TO_AGENT, by=by, at=at, before=before, note=note)


def end_parts(case: Case, *, at: datetime) -> None:
    """End every open part, clock and request of a department: nobody has anything left to do."""
    clocks.stop(case, at=at)
    filing.lapse(case, at=at)
    for part in assignments.open_of_case(case.id):
        part.state = AssignmentState.ENDED


def told(case: Case, note: str) -> str:
    """Say on the timeline to whom the case went and why."""
    names = "、".join(
        f"{part.department.name}（{part.role.label}）"
        for part in assignments.of_case(case.id)
        if part.state is AssignmentState.SENT
    )
    return f"派至{names}。{case.dispatch_reason}。{note}"
