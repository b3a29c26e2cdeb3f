"""Who works here and what they may do: users and roles, with the last administrator kept in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from models.citizen import mask_phone
from models.queries import departments, people
from models.user import Role, User
from models.vocabulary import Permission
from workflows import accounts, audit
from workflows.administration.change import Spelling, change, create
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

SIGN_IN_NAME = re.compile(r"[\w][\w.@-]{1,63}")
ROLE_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
LAST_ADMINISTRATOR = "至少要保留一名可以管理用户的在用人员，此操作会让最后一名失去权限。"


def department_name(department_id: int) -> str:
    """Return the name of a department for the audit log."""
    unit = departments.find(department_id)
    return unit.name if unit else str(department_id)


def role_names(roles: Iterable[Role]) -> list[str]:
    """Return the names of roles for the audit log."""
    return sorted(role.name for role in roles)


SPELLING: Spelling = {
    "phone": mask_phone,
    "department_id": department_name,
    "roles": role_names,
    "password_hash": lambda _: None,
    "session_stamp": lambda _: None,
}


def create_user(
    values: Mapping[str, Any],
    *,
    password_hash: str,
    by: User | None,
    at: datetime,
    must_change_password: bool = True,
) -> User:
    """Make an account; a sign-in name is taken once and for all, also by those who have left."""
    name = accounts.normal_name(values["name"])
    if not SIGN_IN_NAME.fullmatch(name):
        raise BadInput("用户名为 2 至 64 个字母、数字、汉字或 . @ - _ ，不能有空格。", "name")
    if people.find_user_by_name(name) is not None:
        raise BadInput(f"用户名“{name}”已被使用。", "name")
    check_department(values["roles"], values.get("department_id"))
    user = User(
        **{**values, "name": name, "password_hash": password_hash},
        must_change_password=must_change_password,
        is_active=True,
        failed_sign_ins=0,
    )
    return create(user, object_type="user", called=called(user), by=by, at=at, spelling=SPELLING)


def change_user(user: User, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change what is known of a person, and their roles."""
    check_department(values["roles"], values.get("department_id"))
    if user.is_active and not manages(values["roles"]):
        keep_an_administrator(without=user)
    change(user, values, object_type="user", called=called(user), by=by, at=at, spelling=SPELLING)


def check_department(roles: Iterable[Role], department_id: int | None) -> None:
    """Refuse someone who handles cases but belongs nowhere: no case would ever be theirs."""
    handles = any(Permission.HANDLE_CASE.value in role.permissions for role in roles)
    if handles and department_id is None:
        raise BadInput("承办工单的人员须选择所属单位。", "department_id")


def manages(roles: Iterable[Role]) -> bool:
    """Say whether one of the roles may manage users."""
    return any(Permission.MANAGE_USERS.value in role.permissions for role in roles)


def keep_an_administrator(*, without: User | None = None, without_role: Role | None = None) -> None:
    """Refuse what would leave nobody to manage users; waits for others who are about to do the same."""
    people.lock_roles()
    for user in people.users_with(Permission.MANAGE_USERS):
        roles = [role for role in user.roles if role is not without_role]
        if user is not without and manages(roles):
            return
    raise BadInput(LAST_ADMINISTRATOR, "roles" if without else "permissions")


def disable_user(user: User, *, by: User, at: datetime) -> None:
    """Let the user in no more; whoever is signed in is out with the next click."""
    if user is by or user.id == by.id:
        raise BadInput("不能停用自己的账号。")
    if manages(user.roles):
        keep_an_administrator(without=user)
    change(user, {"is_active": False}, object_type="user", called=called(user), by=by, at=at, kind="disable")


def enable_user(user: User, *, by: User, at: datetime) -> None:
    """Let the user in again."""
    change(user, {"is_active": True}, object_type="user", called=called(user), by=by, at=at, kind="enable")


def unlock_user(user: User, *, by: User, at: datetime) -> None:
    """End the lock that followed too many wrong passwords."""
    user.failed_sign_ins, user.locked_until = 0, None
    audit.write("unlock", by=by, at=at, object_type="user", object_id=user.id, summary=called(user))


def reset_password(user: User, password_hash: str, *, by: User, at: datetime) -> None:
    """Give the user a password that must be changed at the next sign-in."""
    if user.id == by.id:
        raise BadInput("修改自己的密码请到“我的账号”。")
    accounts.change_password(user, password_hash, by=by, at=at)


def called(user: User) -> str:
    """Return how the audit log calls a user."""
    return f"{user.full_name}（{user.name}）"


def create_role(values: Mapping[str, Any], *, by: User, at: datetime) -> Role:
    """Make a role; its code is for the command line and never changes."""
    if not ROLE_CODE.fullmatch(values["code"]):
        raise BadInput("角色代码为 2 至 40 个小写字母、数字或下划线，以字母开头。", "code")
    if people.find_role(values["code"]) is not None:
        raise BadInput(f"角色代码“{values['code']}”已被使用。", "code")
    check_role_name(values["name"], None)
    role = Role(**values)
    return create(role, object_type="role", called=role.name, by=by, at=at, spelling=ROLE_SPELLING)


def change_role(role: Role, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a role's name, description and permissions; everyone who has it feels it at once."""
    check_role_name(values["name"], role)
    loses = Permission.MANAGE_USERS.value in role.permissions
    if loses and Permission.MANAGE_USERS.value not in values["permissions"]:
        keep_an_administrator(without_role=role)
    change(role, values, object_type="role", called=role.name, by=by, at=at, spelling=ROLE_SPELLING)


def check_role_name(name: str, role: Role | None) -> None:
    """Refuse a name that another role has."""
    if any(other.name == name and other is not role for other in people.roles()):
        raise BadInput(f"已有名为“{name}”的角色。", "name")


def permission_labels(values: Iterable[str]) -> list[str]:
    """Return permissions for the audit log, as people know them."""
    return [permission.label for permission in Permission if permission.value in set(values)]


ROLE_SPELLING = {"permissions": permission_labels}
