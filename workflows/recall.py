"""Takes a dispatch back (撤回派单): the units' parts end and the case waits for review again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import assignments
from models.vocabulary import OPEN_ASSIGNMENTS, Action, ClockKind, Handling
from workflows import clocks, timeline
from workflows.dispatch import end_parts
from workflows.errors import NotAllowedNow
from workflows.lifecycle import advance
from workflows.routing_decision import note_recalled

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User


def recall_dispatch(case: Case, *, by: User, at: datetime, note: str) -> None:
    """Take the case back from its units before they have replied; it is reviewed and sent out anew.

    Their parts, clocks and requests end, and with them the due date; the hotline's own clock starts. What a panel
    ruled stays.
    """
    before = advance(case, Action.RECALL_DISPATCH, by=by, note=note)
    if case.is_locked:
        raise NotAllowedNow("本单已经会商裁定，不能撤回派单。")
    parts = [part for part in assignments.of_case(case.id) if part.state in OPEN_ASSIGNMENTS]
    units = "、".join(part.department.name for part in parts)
    end_parts(case, at=at)
    case.handling, case.department_id, case.department = Handling.PENDING, None, None
    case.routing_rule_id, case.dispatch_reason = None, ""
    case.due_at = case.original_due_at = None
    # Nobody owes the caller a signature or a call until the case has gone out again.
    case.is_signed_in_time = case.is_contacted_in_time = None
    case.escalation_step = None
    clocks.start(case, ClockKind.REVIEW, clocks.rules_of(case).desk.review(case.urgency), at=at)
    timeline.record(
        case,
        Action.RECALL_DISPATCH,
        by=by,
        at=at,
        before=before,
        note=f"从{units}撤回。{note}",
        addressed_ids={part.department_id for part in parts},
    )
    note_recalled(case, at=at)
