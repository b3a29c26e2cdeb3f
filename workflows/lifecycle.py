"""THE table of transitions: action -> where from, where to, who may, what must be given.

Buttons, permissions, docs and tests read this table; `advance` walks it. Source of the states: the
synthesis of live 12345 systems in the domain study, section 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import FINAL_STATES, Action, AssignmentRole, CaseState
from models.vocabulary import Permission as P
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User

S = CaseState
A = Action
OPEN = frozenset(CaseState) - FINAL_STATES
WITH_DEPARTMENT = frozenset({S.DISPATCHED, S.HANDLING, S.REDO, S.RETURN_PENDING, S.PANEL_PENDING, S.DEFERRED})
WORKING = frozenset({S.HANDLING, S.REDO})


@dataclass(frozen=True)
class Transition:
    """Where a step may start, where it may end, who may take it, and whether words are needed.

    ends None: the state stays. `parts`: only a department holding one of these parts in the case may
    take the step. `begins`: the step makes a new case, so it may also start from nothing.
    `or_permission`: a second permission that also opens the step (two reviewers, two approvers).
    """

    starts: frozenset[CaseState]
    ends: frozenset[CaseState] | None
    permission: P
    needs_note: bool = False
    parts: frozenset[AssignmentRole] = frozenset()
    begins: bool = False
    or_permission: P | None = None

    def allows(self, user: User) -> bool:
        """Say whether the user holds one of the step's permissions."""
        return may(user, self.permission) or (
            self.or_permission is not None and may(user, self.or_permission)
        )


LEAD = frozenset({AssignmentRole.LEAD})
HELPERS = frozenset({AssignmentRole.SUPPORTING, AssignmentRole.PASSED_DOWN})
ANY_PART = LEAD | HELPERS


def only(*states: CaseState) -> frozenset[CaseState]:
    """Name a set of states."""
    return frozenset(states)


