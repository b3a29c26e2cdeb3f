"""The time for objections (报告异议): what a draft says of one's department, and disputing a case of it."""

from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.asked import figure_of
from hotline.errors import answer
from hotline.forms.joint_meetings import given
from hotline.forms.report_issues import WindowForm
from hotline.forms.request_steps import ExclusionForm
from hotline.guards import requires, requires_step
from hotline.issue_files import Tampered
from hotline.report_making import caliber_of, held_of, issue_for, of_version
from hotline.report_page import ask, seen
from hotline.step_page import step_page
from models.case import Case
from models.queries import departments, frozen_lists
from models.queries import report_objections as queries
from models.report_issue import ReportIssue
from models.transaction import unit_of_work
from models.vocabulary import Action, IssueState, Permission
from reports import own_cases
from reports.figures.asked import Asked
from reports.periods import parse
from workflows import report_objections as steps
from workflows.permissions import scope_of
from workflows.requests import Wish

blueprint = Blueprint("report_objections", __name__, url_prefix="/reports")
PAGE = 50
MOST_ISSUES = 50
FIGURES = ("due", "due_on_time", "due_late", "due_open", "on_time_rate", "due_excluded")


@blueprint.errorhandler(Tampered)
def tampered(error: Tampered) -> ResponseReturnValue:
    """Answer a draft whose cases cannot be read with the sentence that says why."""
    return answer(409, str(error))


@blueprint.get("/objections")
@requires(Permission.REQUEST)
def list_windows() -> ResponseReturnValue:
    """List the drafts that count cases with one's department and lie open, and those it has objected to."""
    own = current_user.department_ids
    lying_open = []
    for issue in queries.open_windows():
        due = own_cases.due_by_department(parse(issue.period), held_of(issue))
        if count := sum(due.get(department_id, 0) for department_id in own):
            lying_open.append((issue, count))
    shown = {issue.id for issue, _ in lying_open}
    earlier = [row for row in queries.objected_to(own, limit=MOST_ISSUES) if row.id not in shown]
    objections = {
        issue_id: queries.of_issue(issue_id, own) for issue_id in [*shown, *(r.id for r in earlier)]
    }
    return render_template(
        "reports/objections.html",
        lying_open=lying_open,
        earlier=earlier,
        objections=objections,
        at=datetime.now(UTC),
    )


@blueprint.get("/issues/<int:issue_id>/ours")
@requires(Permission.REQUEST)
def list_ours(issue_id: int) -> ResponseReturnValue:
    """Show the due cases that the draft counts with one's department, the late ones first."""
    issue, own, at = ours(issue_id), current_user.department_ids, datetime.now(UTC)
    held, period = held_of(issue), parse(issue.period)
    cases = own_cases.due_cases(period, held, own)
    start = max(request.args.get("start", 0, type=int), 0)
    shown = cases[start : start + PAGE]
    told = queries.of_issue(issue_id, own)
    seen = frozen_lists.visible([case.id for _, case in told], scope_of(current_user))
    here = "report_objections.list_ours"
    return render_template(
        "reports/issue_ours.html",
        issue=issue,
        is_open=issue.state is IssueState.OBJECTION
        and issue.objection_until_at is not None
        and at < issue.objection_until_at,
        figures=FIGURES,
        units=own_cases.units(Asked(period, issue.counted_at, caliber_of(issue)), held, own),
        figure_of=figure_of,
        cases=shown,
        total=len(cases),
        lines={
            line.id: line for line in frozen_lists.lines([c.case_id for c in shown], scope_of(current_user))
        },
        names=departments.names_of(int(case.department_key) for case in shown),
        objections={case.id: row for row, case in told},
        told=[pair for pair in told if pair[1].id in seen],
        before=url_for(here, issue_id=issue_id, start=max(start - PAGE, 0)) if start else None,
        further=url_for(here, issue_id=issue_id, start=start + PAGE) if start + PAGE < len(cases) else None,
    )


@blueprint.route("/issues/<int:issue_id>/objections/<int:case_id>", methods=["GET", "POST"])
@requires_step(Action.REQUEST_EXCLUSION)
def dispute_case(issue_id: int, case_id: int) -> ResponseReturnValue:
    """Object to a case of the draft, with the evidence (提出异议)."""
    issue = ours(issue_id)
    steps.check_window(issue, datetime.now(UTC))
    own = {
        case.case_id
        for case in own_cases.due_cases(parse(issue.period), held_of(issue), current_user.department_ids)
    }

    def step(case: Case, form: ExclusionForm, at: datetime) -> None:
        wish = Wish(
            reason=form.reason.data, ground_code=form.ground_code.data or "", evidence=form.evidence.data
        )
        steps.dispute(issue_for(issue_id), case, wish, own, by=current_user, at=at)

    def beside(_case: Case, _form: ExclusionForm, _at: datetime) -> dict[str, object]:
        return {"issue": issue_for(issue_id)}

    return step_page(
        case_id, Action.REQUEST_EXCLUSION, ExclusionForm, step, page="case_steps/dispute.html", beside=beside
    )


@blueprint.route("/issues/<int:issue_id>/objection-window", methods=["GET", "POST"])
@requires(Permission.MAKE_REPORTS)
def open_window(issue_id: int) -> ResponseReturnValue:
    """Lay the draft open for objections until a moment, or move that moment."""
    issue = issue_for(issue_id)
    form = WindowForm(data={"version": issue.version, "until": issue.objection_until_at})
    form.offer(datetime.now(UTC))

    def step() -> str:
        due = own_cases.due_by_department(parse(issue.period), held_of(issue))
        with unit_of_work():
            fresh = of_version(issue_id, seen(form))
            steps.open_window(fresh, given(form.until.data), due, by=current_user, at=datetime.now(UTC))
        return back

    back = url_for("report_issues.show_issue", issue_id=issue_id)
    return ask(
        form,
        step,
        title="征求异议",
        label="征求异议",
        done="已通知有应办结工单的承办单位。",
        back=back,
        lede=f"{issue.title}：承办单位在截止前可以对本单位的工单提出异议，经初审、终审两人裁定；异议期内不能发布。",
    )


def ours(issue_id: int) -> ReportIssue:
    """Return the issue if it has lain open for objections and counts cases with one's department, else 404."""
    issue = issue_for(issue_id)
    if issue.objection_until_at is None or issue.state is IssueState.WITHDRAWN:
        abort(404)
    due = own_cases.due_by_department(parse(issue.period), held_of(issue))
    return issue if due.keys() & set(current_user.department_ids) else abort(404)
