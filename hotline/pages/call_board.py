"""The supervisor's board of calls (通话监看): what goes on now, one call with its draft as saved, and taking it over."""

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.draft_words import words_of
from hotline.guards import requires
from models.queries import calls
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import take_over
from workflows.permissions import may

blueprint = Blueprint("call_board", __name__, url_prefix="/calls")


def call_for(call_id: int) -> PhoneCall:
    """Return the call, else 404."""
    return calls.find(call_id) or abort(404)


@blueprint.get("/board")
@requires(Permission.WATCH_CALLS)
def show_board() -> ResponseReturnValue:
    """Show the calls that go on; the piece alone where the page asks again."""
    rows = take_over.board(current_user, at=datetime.now(UTC))
    if request.headers.get("HX-Request"):
        piece = current_app.jinja_env.get_template("calls/_board.html").render(rows=rows)
        return piece, 200, {"Vary": "HX-Request"}
    return render_template("calls/board.html", rows=rows)


@blueprint.get("/<int:call_id>/live")
@requires(Permission.WATCH_CALLS)
def watch_call(call_id: int) -> ResponseReturnValue:
    """Show a call that goes on with the draft as its agent has it saved; that somebody looked is in the audit log."""
    call, at = call_for(call_id), datetime.now(UTC)
    fields = take_over.look(call, by=current_user, at=at)
    if take_over.is_new_look(call, current_user):
        with unit_of_work():
            address = request.remote_addr or ""
            take_over.note_look(call_for(call_id), by=current_user, address=address, at=at)
        call = call_for(call_id)
    shown = {"call": call, "words": words_of(fields), "at": at}
    if request.headers.get("HX-Request"):
        piece = current_app.jinja_env.get_template("calls/_live.html").render(**shown)
        return piece, 200, {"Vary": "HX-Request"}
    takes = may(current_user, Permission.REGISTER_CASE) and call.agent_id != current_user.id
    return render_template("calls/live.html", takes=takes, **shown)


@blueprint.post("/<int:call_id>/take-over")
@requires(Permission.WATCH_CALLS)
def take_call(call_id: int) -> ResponseReturnValue:
    """Take the call over with its draft, and go on with the form."""
    with unit_of_work():
        address = request.remote_addr or ""
        token = take_over.take(call_id, by=current_user, address=address, at=datetime.now(UTC))
    flash(
        "已接管本次通话，原坐席已写的内容在受理单中。" if token else "已接管本次通话，原坐席没有写内容。",
        "success",
    )
    known = {"draft": token} if token else {"call": call_id}
    return redirect(url_for("intake.show_form", **known), code=303)
