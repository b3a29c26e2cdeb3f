"""The grid's events (网格事件): one's own list and form, the steps on an event, the list behind a number, a file of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import file_page, form_page
from hotline.asked import events_asked, list_url
from hotline.cursors import read_cursor, write_cursor
from hotline.errors import answer
from hotline.forms.grid import (
    EscalateForm,
    EventFileForm,
    EventFilterForm,
    FindingForm,
    NameCaseForm,
    ProcessForm,
)
from hotline.forms.joint_meetings import VersionedForm
from hotline.grid_file import import_events
from hotline.guards import requires
from hotline.list_arguments import kept
from models.grid import GridEvent
from models.queries import cases, grid_events
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import grid as figures
from reports.figures.figure import COHORT_LABELS
from reports.figures.values import Part
from reports.periods import BadPeriod
from workflows import grid
from workflows.grid_import import COLUMNS, Report
from workflows.permissions import may, scope_of

blueprint = Blueprint("grid", __name__, url_prefix="/grid")
PAGE = 50
# A file of the page is brought in while the person waits.
MOST_ROWS = 20_000


@blueprint.errorhandler(BadPeriod)
def wrong_period(error: BadPeriod) -> ResponseReturnValue:
    """Answer a period that is none with the sentence that says why."""
    return answer(400, str(error))


def event_for(event_id: int) -> GridEvent:
    """Return the event, if the reader may see it, else 404."""
    return grid_events.find(event_id, grid.own_only(current_user)) or abort(404)


@blueprint.get("/events")
@requires(Permission.RECORD_GRID, Permission.VIEW_REPORTS)
def list_events() -> ResponseReturnValue:
    """Show the events, the newest first: one's own, or all to those who read the reports."""
    form, own = EventFilterForm(request.args), grid.own_only(current_user)
    form.offer()
    usable = form.validate()
    wanted = form.wanted(own) if usable else grid_events.Wanted(registered_by_id=own)
    rows = grid_events.page(wanted, after=read_cursor(request.args.get("after")), limit=PAGE + 1)
    here = "grid.list_events"
    given: dict[str, Any] = kept(request.args)
    return render_template(
        "grid/events.html",
        form=form,
        rows=rows[:PAGE],
        is_filtered=any(given.values()),
        is_own=own is not None,
        registers=may(current_user, Permission.RECORD_GRID),
        first=url_for(here, **given) if request.args.get("after") else None,
        further=further(rows, here, given),
    ), 200 if usable else 422


def further(rows: Any, here: str, given: dict[str, Any]) -> str | None:
    """Return the address of the next page; None on the last one."""
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return url_for(here, **given, after=write_cursor(last.registered_at, last.id)) if last else None


@blueprint.get("/behind")
@requires(Permission.VIEW_REPORTS)
def list_behind() -> ResponseReturnValue:
    """Show the events behind one value of the statistics; of a rate, all or a part of them."""
    asked = events_asked(request.args)
    value, part = asked.value, asked.part
    rows = grid_events.page(asked.events, after=read_cursor(request.args.get("after")), limit=PAGE + 1)
    here = "grid.list_behind"
    given: dict[str, Any] = kept(request.args)
    parts = [(each, figures.behind(value, each)[1]) for each in Part] if value.division else []
    return render_template(
        "grid/behind.html",
        value=value,
        member=asked.member,
        part=part,
        parts=parts,
        number=asked.number,
        cohort=COHORT_LABELS[value.figure.cohort],
        rows=rows[:PAGE],
        first=url_for(here, **given) if request.args.get("after") else None,
        further=further(rows, here, given),
        list_url=list_url,
    )


@blueprint.get("/events/<int:event_id>")
@requires(Permission.RECORD_GRID, Permission.VIEW_REPORTS)
def show_event(event_id: int) -> ResponseReturnValue:
    """Show one event and what may be done with it."""
    event = event_for(event_id)
    number = event.case_number
    return render_template(
        "grid/event.html",
        event=event,
        case=cases.find_by_number(number, scope_of(current_user)) if number else None,
        registers=may(current_user, Permission.RECORD_GRID),
        is_ours=event.source == grid.OURS,
    )


@blueprint.route("/events/new", methods=["GET", "POST"])
@requires(Permission.RECORD_GRID)
def register_event() -> ResponseReturnValue:
    """Take an event in."""
    at = datetime.now(UTC)
    form = FindingForm(data={"found_at": at} if request.method == "GET" else None)
    form.offer()

    def step() -> str:
        event = grid.register(form.finding(), by=current_user, at=at)
        return url_for("grid.show_event", event_id=event.id)

    return ask(
        form,
        step,
        title="登记网格事件",
        label="登记",
        done="网格事件已登记。",
        lede="群众打来的诉求请在“受理登记”登记。",
    )


def step_on(
    event_id: int, form: VersionedForm, take: Callable[[GridEvent, datetime], None], **words: Any
) -> ResponseReturnValue:
    """Take a step on the event and go back to it."""
    event = event_for(event_id)
    back = url_for("grid.show_event", event_id=event_id)
    if not form.is_submitted():
        form.version.data = str(event.version)

    def step() -> str:
        fresh = event_for(event_id)
        form.check(fresh)
        take(fresh, datetime.now(UTC))
        return back

    return ask(form, step, back=back, lede=f"{event.external_id} {event.title}", **words)


def ask(form: Any, step: Callable[[], str], *, back: str = "", **words: Any) -> ResponseReturnValue:
    """Show the form, or take the step in one unit of work."""
    events = url_for("grid.list_events")

    def in_one_go() -> str:
        with unit_of_work():
            return step()

    return form_page.ask(form, in_one_go, trail=("网格事件", events), back=back or events, **words)


@blueprint.route("/events/<int:event_id>/escalation", methods=["GET", "POST"])
@requires(Permission.RECORD_GRID)
def escalate_event(event_id: int) -> ResponseReturnValue:
    """Pass the event up."""

    def take(event: GridEvent, at: datetime) -> None:
        grid.escalate(event, by=current_user, at=at)

    return step_on(event_id, EscalateForm(), take, title="上报事件", label="上报", done="事件已上报。")


@blueprint.route("/events/<int:event_id>/processing", methods=["GET", "POST"])
@requires(Permission.RECORD_GRID)
def process_event(event_id: int) -> ResponseReturnValue:
    """Say how the event was dealt with."""
    form = ProcessForm()

    def take(event: GridEvent, at: datetime) -> None:
        grid.process(event, form.outcome.data, by=current_user, at=at)

    return step_on(event_id, form, take, title="处置事件", label="提交", done="处置情况已登记。")


@blueprint.route("/events/<int:event_id>/case", methods=["GET", "POST"])
@requires(Permission.RECORD_GRID)
def name_case(event_id: int) -> ResponseReturnValue:
    """Write down which case the event led to."""
    form = NameCaseForm(data={"case_number": event_for(event_id).case_number})

    def take(event: GridEvent, at: datetime) -> None:
        grid.name_case(event, form.case_number.data, by=current_user, at=at)

    return step_on(event_id, form, take, title="关联工单", label="保存", done="已保存。")


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Permission.IMPORT_HISTORY)
def import_file() -> ResponseReturnValue:
    """Show the form, or bring a file of events in: all its rows, or none with each bad one named."""
    form = EventFileForm(data={"source": "网格平台"})

    def bring_in(file: Path, name: str) -> Report:
        at = datetime.now(UTC)
        return import_events(file, name, form.source.data, by=current_user, at=at, at_most=MOST_ROWS)

    return file_page.ask(form, "grid/import.html", bring_in, columns=COLUMNS, most_rows=MOST_ROWS)
