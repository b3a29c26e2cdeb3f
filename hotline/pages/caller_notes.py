"""Notes on callers (来电标注): what is in force, setting one from a call, ending one."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline import form_page
from hotline.forms.telephone import note_form
from hotline.guards import requires
from models.queries import calls, telephone
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import caller_notes
from workflows.permissions import may

blueprint = Blueprint("caller_notes", __name__)
PAGE = 50


@blueprint.get("/caller-notes")
@requires(Permission.REGISTER_CASE, Permission.WATCH_CALLS)
def list_notes() -> ResponseReturnValue:
    """Show the notes in force, the newest first, each with who set it and when it ends."""
    today = datetime.now(LOCAL_TIMEZONE).date()
    after = request.args.get("after", type=int)
    rows = telephone.notes_in_force(on=today, after=after, limit=PAGE + 1)
    further = url_for("caller_notes.list_notes", after=rows[PAGE - 1].id) if len(rows) > PAGE else None
    return render_template(
        "calls/notes.html",
        rows=rows[:PAGE],
        total=telephone.count_notes(on=today),
        first=url_for("caller_notes.list_notes") if after else None,
        further=further,
        ends_any=may(current_user, Permission.WATCH_CALLS),
        own_id=current_user.id,
    )


def own_call(call_id: int) -> PhoneCall:
    """Return the call if it is the agent's own, else 404."""
    call = calls.find(call_id)
    return call if call and call.agent_id == current_user.id else abort(404)


@blueprint.route("/calls/<int:call_id>/note", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def set_note(call_id: int) -> ResponseReturnValue:
    """Set a note on whoever called."""
    own_call(call_id)
    form = note_form(datetime.now(LOCAL_TIMEZONE).date())
    back = url_for("calls.show_call", call_id=call_id)

    def step() -> str:
        kind, text, ends_on = form.note()
        with unit_of_work():
            number = own_call(call_id).number or ""
            caller_notes.set_note(number, kind, text, ends_on, by=current_user, at=datetime.now(UTC))
        return back

    return form_page.ask(
        form,
        step,
        trail=("话务", url_for("calls.list_calls")),
        title="标注来电",
        label="保存标注",
        done="标注已保存，该号码再次来电时显示。",
        back=back,
        lede="该号码以后来电时，接听的坐席会看到标注、标注人和有效期。标注不影响接听和受理。",
    )


@blueprint.post("/caller-notes/<int:note_id>/end")
@requires(Permission.REGISTER_CASE, Permission.WATCH_CALLS)
def end_note(note_id: int) -> ResponseReturnValue:
    """End a note before its time."""
    with unit_of_work():
        note = telephone.find_note(note_id) or abort(404)
        caller_notes.end_note(note, by=current_user, at=datetime.now(UTC))
    flash("标注已撤销。", "success")
    return redirect(url_for("caller_notes.list_notes"), code=303)
