"""How calls end: asking for decent language in steps, the reason where there is no case, and the counts by reason."""

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from config import LOCAL_TIMEZONE
from hotline.call_screen import ending_of
from hotline.draft_words import words_of
from hotline.forms.telephone import CallFilterForm, EndingsForm
from hotline.guards import requires
from models.queries import call_take_overs, calls, reference
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import call_endings, take_over
from workflows.permissions import may
from workflows.standard_texts import offered

blueprint = Blueprint("call_endings", __name__, url_prefix="/calls")


def own_call(call_id: int) -> PhoneCall:
    """Return the call if it is the agent's own, else 404."""
    call = calls.find(call_id)
    return call if call and call.agent_id == current_user.id else abort(404)


def answer(call_id: int, said: str = "") -> ResponseReturnValue:
    """Return the piece of the page that asked, and let the frame look again; without JavaScript, the call's page."""
    if not request.headers.get("HX-Request"):
        if said:
            flash(said, "success")
        return redirect(url_for("calls.show_call", call_id=call_id), code=303)
    return piece(own_call(call_id)), 200, {"HX-Trigger": "stream:call", "Vary": "HX-Request"}


def piece(call: PhoneCall) -> str:
    """Return the piece that says what may be said and how the call may end, without the frame of a page."""
    ending = ending_of(call, current_user, at=datetime.now(UTC), whole=True)
    late = take_over.late_words(call, at=datetime.now(UTC))
    words = words_of({name: [text] for name, text in late.items()})
    return current_app.jinja_env.get_template("calls/_ending.html").render(
        ending=ending, on_form=True, late=words
    )


@blueprint.get("/<int:call_id>/ending")
@requires(Permission.REGISTER_CASE)
def show_ending(call_id: int) -> ResponseReturnValue:
    """Show what may be said and how the call may end, beside the intake form."""
    lost = next((row for row in call_take_overs.of_call(call_id) if row.from_id == current_user.id), None)
    call = calls.find(call_id)
    if lost is not None and call is not None and call.agent_id != current_user.id:
        # The page was open when the call was taken: it says so instead of asking for what is no longer there.
        return current_app.jinja_env.get_template("calls/_taken.html").render(lost=lost)
    return piece(own_call(call_id))


@blueprint.post("/<int:call_id>/warnings")
@requires(Permission.REGISTER_CASE)
def add_warning(call_id: int) -> ResponseReturnValue:
    """Take the next step: the text to say, and a count of it with the call."""
    at = datetime.now(UTC)
    steps = offered(call_endings.WARNING, None, current_user, at=at)
    said = request.form.get("said", type=int, default=0)
    with unit_of_work():
        call_endings.warn(own_call(call_id), said, steps, by=current_user, at=at)
    return answer(call_id)


@blueprint.post("/<int:call_id>/ending")
@requires(Permission.REGISTER_CASE)
def say_ending(call_id: int) -> ResponseReturnValue:
    """Keep why the call ended without a case."""
    code = request.form.get("code", "")
    with unit_of_work():
        call_endings.say_end(own_call(call_id), code, by=current_user, at=datetime.now(UTC))
    return answer(call_id, "结束原因已记录。")


@blueprint.get("/endings")
@requires(Permission.REGISTER_CASE, Permission.WATCH_CALLS)
def show_endings() -> ResponseReturnValue:
    """Count what came of answered calls, by reason; each number leads to its calls."""
    watches, today = may(current_user, Permission.WATCH_CALLS), datetime.now(LOCAL_TIMEZONE).date()
    form = EndingsForm(request.args, day=today.replace(day=1), until=today)
    usable = not request.args or form.validate()
    days = (form.day.data, form.until.data) if usable else (today.replace(day=1), today)
    asked = {"day": str(days[0]), "until": str(days[1]), "real": "y"}
    asked |= {"whose": "mine"} if watches and form.whose.data == "mine" else {}
    counted = calls.endings(wanted_of(asked, watches=watches))
    return render_template(
        "calls/endings.html",
        form=form,
        asked=asked,
        days=days,
        watches=watches,
        counted=counted,
        total=sum(counted.values()),
        names=names_of(list(counted)),
    ), 200 if usable else 422


def wanted_of(asked: dict[str, str], *, watches: bool) -> calls.Wanted:
    """Return what the list of the same address would show, so that a number and its list are one question."""
    return CallFilterForm(data=as_data(asked)).wanted(current_user.id, watches=watches)


def as_data(asked: dict[str, str]) -> dict[str, object]:
    """Return the address as the form's values."""
    days = {name: datetime.fromisoformat(asked[name]).date() for name in ("day", "until")}
    return {**asked, **days, "real": True}


def names_of(codes: list[str]) -> list[tuple[str, str]]:
    """Return what to show in order: cases, the city's reasons (retired ones that were given too), none given."""
    reasons = {row.code: row.name for row in reference.grounds(call_endings.CALL_END)}
    given = [
        (call_endings.CALL_END, code) for code in codes if code not in (*reasons, calls.CASE, calls.UNSAID)
    ]
    retired = {code: name for (_, code), name in reference.ground_names(*given).items()}
    names = {calls.CASE: "已登记工单", **reasons, **retired, calls.UNSAID: "未填原因"}
    return list(names.items())
