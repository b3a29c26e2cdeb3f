"""Takes a step on a case: shows its form, as a page or in a dialog, takes it in one transaction, leads back.

Whatever refuses a step, the person's words stay in the form beside the sentence that says why.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import article_picks, next_case, uploads
from hotline.forms.steps import StepForm
from hotline.guards import case_for
from hotline.step_conflict import FASTER, OthersStep, opened_at, steps_since
from hotline.step_links import STEP_LINKS, UNDONE_BY
from models.case import Case
from models.queries import assignments
from models.transaction import SomeoneWasFaster, unit_of_work
from models.vocabulary import Action
from workflows.attachments import attach
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow, Refused
from workflows.identity import readable, readable_address, sight_of
from workflows.lifecycle import is_open
from workflows.standing import standing_of

Step = Callable[[Case, Any, datetime], object]
Beside = Callable[[Case, Any, datetime], Mapping[str, Any]]


def nothing_beside(_case: Case, _form: Any, _at: datetime) -> Mapping[str, Any]:
    """Show nothing beside the form."""
    return {}


def step_page(
    case_id: int,
    action: Action,
    form_class: type[StepForm],
    step: Step,
    *,
    page: str = "case_steps/step.html",
    beside: Beside = nothing_beside,
) -> ResponseReturnValue:
    """GET: show the step's form. POST: take the step and go back to the case.

    `page` is the template and `beside` gathers what it shows next to the form. 422 for a form that lacks
    something, 409 where the case does not stand so or someone was faster, 403 where it is not one's own. The
    buttons that find and cite articles take no step: the form comes again as it was typed.
    """
    at = datetime.now(UTC)
    case = case_for(current_user, case_id)
    form = form_class(formdata=request.form if request.method == "POST" else None)
    form.offer(case, current_user, at)
    status, sentence, others, ahead = 200, "", list[OthersStep](), None
    cites = "cites" in form and article_picks.is_wanted()
    if request.method == "GET":
        if not is_open(case, action, current_user, standing_of(case, current_user)):
            raise NotAllowedNow(f"工单当前为“{case.state.label}”，现在不能执行“{action.label}”。")
        form.version.data, form.opened_at.data = case.version, at.isoformat()
    elif cites:
        article_picks.obey(form, answer="public_answer", basis="basis", at=at)
    elif not form.validate():
        status = 422
    else:
        ahead = next_case.after(case_id) if next_case.is_wanted() else None
        status, sentence = taken(case_id, form, step, at)
    if status == 303:
        # Messages are kept as JSON: a mapping is one as well as a text.
        flash(done(case_id, action), "success")  # type: ignore[arg-type]
        return redirect(next_case.address(case_id, ahead), code=303)
    if request.method == "POST" and not cites:
        case = case_for(current_user, case_id)
        if status == 409:
            others = steps_since(case, opened_at(form.opened_at.data), current_user)
        form.offer(case, current_user, at)
        # Only now the person sees the case as it stands: pressing again is their decision.
        form.version.data, form.opened_at.data = case.version, at.isoformat()
    words = {
        "case": case,
        "action": action,
        "form": form,
        "sentence": sentence,
        "others": others,
        "picks": article_picks.found_typed(area_id=case.area_id, at=at) if cites else None,
        **told(case),
    }
    return shown(page, status, **words, **beside(case, form, at))


def done(case_id: int, action: Action) -> str | dict[str, str]:
    """Say that the step was taken, with the way back where there is one."""
    said, back = f"{action.label}：已完成。", UNDONE_BY.get(action)
    if back is None:
        return said
    return {"text": said, "back": back.label, "url": url_for(STEP_LINKS[back].endpoint, case_id=case_id)}


def told(case: Case) -> dict[str, str]:
    """Return the case's texts, as far as the person at the form may read them."""
    sight = sight_of(case, current_user, assignments.of_case(case.id))
    return {
        "subject": readable(case.title, case, sight),
        "demand": readable(case.content, case, sight),
        "address": readable_address(case, sight),
    }


def taken(case_id: int, form: StepForm, step: Step, at: datetime) -> tuple[int, str]:
    """Take the step; return 303, or the status and the sentence of the refusal."""
    try:
        given = request.files.getlist("files") if "files" in form else []
        with uploads.kept(given) as files, unit_of_work():
            case = case_for(current_user, case_id, form.version.data)
            step(case, form, at)
            attach(case, files, by=current_user, at=at)
    except BadInput as error:
        return 422, form.blame(error)
    except NotAllowedForYou as error:
        return 403, str(error)
    except SomeoneWasFaster:
        return 409, FASTER
    except Refused as error:
        return 409, str(error)
    return 303, ""


def shown(page: str, status: int, **context: Any) -> ResponseReturnValue:
    """Show the form: for a dialog the part of the page that holds it, else the page."""
    in_dialog = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    frame = "case_steps/_frame.html" if in_dialog else "layout.html"
    answer = make_response(render_template(page, frame=frame, in_dialog=in_dialog, **context), status)
    answer.headers["Vary"] = "HX-Request"
    return answer
