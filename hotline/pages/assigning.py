"""Who works on a case (经办人): taking it on with one key, giving it to a colleague, giving it back."""

import json
from datetime import UTC, datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.assigning import HandOverForm
from hotline.guards import case_for, requires
from models.queries import assignments
from models.transaction import SomeoneWasFaster, unit_of_work
from models.vocabulary import Action
from workflows import assigning
from workflows.errors import Refused

blueprint = Blueprint("assigning", __name__, url_prefix="/cases/<int:case_id>")


@blueprint.post("/take")
@requires(*assigning.WORKERS)
def take_on(case_id: int) -> ResponseReturnValue:
    """Take the case on; a list is answered with who has it now, anything else goes to the case."""
    said = ""
    try:
        with unit_of_work():
            assigning.take_on(case_for(current_user, case_id), by=current_user, at=datetime.now(UTC))
    except (Refused, SomeoneWasFaster) as error:
        if not request.headers.get("HX-Request"):
            raise
        said = str(error)
    if not request.headers.get("HX-Request"):
        flash("已领取，列入“我的”。", "success")
        return redirect(url_for("cases.show_case", case_id=case_id), code=303)
    case = case_for(current_user, case_id)
    task = assigning.task_for(case, assignments.of_case(case.id), current_user)
    answer = make_response(
        render_template("worklists/_taken.html", name=assigning.name_of(task.holder_id if task else None))
    )
    told = {"text": said or f"{case.number} 已由您领取。", "tone": "error" if said else "success"}
    # A header carries no Chinese: JSON with its letters written as numbers does.
    answer.headers["HX-Trigger"] = json.dumps({"toast": told})
    return answer


@blueprint.route("/hand-over", methods=["GET", "POST"])
@requires(*assigning.WORKERS)
def hand_over(case_id: int) -> ResponseReturnValue:
    """Give the work to a colleague."""
    case = case_for(current_user, case_id)
    form = HandOverForm()
    form.offer(assigning.colleagues(assigning.task_of(case, current_user)))
    back = url_for("cases.show_case", case_id=case_id)

    def step() -> str:
        with unit_of_work():
            assigning.hand_over(
                case_for(current_user, case_id),
                form.colleague_id.data,
                by=current_user,
                at=datetime.now(UTC),
                note=form.note.data or "",
            )
        return back

    return form_page.ask(
        form,
        step,
        trail=(case.number, back),
        title=Action.HAND_OVER.label,
        label=Action.HAND_OVER.label,
        done="已交给所选人员，对方会收到消息。",
        back=back,
        lede="经办人只说明这件工单由谁在办，不影响其他人的权限。",
    )


@blueprint.post("/give-back")
@requires(*assigning.WORKERS)
def give_back(case_id: int) -> ResponseReturnValue:
    """Give the work back for anyone to take."""
    with unit_of_work():
        assigning.give_back(case_for(current_user, case_id), by=current_user, at=datetime.now(UTC))
    flash("已放回，本单位其他人可以领取。", "success")
    return redirect(url_for("cases.show_case", case_id=case_id), code=303)
