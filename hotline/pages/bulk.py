"""One step on several cases (批量操作): picked from a list, looked at first, and what could not be done is named."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.bulk import BULKS, MOST, Bulk
from hotline.errors import answer
from hotline.forms.bulk import BulkForm
from hotline.guards import requires
from models.case import Case
from models.queries import cases
from models.transaction import SomeoneWasFaster, unit_of_work
from models.vocabulary import Permission
from workflows.errors import Refused
from workflows.permissions import may, scope_of

blueprint = Blueprint("bulk", __name__, url_prefix="/bulk")
INCIDENT = "incident"
ALLOWED = {permission for bulk in BULKS.values() for permission in bulk.opens_to}


@blueprint.app_template_global()
def bulk_choices() -> list[tuple[str, str]]:
    """Return what the person may do with several cases: (code, what it is called); those of INCIDENT and "" are elsewhere."""
    found = [(bulk.code, bulk.label) for bulk in BULKS.values() if bulk.may(current_user)]
    if may(current_user, Permission.MAKE_INCIDENT):
        found.append((INCIDENT, "归为事件"))
    return [*found, ("", "催办")] if may(current_user, Permission.REMIND) else found


@blueprint.get("/<string:code>")
@requires(*ALLOWED)
def preview(code: str) -> ResponseReturnValue:
    """Show on which of the picked cases the step would be taken, and why not on others."""
    bulk, picked = bulk_for(code), list(dict.fromkeys(request.args.getlist("case", type=int)))
    if len(picked) > MOST:
        return answer(422, f"一次最多处理 {MOST} 件，所选为 {len(picked)} 件，请分几次处理。")
    return shown(bulk, bulk.form(formdata=None), cases.several(picked, scope_of(current_user)))


@blueprint.post("/<string:code>")
@requires(*ALLOWED)
def take(code: str) -> ResponseReturnValue:
    """Take the step on each, in a transaction of its own, and name those on which it could not be taken."""
    bulk = bulk_for(code)
    form = bulk.form()
    seen = dict(list(form.seen.items())[:MOST])
    found = cases.several(list(seen), scope_of(current_user))
    if not form.validate():
        return shown(bulk, form, found, status=422)
    results = [(case.id, case.number, taken(bulk, form, case.id, seen[case.id])) for case in found]
    done = sum(not sentence for _, _, sentence in results)
    failed = len(results) - done
    flash(
        f"{bulk.label}：已完成 {done} 件{f'，未完成 {failed} 件' if failed else ''}。",
        "warning" if failed else "success",
    )
    return render_template("bulk/done.html", bulk=bulk, results=results, done=done)


def taken(bulk: Bulk, form: BulkForm, case_id: int, version: int) -> str:
    """Take the step on one case; return nothing, or the sentence that says why it could not be taken."""
    at = datetime.now(UTC)
    try:
        with unit_of_work():
            case = cases.find(case_id, scope_of(current_user), locks=True)
            if case is None:
                return "该工单已不在您的查看范围内。"
            if case.version != version:
                raise SomeoneWasFaster
            if sentence := bulk.why_not(case, current_user, at):
                return sentence
            bulk.take(case, form, current_user, at)
    except (Refused, SomeoneWasFaster) as error:
        return str(error)
    return ""


def shown(bulk: Bulk, form: BulkForm, found: Sequence[Case], *, status: int = 200) -> ResponseReturnValue:
    """Show the picked cases with what would become of them, and the form."""
    at = datetime.now(UTC)
    reasons = bulk.refusals(found, current_user, at)
    page = render_template(
        "bulk/preview.html",
        bulk=bulk,
        form=form,
        cases=found,
        reasons=reasons,
        told=bulk.told(found, at),
        able=[case for case in found if not reasons[case.id]],
    )
    return page, status


def bulk_for(code: str) -> Bulk:
    """Return the step of this code; 404 for none, 403 for who may not take it."""
    bulk = BULKS.get(code) or abort(404)
    if not bulk.may(current_user):
        abort(403)
    return bulk
