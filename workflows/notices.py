"""Who hears of which step (通知): THE table, and writing the messages into the outbox with the step."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.base import db
from models.notice import Notice
from models.queries import assignments, people
from models.vocabulary import Action, AssignmentRole, NoticeChannel, Permission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.case import Case
    from models.case_event import CaseEvent
    from models.user import User


class Audience(StrEnum):
    """To whom a step matters."""

    LEAD = "lead department"
    HELPERS = "supporting departments and sub-units"
    AGENT = "the agent who registered the case"
    RETURN_DESK = "who decides returns"
    PANEL = "who rules for the panel"
    REPLY_DESK = "who reviews replies"
    SUPERVISORS = "who supervises"
    EXTENSION_DESK = "who decides extensions"
    DEFERRAL_DESK = "who decides deferrals"
    TERMINATION_DESK = "who decides terminations"
    EXCLUSION_DESK = "who reviews exclusions"


DESKS: dict[Audience, Permission] = {
    Audience.RETURN_DESK: Permission.DECIDE_RETURN,
    Audience.PANEL: Permission.RULE_BY_PANEL,
    Audience.REPLY_DESK: Permission.REVIEW_REPLY,
    Audience.SUPERVISORS: Permission.SUPERVISE,
    Audience.EXTENSION_DESK: Permission.DECIDE_EXTENSION,
    Audience.DEFERRAL_DESK: Permission.DECIDE_DEFERRAL,
    Audience.TERMINATION_DESK: Permission.DECIDE_TERMINATION,
    Audience.EXCLUSION_DESK: Permission.FIRST_REVIEW_EXCLUSION,
}

NOTICES: dict[Action, tuple[Audience, ...]] = {
    Action.DISPATCH: (Audience.LEAD, Audience.HELPERS),
    Action.ADD_SUPPORTING: (Audience.HELPERS,),
    Action.SEND_BACK_TO_AGENT: (Audience.AGENT,),
    Action.PASS_DOWN: (Audience.HELPERS,),
    Action.ACCEPT_RETURN: (Audience.LEAD,),
    Action.REJECT_RETURN: (Audience.LEAD,),
    Action.RULE_BY_PANEL: (Audience.LEAD,),
    Action.RETURN_REPLY: (Audience.LEAD,),
    Action.REDO: (Audience.LEAD,),
    Action.SUPPORT_REPLY: (Audience.LEAD,),
    Action.DECIDE_EXTENSION: (Audience.LEAD,),
    Action.DECIDE_DEFERRAL: (Audience.LEAD,),
    Action.DECIDE_TERMINATION: (Audience.LEAD,),
    Action.DECIDE_EXCLUSION: (Audience.LEAD,),
    Action.REMIND: (Audience.LEAD,),
    Action.RAISE_CARD: (Audience.LEAD,),
    Action.ORDER_SUPERVISION: (Audience.LEAD,),
    Action.RETURN_SUPERVISION: (Audience.LEAD,),
    Action.REPLY_SUPERVISION: (Audience.SUPERVISORS,),
    Action.REQUEST_EXTENSION: (Audience.EXTENSION_DESK,),
    Action.REQUEST_DEFERRAL: (Audience.DEFERRAL_DESK,),
    Action.REQUEST_TERMINATION: (Audience.TERMINATION_DESK,),
    Action.NOT_ACCEPT: (Audience.TERMINATION_DESK,),
    Action.REQUEST_EXCLUSION: (Audience.EXCLUSION_DESK,),
}


def tell(case: Case, event: CaseEvent, *, by: User | None, at: datetime) -> None:
    """Write a message into the tray of everyone the table names, except of who took the step."""
    audiences = NOTICES.get(event.action, ())
    told = {user.id: user for audience in audiences for user in audience_of(case, audience)}
    if by is not None:
        told.pop(by.id, None)
    for user in told.values():
        db.session.add(
            Notice(
                case_id=case.id,
                user_id=user.id,
                channel=NoticeChannel.INBOX,
                title=f"{event.action.label}：{case.number}",
                body=case.title,
                created_at=at,
                try_at=at,
            )
        )


def audience_of(case: Case, audience: Audience) -> Iterable[User]:
    """Return the people behind an audience for this case."""
    if audience in DESKS:
        return people.users_with(DESKS[audience])
    if audience is Audience.AGENT:
        agent = people.find_user(case.received_by_id) if case.received_by_id else None
        return [agent] if agent else []
    parts = assignments.open_of_case(case.id)
    wanted = [p for p in parts if (p.role is AssignmentRole.LEAD) == (audience is Audience.LEAD)]
    return people.users_of_departments({part.department_id for part in wanted})
