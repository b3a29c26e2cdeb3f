"""The steps of urging and supervision on a case (催办、督办、险情接手)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.supervision import (
    AnotherRoundForm,
    AnsweringForm,
    ConfirmForm,
    OrderForm,
    RemindForm,
    ReplyOrderForm,
    TakeForm,
)
from hotline.guards import requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import supervisions
from models.vocabulary import Action, SupervisionLevel, Trigger
from workflows import escalation, supervision
from workflows.errors import BadInput
from workflows.limit import Limit

blueprint = Blueprint("supervision_steps", __name__, url_prefix="/cases/<int:case_id>")


@blueprint.route("/reminder", methods=["GET", "POST"])
@requires_step(Action.REMIND)
def remind_case(case_id: int) -> ResponseReturnValue:
    """Urge the department on (催办)."""

    def step(case: Case, form: RemindForm, at: datetime) -> None:
        supervision.remind(case, by=current_user, at=at, note=form.note.data or "")

    return step_page(case_id, Action.REMIND, RemindForm, step)


@blueprint.route("/hazard", methods=["GET", "POST"])
@requires_step(Action.TAKE_HAZARD)
def take_hazard(case_id: int) -> ResponseReturnValue:
    """Take the hazard (接手险情)."""

    def step(case: Case, form: TakeForm, at: datetime) -> None:
        escalation.take(case, by=current_user, at=at, note=form.note.data or "")

    return step_page(case_id, Action.TAKE_HAZARD, TakeForm, step)


@blueprint.route("/supervision", methods=["GET", "POST"])
@requires_step(Action.ORDER_SUPERVISION)
def order_supervision(case_id: int) -> ResponseReturnValue:
    """Issue a supervision order (督办), on one's own account or on a leader's instruction."""

    def step(case: Case, form: OrderForm, at: datetime) -> None:
        supervision.order(
            case,
            by=current_user,
            at=at,
            level=SupervisionLevel(form.level.data),
            reason=form.full_reason,
            requirement=form.requirement.data,
            limit=Limit.parse(f"{form.days.data}wd"),
            department_id=form.department_id.data,
            trigger=Trigger(form.basis.data),
        )

    return step_page(case_id, Action.ORDER_SUPERVISION, OrderForm, step)


@blueprint.route("/supervision/reply", methods=["GET", "POST"])
@requires_step(Action.REPLY_SUPERVISION)
def reply_to_order(case_id: int) -> ResponseReturnValue:
    """Answer an order (回复督办)."""
    return answering(case_id, Action.REPLY_SUPERVISION, ReplyOrderForm, supervision.reply)


@blueprint.route("/supervision/confirmation", methods=["GET", "POST"])
@requires_step(Action.CONFIRM_SUPERVISION)
def confirm_order(case_id: int) -> ResponseReturnValue:
    """Strike an order off (督办销号)."""
    return answering(case_id, Action.CONFIRM_SUPERVISION, ConfirmForm, supervision.confirm)


@blueprint.route("/supervision/another-round", methods=["GET", "POST"])
@requires_step(Action.RETURN_SUPERVISION)
def return_order(case_id: int) -> ResponseReturnValue:
    """Send an order back for another round (督办退回再办)."""
    return answering(case_id, Action.RETURN_SUPERVISION, AnotherRoundForm, supervision.another_round)


def answering(
    case_id: int, action: Action, form_class: type[AnsweringForm], act: Callable[..., None]
) -> ResponseReturnValue:
    """Take a step on one of the case's orders, with all that waits for it beside the form."""

    def step(case: Case, form: Any, at: datetime) -> None:
        row = supervisions.find(form.order_id.data, case.id)
        if row is None:
            raise BadInput("请选择督办单。", "order_id")
        act(case, row, by=current_user, at=at, note=form.note.data or "")

    def beside(case: Case, form: Any, _at: datetime) -> Mapping[str, Any]:
        return {"orders": form.fitting(supervisions.orders(case.id, form.waiting), current_user)}

    return step_page(case_id, action, form_class, step, page="case_steps/supervision.html", beside=beside)
