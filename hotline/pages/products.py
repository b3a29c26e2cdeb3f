"""Products that leaders read (日报): the paper on the screen, each number leading to its list, and as a file."""

from datetime import UTC, datetime
from io import BytesIO

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.asked import list_url
from hotline.errors import answer
from hotline.forms.products import DayForm
from hotline.guards import requires
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import catalogue
from reports.catalogue import FileForm, Report, types
from reports.documents.drawing import drawn
from reports.documents.paper import Said, numbered
from reports.documents.typesetting import CannotTypeset, why_not
from reports.periods import BadPeriod, Period, PeriodKind, containing, parse
from reports.products.gathering import Order
from workflows import audit
from workflows.permissions import may, scope_of

blueprint = Blueprint("products", __name__, url_prefix="/reports/products")


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none, or not one of the product's, with the sentence that says why."""
    return answer(400, str(error))


@blueprint.errorhandler(CannotTypeset)
def cannot_typeset(error: CannotTypeset) -> ResponseReturnValue:
    """Answer a file that cannot be made here with the sentence that says why."""
    return answer(409, str(error))


@blueprint.get("/<string:product>")
@requires(Permission.VIEW_REPORTS)
def show_product(product: str) -> ResponseReturnValue:
    """Show the paper of a period: of the last whole one where none is asked for."""
    report, at = product_asked(product), datetime.now(UTC)
    period = period_asked(report, at)
    paper = report.read(Order(period, at, current_user.full_name, scope_of(current_user)))
    return render_template(
        "reports/product.html",
        report=report,
        period=period,
        at=at,
        form=DayForm(data={"period": period.first_on}) if report.kinds else None,
        forms=list(report.makers),
        without_pdf=why_not(types()),
        makes=may(current_user, Permission.MAKE_REPORTS),
        paper=paper,
        blocks=list(numbered(paper.blocks)),
        drawn=drawn,
        address_of=list_address,
        address_at=lambda asked: url_for("products.show_product", product=report.name, period=asked.on),
    )


@blueprint.get("/<string:product>/file")
@requires(Permission.VIEW_REPORTS)
def download_product(product: str) -> ResponseReturnValue:
    """Send the product as a file, and write down who took it."""
    report, at = product_asked(product), datetime.now(UTC)
    form = request.args.get("format", FileForm.DOCX.value)
    if form not in set(FileForm):
        abort(404)
    period = period_asked(report, at)
    made = report.build(period, at, current_user.full_name, FileForm(form), scope_of(current_user))
    with unit_of_work():
        audit.write(
            "export_report",
            by=current_user,
            at=at,
            address=request.remote_addr or "",
            object_type="report",
            object_id=report.name,
            summary=made.file_name,
        )
    return send_file(
        BytesIO(made.content), mimetype=made.mime_type, as_attachment=True, download_name=made.file_name
    )


def product_asked(name: str) -> Report:
    """Return the report of this id; 404 where there is none."""
    return catalogue.find(name) or abort(404)


def period_asked(report: Report, at: datetime) -> Period:
    """Return the period that `period` writes, or that a day lies in; the last whole one by default.

    Raises BadPeriod.
    """
    text = request.args.get("period", "").strip()
    if not text:
        today = at.astimezone(LOCAL_TIMEZONE).date()
        return containing(report.kinds[0] if report.kinds else PeriodKind.MONTH, today).before()
    period = parse(text)
    report.check(period)
    return period


def list_address(said: Said) -> str | None:
    """Return the address of what a number counts: its list, or the case; None where nothing stands behind it."""
    if said.case_id is not None:
        return url_for("cases.show_case", case_id=said.case_id)
    return list_url(said.source) if said.source and said.source.opens else None
