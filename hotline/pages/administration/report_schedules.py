"""Schedules of reports (报告计划): which report is made when, whether it is published, and for whom."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hotline import report_scheduling
from hotline.forms.administration.report_schedules import ScheduleForm
from hotline.guards import requires
from hotline.pages.administration.saving import saved, status_of
from hotline.pages.administration.users import author
from models.queries import report_schedules as queries
from models.queries.report_schedules import Readers
from models.report_schedule import ReportSchedule
from models.vocabulary import Permission
from reports import catalogue
from reports.periods import PeriodKind
from workflows import report_schedules
from workflows.errors import BadInput

blueprint = Blueprint("report_schedules", __name__, url_prefix="/administration/report-schedules")


def found(schedule_id: int) -> ReportSchedule:
    """Return the schedule of the address, or answer 404."""
    return queries.find(schedule_id) or abort(404)


def title_of(product: str) -> str:
    """Return what a report is called; one that is made no longer by its id."""
    report = catalogue.find(product)
    return report.title if report else product


def checked(form: ScheduleForm) -> dict[str, object]:
    """Return the form's values; refuse a period that the report is not made of, and to publish what lacks a text."""
    values = form.values()
    report = catalogue.find(values["product"])
    if report is None:
        raise BadInput("请选择报告。", "product")
    if report.kinds and PeriodKind(values["period_kind"]) not in report.kinds:
        kinds = "、".join(kind.label for kind in report.kinds)
        raise BadInput(f"{report.title}按{kinds}编制。", "period_kind")
    needed = [slot.label for slot in report.slots if slot.is_needed]
    if values["publishes"] and needed:
        raise BadInput(f"{report.title}须先填写“{'”“'.join(needed)}”，不能自动发布。", "publishes")
    return values


@blueprint.get("")
@requires(Permission.MANAGE_REPORTS)
def list_schedules() -> ResponseReturnValue:
    """Show every schedule: what, when next, what it made last."""
    at = datetime.now(UTC)
    rows = queries.every()
    return render_template(
        "administration/report_schedules.html",
        rows=rows,
        titles={row.id: title_of(row.product) for row in rows},
        kinds=PeriodKind,
        next_due={row.id: report_scheduling.next_due(row, at) for row in rows if row.is_active},
        last={row.id: queries.last_made(row.id) for row in rows},
        people={row.id: len(queries.people_of(queries.readers_of(schedule_id=row.id))) for row in rows},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REPORTS)
def add_schedule() -> ResponseReturnValue:
    """Add a schedule."""
    form = ScheduleForm(None, Readers())

    def add() -> None:
        values = checked(form)
        called = title_of(form.product.data)
        report_schedules.add(values, form.readers(), called=called, by=author(), at=datetime.now(UTC))

    if form.validate_on_submit() and saved(form, add):
        flash("计划已建立，从今天起结束的周期开始编制。", "success")
        return redirect(url_for("report_schedules.list_schedules"), code=303)
    return render_template("administration/report_schedule.html", form=form, row=None), status_of(form)


@blueprint.route("/<int:schedule_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_REPORTS)
def edit_schedule(schedule_id: int) -> ResponseReturnValue:
    """Change a schedule."""
    row = found(schedule_id)
    form = ScheduleForm(row, queries.readers_of(schedule_id=schedule_id))

    def change() -> None:
        values = checked(form)
        called = title_of(form.product.data)
        report_schedules.edit(
            found(schedule_id), values, form.readers(), called=called, by=author(), at=datetime.now(UTC)
        )

    if form.validate_on_submit() and saved(form, change):
        flash("已保存。", "success")
        return redirect(url_for("report_schedules.list_schedules"), code=303)
    return render_template(
        "administration/report_schedule.html", form=form, row=found(schedule_id)
    ), status_of(form)
