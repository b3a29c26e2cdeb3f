"""How a case stands to a user: which parts they hold in it, what waits for them, what is done already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import assignments, requests, supervisions, together
from models.vocabulary import (
    OPEN_ASSIGNMENTS,
    Action,
    AssignmentState,
    RequestKind,
    SupervisionKind,
    SupervisionState,
)
from workflows.lifecycle import Standing, held
from workflows.requests import RULES, decider_may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.assignment import Assignment
    from models.case import Case
    from models.case_request import CaseRequest
    from models.supervision import Supervision
    from models.user import User


def standing_of(case: Case, user: User) -> Standing:
    """Read how the case stands to the user."""
    parts = assignments.of_case(case.id)
    undecided = requests.all_undecided(case.id)
    return stand(case, user, parts, undecided, supervisions.of_case(case.id))


def standings_of(cases: Sequence[Case], user: User) -> dict[int, Standing]:
    """Read how each of the cases stands to the user, in three statements for any number of them."""
    known = together.of_cases([case.id for case in cases])
    return {case.id: stand(case, user, *known[case.id]) for case in cases}


def stand(
    case: Case,
    user: User,
    parts: Sequence[Assignment],
    undecided: Sequence[CaseRequest],
    orders: Sequence[Supervision],
) -> Standing:
    """Say how the case stands to the user by what was read of it."""
    theirs = held((part for part in parts if part.state is not AssignmentState.SENT_BACK), user)
    open_parts = [part for part in theirs if part.state in OPEN_ASSIGNMENTS]
    own = [part for part in open_parts if part.department_id == user.department_id] or open_parts
    below = {part.role for part in open_parts if part.parent_id is not None}
    return Standing(
        parts=frozenset({part.role for part in own} | below),
        held=frozenset(part.role for part in theirs),
        waits_to_be_signed=any(part.state is AssignmentState.SENT for part in own),
        waiting=frozenset(
            decisions_for(user, undecided)
            | withdrawals_for(user, undecided)
            | supervision_steps(user, orders)
            | hazard_steps(case)
        ),
        done=frozenset(asked_already(undecided) | done_already(case, own)),
    )


def decisions_for(user: User, undecided: Sequence[CaseRequest]) -> set[Action]:
    """Return the decisions that wait for this user; nobody decides what they asked for."""
    return {
        RULES[row.kind].decides
        for row in undecided
        if row.requested_by_id != user.id and row.first_decided_by_id != user.id and decider_may(row, user)
    }


def withdrawals_for(user: User, undecided: Sequence[CaseRequest]) -> set[Action]:
    """Return the step of taking a request back where the user's department has one that may be."""
    mine = [
        row
        for row in undecided
        if row.kind is not RequestKind.RETURN
        and (row.requested_by_id == user.id or row.department_id in user.department_ids)
    ]
    return {Action.WITHDRAW_REQUEST} if mine else set()


def supervision_steps(user: User, orders: Sequence[Supervision]) -> set[Action]:
    """Return the steps that supervision orders wait for."""
    steps: set[Action] = set()
    for order in orders:
        if order.kind is not SupervisionKind.ORDER:
            continue
        if order.state is SupervisionState.OPEN and order.department_id in user.department_ids:
            steps.add(Action.REPLY_SUPERVISION)
        if order.state is SupervisionState.REPLIED:
            steps |= {Action.CONFIRM_SUPERVISION, Action.RETURN_SUPERVISION}
    return steps


def hazard_steps(case: Case) -> set[Action]:
    """Return the step of taking a hazard that nobody has taken."""
    return {Action.TAKE_HAZARD} if case.is_hazard and case.hazard_taken_at is None else set()


def asked_already(undecided: Sequence[CaseRequest]) -> set[Action]:
    """Return the steps whose request is undecided: it is not asked for twice."""
    asked = {RULES[row.kind].asks for row in undecided}
    # While it is decided whether the case is accepted at all, nothing else is done about it.
    return asked | ({Action.DISPATCH, Action.MERGE} if Action.NOT_ACCEPT in asked else set())


def done_already(case: Case, own: Sequence[Assignment]) -> set[Action]:
    """Return the steps that are taken but once."""
    done: set[Action] = set()
    if any(part.responded_at is not None for part in own):
        done.add(Action.RESPOND)
    if case.is_locked:
        done.add(Action.SEND_BACK)
    if case.is_excluded or case.merged_into_id is not None:
        done.add(Action.REQUEST_EXCLUSION)
    return done
