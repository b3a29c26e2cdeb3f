"""The steps of sending a case back (退单): asked by the department, decided by the dispatcher or the panel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.department_steps import HandOverForm, RulingForm, SendBackForm
from hotline.forms.dispatch_steps import NoteForm
from hotline.guards import requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import requests
from models.vocabulary import Action, RequestKind
from workflows import returns
from workflows.requests import Wish
from workflows.standard_texts import offered

blueprint = Blueprint("return_steps", __name__, url_prefix="/cases/<int:case_id>/return")


def asked_for(case: Case, _form: Any, _at: datetime) -> Mapping[str, Any]:
    """Show the return that is decided and the earlier ones."""
    rows = [row for row in requests.of_case(case.id) if row.kind is RequestKind.RETURN]
    return {"asked": rows[-1] if rows else None, "earlier": rows[:-1]}


def asked_and_proposed(case: Case, form: Any, at: datetime) -> Mapping[str, Any]:
    """Show the return, and put the department it proposes into the form."""
    shown = asked_for(case, form, at)
    field = form.lead_id if "lead_id" in form else form.department_id
    if request.method == "GET" and shown["asked"] is not None:
        field.data = shown["asked"].proposed_department_id
    return shown


@blueprint.route("", methods=["GET", "POST"])
@requires_step(Action.SEND_BACK)
def send_back(case_id: int) -> ResponseReturnValue:
    """Send the case back as not one's own (退单)."""

    def step(case: Case, form: SendBackForm, at: datetime) -> None:
        wish = Wish(
            reason=form.reason.data,
            ground_code=form.ground_code.data or "",
            basis=form.basis.data,
            proposed_department_id=form.proposed_department_id.data,
        )
        returns.send_back(case, wish, by=current_user, at=at)

    return step_page(
        case_id,
        Action.SEND_BACK,
        SendBackForm,
        step,
        page="case_steps/with_texts.html",
        beside=lambda case, _form, at: {
            "texts": offered("handling", case, current_user, at=at),
            "into": "reason",
        },
    )


@blueprint.route("/acceptance", methods=["GET", "POST"])
@requires_step(Action.ACCEPT_RETURN)
def accept_return(case_id: int) -> ResponseReturnValue:
    """Agree with the return and give the case to another (同意退单并改派)."""

    def step(case: Case, form: HandOverForm, at: datetime) -> None:
        returns.accept(case, by=current_user, at=at, lead_id=form.lead_id.data, note=form.note.data or "")

    return step_page(
        case_id,
        Action.ACCEPT_RETURN,
        HandOverForm,
        step,
        page="case_steps/decide.html",
        beside=asked_and_proposed,
    )


@blueprint.route("/rejection", methods=["GET", "POST"])
@requires_step(Action.REJECT_RETURN)
def reject_return(case_id: int) -> ResponseReturnValue:
    """Refuse the return (驳回退单)."""

    def step(case: Case, form: NoteForm, at: datetime) -> None:
        returns.reject(case, by=current_user, at=at, note=form.note.data)

    return step_page(
        case_id, Action.REJECT_RETURN, NoteForm, step, page="case_steps/decide.html", beside=asked_for
    )


@blueprint.route("/ruling", methods=["GET", "POST"])
@requires_step(Action.RULE_BY_PANEL)
def rule_by_panel(case_id: int) -> ResponseReturnValue:
    """Rule whose the case is, for good (会商裁定)."""

    def step(case: Case, form: RulingForm, at: datetime) -> None:
        returns.rule_by_panel(case, form.department_id.data, by=current_user, at=at, note=form.note.data)

    return step_page(
        case_id,
        Action.RULE_BY_PANEL,
        RulingForm,
        step,
        page="case_steps/decide.html",
        beside=asked_and_proposed,
    )