TRANSITIONS: dict[Action, Transition] = {
    # Intake
    A.ANSWER_DIRECTLY: Transition(
        only(S.AWAITING_COMPLETION, S.PENDING_REVIEW), only(S.CLOSED), P.REGISTER_CASE, begins=True
    ),
    A.SUBMIT: Transition(
        only(S.AWAITING_COMPLETION), only(S.PENDING_REVIEW, S.DISPATCHED), P.REGISTER_CASE, begins=True
    ),
    # Review and dispatch
    A.SEND_BACK_TO_AGENT: Transition(
        only(S.PENDING_REVIEW), only(S.AWAITING_COMPLETION), P.REVIEW_CASE, needs_note=True
    ),
    A.CORRECT: Transition(only(S.PENDING_REVIEW) | WITH_DEPARTMENT, None, P.CORRECT_CASE),
    A.NOT_ACCEPT: Transition(only(S.PENDING_REVIEW), None, P.REVIEW_CASE, needs_note=True),
    A.DECIDE_NON_ACCEPTANCE: Transition(
        only(S.PENDING_REVIEW), only(S.NOT_ACCEPTED, S.PENDING_REVIEW), P.DECIDE_TERMINATION
    ),
    A.MERGE: Transition(only(S.PENDING_REVIEW, S.DISPATCHED, S.HANDLING), only(S.MERGED), P.REVIEW_CASE),
    A.UNMERGE: Transition(only(S.MERGED), only(S.PENDING_REVIEW), P.REVIEW_CASE, needs_note=True),
    A.DISPATCH: Transition(only(S.PENDING_REVIEW), only(S.DISPATCHED), P.REVIEW_CASE),
    A.RECALL_DISPATCH: Transition(
        only(S.DISPATCHED, S.HANDLING), only(S.PENDING_REVIEW), P.REVIEW_CASE, needs_note=True
    ),
    A.ADD_SUPPORTING: Transition(only(S.DISPATCHED) | WORKING, None, P.REVIEW_CASE),
    # Department
    A.SIGN_FOR: Transition(
        only(S.DISPATCHED) | WORKING, only(S.HANDLING, S.REDO), P.HANDLE_CASE, parts=ANY_PART
    ),
    A.SEND_BACK: Transition(
        only(S.DISPATCHED, S.HANDLING),
        only(S.RETURN_PENDING, S.PANEL_PENDING),
        P.HANDLE_CASE,
        needs_note=True,
        parts=LEAD,
    ),
    A.RESPOND: Transition(WORKING, None, P.HANDLE_CASE, parts=LEAD),
    A.RECORD_CONTACT: Transition(WORKING, None, P.HANDLE_CASE, parts=LEAD),
    A.NOTE_PROGRESS: Transition(
        WORKING | only(S.DEFERRED), None, P.HANDLE_CASE, needs_note=True, parts=ANY_PART
    ),
    A.PASS_DOWN: Transition(WORKING, None, P.HANDLE_CASE, parts=ANY_PART),
    A.SUPPORT_REPLY: Transition(WORKING, None, P.HANDLE_CASE, parts=HELPERS),
    A.REPLY: Transition(WORKING, only(S.REPLIED), P.HANDLE_CASE, parts=LEAD),
    # Returns
    A.ACCEPT_RETURN: Transition(only(S.RETURN_PENDING), only(S.DISPATCHED), P.DECIDE_RETURN),
    A.REJECT_RETURN: Transition(only(S.RETURN_PENDING), only(S.HANDLING), P.DECIDE_RETURN, needs_note=True),
    A.RULE_BY_PANEL: Transition(only(S.PANEL_PENDING), only(S.HANDLING), P.RULE_BY_PANEL, needs_note=True),
    # Review of the reply, follow-up, end
    A.RETURN_REPLY: Transition(only(S.REPLIED), only(S.HANDLING, S.REDO), P.REVIEW_REPLY, needs_note=True),
    A.APPROVE_REPLY: Transition(only(S.REPLIED), only(S.FOLLOW_UP, S.CLOSED), P.REVIEW_REPLY),
    A.ATTEMPT_FOLLOW_UP: Transition(only(S.FOLLOW_UP), only(S.FOLLOW_UP, S.CLOSED, S.REDO), P.FOLLOW_UP),
    A.REOPEN: Transition(
        only(S.CLOSED, S.NOT_ACCEPTED, S.TERMINATED), only(S.PENDING_REVIEW), P.REOPEN_CASE, needs_note=True
    ),
    # Requests and their decisions
    A.REQUEST_EXTENSION: Transition(WORKING, None, P.REQUEST, needs_note=True, parts=LEAD),
    A.DECIDE_EXTENSION: Transition(OPEN, None, P.DECIDE_EXTENSION, or_permission=P.DECIDE_SECOND_EXTENSION),
    A.REQUEST_DEFERRAL: Transition(WORKING, None, P.REQUEST, needs_note=True, parts=LEAD),
    A.DECIDE_DEFERRAL: Transition(WORKING, only(S.DEFERRED, S.HANDLING, S.REDO), P.DECIDE_DEFERRAL),
    A.RESUME: Transition(only(S.DEFERRED), WORKING, P.HANDLE_CASE, parts=LEAD),
    A.REQUEST_TERMINATION: Transition(WORKING, None, P.REQUEST, needs_note=True, parts=LEAD),
    A.DECIDE_TERMINATION: Transition(WORKING, only(S.TERMINATED, S.HANDLING, S.REDO), P.DECIDE_TERMINATION),
    A.REQUEST_EXCLUSION: Transition(
        frozenset(CaseState) - only(S.PENDING_REVIEW, S.AWAITING_COMPLETION, S.MERGED, S.NOT_ACCEPTED),
        None,
        P.REQUEST,
        needs_note=True,
        parts=LEAD,
    ),
    A.DECIDE_EXCLUSION: Transition(
        frozenset(CaseState), None, P.FIRST_REVIEW_EXCLUSION, or_permission=P.FINAL_REVIEW_EXCLUSION
    ),
    A.WITHDRAW_REQUEST: Transition(frozenset(CaseState), None, P.REQUEST),
    # Urging and supervision: an overlay, the state stays
    A.REMIND: Transition(WITH_DEPARTMENT - only(S.DEFERRED), None, P.REMIND),
    A.ORDER_SUPERVISION: Transition(OPEN - only(S.AWAITING_COMPLETION), None, P.SUPERVISE, needs_note=True),
    A.REPLY_SUPERVISION: Transition(frozenset(CaseState), None, P.REPLY_SUPERVISION, needs_note=True),
    A.CONFIRM_SUPERVISION: Transition(frozenset(CaseState), None, P.SUPERVISE),
    A.RETURN_SUPERVISION: Transition(frozenset(CaseState), None, P.SUPERVISE, needs_note=True),
    A.TAKE_HAZARD: Transition(OPEN, None, P.SUPERVISE),
    # The caller rang again about it: what they said is added, the state stays
    A.ADD_CALL: Transition(OPEN, None, P.REGISTER_CASE),
    # Several callers' cases about one happening: what is merged takes the step of merging, the state stays here
    A.JOIN_INCIDENT: Transition(frozenset(CaseState), None, P.MAKE_INCIDENT),
    A.LEAVE_INCIDENT: Transition(frozenset(CaseState), None, P.MAKE_INCIDENT),
    # Decided around a table: whose the case is and until when, from wherever it stands
    A.DECIDE_BY_MEETING: Transition(
        OPEN - only(S.AWAITING_COMPLETION),
        only(S.DISPATCHED, S.HANDLING, S.REDO),
        P.CONVENE_MEETING,
        needs_note=True,
    ),
}


