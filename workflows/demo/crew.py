"""Who acts in the demo: for each part of the work one user who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import people
from models.vocabulary import Permission
from workflows.errors import Refused

if TYPE_CHECKING:
    from models.user import User


@dataclass(frozen=True)
class Crew:
    """The people of one demo; `officers` each belong to another department."""

    agent: User
    dispatcher: User
    follow_up: User
    supervisor: User
    officers: tuple[User, ...]


def muster() -> Crew:
    """Find the people; Refused where a part of the work has nobody."""
    officers: dict[int, User] = {}
    for user in people.users_with(Permission.HANDLE_CASE):
        whole = people.complete(user)
        if whole and whole.department_id and whole.department and whole.department.can_lead:
            officers.setdefault(whole.department_id, whole)
    if not officers:
        raise Refused("没有承办单位的账号，请先运行 flask users demo。")
    return Crew(
        agent=one_with(Permission.REGISTER_CASE),
        dispatcher=one_with(Permission.REVIEW_CASE, Permission.REVIEW_REPLY),
        follow_up=one_with(Permission.FOLLOW_UP),
        supervisor=one_with(Permission.SUPERVISE, Permission.REVIEW_CASE),
        officers=tuple(officers.values()),
    )


def one_with(*permissions: Permission) -> User:
    """Return the first user who holds all of the permissions."""
    for user in people.users_with(permissions[0]):
        if user.permissions.issuperset(permissions):
            return user
    raise Refused(f"没有具备“{permissions[0].label}”权限的账号，请先运行 flask users demo。")
