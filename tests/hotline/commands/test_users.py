"""`flask users create`: an account with roles, its password shown once or read from standard input."""

import re

from models.base import db
from models.user import User
from tests.support.factories import make_department, make_role
from tests.support.pages import Visitor, sign_in
from tests.support.requests import HouseRunner


def test_the_password_is_shown_once_and_must_be_changed(runner: HouseRunner, visit: object) -> None:
    make_role("administrator")

    result = runner.invoke(args=["users", "create", "Zhang.San", "--role", "administrator"])

    assert result.exit_code == 0, result.output
    password = re.search(r"：(\S+)$", result.output.strip())
    user = db.session.query(User).one()
    assert (user.name, user.must_change_password) == ("zhang.san", True)
    visitor: Visitor = visit()  # type: ignore[operator]
    assert sign_in(visitor, "zhang.san", password[1] if password else "").heading == "修改密码"


def test_a_password_may_come_from_standard_input(runner: HouseRunner) -> None:
    make_role("officer")
    department = make_department(code="B-CG")
    arguments = ["users", "create", "lisi", "--role", "officer", "--department", "B-CG", "--password-stdin"]

    result = runner.invoke(args=arguments, input="Yellow-River-1909\n")

    assert result.exit_code == 0, result.output
    user = db.session.query(User).one()
    assert (user.department_id, user.must_change_password) == (department.id, False)
    assert "Yellow-River" not in result.output


def test_a_weak_password_an_unknown_role_and_a_taken_name_are_refused(runner: HouseRunner) -> None:
    make_role("agent")

    weak = runner.invoke(
        args=["users", "create", "a1", "--role", "agent", "--password-stdin"], input="12345\n"
    )
    unknown = runner.invoke(args=["users", "create", "a1", "--role", "king"])
    homeless = runner.invoke(args=["users", "create", "a1", "--role", "agent", "--department", "X"])
    runner.invoke(args=["users", "create", "a1", "--role", "agent"])
    taken = runner.invoke(args=["users", "create", "A1", "--role", "agent"])

    assert "密码至少 12 个字符" in weak.output
    assert "没有角色“king”。现有：agent（接线员）。" in unknown.output
    assert "没有代码为“X”的单位。" in homeless.output
    assert "用户名“a1”已被使用。" in taken.output
    assert db.session.query(User).count() == 1


def test_whoever_handles_cases_belongs_to_a_department(runner: HouseRunner) -> None:
    make_role("officer")

    result = runner.invoke(args=["users", "create", "wangwu", "--role", "officer"])

    assert result.exit_code == 1
    assert "承办工单的人员须选择所属单位。" in result.output
