"""The list of cases (工单查询): search by words, number or telephone; filter; newest or nearest clock first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.cursors import read_cursor, write_cursor
from hotline.forms.case_list import CaseListForm
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.list_arguments import PLACES, kept
from models.queries import case_lists, cases, departments, reference, tags
from models.queries.lines import CaseLine
from models.vocabulary import CaseScope, Permission
from workflows.permissions import scope_of, works_at_hotline

blueprint = Blueprint("case_list", __name__, url_prefix="/cases")
PAGE = 50


@blueprint.get("")
@requires(Permission.VIEW_CASES)
def list_cases() -> ResponseReturnValue:
    """Show the cases asked for; a whole case number leads straight to its case."""
    form = CaseListForm(request.args)
    form.offer(
        reference.branch_names(),
        reference.district_names(),
        departments.names_of_leads(),
        tags.names() if works_at_hotline(current_user) else None,
    )
    usable = form.validate()
    scope = scope_of(current_user)
    at = datetime.now(UTC)
    wanted = form.wanted(at) if usable else case_lists.Filter()
    if wanted.words and (exact := cases.find_by_number(wanted.words.upper(), scope)):
        return redirect(url_for("cases.show_case", case_id=exact.id), code=303)
    found = lines(wanted, scope) if usable else []
    asked: dict[str, Any] = kept(request.args)
    # Of what words or a number find only the newest is listed, so that there is nothing to count it against.
    counted = usable and (wanted.by_due or wanted.light) and not (wanted.words or wanted.phone)
    return render_template(
        "cases/list.html",
        form=form,
        cases=found[:PAGE],
        first=url_for("case_list.list_cases", **asked) if PLACES & set(request.args) else None,
        further=url_for("case_list.list_cases", **asked, **place_of(found[PAGE - 1], wanted))
        if len(found) > PAGE
        else None,
        counts=case_lists.count_by_light(wanted, scope, at) if counted else {},
        light=wanted.light,
        lamps=Lamps(at),
        asked=asked,
    ), 200 if usable else 422


def lines(wanted: case_lists.Filter, scope: CaseScope) -> Sequence[CaseLine]:
    """Return the page of cases that the address asks for, and one more where there are further ones."""
    if wanted.by_due:
        after = read_cursor(request.args.get("after"))
        return case_lists.page_by_due(wanted, scope, after=after, limit=PAGE + 1)
    return case_lists.page(wanted, scope, before_id=request.args.get("before", type=int), limit=PAGE + 1)


def place_of(last: CaseLine, wanted: case_lists.Filter) -> dict[str, Any]:
    """Return where the list goes on below its last line."""
    return {"after": write_cursor(last.next_due_at, last.id)} if wanted.by_due else {"before": last.id}
