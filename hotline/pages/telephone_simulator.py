"""The call simulator (模拟来电): rings, answers and hangs up as an exchange would, for training and for showing."""

import secrets
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from hotline.forms.telephone import PlayForm
from hotline.guards import requires
from hotline.headlines import headline
from models.case import Case
from models.citizen import mask_phone
from models.queries import callers, calls, cases, cities, telephone
from models.telephone import CallStep, Exchange, PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows.errors import BadInput, NotAllowedNow
from workflows.permissions import scope_of
from workflows.telephone import take_report
from workflows.telephone_events import read_report

blueprint = Blueprint("telephone_simulator", __name__, url_prefix="/telephone/simulator")
CALLERS_OFFERED = 8
LINE = "12345"
STEPS = (CallStep.ANSWER, CallStep.HANGUP)


def exchange() -> Exchange:
    """Return the exchange that is there for training."""
    return telephone.for_training() or refuse()


def refuse() -> Exchange:
    """Refuse where there is none."""
    raise NotAllowedNow("还没有用于演练的交换机，请管理员在“电话接入”中新增。")


def own_play(call_id: int) -> PhoneCall:
    """Return the played call, else 404: nobody ends a real one here."""
    call = calls.find(call_id)
    return call if call and call.exchange.is_training else abort(404)


@blueprint.get("")
@requires(Permission.REGISTER_CASE)
def show_simulator() -> ResponseReturnValue:
    """Show who may ring, and the call that was played last."""
    form = PlayForm()
    offer(form)
    played = request.args.get("call", type=int)
    return render_template(
        "calls/simulator.html",
        form=form,
        exchange=telephone.for_training(),
        call=own_play(played) if played else None,
        seat=telephone.seat_of(current_user.id),
    )


def offer(form: PlayForm) -> None:
    """Offer the callers of the newest open cases, by what they called about and a masked number."""
    rows = callers.with_open_cases(scope_of(current_user), limit=CALLERS_OFFERED)
    form.caller.choices = [SelectChoice("", "不选"), *(SelectChoice(str(row.id), told(row)) for row in rows)]


def told(case: Case) -> str:
    """Return how a caller is offered."""
    return f"{mask_phone(case.citizen.phone if case.citizen else '')} {headline(case)}"


@blueprint.post("")
@requires(Permission.REGISTER_CASE)
def start_call() -> ResponseReturnValue:
    """Let the telephone ring."""
    form = PlayForm()
    at = datetime.now(UTC)
    try:
        if not form.validate():
            raise BadInput("请检查号码。", "number")
        report = {"event": CallStep.NEW_CALL.value, "from": number_of(form), "direction": "in", "to": LINE}
        call_id = play(report | whose(form), f"play-{secrets.token_hex(8)}", at=at)
    except BadInput as error:
        form.complain(error)
        offer(form)
        shown = {"exchange": telephone.for_training(), "call": None, "seat": None}
        return render_template("calls/simulator.html", form=form, **shown), 422
    return redirect(url_for("telephone_simulator.show_simulator", call=call_id), code=303)


def number_of(form: PlayForm) -> str:
    """Return who rings: the chosen caller, else the number that was typed."""
    chosen = form.caller.data
    case = cases.find(chosen, scope_of(current_user)) if chosen else None
    if chosen and (case is None or case.citizen is None):
        raise BadInput("没有找到该来电人，请重新选择。", "caller")
    return (case.citizen.phone if case and case.citizen else form.number.data) or ""


def whose(form: PlayForm) -> dict[str, str]:
    """Return whose telephone rings."""
    return {"queue": "演练队列"} if form.target.data == "queue" else {"user": current_user.name}


@blueprint.post("/<int:call_id>/<string:step>")
@requires(Permission.REGISTER_CASE)
def move_call(call_id: int, step: str) -> ResponseReturnValue:
    """Answer the call, or hang up."""
    call = own_play(call_id)
    if step not in {each.value for each in STEPS}:
        abort(404)
    report = {"event": step, "user": current_user.name, "cause": "normalClearing"}
    play(report, call.external_id, at=datetime.now(UTC))
    return redirect(url_for("telephone_simulator.show_simulator", call=call_id), code=303)


def play(report: dict[str, str], external_id: str, *, at: datetime) -> int:
    """Take the report as if an exchange had sent it; return the call's id."""
    city = cities.find()
    sent = {name: [value] for name, value in report.items()} | {"callId": [external_id]}
    told = read_report(sent, city.area_code if city else "")
    with unit_of_work():
        return take_report(exchange(), told, at=at).id
