"""Calls (话务): the one on the agent's screen, the list of all, adding one to a case, its recording, the seat."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from hotline.call_screen import CallScreen, screen_of
from hotline.cursors import read_cursor, write_cursor
from hotline.draft_words import words_of
from hotline.forms.telephone import AddCallForm, CallFilterForm, ListenForm, SeatForm
from hotline.guards import case_for, requires
from hotline.list_arguments import kept
from models.queries import call_take_overs, calls, reference
from models.queries import telephone as queries
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import take_over, telephone
from workflows.call_endings import CALL_END
from workflows.errors import BadInput
from workflows.permissions import may

blueprint = Blueprint("calls", __name__, url_prefix="/calls")
PAGE = 50


def call_for(call_id: int) -> PhoneCall:
    """Return the call if the user may know of it, else 404."""
    call = calls.find(call_id)
    return call if call and telephone.may_see(call, current_user) else abort(404)


def shown(call: PhoneCall, at: datetime) -> CallScreen:
    """Return what the agent sees of the call; that they saw the caller's history is in the audit log."""
    if telephone.is_new_pop(call, current_user):
        with unit_of_work():
            address = request.remote_addr or ""
            telephone.note_pop(call_for(call.id), by=current_user, address=address, at=at)
        call = call_for(call.id)
    return screen_of(call, current_user, at=at)


@blueprint.get("/current")
@requires(Permission.REGISTER_CASE)
def show_current() -> ResponseReturnValue:
    """Show the call that is on the agent's screen now, or what waits in the line; as the frame asks for it.

    Drawn without the frame of a page, which asks the database for more than the call needs.
    """
    at = datetime.now(UTC)
    call = telephone.on_screen(current_user, at=at)
    seated = call is None and queries.seat_of(current_user.id) is not None
    return current_app.jinja_env.get_template("calls/_current.html").render(
        screen=shown(call, at) if call else None,
        lost=call_take_overs.lost_call(current_user.id, since=at - take_over.SAID_FOR),
        waiting=calls.waiting(since=at - telephone.LIVE_FOR) if seated else (),
        form=AddCallForm(in_frame=True),
    )


def ending_choices() -> list[SelectChoice]:
    """Return what may have come of an answered call."""
    reasons = [SelectChoice(row.code, row.name) for row in reference.grounds(CALL_END)]
    known = [
        SelectChoice("", "不限"),
        SelectChoice(calls.CASE, "已登记工单"),
        SelectChoice(calls.UNSAID, "未填原因"),
    ]
    return [*known, *reasons, SelectChoice(calls.ANY, "接通的来电")]


@blueprint.get("")
@requires(Permission.REGISTER_CASE, Permission.WATCH_CALLS)
def list_calls() -> ResponseReturnValue:
    """Show the calls, the newest first: one's own, or all to who watches them."""
    form, watches = CallFilterForm(request.args), may(current_user, Permission.WATCH_CALLS)
    form.ending.choices = ending_choices()
    usable = form.validate()
    wanted = form.wanted(current_user.id, watches=watches) if usable else calls.Wanted(current_user.id)
    rows = calls.page(wanted, after=read_cursor(request.args.get("after")), limit=PAGE + 1)
    given: dict[str, Any] = kept(request.args)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    takes = may(current_user, Permission.REGISTER_CASE)
    return render_template(
        "calls/list.html",
        form=form,
        rows=rows[:PAGE],
        watches=watches,
        is_filtered=any(given.values()),
        reasons={choice.value: choice.label for choice in form.ending.choices},
        first=url_for("calls.list_calls", **given) if request.args.get("after") else None,
        further=url_for("calls.list_calls", **given, after=write_cursor(last.rang_at, last.id))
        if last
        else None,
        takes=takes,
        seat=queries.seat_of(current_user.id) if takes else None,
        seat_form=SeatForm(formdata=None),
        trains=queries.for_training() is not None,
    ), 200 if usable else 422


@blueprint.get("/<int:call_id>")
@requires(Permission.REGISTER_CASE, Permission.WATCH_CALLS)
def show_call(call_id: int) -> ResponseReturnValue:
    """Show one call: to its agent what the screen showed, to others when it was and what came of it."""
    call, at = call_for(call_id), datetime.now(UTC)
    return call_page(call, at, AddCallForm(), ListenForm(formdata=None))


def reason_of(call: PhoneCall) -> str:
    """Return why the call ended without a case, in the city's words."""
    return next(iter(reference.ground_names((CALL_END, call.end_code)).values()), "")


def call_page(call: PhoneCall, at: datetime, form: AddCallForm, listen: ListenForm) -> str:
    """Return the page of the call."""
    screen = shown(call, at)
    is_own = screen.call.agent_id == current_user.id
    return render_template(
        "calls/call.html",
        screen=screen,
        call=screen.call,
        reason=reason_of(screen.call),
        taken=call_take_overs.of_call(screen.call.id),
        late=words_of({name: [text] for name, text in take_over.late_words(screen.call, at=at).items()})
        if is_own
        else (),
        is_own=is_own,
        listens=is_own or may(current_user, Permission.LISTEN_RECORDING),
        form=form,
        listen=listen,
    )


@blueprint.post("/<int:call_id>/cases/<int:case_id>")
@requires(Permission.REGISTER_CASE)
def add_to_case(call_id: int, case_id: int) -> ResponseReturnValue:
    """Add the call to a case that is open already, and go there."""
    form = AddCallForm()
    if not form.validate():
        return call_page(call_for(call_id), datetime.now(UTC), form, ListenForm(formdata=None)), 422
    with unit_of_work():
        case = case_for(current_user, case_id)
        call = call_for(call_id)
        telephone.add_to_case(
            call, case, form.note.data or form.content.data, by=current_user, at=datetime.now(UTC)
        )
        number = case.number
    flash(f"本次来电已补充到工单 {number}。", "success")
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)


@blueprint.post("/<int:call_id>/recording")
@requires(Permission.REGISTER_CASE, Permission.LISTEN_RECORDING)
def open_recording(call_id: int) -> ResponseReturnValue:
    """Show where the recording is; that it was asked for, and why, is in the audit log."""
    form, at = ListenForm(), datetime.now(UTC)
    try:
        if form.validate():
            with unit_of_work():
                address = request.remote_addr or ""
                url = telephone.listen(
                    call_for(call_id), form.reason.data, by=current_user, address=address, at=at
                )
            return render_template("calls/recording.html", call=call_for(call_id), url=url)
    except BadInput as error:
        form.complain(error)
    return call_page(call_for(call_id), at, AddCallForm(formdata=None), form), 422


@blueprint.post("/seat")
@requires(Permission.REGISTER_CASE)
def take_seat() -> ResponseReturnValue:
    """Sit at an extension: its calls come to this screen."""
    form = SeatForm()
    sentence = next((str(said) for said in form.extension.errors), "") if not form.validate() else ""
    try:
        if not sentence:
            with unit_of_work():
                telephone.sit(form.extension.data, by=current_user, at=datetime.now(UTC))
    except BadInput as error:
        sentence = str(error)
    flash(
        sentence or f"已就座，分机 {form.extension.data} 的来电会显示在您的屏幕上。",
        "error" if sentence else "success",
    )
    return redirect(url_for("calls.list_calls"), code=303)


@blueprint.post("/seat/leave")
@requires(Permission.REGISTER_CASE)
def leave_seat() -> ResponseReturnValue:
    """Leave the extension to others."""
    with unit_of_work():
        telephone.leave(by=current_user)
    flash("已离座，来电不再显示在您的屏幕上。", "success")
    return redirect(url_for("calls.list_calls"), code=303)
