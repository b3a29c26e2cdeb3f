"""Users (用户): who may sign in, with which unit and roles; reset, lock and leave."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.administration.staff import UserForm
from hotline.guards import requires
from hotline.login import hasher
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from models.queries import departments, people
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Permission
from workflows import accounts
from workflows.administration import staff

blueprint = Blueprint("users", __name__, url_prefix="/administration/users")
PAGE = 50


def found(user_id: int) -> User:
    """Return the user of the address, or answer 404."""
    return people.find_user(user_id) or abort(404)


def author() -> User:
    """Return who is signed in, as a row of this unit of work."""
    return found(current_user.id)


@blueprint.get("")
@requires(Permission.MANAGE_USERS)
def list_users() -> ResponseReturnValue:
    """Show the users asked for, by sign-in name."""
    page = people.page_of_users(
        words_asked(),
        role_id=request.args.get("role", type=int),
        department_id=request.args.get("department", type=int),
        state=request.args.get("state", ""),
        at=datetime.now(UTC),
        before=words_asked("before", 64) or None,
        after=words_asked("after", 64) or None,
        limit=PAGE,
    )
    return render_template(
        "administration/users.html",
        page=page,
        filters=asked("q", "role", "department", "state"),
        roles=people.roles(),
        departments=departments.in_official_order(),
        at=datetime.now(UTC),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def create_user() -> ResponseReturnValue:
    """Make an account; its one-time password is shown once."""
    form, password = UserForm(), accounts.one_time_password()

    def create() -> None:
        staff.create_user(
            form.values(), password_hash=hasher.hash(password), by=author(), at=datetime.now(UTC)
        )

    if form.validate_on_submit() and saved(form, create):
        user = people.find_user_by_name(accounts.normal_name(form.name.data))
        return render_template("administration/password.html", user=user, password=password, is_new=True)
    return render_template("administration/user_new.html", form=form), status_of(form)


@blueprint.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def edit_user(user_id: int) -> ResponseReturnValue:
    """Change a person's unit, roles and how to reach them."""
    user = found(user_id)
    form = UserForm(user)

    def change() -> None:
        staff.change_user(found(user_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("users.edit_user", user_id=user_id), code=303)
    context = {"user": found(user_id), "form": form, "at": datetime.now(UTC)}
    return render_template("administration/user.html", **context), status_of(form)


@blueprint.post("/<int:user_id>/password")
@requires(Permission.MANAGE_USERS)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give the user a one-time password and show it once."""
    password = accounts.one_time_password()
    with unit_of_work():
        user = found(user_id)
        staff.reset_password(user, hasher.hash(password), by=author(), at=datetime.now(UTC))
    return render_template("administration/password.html", user=user, password=password, is_new=False)


@blueprint.post("/<int:user_id>/disable")
@requires(Permission.MANAGE_USERS)
def disable_user(user_id: int) -> ResponseReturnValue:
    """Let the user in no more."""
    with unit_of_work():
        staff.disable_user(found(user_id), by=author(), at=datetime.now(UTC))
    flash("已停用，此人的登录已全部退出。", "success")
    return redirect(url_for("users.edit_user", user_id=user_id), code=303)


@blueprint.post("/<int:user_id>/enable")
@requires(Permission.MANAGE_USERS)
def enable_user(user_id: int) -> ResponseReturnValue:
    """Let the user in again."""
    with unit_of_work():
        staff.enable_user(found(user_id), by=author(), at=datetime.now(UTC))
    flash("已恢复使用。", "success")
    return redirect(url_for("users.edit_user", user_id=user_id), code=303)


@blueprint.post("/<int:user_id>/unlock")
@requires(Permission.MANAGE_USERS)
def unlock_user(user_id: int) -> ResponseReturnValue:
    """End a lock after wrong passwords before its time."""
    with unit_of_work():
        staff.unlock_user(found(user_id), by=author(), at=datetime.now(UTC))
    flash("已解除锁定。", "success")
    return redirect(url_for("users.edit_user", user_id=user_id), code=303)
