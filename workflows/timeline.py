"""Ends every step: one line on the timeline, the nearest clock on the rows, figures and notices told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm.attributes import flag_modified

from models.base import db
from models.case_event import CaseEvent
from models.queries import assignments, clocks, figures
from models.vocabulary import FINAL_STATES
from workflows import notices

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.clock import Clock
    from models.user import User
    from models.vocabulary import Action, CaseState

SYSTEM = "系统"


def record(
    case: Case,
    action: Action,
    *,
    by: User | None,
    at: datetime,
    before: CaseState | None = None,
    note: str = "",
    is_internal: bool = False,
    changes: dict[str, Any] | None = None,
    addressed_ids: Collection[int | None] = (),
) -> CaseEvent:
    """Add one line to the case's timeline and settle what follows from the step.

    `before` is the state that `lifecycle.advance` returned; `changes` maps a label to [before, after].
    A step without a user is the system's own. `addressed_ids` are the departments that a step speaks to,
    where that need not be the lead.
    """
    settle(case)
    if by is not None:
        # Whoever reads the case now must see this step before taking one of their own.
        flag_modified(case, "state")
    event = CaseEvent(
        case_id=case.id,
        happened_at=at,
        actor_id=by.id if by else None,
        actor_name=by.full_name if by else SYSTEM,
        department_id=by.department_id if by else None,
        action=action,
        from_state=before,
        to_state=case.state,
        note=note,
        is_internal=is_internal,
        changes=changes or {},
    )
    db.session.add(event)
    figures.mark_stale(*figures.days_of(case))
    db.session.flush()
    notices.tell(case, event, by=by, at=at, addressed_ids=addressed_ids)
    return event


def settle(case: Case) -> None:
    """Put the nearest running clock on the case and on each of its open parts, for lists."""
    db.session.flush()
    running = clocks.running(case.id)
    # The clock of an order that outlives its case is on the order; the case itself waits for nobody.
    waits = bool(running) and case.state not in FINAL_STATES
    put_nearest(case, running[0] if waits else None)
    # The case is written once, with the event, and not before the parts are read.
    with db.session.no_autoflush:
        for part in assignments.of_case(case.id):
            own = [clock for clock in running if clock.assignment_id == part.id]
            put_nearest(part, own[0] if own else None)


def put_nearest(row: Case | Assignment, clock: Clock | None) -> None:
    """Put the clock on the row, or nothing."""
    row.next_clock = clock.kind if clock else None
    row.next_due_at = clock.due_at if clock else None
    row.next_soon_at = clock.soon_at if clock else None
    row.next_limit = clock.limit if clock else None
