"""The steps of asking and deciding: extension, deferral, termination, exclusion; taking back, resuming."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.dispatch_steps import DecideForm
from hotline.forms.request_steps import (
    DeferralForm,
    ExclusionForm,
    ExtensionForm,
    ResumeForm,
    TerminationForm,
    WithdrawForm,
)
from hotline.guards import requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import effects, report_objections, requests
from models.vocabulary import Action, RequestKind
from reports.figures.definitions import rate_of
from reports.figures.rounding import shown
from workflows import deadline_extension, deferral, ending, exclusion
from workflows import requests as filing
from workflows.errors import BadInput, NotAllowedNow
from workflows.requests import Wish

blueprint = Blueprint("request_steps", __name__, url_prefix="/cases/<int:case_id>")
Decide = Callable[..., None]


@blueprint.route("/extension", methods=["GET", "POST"])
@requires_step(Action.REQUEST_EXTENSION)
def request_extension(case_id: int) -> ResponseReturnValue:
    """Ask for more time (申请延期)."""

    def step(case: Case, form: ExtensionForm, at: datetime) -> None:
        wish = Wish(
            reason=form.reason.data, ground_code=form.ground_code.data or "", limit=f"{form.days.data}wd"
        )
        deadline_extension.request_extension(case, wish, by=current_user, at=at)

    return step_page(case_id, Action.REQUEST_EXTENSION, ExtensionForm, step)


@blueprint.route("/deferral", methods=["GET", "POST"])
@requires_step(Action.REQUEST_DEFERRAL)
def request_deferral(case_id: int) -> ResponseReturnValue:
    """Ask to keep the case on the books (申请挂账)."""

    def step(case: Case, form: DeferralForm, at: datetime) -> None:
        wish = Wish(
            reason=form.reason.data,
            ground_code=form.ground_code.data or "",
            plan=form.plan.data,
            review_on=form.review_on.data,
        )
        deferral.request_deferral(case, wish, by=current_user, at=at)

    return step_page(case_id, Action.REQUEST_DEFERRAL, DeferralForm, step)


@blueprint.route("/resumption", methods=["GET", "POST"])
@requires_step(Action.RESUME)
def resume_case(case_id: int) -> ResponseReturnValue:
    """Take the case off the books (恢复办理)."""

    def step(case: Case, form: ResumeForm, at: datetime) -> None:
        deferral.resume(case, by=current_user, at=at, note=form.note.data or "")

    return step_page(case_id, Action.RESUME, ResumeForm, step)


@blueprint.route("/termination", methods=["GET", "POST"])
@requires_step(Action.REQUEST_TERMINATION)
def request_termination(case_id: int) -> ResponseReturnValue:
    """Ask to stop handling (申请终止)."""

    def step(case: Case, form: TerminationForm, at: datetime) -> None:
        wish = Wish(reason=form.reason.data, ground_code=form.ground_code.data or "", basis=form.basis.data)
        ending.request_termination(case, wish, by=current_user, at=at)

    return step_page(case_id, Action.REQUEST_TERMINATION, TerminationForm, step)


@blueprint.route("/exclusion", methods=["GET", "POST"])
@requires_step(Action.REQUEST_EXCLUSION)
def request_exclusion(case_id: int) -> ResponseReturnValue:
    """Ask that the case not be counted for the department (申请甄别剔除)."""

    def step(case: Case, form: ExclusionForm, at: datetime) -> None:
        wish = Wish(
            reason=form.reason.data, ground_code=form.ground_code.data or "", evidence=form.evidence.data
        )
        exclusion.request_exclusion(case, wish, by=current_user, at=at)

    return step_page(case_id, Action.REQUEST_EXCLUSION, ExclusionForm, step)


@blueprint.route("/withdrawal", methods=["GET", "POST"])
@requires_step(Action.WITHDRAW_REQUEST)
def withdraw_request(case_id: int) -> ResponseReturnValue:
    """Take a request back (撤回申请)."""

    def step(case: Case, form: WithdrawForm, at: datetime) -> None:
        row = requests.find(form.request_id.data, case.id)
        if row is None:
            raise BadInput("请选择要撤回的申请。", "request_id")
        filing.withdraw(case, row, by=current_user, at=at)

    return step_page(case_id, Action.WITHDRAW_REQUEST, WithdrawForm, step)


def decision(case_id: int, action: Action, kind: RequestKind, decide: Decide) -> ResponseReturnValue:
    """Decide the undecided request of the kind."""

    def step(case: Case, form: DecideForm, at: datetime) -> None:
        row = requests.undecided(case.id, kind)
        if row is None:
            raise NotAllowedNow(f"没有待审的{kind.label}申请。")
        if kind is RequestKind.EXCLUSION:
            row.effect = effect_of(case, at)
        decide(case, row, approves=form.approves, by=current_user, at=at, note=form.note.data or "")

    def beside(case: Case, _form: Any, at: datetime) -> Mapping[str, Any]:
        rows = [row for row in requests.of_case(case.id) if row.kind is kind]
        effect = effect_of(case, at) if kind is RequestKind.EXCLUSION else None
        objected = report_objections.issue_of(rows[-1].id) if rows and effect is not None else None
        asked = rows[-1] if rows else None
        return {"asked": asked, "earlier": rows[:-1], "effect": effect, "objected": objected}

    return step_page(case_id, action, DecideForm, step, page="case_steps/decide.html", beside=beside)


def effect_of(case: Case, at: datetime) -> dict[str, str]:
    """Say what leaving the case out does to its department's on-time rate of the month it was due in."""
    if case.department_id is None or case.due_at is None:
        return {}
    month = effects.month_of(case.due_at, at)
    with_it = effects.counts(case.department_id, month)
    without = effects.counts(case.department_id, month, without=case.id)
    return {
        "month": f"{month.start.year}年{month.start.month}月",
        "before": rate(with_it),
        "after": rate(without),
    }


