"""What an issue would state today and why (与现在的差异): numbers that differ, and the cases that changed since."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.errors import answer
from hotline.guards import requires
from hotline.issue_files import Tampered
from hotline.report_making import held_of, issue_for, order_of, paper_of, report_of
from models.queries import case_records, frozen_lists
from models.queries import report_issues as queries
from models.vocabulary import Permission
from reports import differences
from reports.issues import NotFrozen
from workflows.permissions import may, scope_of

blueprint = Blueprint("report_differences", __name__, url_prefix="/reports/issues/<int:issue_id>/differences")
PAGE = 50
MOST_EVENTS = 3


@blueprint.errorhandler(NotFrozen)
@blueprint.errorhandler(Tampered)
def cannot_compare(error: NotFrozen | Tampered) -> ResponseReturnValue:
    """Answer an issue that cannot be compared with the sentence that says why."""
    return answer(409, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS)
def show_differences(issue_id: int) -> ResponseReturnValue:
    """Compare the issue with the cases as they are at this moment."""
    issue, at = issue_for(issue_id), datetime.now(UTC)
    if not (issue.was_published or may(current_user, Permission.MAKE_REPORTS)):
        abort(404)
    order = order_of(issue, queries.texts_of(issue_id), at=at)
    _, values = paper_of(issue)
    found = differences.compare(report_of(issue), order, issue.figures["cells"], values, held_of(issue))
    scope = scope_of(current_user)
    seen = frozen_lists.visible([change.case_id for change in found.cases], scope)
    cases = [change for change in found.cases if change.case_id in seen]
    start, first_case = request.args.get("cell", 0, type=int), request.args.get("case", 0, type=int)
    shown = cases[first_case : first_case + PAGE] if first_case >= 0 else []
    ids = [change.case_id for change in shown]
    here = "report_differences.show_differences"

    def beside(cell: int = start, case: int = first_case) -> str:
        return url_for(here, issue_id=issue_id, cell=cell, case=case)

    return render_template(
        "reports/differences.html",
        issue=issue,
        found=found,
        cells=found.cells[start : start + PAGE] if start >= 0 else [],
        cases=shown,
        lines={line.id: line for line in frozen_lists.lines(ids, scope)},
        events=case_records.events_since(ids, issue.counted_at, most=MOST_EVENTS),
        visible=len(cases),
        hidden=len(found.cases) - len(cases),
        cells_before=beside(cell=max(start - PAGE, 0)) if start > 0 else None,
        cells_further=beside(cell=start + PAGE) if start + PAGE < len(found.cells) else None,
        cases_before=beside(case=max(first_case - PAGE, 0)) if first_case > 0 else None,
        cases_further=beside(case=first_case + PAGE) if first_case + PAGE < len(cases) else None,
        makes=may(current_user, Permission.MAKE_REPORTS),
    )
