"""Flags on callers who harass (骚扰标记): proposing one from a call, the list, one flag and the steps on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from config import LOCAL_TIMEZONE
from hotline import form_page
from hotline.forms.caller_flags import STANDINGS, ApproveForm, FlagFilterForm, ProposeForm, WordsForm
from hotline.forms.joint_meetings import VersionedForm
from hotline.guards import requires
from hotline.headlines import headline
from hotline.list_arguments import kept
from models.caller_flag import CallerFlag, FlagState
from models.queries import caller_flags as queries
from models.queries import callers, calls, cases
from models.telephone import PhoneCall
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import caller_flags
from workflows.permissions import may, scope_of

blueprint = Blueprint("caller_flags", __name__)
PAGE = 50
EVIDENCE = 20
READS = (Permission.REGISTER_CASE, Permission.DECIDE_CALLER_FLAG)


def today() -> date:
    """Return the city's day."""
    return datetime.now(LOCAL_TIMEZONE).date()


def flag_for(flag_id: int) -> CallerFlag:
    """Return the flag, else 404."""
    return queries.find(flag_id) or abort(404)


def own_call(call_id: int) -> PhoneCall:
    """Return the call if it is the agent's own, else 404."""
    call = calls.find(call_id)
    return call if call and call.agent_id == current_user.id else abort(404)


@blueprint.get("/caller-flags")
@requires(*READS)
def list_flags() -> ResponseReturnValue:
    """Show the flags with their number, the newest first."""
    form = FlagFilterForm(request.args)
    usable = form.validate()
    wanted = form.wanted(today()) if usable else queries.Wanted(today())
    rows = queries.page(wanted, after=request.args.get("after", type=int), limit=PAGE + 1)
    given: dict[str, Any] = kept(request.args)
    here = "caller_flags.list_flags"
    return render_template(
        "caller_flags/list.html",
        form=form,
        rows=rows[:PAGE],
        total=queries.count(wanted),
        in_force=queries.count(queries.Wanted(today(), queries.LIVE)),
        pending=queries.count(queries.Wanted(today(), queries.PENDING)),
        standing_of=standing_of,
        is_filtered=any(given.values()),
        first=url_for(here, **given) if request.args.get("after") else None,
        further=url_for(here, **given, after=rows[PAGE - 1].id) if len(rows) > PAGE else None,
    ), 200 if usable else 422


def standing_of(flag: CallerFlag) -> str:
    """Return how the flag stands today, in words."""
    if flag.state is not FlagState.IN_FORCE:
        return flag.state.label
    if not caller_flags.is_in_force(flag, today()):
        return STANDINGS[queries.OVER]
    return STANDINGS[queries.APPEALED if flag.is_appealed else queries.LIVE]


@blueprint.get("/caller-flags/<int:flag_id>")
@requires(*READS)
def show_flag(flag_id: int) -> ResponseReturnValue:
    """Show one flag: its evidence, what was decided, and what may be done now."""
    flag = flag_for(flag_id)
    return render_template(
        "caller_flags/flag.html",
        flag=flag,
        standing=standing_of(flag),
        lasts=caller_flags.is_in_force(flag, today()),
        decides=may(current_user, Permission.DECIDE_CALLER_FLAG),
        is_proposer=flag.proposed_by_id == current_user.id,
        may_see_calls=may(current_user, Permission.WATCH_CALLS),
        may_open={case.id for case in flag.cases if cases.find(case.id, scope_of(current_user))},
    )


@blueprint.route("/calls/<int:call_id>/flag", methods=["GET", "POST"])
@requires(Permission.REGISTER_CASE)
def propose_flag(call_id: int) -> ResponseReturnValue:
    """Propose a flag on whoever rang in one's own call."""
    call, form = own_call(call_id), ProposeForm()
    offer(form, call)

    def step() -> str:
        with unit_of_work():
            fresh = own_call(call_id)
            evidence = [calls.find(each) or abort(404) for each in form.calls.data or ()]
            found = [cases.find(each, scope_of(current_user)) or abort(404) for each in form.cases.data or ()]
            flag = caller_flags.propose(
                fresh, form.reason.data, evidence, found, by=current_user, at=datetime.now(UTC)
            )
            return url_for("caller_flags.show_flag", flag_id=flag.id)

    return form_page.ask(
        form,
        step,
        trail=("话务", url_for("calls.list_calls")),
        title="提请骚扰标记",
        label="提请主管审批",
        done="已提请，主管批准后在该号码来电时显示。",
        back=url_for("calls.show_call", call_id=call_id),
        lede="标记只提示接听的坐席，不影响接听和受理：每个来电都可能是紧急情况。",
    )


