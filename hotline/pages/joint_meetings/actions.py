"""The ledger of what joint meetings decided (议定事项台账): the list, one item, and the steps on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline.cursors import read_cursor, write_cursor
from hotline.forms import Form
from hotline.forms.joint_meetings import given
from hotline.forms.meeting_decisions import (
    AskStrikeForm,
    LedgerForm,
    MoveDueForm,
    ReportForm,
    SendBackForm,
    StrikeForm,
)
from hotline.guards import requires
from hotline.lamps import Lamps
from hotline.meeting_file import units_of
from hotline.pages.joint_meetings.asking import ask
from models.meeting_action import ActionItem
from models.queries import cases, departments, joint_meetings, meeting_actions
from models.queries.meeting_actions import Wanted
from models.vocabulary import ActionState, Light, Permission
from workflows.joint_meeting import actions, deciding
from workflows.permissions import may, scope_of

blueprint = Blueprint("meeting_actions", __name__, url_prefix="/joint-meetings/actions")
PAGE = 50
Step = Callable[[ActionItem, Any, datetime], None]


def action_for(action_id: int) -> ActionItem:
    """Return the item, if the reader may see it, else 404."""
    return meeting_actions.find(action_id, units_of(current_user)) or abort(404)


@blueprint.get("")
@requires(Permission.VIEW_MEETINGS)
def list_actions() -> ResponseReturnValue:
    """Show the ledger, the earliest due first, by light, state and department."""
    at = datetime.now(UTC)
    soon, units = actions.warned_before(at), units_of(current_user)
    form = LedgerForm(request.args)
    form.offer(departments.in_official_order())
    usable = form.validate()
    light, show_all = request.args.get("light", type=Light), request.args.get("show") == "all"

    def asked_for(light: Light | None, *, is_open: bool) -> Wanted:
        return form.wanted(light, is_open=is_open) if usable else Wanted(light=light, is_open=is_open)

    rows = meeting_actions.page(
        asked_for(light, is_open=not show_all),
        units,
        at,
        soon,
        after=read_cursor(request.args.get("after")),
        limit=PAGE + 1,
    )
    here = "meeting_actions.list_actions"
    base: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name in ("lead", "state")
    }
    asked: dict[str, Any] = {**base, "light": light, "show": "all" if show_all else None}
    tabs = [
        {
            "label": each.label if each else "未销号",
            "url": url_for(here, **base, light=each),
            "is_current": not show_all and light is each,
            "count": meeting_actions.count(asked_for(each, is_open=True), units, at, soon),
        }
        for each in (None, Light.OVERDUE, Light.DUE_SOON)
    ]
    tabs.append({"label": "全部", "url": url_for(here, **base, show="all"), "is_current": show_all})
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "joint_meetings/actions.html",
        form=form,
        rows=rows[:PAGE],
        tabs=tabs,
        convenes=may(current_user, Permission.CONVENE_MEETING),
        lamps=Lamps(at),
        light_of=light_of(at, soon),
        first=url_for(here, **asked) if request.args.get("after") else None,
        further=url_for(here, **asked, after=write_cursor(last.due_at, last.id)) if last else None,
    ), 200 if usable else 422


def light_of(at: datetime, soon: datetime) -> Callable[[ActionItem], str]:
    """Return a function that names an item's light: of what is struck off or reported done, whether in time."""

    def named(item: ActionItem) -> str:
        if item.state in actions.OPEN:
            return "overdue" if item.due_at < at else "due_soon" if item.due_at < soon else "in_time"
        return "met" if item.done_at is None or item.done_at <= item.due_at else "missed"

    return named


