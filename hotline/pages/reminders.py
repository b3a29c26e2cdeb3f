"""Urging several cases at once (批量催办): picked from a list, looked at first, and what could not be urged is named."""

from datetime import UTC, datetime

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.supervision import BulkReminderForm
from hotline.guards import requires
from models.queries import cases
from models.transaction import SomeoneWasFaster, unit_of_work
from models.vocabulary import Permission
from workflows import supervision
from workflows.errors import Refused
from workflows.permissions import may, scope_of

blueprint = Blueprint("reminders", __name__, url_prefix="/reminders")
MOST = 200


@blueprint.get("")
@requires(Permission.REMIND)
def preview_reminders() -> ResponseReturnValue:
    """Show which of the picked cases would be urged, and why others would not."""
    at = datetime.now(UTC)
    picked = list(dict.fromkeys(request.args.getlist("case", type=int)))[:MOST]
    found = cases.several(picked, scope_of(current_user))
    reasons = {case.id: supervision.why_not_remind(case, by=current_user, at=at) for case in found}
    return render_template(
        "reminders/preview.html",
        form=BulkReminderForm(formdata=None),
        cases=found,
        reasons=reasons,
        urged=[case for case in found if not reasons[case.id]],
    )


@blueprint.post("")
@requires(Permission.REMIND)
def remind_several() -> ResponseReturnValue:
    """Urge them, each in a transaction of its own, and name those that could not be."""
    form = BulkReminderForm()
    picked = list(dict.fromkeys(request.form.getlist("case", type=int)))[:MOST]
    scope = scope_of(current_user)
    if not form.validate():
        found = cases.several(picked, scope)
        return render_template("reminders/preview.html", form=form, cases=found, reasons={}, urged=found), 422
    numbers = {case.id: case.number for case in cases.several(picked, scope)}
    refused: dict[str, str] = {}
    for case_id, number in numbers.items():
        try:
            with unit_of_work():
                case = cases.find(case_id, scope, locks=True)
                if case is not None:
                    supervision.remind(case, by=current_user, at=datetime.now(UTC), note=form.note.data or "")
        except (Refused, SomeoneWasFaster) as error:
            refused[number] = str(error)
    done = len(numbers) - len(refused)
    flash(f"已催办 {done} 件。" if done else "没有催办任何工单。", "warning" if refused else "success")
    return render_template(
        "reminders/done.html",
        refused=refused,
        done=done,
        back=url_for("supervision.list_overdue"),
        may_supervise=may(current_user, Permission.SUPERVISE),
    )
