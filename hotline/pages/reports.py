"""Reports (统计报表): the completion-rate page, its workbook, and the list behind each number."""

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.asked import asked, choice_of, figure_of, list_asked, list_url, series
from hotline.errors import answer
from hotline.guards import requires
from hotline.list_arguments import kept
from models.queries import figure_lists
from models.transaction import unit_of_work
from models.vocabulary import Dimension, Permission
from reports import completion, happenings
from reports.catalogue import REPORTS
from reports.figures.asked import Asked
from reports.figures.comparison import compared, compared_beside
from reports.figures.figure import COHORT_LABELS
from reports.figures.values import Part
from reports.periods import BadPeriod
from workflows import audit
from workflows.permissions import may, scope_of

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = {
    "department": "承办单位",
    "category": "事项分类",
    "district": "区县",
    "channel": "来源渠道",
    "trend": "趋势",
}
for function in (compared, compared_beside, figure_of, list_url, series):
    blueprint.add_app_template_global(function)


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


@blueprint.get("/completion")
@requires(Permission.VIEW_REPORTS)
def show_completion() -> ResponseReturnValue:
    """Show completion and on-time rates by department, matter, district or as a trend."""
    wanted, tab = asked(), request.args.get("by", "department")
    if tab not in TABS:
        abort(404)
    return render_template(
        "reports/completion.html",
        period=wanted.period,
        at=wanted.at,
        tab=tab,
        tabs=TABS,
        choice=choice_of(wanted),
        overall=completion.overall(wanted),
        **SHOW[tab](wanted),
    )


def show_departments(wanted: Asked) -> dict[str, Any]:
    """Return what the departments' tab shows."""
    by_rank = request.args.get("order") == "rank"
    units = completion.units(wanted, by_rank=by_rank)
    rows, in_all = happenings.by_unit(wanted)
    return {"units": units, "by_rank": by_rank, "happened": rows, "happened_in_all": in_all}


def show_categories(wanted: Asked) -> dict[str, Any]:
    """Return what the matters' tab shows: the branches, or the matters of one branch."""
    branch = request.args.get("branch", "")
    if branch:
        return {
            "block": completion.leaves(wanted, branch),
            "dimension": "category",
            "branch": branch,
        }
    block = completion.shared_out(Dimension.BRANCH, wanted)
    return {"block": block, "dimension": "branch", "branch": ""}


def show_districts(wanted: Asked) -> dict[str, Any]:
    """Return what the districts' tab shows."""
    return {"block": completion.districts(wanted), "dimension": "district"}


def show_channels(wanted: Asked) -> dict[str, Any]:
    """Return what the channels' tab shows."""
    return {"block": completion.shared_out(Dimension.CHANNEL, wanted), "dimension": "channel"}


def show_trend(wanted: Asked) -> dict[str, Any]:
    """Return what the trend's tab shows: the parts that have begun; a day to come is not a day without calls."""
    parts = [part for part in wanted.period.parts() if part.start <= wanted.at]
    return {"lines": completion.trend(wanted, parts) if parts else []}


SHOW = {
    "department": show_departments,
    "category": show_categories,
    "district": show_districts,
    "channel": show_channels,
    "trend": show_trend,
}


@blueprint.get("/completion/workbook")
@requires(Permission.VIEW_REPORTS)
def download_completion() -> ResponseReturnValue:
    """Send the workbook, and write down who took it."""
    wanted = asked()
    made = REPORTS["completion"].build(wanted.period, wanted.at, current_user.full_name)
    with unit_of_work():
        audit.write(
            "export_report",
            by=current_user,
            at=wanted.at,
            address=request.remote_addr or "",
            object_type="report",
            object_id="completion",
            summary=made.file_name,
        )
    return send_file(BytesIO(made.content), mimetype=XLSX, as_attachment=True, download_name=made.file_name)


@blueprint.get("/cases")
@requires(Permission.VIEW_REPORTS, Permission.VIEW_DASHBOARD)
def list_cases() -> ResponseReturnValue:
    """Show the cases behind one value, as far as the user may see them; of a rate, all or a part of them."""
    behind = list_asked(request.args)
    cases, value = behind.cases, behind.value
    scope = scope_of(current_user)
    hidden = (
        figure_lists.count_hidden_desks(cases, scope)
        if scope.department_ids is None
        else behind.number - figure_lists.count_inside(cases, scope)
    )
    after_id = request.args.get("after", type=int)
    listed = figure_lists.page(cases, scope, after_id=after_id, limit=PAGE + 1)
    here: dict[str, Any] = kept(request.args)
    return render_template(
        "reports/cases.html",
        value=value,
        part=behind.part,
        parts=[(each, value.behind(each).number) for each in Part] if value.has_parts else [],
        cohort=COHORT_LABELS[value.figure.cohort],
        member=behind.member,
        number=behind.number,
        hidden=hidden,
        reads_reports=may(current_user, Permission.VIEW_REPORTS),
        lines=listed[:PAGE],
        first=url_for("reports.list_cases", **here) if after_id else None,
        further=url_for("reports.list_cases", **here | {"after": listed[PAGE - 1].id})
        if len(listed) > PAGE
        else None,
    )