@blueprint.get("/<int:action_id>")
@requires(Permission.VIEW_MEETINGS)
def show_action(action_id: int) -> ResponseReturnValue:
    """Show one item: what is to be done, by whom, by when, and every report on it."""
    at, item = datetime.now(UTC), action_for(action_id)
    reports = meeting_actions.reports_of(item.id)
    ids = {item.lead_id, *item.supporting_ids, *(row.department_id for row in reports)}
    own = {item.lead_id, *item.supporting_ids} & set(current_user.department_ids)
    gives = bool(own) and may(current_user, Permission.GIVE_OPINION)
    return render_template(
        "joint_meetings/action.html",
        item=item,
        meeting=joint_meetings.meeting_of(item.topic),
        reports=reports,
        units=departments.names_of(ids),
        case=cases.find(item.case_id, scope_of(current_user)),
        number=cases.numbers([item.case_id])[item.case_id],
        reports_on=gives and item.state in actions.OPEN,
        asks=gives and item.lead_id in current_user.department_ids and item.state is ActionState.DONE,
        convenes=may(current_user, Permission.CONVENE_MEETING),
        light_of=light_of(at, actions.warned_before(at)),
        lamps=Lamps(at),
    )


def step_on(
    action_id: int, form: Form, take: Step, *, title: str, label: str, done: str, tone: str = "primary"
) -> ResponseReturnValue:
    """Take a step on the item and go back to it."""
    item = action_for(action_id)
    back = url_for("meeting_actions.show_action", action_id=action_id)

    def step() -> str:
        take(action_for(action_id), form, datetime.now(UTC))
        return back

    lede = f"第 {item.number} 项：{item.task}"
    return ask(form, step, title=title, label=label, done=done, back=back, tone=tone, lede=lede)


@blueprint.route("/<int:action_id>/report", methods=["GET", "POST"])
@requires(Permission.GIVE_OPINION)
def report_action(action_id: int) -> ResponseReturnValue:
    """Report how far one's department is, with evidence."""

    def take(item: ActionItem, form: ReportForm, at: datetime) -> None:
        said, is_done = form.note.data, form.is_done.data
        actions.report(item, said, is_done=is_done, by=current_user, at=at, files=form.stored)

    return step_on(action_id, ReportForm(), take, title="报告进展", label="提交", done="进展已提交。")


@blueprint.route("/<int:action_id>/strike-off-request", methods=["GET", "POST"])
@requires(Permission.GIVE_OPINION)
def ask_strike_off(action_id: int) -> ResponseReturnValue:
    """Ask to have the item struck off."""

    def take(item: ActionItem, form: AskStrikeForm, at: datetime) -> None:
        actions.ask_strike_off(item, by=current_user, at=at, note=form.note.data)

    return step_on(action_id, AskStrikeForm(), take, title="申请销号", label="申请销号", done="已申请销号。")


@blueprint.route("/<int:action_id>/strike-off", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def strike_off(action_id: int) -> ResponseReturnValue:
    """Strike the item off."""

    def take(item: ActionItem, form: StrikeForm, at: datetime) -> None:
        actions.strike_off(item, by=current_user, at=at, note=form.note.data)

    return step_on(action_id, StrikeForm(), take, title="销号", label="销号", done="已销号。")


@blueprint.route("/<int:action_id>/another-round", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def send_back(action_id: int) -> ResponseReturnValue:
    """Send the item back to be done."""

    def take(item: ActionItem, form: SendBackForm, at: datetime) -> None:
        actions.send_back(item, by=current_user, at=at, note=form.note.data)

    return step_on(action_id, SendBackForm(), take, title="退回再办", label="退回再办", done="已退回再办。")


@blueprint.route("/<int:action_id>/due", methods=["GET", "POST"])
@requires(Permission.CONVENE_MEETING)
def move_due(action_id: int) -> ResponseReturnValue:
    """Move the day the item is due."""

    def take(item: ActionItem, form: MoveDueForm, at: datetime) -> None:
        due_at = deciding.end_of(given(form.due_on.data))
        actions.move_due(item, due_at, by=current_user, at=at, note=form.note.data)

    return step_on(action_id, MoveDueForm(), take, title="调整期限", label="调整期限", done="期限已调整。")
