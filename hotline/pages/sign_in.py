"""Sign in, sign out, change password."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from hotline import login
from hotline.forms.sign_in import ChangePasswordForm, SignInForm
from hotline.guards import public, signed_in
from hotline.security import limiter
from models.queries import people
from models.transaction import unit_of_work
from models.user import User
from workflows import accounts
from workflows.permissions import begins_at_dashboard

blueprint = Blueprint("sign_in", __name__)


def safe_next(target: str | None, user: User) -> str:
    """Return where to go after signing in: only to a page of this very site; to the front door means to begin."""
    if (
        target
        and target != "/"
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and not urlsplit(target).netloc
    ):
        return target
    return start_of(user)


def start_of(user: User) -> str:
    """Return the page on which the user's day begins."""
    return url_for("dashboard.show_dashboard" if begins_at_dashboard(user) else "desk.show_desk")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; five misses lock the account for a quarter of an hour."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("sign_in/sign_in.html", form=form), 422 if form.is_submitted() else 200
    at = datetime.now(UTC)
    user = people.find_user_by_name(accounts.normal_name(form.name.data))
    fits = login.password_fits(user, form.password.data)
    with unit_of_work():
        user = people.find_user_by_name(accounts.normal_name(form.name.data))
        welcome = accounts.sign_in(user, form.name.data, fits=fits, address=request.remote_addr or "", at=at)
    if user is None or not welcome:
        form.password.errors = ["用户名或密码不正确，或账户已锁定。连续输错 5 次将锁定 15 分钟。"]
        return render_template("sign_in/sign_in.html", form=form), 422
    login.begin_session()
    login_user(user)
    return redirect(safe_next(request.args.get("next"), user), code=303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session."""
    with unit_of_work():
        accounts.sign_out(current_user, address=request.remote_addr or "", at=datetime.now(UTC))
    logout_user()
    login.begin_session()
    flash("已退出登录。", "success")
    return redirect(url_for("sign_in.sign_in"), code=303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session of the user ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and not login.password_fits(current_user, form.current.data):
        form.current.errors = ["当前密码不正确。"]
    elif form.validate_on_submit():
        with unit_of_work():
            user = people.find_user(current_user.id) or abort(404)
            accounts.change_password(user, login.hasher.hash(form.new.data), by=user, at=datetime.now(UTC))
        login_user(user)
        flash("密码已修改，其他设备上的登录已退出。", "success")
        return redirect(start_of(user), code=303)
    return render_template("sign_in/change_password.html", form=form), 422 if form.is_submitted() else 200