def held(parts: Iterable[Assignment], user: User) -> list[Assignment]:
    """Return the parts the user may act for, newest first: their own department's before a unit's below."""
    theirs = [part for part in parts if part.department_id in user.department_ids]
    return sorted(theirs, key=lambda part: (part.department_id == user.department_id, part.id), reverse=True)


@dataclass(frozen=True)
class Standing:
    """What besides the state decides which steps are open to a user.

    `parts`: the roles the user may act in, by parts still open; `held`: by parts of any age.
    `waits_to_be_signed`: one of the parts is not signed for. `waiting`: what must happen first has
    happened, for the steps of NEEDS. `done`: what may happen but once, or not twice at a time, has happened.
    """

    parts: frozenset[AssignmentRole] = frozenset()
    held: frozenset[AssignmentRole] = frozenset()
    waits_to_be_signed: bool = False
    waiting: frozenset[Action] = frozenset()
    done: frozenset[Action] = frozenset()


# Steps that answer something: a request to decide, a supervision to reply to, a hazard nobody took; and what
# is decided at a table or said on the telephone, on pages of their own and never on the case's.
ANSWERS = frozenset(
    {
        A.DECIDE_NON_ACCEPTANCE, A.DECIDE_EXTENSION, A.DECIDE_DEFERRAL, A.DECIDE_TERMINATION,
        A.DECIDE_EXCLUSION, A.WITHDRAW_REQUEST, A.REPLY_SUPERVISION, A.CONFIRM_SUPERVISION,
        A.RETURN_SUPERVISION, A.TAKE_HAZARD, A.DECIDE_BY_MEETING, A.ADD_CALL, A.JOIN_INCIDENT, A.LEAVE_INCIDENT,
    }
)  # fmt: skip


def available(case: Case, user: User, standing: Standing) -> list[Action]:
    """List the steps the user may take on the case now; the page draws exactly these buttons."""
    return [action for action in TRANSITIONS if is_open(case, action, user, standing)]


def is_open(case: Case, action: Action, user: User, standing: Standing) -> bool:
    """Say whether the user may take the step on the case as it stands."""
    step = TRANSITIONS[action]
    if case.state not in step.starts or not step.allows(user) or action in standing.done:
        return False
    if action is Action.SIGN_FOR and not standing.waits_to_be_signed:
        return False
    if action in ANSWERS and action not in standing.waiting:
        return False
    mine = standing.held if action is Action.REQUEST_EXCLUSION else standing.parts
    return not step.parts or bool(mine & step.parts)


def advance(
    case: Case, action: Action, *, by: User, to: CaseState | None = None, note: str = "", holds: bool = True
) -> CaseState | None:
    """Move the case along the table, or refuse and leave it as it was.

    `to` names the end where the table allows several; `holds` says whether the user's department holds
    the part that the step asks for. Returns the state before, None for a new case.
    Raises NotAllowedForYou, NotAllowedNow or BadInput.
    """
    step = TRANSITIONS[action]
    before = case.state
    if not step.allows(by) or not holds:
        raise NotAllowedForYou(f"您没有权限执行“{action.label}”。")
    if not (before in step.starts or (before is None and step.begins)):
        standing = before.label if before else "未登记"
        raise NotAllowedNow(f"工单当前为“{standing}”，不能执行“{action.label}”。")
    if step.needs_note and not note.strip():
        raise BadInput(f"请填写{action.label}的说明。", "note")
    if step.ends is not None:
        (end,) = (to,) if to is not None else tuple(step.ends)
        if end not in step.ends:
            raise NotAllowedNow(f"“{action.label}”后工单不能变为“{end.label}”。")
        case.state = end
    return before
