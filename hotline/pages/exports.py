"""Exports (导出): take a list of cases away as a workbook, see how far it is, fetch it while it is kept."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import Settings
from hotline import uploads
from hotline.case_exports import making
from hotline.case_exports.columns import COLUMNS
from hotline.case_exports.lists import LISTS, CaseList
from hotline.case_exports.question import Question
from hotline.errors import answer
from hotline.forms.exports import ExportForm
from hotline.guards import requires
from hotline.list_arguments import kept
from models.export_order import ExportOrder
from models.queries import export_orders
from models.transaction import unit_of_work
from models.vocabulary import ExportState, Permission
from reports.periods import BadPeriod
from workflows import exports
from workflows.errors import BadInput
from workflows.permissions import may

blueprint = Blueprint("exports", __name__, url_prefix="/exports")
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOKS = {
    ExportState.WAITING: ("info", "hourglass"),
    ExportState.RUNNING: ("strong", "clock"),
    ExportState.DONE: ("good", "check"),
    ExportState.FAILED: ("bad", "warning"),
    ExportState.EXPIRED: ("quiet", "dash"),
}


@blueprint.app_template_global()
def export_url(name: str, arguments: Mapping[str, str]) -> str | None:
    """Return where a list is exported, with its filters; None for who may not."""
    if not may(current_user, Permission.EXPORT_CASES):
        return None
    asked: dict[str, Any] = kept(arguments)
    return url_for("exports.choose_columns", list=name, **asked)


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.errorhandler(exports.Gone)
def gone(error: exports.Gone) -> ResponseReturnValue:
    """Answer a link whose time is over with the sentence that says what to do."""
    return answer(410, str(error))


@blueprint.get("")
@requires(Permission.EXPORT_CASES)
def list_exports() -> ResponseReturnValue:
    """Show what one has exported, the newest first."""
    before = request.args.get("before", type=int)
    orders = export_orders.page_of(current_user.id, before_id=before, limit=PAGE + 1)
    more = len(orders) > PAGE
    return render_template(
        "exports/list.html",
        orders=orders[:PAGE],
        looks=LOOKS,
        at=datetime.now(UTC),
        first=url_for("exports.list_exports") if before else None,
        further=url_for("exports.list_exports", before=orders[PAGE - 1].id) if more else None,
    )


@blueprint.get("/new")
@requires(Permission.EXPORT_CASES)
def choose_columns() -> ResponseReturnValue:
    """Show the form of an export: which list, with which filters, in which columns, and what for."""
    listed, question = asked()
    return form_page(listed, question, ExportForm(listed, current_user))


@blueprint.post("/new")
@requires(Permission.EXPORT_CASES)
def order_export() -> ResponseReturnValue:
    """Note the export; a short list is made at once, a long one by the scheduler's worker."""
    listed, question = asked()
    form = ExportForm(listed, current_user)
    if not form.validate_on_submit():
        return form_page(listed, question, form), 422
    found = listed.lines(question, making.AT_ONCE + 1)
    wish = exports.Wish(
        listed.name,
        listed.title(question),
        dict(question.arguments),
        listed.conditions(question),
        form.chosen,
        form.reason.data,
    )
    try:
        with unit_of_work():
            order = exports.ask(
                wish,
                by=current_user,
                at=question.at,
                stored_name=secrets.token_hex(16),
                mebibytes=settings().export_mebibytes,
                address=request.remote_addr or "",
            )
    except BadInput as error:
        form.complain(error)
        return form_page(listed, question, form), 422
    if len(found) <= making.AT_ONCE:
        making.make(order.id, folder())
    return redirect(url_for("exports.show_export", order_id=order.id), code=303)


@blueprint.get("/<int:order_id>")
@requires(Permission.EXPORT_CASES)
def show_export(order_id: int) -> ResponseReturnValue:
    """Show how far an export is, or where it is fetched."""
    order = own(order_id)
    return render_template(
        "exports/export.html",
        order=order,
        looks=LOOKS,
        labels=[COLUMNS[name].label for name in order.columns if name in COLUMNS],
        back=list_url(order),
        is_kept=is_kept(order),
    )


@blueprint.get("/<int:order_id>/progress")
@requires(Permission.EXPORT_CASES)
def show_progress(order_id: int) -> ResponseReturnValue:
    """Answer with the progress bar alone; when the file is made the page is loaded anew."""
    order = own(order_id)
    headers = {} if order.is_open else {"HX-Refresh": "true"}
    return render_template("exports/_progress.html", order=order), 200, headers


@blueprint.get("/<int:order_id>/file")
@requires(Permission.EXPORT_CASES)
def download_export(order_id: int) -> ResponseReturnValue:
    """Send the file to who asked for it, while it is kept, and write down that it was fetched."""
    own(order_id)
    with unit_of_work():
        order = own(order_id)
        path = folder() / order.stored_name
        if order.state is ExportState.DONE and not path.is_file():
            exports.expire(order)
        exports.download(order, by=current_user, at=datetime.now(UTC), address=request.remote_addr or "")
    sent = send_file(path, mimetype=XLSX, conditional=True, etag=order.sha256)
    sent.headers["Content-Disposition"] = uploads.disposition(order.file_name)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


def asked() -> tuple[CaseList, Question]:
    """Return the list that the address names, and what is asked of it; 404 where there is no such one."""
    listed = LISTS.get(request.args.get("list", "")) or abort(404)
    question = Question(listed.kept(request.args), current_user, datetime.now(UTC))
    listed.admit(question)
    return listed, question


def form_page(listed: CaseList, question: Question, form: ExportForm) -> str:
    """Show the form."""
    there: dict[str, Any] = dict(question.arguments)
    return render_template(
        "exports/new.html",
        form=form,
        title=listed.title(question),
        conditions=listed.conditions(question),
        back=url_for(listed.endpoint, **there),
        at_once=making.AT_ONCE,
    )


def own(order_id: int) -> ExportOrder:
    """Return the export if it is the user's own; 404 otherwise."""
    return export_orders.own(order_id, current_user.id) or abort(404)


def is_kept(order: ExportOrder) -> bool:
    """Say whether the file may still be fetched."""
    return order.state is ExportState.DONE and (order.expires_at or order.asked_at) > datetime.now(UTC)


def list_url(order: ExportOrder) -> str | None:
    """Return the address of the list that was exported."""
    listed = LISTS.get(order.list_name)
    return url_for(listed.endpoint, **order.wanted) if listed else None


def folder() -> Path:
    """Return where exported files lie."""
    return making.folder_of(settings().uploads_dir)


def settings() -> Settings:
    """Return the settings in use."""
    found: Settings = current_app.config["SETTINGS"]
    return found
