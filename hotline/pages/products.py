"""Products that leaders read (日报、通报、专报): the paper on the screen, each number leading to its list, and as a file."""

from datetime import UTC, date, datetime
from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import Form

from config import LOCAL_TIMEZONE
from hotline.asked import list_url
from hotline.errors import answer
from hotline.forms.administration.fields import offer
from hotline.forms.products import DayForm, PeriodTextForm, SubjectForm
from hotline.guards import requires
from models.category import Category
from models.queries import administration, report_subjects
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import catalogue
from reports.catalogue import REPORTS, SPECIAL, FileForm, Report, types
from reports.documents.drawing import drawn
from reports.documents.paper import Said, numbered
from reports.documents.typesetting import CannotTypeset, why_not
from reports.periods import BadPeriod, Period, PeriodKind, containing, from_arguments, parse
from reports.products.gathering import Order
from workflows import audit
from workflows.permissions import may, scope_of

# Reports with a page of their own in the menu.
ON_THEIR_OWN = ("completion", "scorecard")
blueprint = Blueprint("products", __name__, url_prefix="/reports/products")


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none, or not one of the product's, with the sentence that says why."""
    return answer(400, str(error))


@blueprint.errorhandler(CannotTypeset)
def cannot_typeset(error: CannotTypeset) -> ResponseReturnValue:
    """Answer a file that cannot be made here with the sentence that says why."""
    return answer(409, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def list_products() -> ResponseReturnValue:
    """Show what is made for leaders, each with its last whole period; and offer a report on any matter."""
    today = datetime.now(LOCAL_TIMEZONE).date()
    codes = [row.code for row in report_subjects.active()]
    known = [report for report in REPORTS.values() if report.name not in ON_THEIR_OWN]
    shown = [report for report in known if not report.subject or report.subject in codes]
    own = [catalogue.find(f"{SPECIAL}{code}") for code in codes if code not in REPORTS]
    form = SubjectForm(data={"period": containing(PeriodKind.MONTH, today).before().on})
    offer(form.subject, administration.rows_of(Category), empty="（请选择事项）", label="path")
    return render_template(
        "reports/products.html",
        lines=[(report, last_whole(report, today)) for report in (*shown, *filter(None, own))],
        form=form,
    )


@blueprint.get("/special")
@requires(Permission.VIEW_REPORTS)
def make_special() -> ResponseReturnValue:
    """Go to the report on the matter that was chosen."""
    report = product_asked(f"{SPECIAL}{request.args.get('subject', '')}")
    period = period_asked(report, datetime.now(UTC))
    return redirect(url_for("products.show_product", product=report.name, period=period.on), code=303)


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
        form=form_of(report, period),
        others=other_kinds(report, period, at.astimezone(LOCAL_TIMEZONE).date()),
        forms=list(report.makers),
        without_pdf=why_not(types()),
        makes=may(current_user, Permission.MAKE_REPORTS),
        paper=paper,
        blocks=list(numbered(paper.blocks)),
        drawing_of=drawn,
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
    """Return the period that `period` writes, or that the day it writes lies in; the last whole one by default.

    Of a report of several kinds of periods, `kind` says which is meant; `period=month&on=` is read as on all pages.
    Raises BadPeriod.
    """
    today = at.astimezone(LOCAL_TIMEZONE).date()
    text = request.args.get("period", "").strip()
    if not text:
        return last_whole(report, today)
    period = from_arguments(request.args, today) if text in set(PeriodKind) else parse(text)
    if period.kind is PeriodKind.DAY and report.kinds:
        wanted = request.args.get("kind", "")
        kind = next((kind for kind in report.kinds if kind.value == wanted), report.kinds[0])
        return containing(kind, period.first_on)
    report.check(period)
    return period


def last_whole(report: Report, today: date) -> Period:
    """Return the last whole period of a report."""
    return containing(report.kinds[0] if report.kinds else PeriodKind.MONTH, today).before()


def form_of(report: Report, period: Period) -> Form | None:
    """Return the choice of the period: any day in it; of a report of any period, whatever period is written.

    What has a page of its own is chosen there.
    """
    if report.name in ON_THEIR_OWN:
        return None
    return (
        DayForm(data={"period": period.first_on})
        if report.kinds
        else PeriodTextForm(data={"period": period.on})
    )


def other_kinds(report: Report, period: Period, today: date) -> list[Period]:
    """Return the periods of the report's other kinds that the end of this one lies in, or today where it ends later."""
    day = min(period.last_on, today)
    return [containing(kind, day) for kind in report.kinds if kind is not period.kind]


def list_address(said: Said) -> str | None:
    """Return the address of what a number counts: its list, or the case; None where nothing stands behind it."""
    if said.case_id is not None:
        return url_for("cases.show_case", case_id=said.case_id)
    return list_url(said.source) if said.source and said.source.opens else None
