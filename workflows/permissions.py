"""What each role may do at first, and which cases a user may see (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.vocabulary import CaseScope, Desk
from models.vocabulary import Permission as P

if TYPE_CHECKING:
    from models.user import User


@dataclass(frozen=True)
class RoleSeed:
    """A role as a new installation gets it; administrators change it afterwards."""

    code: str
    name: str
    description: str
    permissions: frozenset[P]


READS_ALL = frozenset({P.VIEW_CASES, P.VIEW_ALL_CASES})

# A desk does all of the hotline's work on its own cases, for nobody else there sees them.
DESK_WORK = frozenset(
    {P.VIEW_CASES, P.REGISTER_CASE, P.REVIEW_CASE, P.CORRECT_CASE, P.DECIDE_RETURN, P.RULE_BY_PANEL,
     P.REVIEW_REPLY, P.REMIND, P.FOLLOW_UP, P.REOPEN_CASE, P.REVEAL_IDENTITY, P.DECIDE_EXTENSION,
     P.DECIDE_SECOND_EXTENSION, P.DECIDE_DEFERRAL, P.DECIDE_TERMINATION, P.FIRST_REVIEW_EXCLUSION,
     P.FINAL_REVIEW_EXCLUSION}
)  # fmt: skip

# Who decides is never who asked: departments request, the hotline decides; exclusions take two people.
ROLES: tuple[RoleSeed, ...] = (
    RoleSeed("agent", "接线员", "接听登记、直接答复", READS_ALL | {P.REGISTER_CASE}),
    RoleSeed(
        "dispatcher",
        "派单审核员",
        "审核派单、审批退单、审核回复",
        READS_ALL
        | {P.REGISTER_CASE, P.REVIEW_CASE, P.CORRECT_CASE, P.DECIDE_RETURN, P.REVIEW_REPLY, P.REMIND}
        | {P.REVEAL_IDENTITY, P.FIRST_REVIEW_EXCLUSION, P.REOPEN_CASE, P.VIEW_MEETINGS, P.VIEW_DASHBOARD}
        | {P.VIEW_TOPICS, P.MAKE_INCIDENT}
        | {P.WRITE_KNOWLEDGE, P.POST_NOTICE},
    ),
    RoleSeed(
        "officer",
        "承办人员",
        "签收、办理、回复、申请",
        frozenset({P.VIEW_CASES, P.HANDLE_CASE, P.REQUEST, P.REPLY_SUPERVISION, P.REVEAL_IDENTITY})
        | {P.VIEW_MEETINGS, P.GIVE_OPINION, P.READ_ISSUES, P.WRITE_KNOWLEDGE, P.POST_NOTICE},
    ),
    RoleSeed(
        "follow_up",
        "回访员",
        "回访、评价登记",
        READS_ALL | {P.FOLLOW_UP, P.REOPEN_CASE},
    ),
    RoleSeed(
        "supervisor",
        "督办主管",
        "会商裁定、审批、督办、召集联席会议",
        READS_ALL
        | {P.CONVENE_MEETING, P.VIEW_MEETINGS, P.REVIEW_KNOWLEDGE, P.SHARE_TEXTS}
        | {P.REVIEW_CASE, P.CORRECT_CASE, P.DECIDE_RETURN, P.RULE_BY_PANEL, P.REVIEW_REPLY, P.REMIND}
        | {P.SUPERVISE, P.DECIDE_EXTENSION, P.DECIDE_DEFERRAL, P.DECIDE_TERMINATION, P.REOPEN_CASE}
        | {P.FINAL_REVIEW_EXCLUSION, P.REVEAL_IDENTITY, P.VIEW_JOBS, P.VIEW_OUTBOX}
        | {
            P.VIEW_DASHBOARD,
            P.VIEW_TOPICS,
            P.MAKE_INCIDENT,
            P.VIEW_REPORTS,
            P.MAKE_REPORTS,
            P.MANAGE_REPORTS,
            P.EXPORT_CASES,
            P.SHARE_VIEWS,
            P.ENTER_FIGURES,
            P.RECORD_GRID,
            P.WATCH_CALLS,
            P.LISTEN_RECORDING,
            # Who takes a call over goes on with its form.
            P.REGISTER_CASE,
            P.DECIDE_CALLER_FLAG,
            P.MANAGE_ROUTING,
        },
    ),
    RoleSeed(
        "head",
        "中心主任",
        "再次延期审批、督办、联席会议、报表签发",
        READS_ALL
        | {P.MAKE_REPORTS, P.PUBLISH_REPORTS}
        | {P.CONVENE_MEETING, P.VIEW_MEETINGS}
        | {P.RULE_BY_PANEL, P.SUPERVISE, P.REMIND, P.DECIDE_EXTENSION, P.DECIDE_SECOND_EXTENSION}
        | {P.DECIDE_DEFERRAL, P.DECIDE_TERMINATION, P.FINAL_REVIEW_EXCLUSION, P.VIEW_REPORTS}
        | {P.EXPORT_CASES, P.SHARE_VIEWS, P.ENTER_FIGURES, P.VIEW_DASHBOARD, P.VIEW_TOPICS}
        | {P.DECIDE_CALLER_FLAG},
    ),
    RoleSeed(
        "leader",
        "市领导",
        "查看大屏与报表、批示督办",
        READS_ALL | {P.VIEW_DASHBOARD, P.VIEW_TOPICS, P.VIEW_REPORTS, P.VIEW_MEETINGS, P.SUPERVISE},
    ),
    RoleSeed(
        "psych", "心理援助专员", "心理援助专席：受理、派单、审核、回访本席工单", DESK_WORK | {P.VIEW_PSYCH}
    ),
    RoleSeed("youth", "青少年专员", "青少年专席：受理、派单、审核、回访本席工单", DESK_WORK | {P.VIEW_YOUTH}),
    RoleSeed(
        "desk_officer",
        "专席承办人员",
        "承办单位中办理专席工单的指定人员",
        frozenset({P.VIEW_CASES, P.HANDLE_CASE, P.HANDLE_DESK_CASE, P.REQUEST, P.REPLY_SUPERVISION}),
    ),
    RoleSeed(
        "grid",
        "网格员",
        "登记、上报、处置网格事件",
        frozenset({P.VIEW_CASES, P.REGISTER_CASE, P.RECORD_GRID}),
    ),
    RoleSeed(
        "administrator",
        "系统管理员",
        "用户、字典、规则、任务",
        frozenset({P.MANAGE_USERS, P.MANAGE_REFERENCE, P.MANAGE_RULES, P.VIEW_JOBS, P.RUN_JOBS})
        | {P.VIEW_OUTBOX, P.IMPORT_HISTORY, P.MANAGE_REPORTS, P.MANAGE_TELEPHONE, P.MANAGE_ROUTING},
    ),
    RoleSeed("auditor", "审计员", "查看审计日志", frozenset({P.VIEW_AUDIT})),
)

DESK_PERMISSIONS: dict[Desk, P] = {Desk.PSYCH: P.VIEW_PSYCH, Desk.YOUTH: P.VIEW_YOUTH}


# Who does any of this begins the day with what waits for them.
WORK = frozenset(
    {P.REGISTER_CASE, P.REVIEW_CASE, P.HANDLE_CASE, P.DECIDE_RETURN, P.RULE_BY_PANEL, P.REVIEW_REPLY, P.FOLLOW_UP}
    | {P.DECIDE_EXTENSION, P.DECIDE_SECOND_EXTENSION, P.DECIDE_DEFERRAL, P.DECIDE_TERMINATION}
    | {P.FIRST_REVIEW_EXCLUSION, P.FINAL_REVIEW_EXCLUSION, P.CONVENE_MEETING}
)  # fmt: skip


def begins_at_dashboard(user: User) -> bool:
    """Say whether the user looks on rather than works, such as the city's leaders, and so begins at the dashboard."""
    return may(user, P.VIEW_DASHBOARD) and not WORK & user.permissions


