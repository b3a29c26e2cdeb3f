"""`flask users`: the first accounts, before anyone can sign in to make others; and demo accounts."""

import sys
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from hotline import login
from hotline.login import hasher
from models.queries import departments, people
from models.transaction import unit_of_work
from models.user import Role
from workflows import accounts
from workflows.administration import demo_accounts, staff
from workflows.errors import BadInput

users_cli = AppGroup("users", help="Who may sign in.")


@users_cli.command("create")
@click.argument("name")
@click.option("--role", "codes", multiple=True, required=True, help="Code of a role; may be repeated.")
@click.option("--department", "department_code", help="Code of the department the person belongs to.")
@click.option("--full-name", default="", help="The person's name; the sign-in name if not given.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_user(
    name: str, codes: tuple[str, ...], department_code: str | None, full_name: str, *, password_stdin: bool
) -> None:
    """Make an account; without --password-stdin a password is made, shown once, and must be changed."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else accounts.one_time_password()
    try:
        if password_stdin:
            accounts.check_password_strength(password)
        with unit_of_work():
            staff.create_user(
                {
                    "name": name,
                    "full_name": full_name or name,
                    "roles": [role_of(code) for code in codes],
                    "department_id": department_of(department_code),
                },
                password_hash=hasher.hash(password),
                must_change_password=not password_stdin,
                by=None,
                at=datetime.now(UTC),
            )
    except BadInput as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已创建用户 {accounts.normal_name(name)}。")
    if not password_stdin:
        click.echo(f"一次性密码（仅显示这一次，首次登录须修改）：{password}")


@users_cli.command("demo")
def make_demo_users() -> None:
    """Make accounts to try the house with, if there are none at all; list those with the demo password."""
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("生产环境不创建演示账号；请用 flask users create。")
    with unit_of_work():
        demo_accounts.make_demo_accounts(hasher.hash(demo_accounts.DEMO_PASSWORD), at=datetime.now(UTC))
    shown = [user for user in people.all_users() if login.password_fits(user, demo_accounts.DEMO_PASSWORD)]
    if not shown:
        return
    click.echo(f"演示账号（密码均为 {demo_accounts.DEMO_PASSWORD}）：")
    for user in sorted(shown, key=lambda user: user.id):
        unit = f"，{user.department.name}" if user.department else ""
        click.echo(f"  {user.name:<14} {'、'.join(role.name for role in user.roles)}{unit}")


def role_of(code: str) -> Role:
    """Return the role of this code; ClickException names the known ones."""
    role = people.find_role(code)
    if role is None:
        known = "、".join(f"{role.code}（{role.name}）" for role in people.roles())
        hint = f"现有：{known}。" if known else "请先用 flask city load 载入城市包。"
        raise click.ClickException(f"没有角色“{code}”。{hint}")
    return role


def department_of(code: str | None) -> int | None:
    """Return the id of the department of this code."""
    if code is None:
        return None
    department = departments.find_by_code(code)
    if department is None:
        raise click.ClickException(f"没有代码为“{code}”的单位。")
    return department.id
