"""The reviewer's steps (审核派单): dispatch, add a department, correct, send back, not accept, merge, reopen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.dispatch_steps import (
    AddSupportingForm,
    CorrectForm,
    DecideForm,
    DispatchForm,
    MergeForm,
    NotAcceptForm,
    NoteForm,
    UnmergeForm,
)
from hotline.guards import requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import cases, requests, unit_proposals
from models.vocabulary import Action, RequestKind
from workflows import catalogue_lines, correction, dispatch, ending, follow_up, merging, recall
from workflows.correction import Whereabouts
from workflows.errors import BadInput, NotAllowedNow
from workflows.permissions import scope_of
from workflows.requests import Wish
from workflows.routing_advice import unit_for

blueprint = Blueprint("dispatch_steps", __name__, url_prefix="/cases/<int:case_id>")


def suggestion(case: Case, _form: Any, at: datetime) -> Mapping[str, Any]:
    """Show what the catalogue says, and why; beside it what the router and the agent who took the case in suggest."""
    found = catalogue_lines.suggest(case, at=at)
    advice = unit_for(case) if found.lead is None or found.is_citywide else None
    other = advice if advice and advice.lead is not found.lead else None
    return {"suggestion": found, "advice": other, "proposal": unit_proposals.of_case(case.id)}


@blueprint.route("/dispatch", methods=["GET", "POST"])
@requires_step(Action.DISPATCH)
def dispatch_case(case_id: int) -> ResponseReturnValue:
    """Send the case to its departments (派单)."""

    def step(case: Case, form: DispatchForm, at: datetime) -> None:
        dispatch.dispatch(
            case,
            by=current_user,
            at=at,
            lead_id=form.lead_id.data,
            supporting_ids=form.supporting_ids.data or (),
            copied_ids=form.copied_ids.data or (),
            note=form.note.data or "",
            is_complex=bool(form.is_complex and form.is_complex.data),
        )

    return step_page(
        case_id, Action.DISPATCH, DispatchForm, step, page="case_steps/dispatch.html", beside=suggestion
    )


@blueprint.route("/recall", methods=["GET", "POST"])
@requires_step(Action.RECALL_DISPATCH)
def recall_dispatch(case_id: int) -> ResponseReturnValue:
    """Take the case back from its departments (撤回派单)."""

    def step(case: Case, form: NoteForm, at: datetime) -> None:
        recall.recall_dispatch(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.RECALL_DISPATCH, NoteForm, step)


@blueprint.route("/supporting", methods=["GET", "POST"])
@requires_step(Action.ADD_SUPPORTING)
def add_supporting(case_id: int) -> ResponseReturnValue:
    """Bring another department in (加派协办)."""

    def step(case: Case, form: AddSupportingForm, at: datetime) -> None:
        dispatch.add_supporting(
            case, form.department_id.data, by=current_user, at=at, note=form.note.data or ""
        )

    return step_page(case_id, Action.ADD_SUPPORTING, AddSupportingForm, step)


@blueprint.route("/to-agent", methods=["GET", "POST"])
@requires_step(Action.SEND_BACK_TO_AGENT)
def send_back_to_agent(case_id: int) -> ResponseReturnValue:
    """Send the case back to the agent for what is lacking (退回补充)."""

    def step(case: Case, form: NoteForm, at: datetime) -> None:
        dispatch.send_back_to_agent(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.SEND_BACK_TO_AGENT, NoteForm, step)


@blueprint.route("/correction", methods=["GET", "POST"])
@requires_step(Action.CORRECT)
def correct_case(case_id: int) -> ResponseReturnValue:
    """Set right what the case is about and where (更正分类与属地)."""

    def step(case: Case, form: CorrectForm, at: datetime) -> None:
        correction.correct(
            case,
            category_id=form.category_id.data,
            place=Whereabouts(
                area_id=form.area_id.data,
                address=form.address.data or "",
                place_name=form.place_name.data or "",
                point=form.coordinates.data,
                coordinate_system=form.coordinate_system.data,
            ),
            by=current_user,
            at=at,
            note=form.note.data or "",
        )

    return step_page(case_id, Action.CORRECT, CorrectForm, step)


@blueprint.route("/non-acceptance", methods=["GET", "POST"])
@requires_step(Action.NOT_ACCEPT)
def not_accept(case_id: int) -> ResponseReturnValue:
    """Propose not to accept the case (不予受理)."""

    def step(case: Case, form: NotAcceptForm, at: datetime) -> None:
        wish = Wish(reason=form.reason.data, ground_code=form.ground_code.data or "")
        ending.propose_non_acceptance(case, wish, by=current_user, at=at)

    return step_page(case_id, Action.NOT_ACCEPT, NotAcceptForm, step)


@blueprint.route("/non-acceptance/decision", methods=["GET", "POST"])
@requires_step(Action.DECIDE_NON_ACCEPTANCE)
def decide_non_acceptance(case_id: int) -> ResponseReturnValue:
    """Decide whether the case is accepted (审批不予受理)."""

    def step(case: Case, form: DecideForm, at: datetime) -> None:
        row = requests.undecided(case.id, RequestKind.NON_ACCEPTANCE)
        if row is None:
            raise NotAllowedNow("没有待审的不予受理申请。")
        ending.decide_non_acceptance(
            case, row, approves=form.approves, by=current_user, at=at, note=form.note.data or ""
        )

    return step_page(
        case_id,
        Action.DECIDE_NON_ACCEPTANCE,
        DecideForm,
        step,
        page="case_steps/decide.html",
        beside=lambda case, _form, _at: {"asked": requests.undecided(case.id, RequestKind.NON_ACCEPTANCE)},
    )


@blueprint.route("/merge", methods=["GET", "POST"])
@requires_step(Action.MERGE)
def merge_case(case_id: int) -> ResponseReturnValue:
    """Merge the case into an earlier one of the same matter (并单)."""

    def step(case: Case, form: MergeForm, at: datetime) -> None:
        if not form.into:
            raise BadInput("请选择或填写要并入的工单。", "number")
        into = cases.find_by_number(form.into, scope_of(current_user))
        if into is None:
            raise BadInput("没有找到这个编号的工单，请核对。", "number")
        merging.merge(case, into, by=current_user, at=at, note=form.note.data or "")

    return step_page(case_id, Action.MERGE, MergeForm, step)


@blueprint.route("/merge/undo", methods=["GET", "POST"])
@requires_step(Action.UNMERGE)
def unmerge_case(case_id: int) -> ResponseReturnValue:
    """Take the merging back (撤销并单)."""

    def step(case: Case, form: UnmergeForm, at: datetime) -> None:
        merging.unmerge(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.UNMERGE, UnmergeForm, step)


@blueprint.route("/reopen", methods=["GET", "POST"])
@requires_step(Action.REOPEN)
def reopen_case(case_id: int) -> ResponseReturnValue:
    """Take a finished case up again at the caller's wish (重启)."""

    def step(case: Case, form: NoteForm, at: datetime) -> None:
        follow_up.reopen(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.REOPEN, NoteForm, step)
