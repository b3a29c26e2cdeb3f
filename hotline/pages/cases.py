"""The case page (工单): everything about one case as its viewer may see it, and the steps open to them."""

from datetime import UTC, datetime

from flask import Blueprint, abort, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import step_page, uploads
from hotline.case_file import open_file
from hotline.forms.reveal import RevealForm
from hotline.guards import case_for, requires
from hotline.lamps import Lamps
from hotline.security import limiter
from hotline.step_links import STEP_LINKS
from models.queries import assignments, case_records, clocks
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import due_reasons, identity, macros, revealing

blueprint = Blueprint("cases", __name__, url_prefix="/cases/<int:case_id>")
SECONDS_REVEALED = 60


def user_key() -> str:
    """Count requests by who is signed in, wherever they sit."""
    return str(current_user.id)


@blueprint.get("")
@requires(Permission.VIEW_CASES)
def show_case(case_id: int) -> ResponseReturnValue:
    """Show the case."""
    file = open_file(case_for(current_user, case_id), current_user, at=datetime.now(UTC))
    return render_template(
        "cases/case.html",
        file=file,
        case=file.case,
        step_links=STEP_LINKS,
        reveal=RevealForm(),
        macros=macros.ready_for(file.case, file.actions, current_user, at=file.at),
    )


@blueprint.get("/caller")
@requires(Permission.VIEW_CASES)
def show_caller(case_id: int) -> ResponseReturnValue:
    """Show the caller again as before the masks were lifted."""
    file = open_file(case_for(current_user, case_id), current_user, at=datetime.now(UTC))
    return render_template("cases/_caller.html", file=file, case=file.case, reveal=RevealForm())


@blueprint.post("/caller")
@requires(Permission.REVEAL_IDENTITY)
@limiter.limit("30 per hour; 6 per minute", key_func=user_key)
def reveal_caller(case_id: int) -> ResponseReturnValue:
    """Lift the masks for a minute, for a reason that is kept in the audit log."""
    at = datetime.now(UTC)
    form = RevealForm()
    part = "cases/_caller.html" if request.headers.get("HX-Request") else "cases/caller.html"
    shown, status = None, 422
    if form.validate():
        with unit_of_work():
            case = case_for(current_user, case_id)
            shown = revealing.reveal(
                case,
                assignments.of_case(case.id),
                reason=form.reveal_reason.data,
                by=current_user,
                address=request.remote_addr or "",
                at=at,
            )
        status = 200
    file = open_file(case_for(current_user, case_id), current_user, at=at)
    page = render_template(
        part, file=file, case=file.case, reveal=form, shown=shown, seconds=SECONDS_REVEALED
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    if shown is not None and part == "cases/caller.html":
        answer.headers["Refresh"] = f"{SECONDS_REVEALED}; url={url_for('cases.show_case', case_id=case_id)}"
    return answer


@blueprint.post("/parts/<int:part_id>/identity")
@requires(Permission.HANDLE_CASE)
def grant_identity(case_id: int, part_id: int) -> ResponseReturnValue:
    """Let a supporting department see the caller, or no longer, as the lead."""
    with unit_of_work():
        case = case_for(current_user, case_id)
        part = assignments.find(part_id, case.id) or abort(404)
        revealing.grant(
            case,
            part,
            assignments.of_case(case.id),
            granted=request.form.get("granted") == "yes",
            by=current_user,
            at=datetime.now(UTC),
        )
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)


@blueprint.get("/attachments/<int:attachment_id>")
@requires(Permission.VIEW_CASES)
def download_attachment(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send a file of the case, under the name it came with."""
    case = case_for(current_user, case_id)
    row = case_records.attachment(attachment_id, case.id) or abort(404)
    sight = identity.sight_of(case, current_user, assignments.of_case(case.id))
    if not identity.may_open(row, current_user, sight):
        abort(404)
    path = uploads.path_of(row.stored_name)
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=row.media_type, conditional=True, etag=row.sha256)
    answer.headers["Content-Disposition"] = uploads.disposition(row.original_name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/clocks")
@requires(Permission.VIEW_CASES)
def list_clocks(case_id: int) -> ResponseReturnValue:
    """Show all running clocks of the case, for the lamp in a list to unfold."""
    case = case_for(current_user, case_id)
    at = datetime.now(UTC)
    return render_template(
        "cases/_running_clocks.html", case=case, running=clocks.unstopped(case.id), lamps=Lamps(at)
    )


@blueprint.get("/clocks/<int:clock_id>/why")
@requires(Permission.VIEW_CASES)
def explain_clock(case_id: int, clock_id: int) -> ResponseReturnValue:
    """Show step by step how a due moment came about (时限说明)."""
    case = case_for(current_user, case_id)
    clock = clocks.find(clock_id, case.id) or abort(404)
    in_dialog = bool(request.headers.get("HX-Request"))
    page = render_template(
        "cases/why.html",
        frame="case_steps/_frame.html" if in_dialog else "layout.html",
        in_dialog=in_dialog,
        case=case,
        subject=step_page.told(case)["subject"],
        clock=clock,
        chapters=due_reasons.chapters(clock),
    )
    answer = make_response(page)
    answer.headers["Vary"] = "HX-Request"
    return answer


@blueprint.get("/print")
@requires(Permission.VIEW_CASES)
def print_case(case_id: int) -> ResponseReturnValue:
    """Show the order sheet (工单) for paper, with who printed it and when across it."""
    file = open_file(case_for(current_user, case_id), current_user, at=datetime.now(UTC))
    return render_template("cases/print.html", file=file, case=file.case)
