"""The forms of users and roles."""

from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from hotline.forms import Form
from hotline.forms.administration.fields import boxes, line, offer, row_choice, text, tick
from models.queries import departments, people
from models.user import User
from models.vocabulary import Permission


class UserForm(Form):
    """A person, their unit and their roles."""

    name = line("用户名", needed=True, longest=64)
    full_name = line("姓名", needed=True, longest=40)
    title = line("职务", longest=40)
    phone = line("手机", longest=20)
    mail = line("电子邮箱", longest=100)
    department_id = row_choice("所属单位")
    is_leader = tick("单位负责人")
    is_duty_officer = tick("值班人员")
    roles = boxes("角色", coerce=int)

    def __init__(self, user: User | None = None, **options: Any) -> None:
        super().__init__(obj=user, **options)
        offer(self.department_id, departments.in_official_order(), empty="（不属于任何单位）")
        self.roles.choices = [SelectChoice(str(role.id), role.name) for role in people.roles()]
        if user is not None:
            del self.name
            if not self.is_submitted():
                self.roles.data = [role.id for role in user.roles]
        self.mail.validators = [
            *self.mail.validators,
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+", message="邮箱格式不正确。"),
        ]
        self.phone.validators = [
            *self.phone.validators,
            Regexp(r"\+?[0-9][0-9 -]{4,18}", message="号码只能由数字、空格和连字符组成。"),
        ]

    def values(self) -> dict[str, Any]:
        """Return what the person is to be; roles as rows of this unit of work."""
        chosen = set(self.roles.data or ())
        given = {name: value for name, value in self.data.items() if name not in ("csrf_token", "roles")}
        return given | {
            "phone": self.phone.data or None,
            "roles": [role for role in people.roles() if role.id in chosen],
        }


# How the permissions lie on the page; what stands in no group is shown last.
GROUPS: tuple[tuple[str, tuple[Permission, ...]], ...] = (
    (
        "工单",
        (
            Permission.VIEW_CASES,
            Permission.VIEW_ALL_CASES,
            Permission.VIEW_PSYCH,
            Permission.VIEW_YOUTH,
            Permission.REVEAL_IDENTITY,
            Permission.REGISTER_CASE,
            Permission.REVIEW_CASE,
            Permission.CORRECT_CASE,
            Permission.HANDLE_CASE,
            Permission.HANDLE_DESK_CASE,
            Permission.REVIEW_REPLY,
            Permission.FOLLOW_UP,
            Permission.REOPEN_CASE,
        ),
    ),
    (
        "申请与审批",
        (
            Permission.REQUEST,
            Permission.DECIDE_RETURN,
            Permission.RULE_BY_PANEL,
            Permission.DECIDE_EXTENSION,
            Permission.DECIDE_SECOND_EXTENSION,
            Permission.DECIDE_DEFERRAL,
            Permission.DECIDE_TERMINATION,
            Permission.FIRST_REVIEW_EXCLUSION,
            Permission.FINAL_REVIEW_EXCLUSION,
        ),
    ),
    ("催办督办", (Permission.REMIND, Permission.SUPERVISE, Permission.REPLY_SUPERVISION)),
)


def permission_groups() -> list[tuple[str, tuple[Permission, ...]]]:
    """Return every permission once, by group."""
    grouped = {permission for _, members in GROUPS for permission in members}
    rest = tuple(permission for permission in Permission if permission not in grouped)
    return [*GROUPS, ("统计与管理", rest)]


class RoleForm(Form):
    """A role and what it allows."""

    code = line("代码", needed=True, longest=40)
    name = line("名称", needed=True, longest=40)
    description = text("说明", longest=200)
    permissions = boxes("权限", [(permission.value, permission.label) for permission in Permission])

    def __init__(self, role: Any = None, **options: Any) -> None:
        super().__init__(obj=role, **options)
        if role is not None:
            del self.code

    def values(self) -> dict[str, Any]:
        """Return what the role is to be; a permission unknown to this version is dropped."""
        given = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return given | {"permissions": sorted(self.permissions.data or ())}
