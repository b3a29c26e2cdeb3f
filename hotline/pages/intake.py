"""The intake screen (受理登记): one form for every channel, its drafts, its receipt, and its completion."""

import re
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from config import LOCAL_TIMEZONE
from hotline import intake_asides, intake_beside, intake_call, intake_files, uploads
from hotline.forms.intake import PLEASE_CHOOSE, IntakeForm, offer_places, offer_units, refill
from hotline.guards import case_for, requires
from hotline.intake_asides import value_of
from hotline.intake_known import as_typed, awaiting, known_of
from hotline.step_conflict import FASTER
from models.case import Case
from models.queries import cases, cities, draft_files, intake_drafts, reference
from models.transaction import SomeoneWasFaster, unit_of_work
from models.vocabulary import Permission
from workflows import intake_draft, routing_release, take_over
from workflows.citing import cite
from workflows.errors import BadInput
from workflows.intake import Receipt, complete, register
from workflows.intake_dispatch import complete_and_dispatch, may_dispatch, propose, register_and_dispatch
from workflows.permissions import scope_of
from workflows.standard_texts import offered

blueprint = Blueprint("intake", __name__, url_prefix="/intake")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_KEPT = frozenset(
    {"csrf_token", "token", "step", "files", "article_words", "draft_version", "place_words"}
)


def new_form(**given: Any) -> IntakeForm:
    """Return the form with the city's area code."""
    city = cities.find()
    return IntakeForm(area_code=city.area_code if city else "", **given)


def token_of(form: IntakeForm) -> str:
    """Return the form's token; a form without one is not ours."""
    token: str = form.token.data or ""
    return token if TOKEN.fullmatch(token) else abort(400)


def offer(form: IntakeForm) -> None:
    """Put the choices of matters and places into the form."""
    form.category_id.choices = [PLEASE_CHOOSE]
    for row in reference.leaf_choices():
        branch, _, rest = row.path.partition("/")
        found_by = {"data-initials": row.initials, "data-keywords": row.keywords}
        label = (rest or branch).replace("/", " / ")
        form.category_id.choices.append(SelectChoice(str(row.id), label, found_by, branch))
    given = reference.grounds("transfer", "not_accepted")
    for ground_kind, field in (("transfer", form.transfer_code), ("not_accepted", form.refusal_code)):
        rows = [row for row in given if row.kind == ground_kind]
        field.choices = [SelectChoice("", "无"), *(SelectChoice(row.code, row.name) for row in rows)]
    offer_places(form)
    offer_units(form, every=request.form.get("step") == "units")


def page(form: IntakeForm, case: Case | None = None, kept_at: datetime | None = None) -> str:
    """Return the page of the form: of a new case, of a draft kept at the moment, or of a case that was sent back.

    Without a script the hints come with it once a button asks for them, and for good then.
    """
    at = datetime.now(UTC)
    offer(form)
    shows_hints = hints_wanted()
    beside = intake_beside.all_of(value_of(form), current_user, at=at) if shows_hints else {"hints": None}
    related = row_of(form.related_case_id.data)
    drafts = intake_draft.lines(current_user) if case is None else []
    city = cities.find()
    return render_template(
        "intake/form.html",
        form=form,
        case=case,
        files=draft_files.of_token(form.token.data or "", user_id=current_user.id),
        accepted=uploads.ACCEPTED,
        related=related,
        kept_at=kept_at,
        drafts=[draft for draft in drafts if draft.token != form.token.data],
        replies=offered("intake", case, current_user, at=at),
        dispatches=who_dispatches(case),
        emergency_numbers=city.settings.get("emergency_numbers", []) if city else [],
        latest=datetime.now(LOCAL_TIMEZONE).strftime("%Y-%m-%dT%H:%M"),
        **beside,
    )


def who_dispatches(case: Case | None) -> str:
    """Say why 登记并派单 is offered: the agent reviews cases, or categories are released from review; "" where it is not."""
    if may_dispatch(current_user):
        return "review"
    return "release" if case is None and routing_release.is_offered() else ""


def hints_wanted() -> bool:
    """Say whether a button was pressed that shows hints: the one for them, or one of those that they offered."""
    verb = intake_asides.verb_of(request.form.get("step", ""))
    return bool(verb) and verb not in intake_asides.SILENT


