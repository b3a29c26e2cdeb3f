"""What follows once a case is answered: its caller is asked (回访) or the case is closed; of merged ones each caller.

A case that was merged (并单) inherits the answer of its master. Its caller is called back on their own and rates
on their own (66号, "merge and answer each").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import merged
from models.vocabulary import Action, CaseState, ClockKind, Confidentiality
from workflows import clocks, timeline
from workflows.dispatch import end_parts

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case


def may_be_asked(case: Case) -> bool:
    """Say whether there is somebody to call back: not for anonymous callers or those who want no reply."""
    citizen = case.citizen
    return (
        case.confidentiality is not Confidentiality.ANONYMOUS
        and citizen is not None
        and bool(citizen.phone)
        and citizen.wants_reply
    )


def ask_or_close(case: Case, *, at: datetime) -> None:
    """Put the answered case on the list of those to call back, or close it where nobody may be asked."""
    if case.state is CaseState.FOLLOW_UP:
        case.next_follow_up_at = at
        clocks.start(case, ClockKind.FOLLOW_UP, clocks.rules_of(case).follow_up.limit, at=at)
    else:
        close(case, at=at)


def close(case: Case, *, at: datetime) -> None:
    """Close the case (办结): nobody owes anything any more."""
    case.closed_at = at
    end_parts(case, at=at)


def take_along(master: Case, *, at: datetime) -> None:
    """Give the master's answer to every case that was merged into it and waits, each to its own caller."""
    for case in merged.waiting(master.id):
        before = case.state
        case.state = CaseState.FOLLOW_UP if may_be_asked(case) else CaseState.CLOSED
        case.public_answer, case.finished_at = master.public_answer, master.finished_at
        ask_or_close(case, at=at)
        told = f"主单 {master.number} 已答复，{'逐一回访诉求人' if case.state is CaseState.FOLLOW_UP else '无须回访，办结'}。"
        timeline.record(case, Action.FOLLOW_MASTER, by=None, at=at, before=before, note=told)