def offer(form: ProposeForm, call: PhoneCall) -> None:
    """Offer the number's other calls and its cases as evidence, the newest first."""
    if not call.number or not call.phone_index:
        return
    others = calls.of_number(call.phone_index, besides=call.id, limit=EVIDENCE)
    form.calls.choices = [SelectChoice(str(each.id), told(each)) for each in others]
    contacts = callers.caller(call.number, scope_of(current_user), latest=EVIDENCE).contacts
    form.cases.choices = [SelectChoice(str(each.id), f"{each.number} {headline(each)}") for each in contacts]


def told(call: PhoneCall) -> str:
    """Return how a call is offered."""
    agent = call.agent.full_name if call.agent else "无人接听"
    warned = f"，提醒文明用语 {call.warnings} 次" if call.warnings else ""
    return f"{call.rang_at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M} {agent}{warned}"


def step_on(
    flag_id: int, form: VersionedForm, take: Callable[[CallerFlag, datetime], None], **words: Any
) -> ResponseReturnValue:
    """Take a step on the flag and go back to it."""
    flag, back = flag_for(flag_id), url_for("caller_flags.show_flag", flag_id=flag_id)
    if not form.is_submitted():
        form.version.data = str(flag.version)

    def step() -> str:
        with unit_of_work():
            fresh = flag_for(flag_id)
            form.check(fresh)
            take(fresh, datetime.now(UTC))
        return back

    trail = ("骚扰标记", url_for("caller_flags.list_flags"))
    return form_page.ask(form, step, trail=trail, back=back, **words)


@blueprint.route("/caller-flags/<int:flag_id>/approval", methods=["GET", "POST"])
@requires(Permission.DECIDE_CALLER_FLAG)
def approve_flag(flag_id: int) -> ResponseReturnValue:
    """Put the flag in force for a time."""
    form = ApproveForm(data={"ends_on": today() + caller_flags.USUAL})

    def take(flag: CallerFlag, at: datetime) -> None:
        caller_flags.approve(flag, form.ends_on.data, form.decision.data, by=current_user, at=at)

    return step_on(flag_id, form, take, title="批准骚扰标记", label="批准", done="已批准，来电时显示。")


@blueprint.route("/caller-flags/<int:flag_id>/refusal", methods=["GET", "POST"])
@requires(Permission.DECIDE_CALLER_FLAG)
def refuse_flag(flag_id: int) -> ResponseReturnValue:
    """Refuse the flag."""
    form = WordsForm()

    def take(flag: CallerFlag, at: datetime) -> None:
        caller_flags.refuse(flag, form.words.data, by=current_user, at=at)

    return step_on(flag_id, form, take, title="不批准骚扰标记", label="不批准", done="已退回提请。")


@blueprint.route("/caller-flags/<int:flag_id>/end", methods=["GET", "POST"])
@requires(Permission.DECIDE_CALLER_FLAG)
def end_flag(flag_id: int) -> ResponseReturnValue:
    """End the flag before its time."""
    form = WordsForm()

    def take(flag: CallerFlag, at: datetime) -> None:
        caller_flags.end(flag, form.words.data, by=current_user, at=at)

    return step_on(
        flag_id, form, take, title="撤销骚扰标记", label="撤销标记", done="标记已撤销，来电时不再显示。"
    )


@blueprint.route("/caller-flags/<int:flag_id>/appeal", methods=["GET", "POST"])
@requires(*READS)
def appeal_flag(flag_id: int) -> ResponseReturnValue:
    """Write down what the caller says against the flag."""
    form = WordsForm()

    def take(flag: CallerFlag, at: datetime) -> None:
        caller_flags.appeal(flag, form.words.data, by=current_user, at=at)

    lede = "照原话记录来电人的申诉，由提请人和批准人以外的人复核。"
    return step_on(flag_id, form, take, title="登记申诉", label="登记申诉", done="申诉已登记。", lede=lede)


@blueprint.route("/caller-flags/<int:flag_id>/appeal-answer", methods=["GET", "POST"])
@requires(Permission.DECIDE_CALLER_FLAG)
def keep_flag(flag_id: int) -> ResponseReturnValue:
    """Keep the flag in spite of the appeal, and say why."""
    form = WordsForm()

    def take(flag: CallerFlag, at: datetime) -> None:
        caller_flags.keep(flag, form.words.data, by=current_user, at=at)

    return step_on(flag_id, form, take, title="维持骚扰标记", label="维持标记", done="已答复申诉，标记维持。")
