"""Who is told of a hazard that nobody has signed for (险情逐级上报): the city's ladder, rung by rung."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.queries import assignments, departments, hazards, people, reference
from models.transaction import once
from models.vocabulary import FINAL_STATES, Action, NoticeChannel, Permission, Rung
from workflows import notices, timeline
from workflows.errors import NotAllowedNow
from workflows.lifecycle import advance
from workflows.permissions import may, scope_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.department import Department
    from models.dictionary import EscalationStep
    from models.user import User

BY_EVERY_WAY = (NoticeChannel.INBOX, NoticeChannel.SMS, NoticeChannel.MAIL)
SEALED = "专席工单，内容仅专席人员可见。"


def take(case: Case, *, by: User, at: datetime, note: str = "") -> None:
    """Take the hazard (接手险情): somebody of the hotline sees to it that the department moves."""
    if not case.is_hazard:
        raise NotAllowedNow("该工单不是险情工单，无需接手。")
    if case.hazard_taken_at is not None:
        raise NotAllowedNow("该险情已有人接手或签收，无需再次接手。")
    before = advance(case, Action.TAKE_HAZARD, by=by)
    case.hazard_taken_at, case.hazard_taken_by_id = at, by.id
    timeline.record(case, Action.TAKE_HAZARD, by=by, at=at, before=before, note=note)


def climb(case: Case, *, at: datetime) -> int:
    """Tell everyone whose minutes have passed since the lead was sent the case; returns how many rungs.

    Each rung is told once. One on which nobody stands is passed at once: an empty post must not cost the
    minutes that the next one would have had. Nothing is told of what was signed for, taken or ended.
    """
    if not case.is_hazard or case.hazard_taken_at is not None or case.state in FINAL_STATES:
        return 0
    lead = assignments.lead(case.id)
    unit = departments.find(lead.department_id) if lead else None
    since = lead.sent_at if lead else case.received_at
    climbed, may_pass = 0, False
    for step in steps_above(case.escalation_step or 0):
        if not may_pass and at < since + timedelta(minutes=step.after_minutes):
            break
        told = on_rung(Rung(step.tell), unit)
        hazards.note_rung(case, step.step)
        tell(case, step, told, at=at)
        climbed, may_pass = climbed + 1, not told
    return climbed


def steps_above(step: int) -> Sequence[EscalationStep]:
    """Return the rungs above the one last told."""
    return [row for row in once("ladder", reference.escalation_steps) if row.step > step]


def tell(case: Case, step: EscalationStep, told: Sequence[User], *, at: datetime) -> None:
    """Write the rung on the timeline, naming who was told, and into their trays."""
    rung = Rung(step.tell).label
    names = "、".join(user.full_name for user in told) or "未登记人员，直接上报下一级"
    note = f"第 {step.step} 级 {rung}：{names}"
    timeline.record(case, Action.ESCALATE, by=None, at=at, before=case.state, note=note)
    waited = f" {step.after_minutes} 分钟无人签收" if step.after_minutes else "待签收"
    title = f"险情{waited}：{case.number}"
    for reads, body in ((True, notices.line_for_anybody(case)), (False, SEALED)):
        notices.send_to(
            [user for user in told if may_read(case, user) is reads],
            case=case,
            title=title,
            body=body,
            at=at,
            channels=BY_EVERY_WAY,
            is_urgent=True,
        )


def may_read(case: Case, user: User) -> bool:
    """Say whether the user may know what the case is about: of a desk only its people."""
    scope = scope_of(user)
    return case.desk is None or case.desk in scope.desks | scope.own_desks


def on_rung(rung: Rung, unit: Department | None) -> Sequence[User]:
    """Return who stands on the rung for a case that this department leads, or nobody."""
    if rung is Rung.SUPERVISOR:
        return [user for user in people.users_with(Permission.SUPERVISE) if urges(user) and not heads(user)]
    if rung is Rung.CENTRE_HEAD:
        return [user for user in people.users_with(Permission.SUPERVISE) if heads(user)]
    if unit is None:
        return []
    if rung is Rung.DUTY_OFFICER:
        return people.users_of_departments({unit.id}, on_duty=True)
    if rung is Rung.DEPARTMENT_LEADER:
        return people.users_of_departments({unit.id}, leaders=True)
    return people.users_of_departments({unit.parent_id}, leaders=True) if unit.parent_id else []


def urges(user: User) -> bool:
    """Say whether the user also urges departments: the city's leaders only give instructions."""
    return may(user, Permission.REMIND)


def heads(user: User) -> bool:
    """Say whether the user heads the centre: who alone may extend a second time."""
    return may(user, Permission.DECIDE_SECOND_EXTENSION)
