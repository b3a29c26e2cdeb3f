"""Merges a case into an earlier one of the same matter (并单), takes that back (撤销并单), gives merged ones their own way.

The master (主单) is handled once for all; what becomes of the others when it is answered: workflows/answered.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import assignments, departments, incidents, merged
from models.vocabulary import Action, AssignmentRole, CaseState, ClockKind, Handling
from workflows import clocks, dispatch, timeline
from workflows.errors import BadInput, NotAllowedNow
from workflows.lifecycle import advance
from workflows.merging_rules import why_not

if TYPE_CHECKING:
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User


def merge(case: Case, into: Case, *, by: User, at: datetime, note: str = "") -> None:
    """Merge the case into an earlier one of the same matter; its caller is still called back.

    Whatever was merged into the case goes along. Raises BadInput with the sentence of merging_rules.
    """
    numbers = put_into(case, into, by=by, at=at, note=note)
    tell_master(into, Action.MERGE, f"{'、'.join(numbers)} 并入本单。{note}", by=by, at=at)


def put_into(case: Case, into: Case, *, by: User, at: datetime, note: str = "") -> list[str]:
    """Do the same without a line on the master's timeline; return the numbers of what was merged."""
    if refusal := why_not(case, into):
        raise BadInput(refusal, "number")
    before = advance(case, Action.MERGE, by=by)
    own = merged.into(case.id)
    case.merged_into_id = into.id
    dispatch.end_parts(case, at=at)
    timeline.record(case, Action.MERGE, by=by, at=at, before=before, note=f"并入 {into.number}。{note}")
    for child in own:
        child.merged_into_id = into.id
        told = f"随 {case.number} 并入 {into.number}。"
        timeline.record(child, Action.MERGE, by=by, at=at, before=child.state, note=told)
    return [child.number for child in (case, *own)]


def unmerge(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Take the merging back: the case is reviewed again on its own; a department's former part in it stays ended."""
    master = merged.master_of(case) if case.merged_into_id is not None else None
    take_out(case, master, by=by, at=at, note=note)
    if master is not None:
        tell_master(master, Action.UNMERGE, f"{case.number} 自本单分出。{note}", by=by, at=at)


def take_out(case: Case, master: Case | None, *, by: User, at: datetime, note: str) -> None:
    """Do the same without a line on the master's timeline."""
    before = advance(case, Action.UNMERGE, by=by, note=note)
    stand_alone(case, at=at)
    whence = f"自 {master.number} 分出。" if master else ""
    timeline.record(case, Action.UNMERGE, by=by, at=at, before=before, note=f"{whence}{note}")


def release(master: Case, *, at: datetime) -> None:
    """Give the cases merged into one that ended without an answer (不予受理、终止) back to review, each on its own.

    What ended it was decided of one caller's case; whether it holds for the others, a person decides.
    """
    for child in merged.waiting(master.id):
        before, child.state = child.state, CaseState.PENDING_REVIEW
        stand_alone(child, at=at)
        note = f"主单 {master.number} {master.state.label}，本单恢复审核。"
        timeline.record(child, Action.UNMERGE, by=None, at=at, before=before, note=note)


def stand_alone(case: Case, *, at: datetime) -> None:
    """Let a merged case wait for review like a new one, out of the incident it was merged for."""
    row = incidents.row_of(case.id)
    if row is not None:
        row.left_at = at
    split_off(case)
    if case.handling is not Handling.DISPATCHED:
        case.handling = Handling.PENDING
    clocks.start(case, ClockKind.REVIEW, clocks.rules_of(case).desk.review(case.urgency), at=at)


def split_off(case: Case) -> None:
    """Make a merged case one of its own; where it came from stays to be seen."""
    if case.merged_into_id is not None:
        case.related_case_id, case.merged_into_id = case.merged_into_id, None


def tell_master(master: Case, action: Action, note: str, *, by: User, at: datetime) -> None:
    """Write on the master's timeline what came to it or left it; whoever works on it notices a change."""
    timeline.record(master, action, by=by, at=at, before=master.state, note=note)


def redo_apart(case: Case, *, by: User, at: datetime) -> Assignment:
    """Give a merged case, whose caller is not content, to the lead of its master to be done again on its own.

    It keeps the master's limit, by which it was answered. Raises NotAllowedNow where the master has no lead.
    """
    master = merged.master_of(case)
    theirs = assignments.lead(master.id)
    unit = departments.find(theirs.department_id) if theirs else None
    if unit is None:
        raise NotAllowedNow("没有可以重办的主办单位。")
    part = dispatch.make_part(
        case, unit, AssignmentRole.LEAD, note=f"自 {master.number} 分出重办", by=by, at=at
    )
    case.handling, case.department_id, case.department = Handling.DISPATCHED, unit.id, unit
    case.dispatched_at = case.dispatched_at or master.dispatched_at
    case.due_at, case.original_due_at = master.due_at, master.original_due_at
    split_off(case)
    return part
