"""Roles (角色): named sets of permissions that people have."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.staff import RoleForm, permission_groups
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from models.queries import people
from models.user import Role
from models.vocabulary import Permission
from workflows.administration import staff

blueprint = Blueprint("roles", __name__, url_prefix="/administration/roles")


def found(role_id: int) -> Role:
    """Return the role of the address, or answer 404."""
    return next((role for role in people.roles() if role.id == role_id), None) or abort(404)


@blueprint.get("")
@requires(Permission.MANAGE_USERS)
def list_roles() -> ResponseReturnValue:
    """Show every role, with how many people have it."""
    return render_template(
        "administration/roles.html",
        roles=people.roles(),
        counts=people.count_by_role(),
        known=set(Permission),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def create_role() -> ResponseReturnValue:
    """Make a role."""
    form = RoleForm()

    def create() -> None:
        staff.create_role(form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, create):
        flash(f"已新增角色“{form.name.data}”。", "success")
        return redirect(url_for("roles.list_roles"), code=303)
    return render_template(
        "administration/role.html", form=form, role=None, groups=permission_groups()
    ), status_of(form)


@blueprint.route("/<int:role_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def edit_role(role_id: int) -> ResponseReturnValue:
    """Change what a role allows; everyone who has it feels it with the next click."""
    form = RoleForm(found(role_id))

    def change() -> None:
        staff.change_role(found(role_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存，对拥有该角色的人员立即生效。", "success")
        return redirect(url_for("roles.list_roles"), code=303)
    return render_template(
        "administration/role.html", form=form, role=found(role_id), groups=permission_groups()
    ), status_of(form)
