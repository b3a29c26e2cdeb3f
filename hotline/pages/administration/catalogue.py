"""The dispatch catalogue (派单目录): which matter in which place goes to whom, from when to when."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.forms.administration.fields import offer
from hotline.forms.administration.reference import EndRuleForm, RuleForm, RuleWordsForm
from hotline.guards import requires
from hotline.pages.administration.saving import asked, saved, status_of
from hotline.pages.administration.users import author
from models.area import Area
from models.category import Category
from models.department import Department
from models.queries import administration, departments
from models.routing_rule import RoutingRule
from models.vocabulary import AreaLevel, Permission
from workflows.administration import catalogue
from workflows.working_time import local_time

blueprint = Blueprint("catalogue", __name__, url_prefix="/administration/catalogue")
PAGE = 50


def found(rule_id: int) -> RoutingRule:
    """Return the line of the address, or answer 404."""
    return administration.find(RoutingRule, rule_id) or abort(404)


def today() -> date:
    """Return the day it is in the city."""
    return local_time(datetime.now(UTC)).date()


def districts() -> list[Area]:
    """Return the places that lines are usually about: districts, and the streets below them."""
    return [
        row for row in administration.rows_of(Area) if row.level in (AreaLevel.DISTRICT, AreaLevel.STREET)
    ]


@blueprint.get("")
@requires(Permission.MANAGE_REFERENCE)
def list_rules() -> ResponseReturnValue:
    """Show the lines asked for, in the order of their making."""
    category_id = request.args.get("category", type=int)
    category_ids = None
    if category_id is not None:
        category_ids = [
            category_id,
            *(row.id for row in administration.everything_under(Category, category_id)),
        ]
    page = administration.page_of_rules(
        category_ids=category_ids,
        area_id=request.args.get("area", type=int),
        department_id=request.args.get("department", type=int),
        on=None if request.args.get("ended") else today(),
        before=request.args.get("before", type=int),
        after=request.args.get("after", type=int),
        limit=PAGE,
    )
    units = {unit_id for row in page.rows for unit_id in (row.lead_id, *row.supporting_ids)}
    return render_template(
        "administration/catalogue.html",
        page=page,
        filters=asked("category", "area", "department", "ended"),
        paths=administration.paths(row.category_id for row in page.rows),
        areas=administration.names(Area, [row.area_id for row in page.rows]),
        units=administration.names(Department, units),
        today=today(),
        categories=administration.rows_of(Category),
        districts=districts(),
        departments=departments.in_official_order(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def add_rule() -> ResponseReturnValue:
    """Add a line."""
    form = RuleForm()
    categories = (row for row in administration.rows_of(Category) if not row.is_retired)
    form.fill(categories, districts(), departments.in_official_order())

    def add() -> None:
        catalogue.add_rule(form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, add):
        flash("已加入派单目录。", "success")
        return redirect(url_for("catalogue.list_rules", category=form.category_id.data), code=303)
    if not form.is_submitted():
        form.valid_from.data = today()
        form.category_id.data = request.args.get("category", type=int)
    return render_template("administration/rule_new.html", form=form), status_of(form)


def shown(rule: RoutingRule, words: RuleWordsForm, end: EndRuleForm) -> dict[str, Any]:
    """Return what the page of one line shows."""
    return {
        "rule": rule,
        "form": words,
        "end": end,
        "path": administration.paths([rule.category_id])[rule.category_id],
        "area": administration.names(Area, [rule.area_id]).get(rule.area_id or 0, "全市"),
        "lead": administration.names(Department, [rule.lead_id])[rule.lead_id],
        "today": today(),
    }


@blueprint.route("/<int:rule_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REFERENCE)
def edit_rule(rule_id: int) -> ResponseReturnValue:
    """Change what a line says besides its lead."""
    form = RuleWordsForm(obj=found(rule_id))
    offer(form.supporting_ids, departments.in_official_order())

    def change() -> None:
        catalogue.change_rule(found(rule_id), form.values(), by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("catalogue.edit_rule", rule_id=rule_id), code=303)
    end = EndRuleForm(formdata=None, data={"valid_to": found(rule_id).valid_to or today()})
    return render_template("administration/rule.html", **shown(found(rule_id), form, end)), status_of(form)


@blueprint.post("/<int:rule_id>/end")
@requires(Permission.MANAGE_REFERENCE)
def end_rule(rule_id: int) -> ResponseReturnValue:
    """Let a line be valid up to a day."""
    form = EndRuleForm()

    def end() -> None:
        catalogue.end_rule(found(rule_id), form.valid_to.data, by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, end):
        flash("已设定最后有效日期。", "success")
        return redirect(url_for("catalogue.edit_rule", rule_id=rule_id), code=303)
    words = RuleWordsForm(formdata=None, obj=found(rule_id))
    offer(words.supporting_ids, departments.in_official_order())
    return render_template("administration/rule.html", **shown(found(rule_id), words, form)), status_of(form)
