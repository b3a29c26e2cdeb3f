"""Departments (承办单位): the tree of units, searched, made, changed, retired."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.reference import DepartmentForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of, words_asked
from hotline.pages.administration.users import author
from models.area import Area
from models.department import Department
from models.queries import administration
from models.queries import departments as units
from models.transaction import unit_of_work
from models.vocabulary import AreaLevel, Permission
from workflows.administration import units as steps

blueprint = Blueprint("departments", __name__, url_prefix="/administration/departments")
PAGE = 50
LAYOUT = (
    ("单位", ("code", "name", "short_name", "parent_id", "kind", "area_id", "official_order")),
    ("办理", ("can_lead", "identity_visible")),
    ("联系", ("leader_name", "duty_phone", "duty_mail")),
)
HINTS = {
    "code": "设定后不能更改。",
    "official_order": "文件和报表中的排列顺序，小的在前。",
    "identity_visible": "不勾选的单位只看到遮盖后的姓名和电话。",
    "can_lead": "不勾选的单位只能协办或接受下派。",
    "duty_phone": "险情工单首先拨打的电话。",
}


def found(department_id: int) -> Department:
    """Return the unit of the address, or answer 404."""
    return units.find(department_id) or abort(404)


def form_for(unit: Department | None) -> DepartmentForm:
    """Return the form with the units and places that may be chosen."""
    areas = [
        row
        for row in administration.rows_of(Area)
        if row.level in (AreaLevel.CITY, AreaLevel.DISTRICT, AreaLevel.STREET)
    ]
    return DepartmentForm(unit, units.in_official_order(), areas)


def shown(form: DepartmentForm, unit: Department | None) -> ResponseReturnValue:
    """Answer with the form."""
    context: dict[str, Any] = {"form": form, "row": unit, "layout": LAYOUT, "hints": HINTS}
    return render_template("administration/department.html", **context), status_of(form)


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_departments() -> ResponseReturnValue:
    """Show the units below one, or those a search finds."""
    words, under = words_asked(), request.args.get("under", type=int)
    here = found(under) if under is not None else None
    page = None
    if words:
        before, after = request.args.get("before", type=int), request.args.get("after", type=int)
        page = administration.searched(Department, words, before=before, after=after, limit=PAGE)
    rows = page.rows if page else administration.under_or_only_root(Department, under)
    return render_template(
        "administration/departments.html",
        rows=rows,
        page=page,
        filters=asked("q"),
        here=here,
        chain=administration.above(Department, here) if here else [],
        below=administration.count_under(Department, [row.id for row in rows]),
        areas=administration.names(Area, [row.area_id for row in rows]),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def create_department() -> ResponseReturnValue:
    """Make a unit."""
    form = form_for(None)

    def create() -> None:
        steps.create_department(form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, create):
        flash(f"已新增单位“{form.name.data}”。", "success")
        return redirect(url_for("departments.list_departments", under=form.parent_id.data), code=303)
    if not form.is_submitted():
        form.parent_id.data = request.args.get("under", type=int)
    return shown(form, None)


@blueprint.route("/<int:department_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_department(department_id: int) -> ResponseReturnValue:
    """Change a unit."""
    form = form_for(found(department_id))

    def change() -> None:
        steps.change_department(found(department_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("departments.edit_department", department_id=department_id), code=303)
    return shown(form, found(department_id))


@blueprint.post("/<int:department_id>/retire")
@requires(Permission.MANAGE_REFERENCE)
def retire_department(department_id: int) -> ResponseReturnValue:
    """Send the unit no more cases."""
    with unit_of_work():
        steps.retire_department(found(department_id), by=author(), at=datetime.now(UTC))
    flash("已停用，不再派单给该单位。", "success")
    return redirect(url_for("departments.edit_department", department_id=department_id), code=303)


@blueprint.post("/<int:department_id>/restore")
@requires(Permission.MANAGE_REFERENCE)
def restore_department(department_id: int) -> ResponseReturnValue:
    """Let the unit get cases again."""
    with unit_of_work():
        steps.restore_department(found(department_id), by=author(), at=datetime.now(UTC))
    flash("已恢复使用。", "success")
    return redirect(url_for("departments.edit_department", department_id=department_id), code=303)
