"""The departments' steps (承办): sign, respond, contact, progress, pass down, reply; and the draft of a reply."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.department_steps import (
    ContactForm,
    PassDownForm,
    ProgressForm,
    ReplyForm,
    SignForm,
    SupportReplyForm,
    aware,
)
from hotline.forms.dispatch_steps import RemarkForm
from hotline.guards import case_for, requires_step
from hotline.step_page import step_page
from models.case import Case
from models.queries import assignments, case_records
from models.transaction import unit_of_work
from models.vocabulary import Action, ContactOutcome
from workflows import handling, reply_drafts
from workflows.citing import cite
from workflows.limit import Limit
from workflows.standard_texts import offered

blueprint = Blueprint("department_steps", __name__, url_prefix="/cases/<int:case_id>")
LONGEST_DRAFT = 40_000


@blueprint.route("/sign", methods=["GET", "POST"])
@requires_step(Action.SIGN_FOR)
def sign_for_case(case_id: int) -> ResponseReturnValue:
    """Take the case on (签收)."""

    def step(case: Case, _form: SignForm, at: datetime) -> None:
        handling.sign_for(case, by=current_user, at=at)

    return step_page(
        case_id, Action.SIGN_FOR, SignForm, step, page="case_steps/sign.html", beside=instruction
    )


def instruction(case: Case, _form: Any, _at: datetime) -> Mapping[str, Any]:
    """Show what the reviewer asks of the department."""
    parts = [p for p in assignments.of_case(case.id) if p.department_id in current_user.department_ids]
    return {"parts": parts}


@blueprint.route("/response", methods=["GET", "POST"])
@requires_step(Action.RESPOND)
def respond_to_case(case_id: int) -> ResponseReturnValue:
    """Note that someone is on the matter (登记响应)."""

    def step(case: Case, form: RemarkForm, at: datetime) -> None:
        handling.respond(case, by=current_user, at=at, note=form.note.data or "")

    return step_page(case_id, Action.RESPOND, RemarkForm, step)


@blueprint.route("/contact", methods=["GET", "POST"])
@requires_step(Action.RECORD_CONTACT)
def record_contact(case_id: int) -> ResponseReturnValue:
    """Keep proof that the caller was rung first (登记首次联系)."""

    def step(case: Case, form: ContactForm, at: datetime) -> None:
        handling.record_contact(
            case,
            by=current_user,
            at=at,
            outcome=ContactOutcome(form.outcome.data),
            contacted_at=aware(form.contacted_at.data) or at,
            note=form.note.data or "",
        )

    return step_page(case_id, Action.RECORD_CONTACT, ContactForm, step)


@blueprint.route("/progress", methods=["GET", "POST"])
@requires_step(Action.NOTE_PROGRESS)
def note_progress(case_id: int) -> ResponseReturnValue:
    """Write down how the work stands (办理进展)."""

    def step(case: Case, form: ProgressForm, at: datetime) -> None:
        handling.note_progress(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.NOTE_PROGRESS, ProgressForm, step)


@blueprint.route("/pass-down", methods=["GET", "POST"])
@requires_step(Action.PASS_DOWN)
def pass_down(case_id: int) -> ResponseReturnValue:
    """Give the work to a unit of one's own (下派)."""

    def step(case: Case, form: PassDownForm, at: datetime) -> None:
        handling.pass_down(
            case,
            form.department_id.data,
            by=current_user,
            at=at,
            limit=Limit.parse(f"{form.days.data}wd"),
            note=form.note.data or "",
        )

    return step_page(case_id, Action.PASS_DOWN, PassDownForm, step)


@blueprint.route("/supporting-reply", methods=["GET", "POST"])
@requires_step(Action.SUPPORT_REPLY)
def reply_to_lead(case_id: int) -> ResponseReturnValue:
    """Answer to the lead what one's own part came to (分办回复)."""

    def step(case: Case, form: SupportReplyForm, at: datetime) -> None:
        handling.support_reply(case, by=current_user, at=at, note=form.note.data)

    return step_page(case_id, Action.SUPPORT_REPLY, SupportReplyForm, step)


@blueprint.route("/reply", methods=["GET", "POST"])
@requires_step(Action.REPLY)
def reply_to_case(case_id: int) -> ResponseReturnValue:
    """Answer the case (回复办结)."""

    def step(case: Case, form: ReplyForm, at: datetime) -> None:
        handling.reply(case, form.answer(), by=current_user, at=at)
        cite(case, form.cites.data or (), by=current_user, at=at)
        reply_drafts.drop(case, by=current_user)

    return step_page(
        case_id, Action.REPLY, ReplyForm, step, page="case_steps/reply.html", beside=beside_reply
    )


def beside_reply(case: Case, form: ReplyForm, _at: datetime) -> Mapping[str, Any]:
    """Put the draft into the form; show the texts to insert and what the others answered."""
    draft = reply_drafts.find(case, by=current_user)
    if draft is not None and request.method == "GET":
        form.process(formdata=None, data=reply_drafts.fields_of(draft), obj=None)
        form.version.data = case.version
        form.offer(case, current_user, _at)
    answered = [e for e in case_records.timeline(case.id) if e.action is Action.SUPPORT_REPLY]
    return {
        "texts": offered("handling", case, current_user, at=_at),
        "answered": answered,
        "draft_url": url_for("department_steps.save_draft", case_id=case.id),
        "draft_saved_at": draft.saved_at if draft else None,
    }


@blueprint.post("/reply/draft")
@requires_step(Action.REPLY)
def save_draft(case_id: int) -> ResponseReturnValue:
    """Keep what has been typed of the reply so far."""
    if sum(len(value) for value in request.form.values()) > LONGEST_DRAFT:
        abort(413)
    with unit_of_work():
        case = case_for(current_user, case_id)
        cites = ReplyForm(formdata=request.form).cites.data
        reply_drafts.save(case, request.form, cites=cites, by=current_user, at=datetime.now(UTC))
    return "", 204
