"""`flask users demo`: one account per role to try the house with, and never in earnest."""

from collections.abc import Callable

import click
import pytest
from flask import Flask

from models.base import db
from models.user import User
from models.vocabulary import DepartmentKind
from tests.support.factories import make_department, make_role, make_rule, make_user
from tests.support.pages import Visitor, sign_in
from tests.support.requests import HouseRunner
from workflows.administration.demo_accounts import DEMO_PASSWORD


def test_each_role_gets_an_account_and_officers_one_in_each_kind_of_unit(
    runner: HouseRunner, visit: Callable[..., Visitor]
) -> None:
    make_role("agent")
    make_role("officer")
    busy, district = make_department(), make_department(kind=DepartmentKind.DISTRICT)
    make_department(name="没有派单目录的局")
    make_department(name="另一个区的街道", kind=DepartmentKind.STREET)
    street = make_department(parent=district, kind=DepartmentKind.STREET)
    make_rule(busy)

    output = runner.invoke(args=["users", "demo"]).output

    users = {user.name: user for user in db.session.query(User)}
    assert {name: user.department_id for name, user in users.items()} == {
        "agent": None,
        "officer": busy.id,
        "officer2": district.id,
        "officer3": street.id,
    }
    assert all(name in output for name in users)
    assert sign_in(visit(), "agent", DEMO_PASSWORD).status == 200


def test_where_someone_can_sign_in_already_none_is_made(runner: HouseRunner) -> None:
    make_user("agent")

    result = runner.invoke(args=["users", "demo"])

    assert db.session.query(User).count() == 1
    assert result.output == ""


def test_running_it_again_lists_the_same_accounts(runner: HouseRunner) -> None:
    make_role("agent")
    first = runner.invoke(args=["users", "demo"]).output

    assert runner.invoke(args=["users", "demo"]).output == first
    assert "接线员" in first


def test_production_refuses(make_app: Callable[..., Flask]) -> None:
    runner = make_app(production=True).test_cli_runner()

    with pytest.raises(click.ClickException, match="生产环境"):
        runner.invoke(args=["users", "demo"], standalone_mode=False, catch_exceptions=False)
