"""Report templates (报表模板): read for any period, taken as Excel, Word or PDF, designed, copied, put out of use."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.asked import asked, choice_of
from hotline.errors import answer
from hotline.forms.report_templates import MORE_BLANKS, TemplateForm, arranged, labels_of
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from hotline.pages.products import list_address
from models.queries import report_templates
from models.report_template import ReportTemplate
from models.vocabulary import Permission
from reports import catalogue
from reports.documents.paper import Paper, Paragraph, Table
from reports.figures.registry import IN_TEMPLATES
from reports.periods import BadPeriod, PeriodKind, containing
from reports.products import templated
from reports.products.gathering import Order
from workflows.administration import report_templates as steps
from workflows.permissions import may

blueprint = Blueprint("report_templates", __name__, url_prefix="/reports/templates")


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS, Permission.MANAGE_REPORTS)
def list_templates() -> ResponseReturnValue:
    """Show the templates: what each lists, with which columns."""
    manages = may(current_user, Permission.MANAGE_REPORTS)
    return render_template(
        "reports/templates.html",
        templates=report_templates.in_order(active_only=not manages),
        manages=manages,
        reads=may(current_user, Permission.VIEW_REPORTS),
        labels_of=labels_of,
    )


@blueprint.get("/<string:code>")
@requires(Permission.VIEW_REPORTS)
def show_template(code: str) -> ResponseReturnValue:
    """Show what a template says of a period, each number leading to its list."""
    template, wanted = found(code), asked()
    order = Order(wanted.period, wanted.at, current_user.full_name)
    return render_template(
        "reports/template.html",
        template=template,
        report=catalogue.of_template(template),
        period=wanted.period,
        at=wanted.at,
        choice=choice_of(wanted),
        manages=may(current_user, Permission.MANAGE_REPORTS),
        address_of=list_address,
        **parts_of(templated.paper(template, order)),
    )


def parts_of(paper: Paper) -> dict[str, Any]:
    """Return the tables of a paper and its sentences."""
    return {
        "tables": [block for block in paper.blocks if isinstance(block, Table)],
        "sentences": [block.text for block in paper.blocks if isinstance(block, Paragraph)],
    }


def found(code: str) -> ReportTemplate:
    """Return the template of the address, or answer 404; one out of use only to those who manage templates."""
    template = report_templates.find(code) or abort(404)
    if not template.is_active and not may(current_user, Permission.MANAGE_REPORTS):
        abort(404)
    return template


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REPORTS)
def create_template() -> ResponseReturnValue:
    """Design a template, from nothing or from a copy of another."""
    copied = request.args.get("copy", "")
    form = TemplateForm(found(copied) if copied else None)
    if copied and not form.is_submitted():
        form.code.data, form.name.data = "", f"{form.name.data}（副本）"

    def create() -> None:
        steps.create_template(form.values(), known=IN_TEMPLATES, by=author(), at=datetime.now(UTC))

    return designed(form, create, title="新建报表模板", back=url_for("report_templates.list_templates"))


@blueprint.route("/<string:code>/design", methods=["GET", "POST"])
@requires(Permission.MANAGE_REPORTS)
def edit_template(code: str) -> ResponseReturnValue:
    """Change a template's rows, columns, order and header, or put it out of use."""
    template = found(code)
    form = TemplateForm(template, is_new=False)

    def change() -> None:
        steps.change_template(
            found(code), form.values(), known=IN_TEMPLATES, by=author(), at=datetime.now(UTC)
        )

    back = url_for("report_templates.list_templates")
    return designed(form, change, title=f"修改“{template.name}”", back=back)


def designed(form: TemplateForm, step: Any, *, title: str, back: str) -> ResponseReturnValue:
    """Answer the designer: columns moved, a look at the table, or the template saved."""
    wish = request.form.get("wish", "save")
    look: dict[str, Any] = {"looked_at": None}
    status = 200
    if form.is_submitted() and wish not in ("save", "look"):
        columns = arranged(form.columns.data, wish)
        form = TemplateForm(formdata=None, is_new="code" in form, data={**form.data, "columns": columns})
        if wish == "more":
            form.add_blanks(MORE_BLANKS)
    elif form.is_submitted():
        if form.validate():
            if wish == "save" and saved(form, step):
                flash("已保存。", "success")
                return redirect(back, code=303)
            if wish == "look":
                look = looked_at(form)
        status = 200 if look["looked_at"] else status_of(form)
    context = {"form": form, "title": title, "back": back, "address_of": list_address}
    return render_template("reports/designer.html", **context, **look), status


def looked_at(form: TemplateForm) -> dict[str, Any]:
    """Return the tables of the last whole month, as the form describes them, without saving anything."""
    at = datetime.now(UTC)
    period = containing(PeriodKind.MONTH, at.astimezone(LOCAL_TIMEZONE).date()).before()
    values = {name: value for name, value in steps.read(form.values()).items() if name != "code"}
    template = ReportTemplate(code="", **values)
    if not may(current_user, Permission.VIEW_REPORTS):
        told = "您没有“查看统计报表”的权限，预览只显示表头。"
        return {"looked_at": period, "tables": [templated.headings(template)], "sentences": [told]}
    paper = templated.paper(template, Order(period, at, current_user.full_name))
    return {"looked_at": period, **parts_of(paper)}