def may(user: User, permission: P) -> bool:
    """Say whether one of the user's roles carries the permission."""
    return permission in user.permissions


def handlers_of(desk: Desk) -> frozenset[P]:
    """Return the permissions of which one lets somebody of a department see the desk's cases sent to it."""
    return frozenset({DESK_PERMISSIONS[desk], P.HANDLE_DESK_CASE})


def works_at_hotline(user: User) -> bool:
    """Say whether the user sees cases as one of the hotline's own people, not as one of a department's."""
    return may(user, P.VIEW_ALL_CASES) or any(may(user, allows) for allows in DESK_PERMISSIONS.values())


def scope_of(user: User) -> CaseScope:
    """Return which cases the user may see.

    Those of the user's own department and of the units below it, or all; a confidential desk's only with
    the desk's permission, and of one's own department with the one to handle them. Who has nothing but a
    desk sees the desk's cases and no others.
    """
    desks = frozenset(desk for desk, permission in DESK_PERMISSIONS.items() if may(user, permission))
    if may(user, P.VIEW_ALL_CASES):
        return CaseScope(None, desks)
    own_desks = frozenset(Desk) if may(user, P.HANDLE_DESK_CASE) else frozenset()
    return CaseScope(frozenset(user.department_ids), desks, own_desks)
