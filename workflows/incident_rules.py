"""Which cases of one happening are merged, which are only linked and which stay out, and who is master: decided beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.incident import IncidentPart
from models.vocabulary import Action, CaseState
from workflows.lifecycle import TRANSITIONS
from workflows.merging_rules import MASTERS, kept_quiet, why_not

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from models.case import Case

# At work in a department: what was sent back or put off finds no answer for all.
AT_WORK = frozenset({CaseState.DISPATCHED, CaseState.HANDLING, CaseState.REDO, CaseState.REPLIED})


@dataclass(frozen=True)
class Joining:
    """What becomes of one case, and why it is not merged; without a part it stays out."""

    case: Case
    part: IncidentPart | None
    why: str = ""


def master_among(cases: Sequence[Case], taken: Collection[int] = ()) -> Case | None:
    """Return who answers for all: the oldest that is with a department, else the oldest that waits for review."""
    free = sorted(
        (case for case in cases if can_lead(case, taken)), key=lambda case: (case.received_at, case.id)
    )
    return next((case for case in free if case.state in AT_WORK), free[0] if free else None)


def can_lead(case: Case, taken: Collection[int] = ()) -> bool:
    """Say whether the case may be the master of an incident: still to be answered, and nothing to be kept quiet."""
    return (
        case.state in MASTERS
        and case.merged_into_id is None
        and case.id not in taken
        and not case.is_protected
    )


def plan(cases: Sequence[Case], master: Case | None, taken: Collection[int] = ()) -> list[Joining]:
    """Say of each case what becomes of it. `taken`: those that are in an incident already; no master: all are linked."""
    return [joining(case, master, taken) for case in cases]


def joining(case: Case, master: Case | None, taken: Collection[int] = ()) -> Joining:
    """Say of one case what becomes of it."""
    if case.id in taken:
        return Joining(case, None, "已归入其他事件。")
    if case.is_protected or (master is not None and kept_quiet(case) != kept_quiet(master)):
        return Joining(case, None, "保密、举报、专席工单不归入事件。")
    if master is None:
        return Joining(case, IncidentPart.LINKED)
    if case.id == master.id:
        return Joining(case, IncidentPart.MASTER)
    if case.merged_into_id == master.id:
        return Joining(case, IncidentPart.MERGED, "早已并入主单。")
    if case.state not in TRANSITIONS[Action.MERGE].starts:
        return Joining(case, IncidentPart.LINKED, f"当前为“{case.state.label}”，不并单。")
    if case.state is CaseState.DISPATCHED and case.department_id != master.department_id:
        return Joining(case, IncidentPart.LINKED, "已派至其他承办单位，不并单。")
    reason = why_not(case, master)
    return Joining(case, IncidentPart.LINKED if reason else IncidentPart.MERGED, reason)
