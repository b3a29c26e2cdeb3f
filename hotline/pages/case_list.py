"""The list of cases (工单查询): search by words, number or telephone; filter; newest first."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.case_list import CaseListForm
from hotline.guards import requires
from hotline.lamps import Lamps
from models.queries import case_lists, cases, departments, reference
from models.vocabulary import Permission
from workflows.permissions import scope_of

blueprint = Blueprint("case_list", __name__, url_prefix="/cases")
PAGE = 50


@blueprint.get("")
@requires(Permission.VIEW_CASES)
def list_cases() -> ResponseReturnValue:
    """Show the cases asked for; a whole case number leads straight to its case."""
    form = CaseListForm(request.args)
    form.offer(reference.branch_names(), reference.district_names(), departments.names_of_leads())
    usable = form.validate()
    scope = scope_of(current_user)
    at = datetime.now(UTC)
    wanted = form.wanted(at) if usable else case_lists.Filter()
    if wanted.words and (exact := cases.find_by_number(wanted.words.upper(), scope)):
        return redirect(url_for("cases.show_case", case_id=exact.id), code=303)
    before_id = request.args.get("before", type=int)
    found = case_lists.page(wanted, scope, before_id=before_id, limit=PAGE + 1) if usable else []
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "before"
    }
    return render_template(
        "cases/list.html",
        form=form,
        cases=found[:PAGE],
        first=url_for("case_list.list_cases", **asked) if before_id else None,
        further=url_for("case_list.list_cases", **asked, before=found[PAGE - 1].id)
        if len(found) > PAGE
        else None,
        lamps=Lamps(at),
        asked=asked,
    ), 200 if usable else 422