def rate(counts: effects.Counts) -> str:
    """Return the on-time rate with its numerator and denominator."""
    share = shown(rate_of("on_time_rate", {"due_on_time": counts.on_time, "due": counts.due}))
    return f"{share}（按时 {counts.on_time} ÷ 应办结 {counts.due}）"


@blueprint.route("/extension/decision", methods=["GET", "POST"])
@requires_step(Action.DECIDE_EXTENSION)
def decide_extension(case_id: int) -> ResponseReturnValue:
    """Grant or refuse more time (审批延期)."""
    decide = deadline_extension.decide_extension
    return decision(case_id, Action.DECIDE_EXTENSION, RequestKind.EXTENSION, decide)


@blueprint.route("/deferral/decision", methods=["GET", "POST"])
@requires_step(Action.DECIDE_DEFERRAL)
def decide_deferral(case_id: int) -> ResponseReturnValue:
    """Put the case on the books or refuse (审批挂账)."""
    return decision(case_id, Action.DECIDE_DEFERRAL, RequestKind.DEFERRAL, deferral.decide_deferral)


@blueprint.route("/termination/decision", methods=["GET", "POST"])
@requires_step(Action.DECIDE_TERMINATION)
def decide_termination(case_id: int) -> ResponseReturnValue:
    """End the case without a solution or refuse (审批终止)."""
    return decision(case_id, Action.DECIDE_TERMINATION, RequestKind.TERMINATION, ending.decide_termination)


@blueprint.route("/exclusion/decision", methods=["GET", "POST"])
@requires_step(Action.DECIDE_EXCLUSION)
def decide_exclusion(case_id: int) -> ResponseReturnValue:
    """Take the first or the final decision on leaving the case out (审核甄别剔除)."""
    return decision(case_id, Action.DECIDE_EXCLUSION, RequestKind.EXCLUSION, exclusion.decide_exclusion)
