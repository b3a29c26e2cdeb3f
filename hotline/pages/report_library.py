"""The library of reports (报告库): everything published, by year, searchable, with its files; drafts for their makers."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.forms.report_issues import LibraryForm
from hotline.guards import requires
from models.queries import report_issues as queries
from models.queries.report_issues import Wanted
from models.vocabulary import Permission
from workflows.permissions import may

blueprint = Blueprint("report_library", __name__, url_prefix="/reports/issues")
PAGE = 50
MOST_DRAFTS = 50
FILTERS = ("year", "product", "q")


@blueprint.get("")
@requires(Permission.VIEW_REPORTS, Permission.READ_ISSUES)
def list_issues() -> ResponseReturnValue:
    """List what was published, the newest period first, and before it the drafts for who makes reports.

    Who does not see every report sees those that are for them.
    """
    reader = None if may(current_user, Permission.VIEW_REPORTS) else current_user
    years = queries.years(reader=reader)
    form = LibraryForm(request.args)
    form.offer(years)
    year = form.year.data or ""
    wanted = Wanted(int(year) if year.isdigit() else None, form.product.data or "", form.q.data or "")
    before = request.args.get("before", type=int)
    rows = queries.library(wanted, reader=reader, before_id=before, limit=PAGE + 1)
    asked: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    here = "report_library.list_issues"
    makes = may(current_user, Permission.MAKE_REPORTS)
    return render_template(
        "reports/library.html",
        form=form,
        years=years,
        wanted=wanted,
        is_filtered=bool(asked),
        rows=rows[:PAGE],
        total=queries.count(wanted, reader=reader),
        files=queries.files_of([row.id for row in rows[:PAGE]]),
        makes=makes,
        drafts=queries.open_ones(limit=MOST_DRAFTS) if makes and not before else [],
        first=url_for(here, **asked) if before else None,
        further=url_for(here, **asked, before=rows[PAGE - 1].id) if len(rows) > PAGE else None,
    )
