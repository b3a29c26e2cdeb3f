"""One issue of a report (一期报告): its paper, each number leading to the list frozen with it, and its files."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import issue_files
from hotline.errors import answer
from hotline.frozen_list import frozen_page
from hotline.frozen_rows import rows_of
from hotline.guards import requires
from hotline.issue_files import Tampered
from hotline.report_making import held_of, issue_for, paper_of
from models.queries import frozen_lists, report_objections
from models.queries import report_issues as queries
from models.queries import report_schedules as schedules
from models.report_issue import ReportIssue
from models.transaction import unit_of_work
from models.vocabulary import IssueFileKind, Permission
from reports import catalogue, issues
from reports.catalogue import MIME_TYPES, FileForm
from reports.documents.drawing import drawn
from reports.documents.paper import Said, numbered
from reports.figures.figure import COHORT_LABELS
from reports.figures.values import Part, Value
from reports.held_cases import NotHeld
from workflows import audit
from workflows.permissions import may, scope_of

blueprint = Blueprint("report_issues", __name__, url_prefix="/reports/issues/<int:issue_id>")
PAGE = 50


@blueprint.errorhandler(Tampered)
def tampered(error: Tampered) -> ResponseReturnValue:
    """Refuse a file that is not what was kept, and write down that it was asked for."""
    with unit_of_work():
        audit.write(
            "refuse_issue_file",
            by=current_user,
            at=datetime.now(UTC),
            address=request.remote_addr or "",
            object_type="report_issue",
            object_id=error.file.issue_id,
            summary=error.file.file_name,
        )
    return answer(409, str(error))


@blueprint.get("")
@requires(Permission.VIEW_REPORTS, Permission.READ_ISSUES)
def show_issue(issue_id: int) -> ResponseReturnValue:
    """Show the paper as it was counted, what it was counted by, and its files with their checksums."""
    issue = readable(issue_id)
    paper, values = paper_of(issue)
    return render_template(
        "reports/issue.html",
        issue=issue,
        paper=paper,
        blocks=list(numbered(paper.blocks)),
        drawing_of=drawn,
        address_of=addresses(issue, values),
        files=queries.files_of([issue_id])[issue_id],
        corrects=queries.find(issue.corrects_id) if issue.corrects_id else None,
        corrections=[row for row in queries.corrections_of(issue_id) if may_read(row)],
        texts=queries.texts_of(issue_id),
        objections=visible_objections(issue),
        uncounted=report_objections.count_uncounted(issue.id, issue.counted_at) if issue.is_open else 0,
        slots=report.slots if (report := catalogue.find(issue.product)) else (),
        readers=schedules.readers_of(issue_id=issue_id),
        told=len(schedules.people_of(schedules.readers_of(issue_id=issue_id))),
        compares=may(current_user, Permission.VIEW_REPORTS),
        makes=may(current_user, Permission.MAKE_REPORTS),
        publishes=may(current_user, Permission.PUBLISH_REPORTS),
    )


@blueprint.get("/cases")
@requires(Permission.VIEW_REPORTS)
def list_cases(issue_id: int) -> ResponseReturnValue:
    """Show what is behind a number of the issue as it was counted, as far as the reader may see it."""
    issue, place = readable(issue_id), request.args.get("cell", type=int)
    part = request.args.get("part", Part.WHOLE)
    cells, (_, values) = issue.figures["cells"], paper_of(issue)
    if place is None or not 0 <= place < len(cells) or part not in set(Part):
        abort(404)
    try:
        shown = rows_page if cells[place].get("rows") else cases_page
        return shown(issue, place, values[place], Part(part))
    except NotHeld as nothing:
        return answer(404, str(nothing))


def cases_page(issue: ReportIssue, place: int, value: Value, part: Part) -> ResponseReturnValue:
    """Show the cases behind a number. Raises NotHeld."""
    held = held_of(issue)
    places = issues.behind(issue.figures["cells"][place], value, part, held)
    page = frozen_page(held, places, scope_of(current_user), after=request.args.get("after", type=int))
    here: dict[str, Any] = {"issue_id": issue.id, "cell": place, "part": part}
    return render_template(
        "reports/issue_cases.html",
        issue=issue,
        value=value,
        part=part,
        parts=[(each, value.behind(each).number) for each in Part] if value.has_parts else [],
        place=place,
        cohort=COHORT_LABELS[value.figure.cohort] if value.figure.cohort else "",
        number=len(places),
        page=page,
        first=url_for("report_issues.list_cases", **here) if page.is_further else None,
        further=url_for("report_issues.list_cases", **here, after=page.last_id) if page.has_more else None,
    )


def rows_page(issue: ReportIssue, place: int, value: Value, part: Part) -> ResponseReturnValue:
    """Show what a number counts that are no cases. Raises NotHeld."""
    held, cell = held_of(issue), issue.figures["cells"][place]
    start = max(request.args.get("after", 0, type=int), 0)
    is_entered = cell["rows"] == issues.ENTERED
    found = issues.rows_behind(cell, value, part, held)
    page = rows_of(cell, found, value.figure.id, value.asked, held, start=start, scope=scope_of(current_user))
    here: dict[str, Any] = {"issue_id": issue.id, "cell": place, "part": part}
    return render_template(
        "reports/issue_rows.html",
        issue=issue,
        value=value,
        part=part,
        parts=[(each, len(issues.rows_behind(cell, value, each, held))) for each in Part]
        if value.division and not is_entered
        else [],
        place=place,
        sort=page.sort,
        rows=page.rows,
        number=page.number,
        hidden=page.hidden,
        called=page.called,
        opens=may(current_user, Permission.VIEW_MEETINGS),
        first=url_for("report_issues.list_cases", **here) if start else None,
        further=url_for("report_issues.list_cases", **here, after=page.further) if page.further else None,
    )


@blueprint.get("/files/<string:kind>")
@requires(Permission.VIEW_REPORTS, Permission.READ_ISSUES)
def download_file(issue_id: int, kind: str) -> ResponseReturnValue:
    """Send a file of the issue if it is still what was published, and write down who took it."""
    readable(issue_id)
    file = queries.file(issue_id, IssueFileKind(kind)) if kind in set(FileForm) else None
    if file is None:
        abort(404)
    content = issue_files.read(file)
    with unit_of_work():
        audit.write(
            "export_report",
            by=current_user,
            at=datetime.now(UTC),
            address=request.remote_addr or "",
            object_type="report_issue",
            object_id=issue_id,
            summary=file.file_name,
        )
    return send_file(
        BytesIO(content),
        mimetype=MIME_TYPES[FileForm(kind)],
        as_attachment=True,
        download_name=file.file_name,
    )


def visible_objections(issue: ReportIssue) -> Sequence[report_objections.Told]:
    """Return the objections to the issue whose cases the reader may see."""
    if issue.objection_until_at is None:
        return []
    told = report_objections.of_issue(issue.id)
    seen = frozen_lists.visible([case.id for _, case in told], scope_of(current_user))
    return [pair for pair in told if pair[1].id in seen]


def readable(issue_id: int) -> ReportIssue:
    """Return the issue if the reader may see it, else answer 404: drafts are for those who make reports."""
    issue = issue_for(issue_id)
    return issue if may_read(issue) else abort(404)


def may_read(issue: ReportIssue) -> bool:
    """Say whether the reader may see the issue."""
    if not may(current_user, Permission.VIEW_REPORTS):
        return issue.was_published and queries.is_for(issue.id, current_user)
    return issue.was_published or may(current_user, Permission.MAKE_REPORTS)


def addresses(issue: ReportIssue, values: list[Value]) -> Callable[[Said], str | None]:
    """Return where a number of this issue leads: to its frozen list, or to the case it names.

    Who reads only what is for them gets the paper, and no lists.
    """
    if not may(current_user, Permission.VIEW_REPORTS):
        return lambda _said: None
    places = {id(value): place for place, value in enumerate(values)}
    cells = issue.figures["cells"]

    def address_of(said: Said) -> str | None:
        if said.case_id is not None:
            return url_for("cases.show_case", case_id=said.case_id)
        place = places.get(id(said.source))
        if place is None or not cells[place]["opens"]:
            return None
        return url_for("report_issues.list_cases", issue_id=issue.id, cell=place)

    return address_of