def row_of(case_id: Any) -> Case | None:
    """Return the case that the new one is added to, if the agent may see it."""
    text = str(case_id or "")
    return cases.find(int(text), scope_of(current_user)) if re.fullmatch("[0-9]{1,9}", text) else None


@blueprint.get("")
@requires(Permission.REGISTER_CASE)
def show_form() -> ResponseReturnValue:
    """Show an empty form, or a draft to go on with: the one that was named, or begun about the same call."""
    token, related = request.args.get("draft", ""), request.args.get("related", "")
    draft = intake_drafts.find(token) if TOKEN.fullmatch(token) else None
    if draft is None:
        begun = "" if related else intake_call.begun(request.args.get("call"))
        if begun:
            return redirect(url_for("intake.show_form", draft=begun), code=303)
        known = fresh() | {"related_case_id": related}
        return page(new_form(data=known | intake_call.as_typed(request.args.get("call"))))
    if draft.user_id != current_user.id:
        abort(404)
    if draft.case_id is not None:
        return redirect(url_for("intake.show_receipt", token=token), code=303)
    again = {"token": [token], "draft_window": [fresh()["draft_window"]]}
    again["draft_version"] = [intake_draft.version_of(draft)]
    return page(new_form(formdata=refill(intake_draft.fields_of(draft) | again)), kept_at=draft.saved_at)


def fresh() -> dict[str, str]:
    """Return what a new form is known by: its token, which a draft keeps, and its window, which is this page's alone."""
    return {"token": secrets.token_urlsafe(16), "draft_window": secrets.token_urlsafe(6)}


@blueprint.post("")
@requires(Permission.REGISTER_CASE)
def register_case() -> ResponseReturnValue:
    """Take the case in; the same form pressed twice makes one case and shows one receipt."""
    form = new_form()
    token, at = token_of(form), datetime.now(UTC)
    has_it = intake_call.lost(token, typed())
    if has_it:
        flash(take_over.sentence(has_it), "warning")
        return redirect(url_for("calls.list_calls"), code=303)
    problem = intake_files.take_in(token, typed(), at=at)
    if problem and is_spent(token):
        return redirect(url_for("intake.show_receipt", token=token), code=303)
    status = once_more(form, problem)
    if status:
        return page(form), status
    try:
        with unit_of_work():
            draft = intake_draft.own(token, by=current_user, at=at)
            if draft.case_id is None:
                receipt = take_in(form, at)
                cite(receipt.case, form.cites.data or (), by=current_user, at=at)
                intake_draft.spend(draft, receipt, by=current_user, at=at)
                intake_call.link(form.phone_call_id.data, receipt.case)
    except BadInput as error:
        form.complain(error)
        return page(form), 422
    return redirect(url_for("intake.show_receipt", token=token), code=303)


def take_in(form: IntakeForm, at: datetime) -> Receipt:
    """Take the case in as the button says: answered, handed to review, or sent out in the same press."""
    wish, lead_id, by = wish_of(form), form.lead_id.data, current_user
    sends_out = request.form.get("step") == "dispatch"
    if sends_out and may_dispatch(by):
        return register_and_dispatch(wish, lead_id=lead_id, by=by, at=at)
    receipt = register(wish, by=by, at=at, answer=form.answer.data)
    if sends_out:
        routing_release.release(receipt.case, lead_id=lead_id, by=by, at=at)
    if lead_id is not None:
        propose(receipt.case, lead_id, by=by, at=at)
    return receipt


def once_more(form: IntakeForm, problem: BadInput | None) -> int:
    """Return the status with which the form is shown again, 0 where it may be handed in."""
    step = request.form.get("step", "")
    aside = bool(intake_asides.verb_of(step))
    fits = aside or form.fits(step)
    if aside:
        intake_asides.apply(form, step, current_user, at=datetime.now(UTC))
    if problem:
        form.complain(problem)
    return 422 if problem or not fits else 200 if aside else 0


def is_spent(token: str) -> bool:
    """Say whether a case has come of the agent's form already."""
    draft = intake_drafts.find(token)
    return draft is not None and draft.user_id == current_user.id and draft.case_id is not None


