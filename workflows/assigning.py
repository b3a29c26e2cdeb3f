"""Who works on a case (经办人): taking it on, giving it to a colleague, giving it back.

At the hotline it is the step that waits now, in a department its part. Nobody is shut out by it: whoever may take
a step still may. It says whose work it is, so that two do not do the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import assignments, people
from models.vocabulary import OPEN_ASSIGNMENTS, Action, AssignmentRole, CaseState, Permission
from workflows import timeline
from workflows.errors import BadInput, NotAllowedNow
from workflows.lifecycle import held
from workflows.notices import line_for_anybody, send_to
from workflows.permissions import DESK_PERMISSIONS, handlers_of, may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.assignment import Assignment
    from models.case import Case
    from models.user import User

LABEL = "经办人"
# Whose work a case is while it stands so; in all other states it is the departments', or nobody's.
AT_HOTLINE: dict[CaseState, Permission] = {
    CaseState.PENDING_REVIEW: Permission.REVIEW_CASE,
    CaseState.RETURN_PENDING: Permission.DECIDE_RETURN,
    CaseState.PANEL_PENDING: Permission.RULE_BY_PANEL,
    CaseState.REPLIED: Permission.REVIEW_REPLY,
    CaseState.FOLLOW_UP: Permission.FOLLOW_UP,
}
# Who may have such work; which of it, their permissions say.
WORKERS = (*sorted(set(AT_HOTLINE.values())), Permission.HANDLE_CASE)


@dataclass(frozen=True)
class Task:
    """What one person can take on: the step of a case that waits at the hotline, or a department's part in it."""

    case: Case
    part: Assignment | None = None

    @property
    def holder_id(self) -> int | None:
        """Who has taken it."""
        return self.case.assigned_to_id if self.part is None else self.part.assigned_to_id

    def put(self, user_id: int | None) -> None:
        """Say who has it from now on."""
        if self.part is None:
            self.case.assigned_to_id = user_id
        else:
            self.part.assigned_to_id = user_id

    @property
    def needs(self) -> tuple[Permission, ...]:
        """What a person must hold to do the work, each of these."""
        desk = self.case.desk
        if self.part is not None:
            return (Permission.HANDLE_CASE, *((Permission.HANDLE_DESK_CASE,) if desk else ()))
        sees = DESK_PERMISSIONS[desk] if desk else Permission.VIEW_ALL_CASES
        return (AT_HOTLINE[self.case.state], sees)


def task_for(case: Case, parts: Sequence[Assignment], user: User) -> Task | None:
    """Return what of the case the user could take on now; None where none of it is theirs to do."""
    own = [
        part
        for part in held(parts, user)
        if part.state in OPEN_ASSIGNMENTS and part.role is not AssignmentRole.COPIED
    ]
    handles = case.desk is None or bool(handlers_of(case.desk) & user.permissions)
    if own and handles and may(user, Permission.HANDLE_CASE):
        return Task(case, own[0])
    if case.state not in AT_HOTLINE:
        return None
    task = Task(case)
    return task if all(may(user, permission) for permission in task.needs) else None


def task_of(case: Case, by: User) -> Task:
    """Return what of the case is the user's to do; NotAllowedNow where nothing is."""
    task = task_for(case, assignments.of_case(case.id), by)
    if task is None:
        raise NotAllowedNow(f"工单当前为“{case.state.label}”，没有可由您领取的工作。")
    return task


def colleagues(task: Task) -> Sequence[tuple[int, str]]:
    """Return id and name of those who may do the work: of the part's department, or at the hotline."""
    return people.names_holding(task.needs, task.part.department_id if task.part else None)


def why_not_take(case: Case, by: User) -> str:
    """Return why the user cannot take the work on; nothing where they can."""
    task = task_for(case, assignments.of_case(case.id), by)
    if task is None:
        return f"当前为“{case.state.label}”，没有可由您领取的工作。"
    if task.holder_id == by.id:
        return "已由您领取。"
    if task.holder_id is not None:
        return (
            f"已由{name_of(task.holder_id)}领取；需要接办请用“{Action.HAND_OVER.label}”交给自己并说明原因。"
        )
    return ""


def take_on(case: Case, *, by: User, at: datetime) -> None:
    """Take the work on oneself (领取). Refused where somebody has it already."""
    task = task_of(case, by)
    if said := why_not_take(case, by):
        raise NotAllowedNow(f"该工单{said}")
    task.put(by.id)
    timeline.record(case, Action.TAKE_ON, by=by, at=at, before=case.state)


def hand_over(case: Case, colleague_id: int, *, by: User, at: datetime, note: str = "") -> None:
    """Give the work to somebody who may do it (交给同事); taking it from a third person asks for a reason."""
    task = task_of(case, by)
    name = dict(colleagues(task)).get(colleague_id)
    if name is None:
        raise BadInput("所选人员不能办理这项工作，请另选。", "colleague_id")
    before = task.holder_id
    if before == colleague_id:
        raise NotAllowedNow(f"该工单的经办人已是{name}。")
    if before not in (None, by.id) and not note.strip():
        raise BadInput(f"该工单由{name_of(before)}领取，请说明改由他人经办的原因。", "note")
    task.put(colleague_id)
    changes = {LABEL: [name_of(before), name]}
    timeline.record(case, Action.HAND_OVER, by=by, at=at, before=case.state, note=note, changes=changes)
    told = {user_id for user_id in (colleague_id, before) if user_id not in (None, by.id)}
    for user_id in sorted(told):
        title = (
            f"交由您经办：{case.number}" if user_id == colleague_id else f"已改由{name}经办：{case.number}"
        )
        person = people.find_user(user_id)
        send_to([person] if person else [], case=case, title=title, body=line_for_anybody(case), at=at)


def give_back(case: Case, *, by: User, at: datetime) -> None:
    """Give the work back for anyone to take (放回待领); only one's own."""
    task = task_of(case, by)
    if task.holder_id != by.id:
        raise NotAllowedNow("只能放回由您领取的工单。")
    task.put(None)
    timeline.record(case, Action.GIVE_BACK, by=by, at=at, before=case.state)


def name_of(user_id: int | None) -> str:
    """Return what the person is called; nothing for nobody."""
    return people.full_names([user_id]).get(user_id, "") if user_id is not None else ""