def typed() -> dict[str, list[str]]:
    """Return what has been typed, as a draft keeps it."""
    return {name: values for name, values in request.form.lists() if name not in NOT_KEPT}


def wish_of(form: IntakeForm) -> Any:
    """Return what the form asks for; BadInput where it is added to a case that is not there."""
    if form.related_case_id.data and row_of(form.related_case_id.data) is None:
        raise BadInput("没有找到要关联的工单，请取消关联后再提交。", "related_case_id")
    return form.request()


@blueprint.post("/draft")
@requires(Permission.REGISTER_CASE)
def save_draft() -> ResponseReturnValue:
    """Keep what has been typed so far."""
    token = request.form.get("token", "")
    if not TOKEN.fullmatch(token):
        abort(400)
    version = request.form.get("draft_version", "")
    has_it = intake_call.lost(token, typed())
    if has_it:
        return take_over.sentence(has_it), 409, {"Content-Type": "text/plain; charset=utf-8"}
    with unit_of_work():
        draft = intake_draft.save(token, typed(), version=version, by=current_user, at=datetime.now(UTC))
        saved_as = intake_draft.version_of(draft)
    return "", 204, {"X-Draft-Version": saved_as}


@blueprint.post("/drafts/<string:token>/discard")
@requires(Permission.REGISTER_CASE)
def discard_draft(token: str) -> ResponseReturnValue:
    """Throw a draft away."""
    if not TOKEN.fullmatch(token):
        abort(404)
    intake_files.discard(token, at=datetime.now(UTC))
    return redirect(url_for("intake.show_form"), code=303)


@blueprint.get("/receipts/<string:token>")
@requires(Permission.REGISTER_CASE)
def show_receipt(token: str) -> ResponseReturnValue:
    """Show what the caller is told at the end: the number, and for a while the query code."""
    draft = intake_drafts.find(token)
    if draft is None or draft.user_id != current_user.id or draft.case_id is None:
        abort(404)
    # Theirs to tell the caller, though a confidential desk may have it now.
    case = cases.find_by_id(draft.case_id) or abort(404)
    code = intake_draft.query_code(draft, at=datetime.now(UTC))
    may_open = cases.find(case.id, scope_of(current_user)) is not None
    return render_template("intake/receipt.html", case=case, query_code=code, may_open=may_open)


@blueprint.get("/<int:case_id>")
@requires(Permission.REGISTER_CASE)
def show_completion(case_id: int) -> ResponseReturnValue:
    """Show the form of a case that was sent back, filled as it stands."""
    case = awaiting(case_for(current_user, case_id))
    return page(new_form(data=as_typed(case)), case)


@blueprint.post("/<int:case_id>")
@requires(Permission.REGISTER_CASE)
def complete_case(case_id: int) -> ResponseReturnValue:
    """Hand a case in again with what was lacking."""
    version = request.form.get("version", type=int)
    case = awaiting(case_for(current_user, case_id))
    form = new_form(known=known_of(case))
    token, at = token_of(form), datetime.now(UTC)
    status = once_more(form, intake_files.take_in(token, None, at=at))
    if status:
        return page(form, case), status
    try:
        with unit_of_work():
            case = case_for(current_user, case_id, version)
            hand_in(case, form, at)
            cite(case, form.cites.data or (), by=current_user, at=at)
            intake_draft.give_to(case, token, by=current_user, at=at)
    except BadInput as error:
        form.complain(error)
        return page(form, case_for(current_user, case_id)), 422
    except SomeoneWasFaster:
        form.form_errors = [*form.form_errors, FASTER]
        return page(form, case_for(current_user, case_id)), 409
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)


def hand_in(case: Case, form: IntakeForm, at: datetime) -> None:
    """Hand the completed case in as the button says."""
    wish, lead_id = wish_of(form), form.lead_id.data
    if request.form.get("step") == "dispatch":
        complete_and_dispatch(case, wish, lead_id=lead_id, by=current_user, at=at)
        return
    complete(case, wish, by=current_user, at=at, answer=form.answer.data)
    propose(case, lead_id, by=current_user, at=at)
