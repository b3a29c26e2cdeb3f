"""Incidents (事件): several callers' cases made one, with a look beforehand; the list, one with its calls back, dissolving."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from hotline import form_page
from hotline.forms.incidents import LINK, ChosenCases, DissolveForm, IncidentForm
from hotline.guards import requires
from models.case import Case
from models.citizen import mask_name, mask_phone
from models.incident import Incident
from models.queries import cases, hot_topics
from models.queries import incidents as rows
from models.transaction import unit_of_work
from models.vocabulary import Permission
from workflows import incidents
from workflows.errors import BadInput
from workflows.identity import readable, sight_of
from workflows.incident_rules import can_lead, master_among, plan
from workflows.incidents import MOST
from workflows.merging_rules import MASTERS
from workflows.permissions import may, scope_of

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")
PAGE = 50
HERE = "incidents.list_incidents"
VIEWERS = (Permission.VIEW_TOPICS, Permission.MAKE_INCIDENT)


def incident_for(incident_id: int) -> Incident:
    """Return the incident, if the user may see one of its cases, else 404."""
    incident = rows.find(incident_id) or abort(404)
    if not rows.members(incident.id, scope_of(current_user), limit=1):
        abort(404)
    return incident


@blueprint.get("")
@requires(*VIEWERS)
def list_incidents() -> ResponseReturnValue:
    """Show the incidents, the newest first, with how far the calls back are."""
    dissolved, before = "dissolved" in request.args, request.args.get("before", type=int)
    found = rows.page(scope_of(current_user), dissolved=dissolved, before_id=before, limit=PAGE + 1)
    kept: dict[str, Any] = {"dissolved": 1} if dissolved else {}
    return render_template(
        "incidents/list.html",
        lines=found[:PAGE],
        dissolved=dissolved,
        first=url_for(HERE, **kept) if before else None,
        further=url_for(HERE, before=found[PAGE - 1].incident.id, **kept) if len(found) > PAGE else None,
    )


@blueprint.get("/<int:incident_id>")
@requires(*VIEWERS)
def show_incident(incident_id: int) -> ResponseReturnValue:
    """Show an incident: its master and reply, and of each case its part and what its caller said."""
    incident, scope = incident_for(incident_id), scope_of(current_user)
    after = request.args.get("after", type=int)
    found = rows.members(incident.id, scope, after_id=after, limit=PAGE + 1)
    master = cases.find(incident.master_id, scope) if incident.master_id else None
    here = "incidents.show_incident"
    return render_template(
        "incidents/incident.html",
        incident=incident,
        line=rows.line(incident, scope),
        master=master,
        answer=readable(master.public_answer, master, sight_of(master, current_user, ())) if master else "",
        members=found[:PAGE],
        callers={member.case.id: caller(member) for member in found},
        waits=master is None or master.state in MASTERS,
        makes=may(current_user, Permission.MAKE_INCIDENT),
        new=new_in(incident) if incident.dissolved_at is None else 0,
        first=url_for(here, incident_id=incident.id) if after else None,
        further=(
            url_for(here, incident_id=incident.id, after=found[PAGE - 1].case.id)
            if len(found) > PAGE
            else None
        ),
    )


def caller(member: rows.Member) -> str:
    """Return the caller as a list shows them: masked, of a protected case not at all."""
    if member.citizen is None or member.case.is_protected:
        return ""
    return f"{mask_name(member.citizen.name)} {mask_phone(member.citizen.phone)}".strip()


def new_in(incident: Incident) -> int:
    """Count the cases that have come to the incident's topic since and could join."""
    found = cases.several(not_yet_in(incident), scope_of(current_user))
    return sum(each.part is not None for each in incidents.plan_for(incident, found)) if found else 0


def not_yet_in(incident: Incident) -> list[int]:
    """Return the cases that have come to the incident's topic since, the oldest first."""
    if incident.topic_id is None:
        return []
    found = hot_topics.case_ids_of(incident.topic_id, 2 * MOST)
    taken = rows.taken(found)
    return [case_id for case_id in found if case_id not in taken][:MOST]


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MAKE_INCIDENT)
def make_incident() -> ResponseReturnValue:
    """Show which cases of a topic, or of those picked, would join and which cannot and why; then make one of them."""
    topic_id, at = request.args.get("topic", type=int), datetime.now(UTC)
    topic = (hot_topics.find(topic_id) or abort(404)) if topic_id else None
    form = IncidentForm(title=topic.title if topic else None)

    def chosen() -> tuple[Sequence[Case], Case | None]:
        asked = request.args.getlist("case", type=int)
        picked = hot_topics.case_ids_of(topic.id, MOST) if topic else asked
        found = cases.several(picked[:MOST], scope_of(current_user))
        return found, lead_of(found)

    def step() -> str:
        with unit_of_work():
            found, master = chosen()
            ticked = set(form.case_ids)
            own = [case for case in found if case.id in ticked]
            if form.way.data != LINK and (master is None or master.id not in ticked):
                raise BadInput("没有可以作为主单的工单：请勾选主单，或选择仅关联。", "way")
            incident = incidents.make(
                form.title.data,
                own,
                None if form.way.data == LINK else master,
                by=current_user,
                at=at,
                note=form.note.data or "",
                topic_id=topic.id if topic else None,
            )
            return url_for("incidents.show_incident", incident_id=incident.id)

    def beside() -> Mapping[str, Any]:
        found, master = chosen()
        taken = rows.taken([case.id for case in found])
        parts = plan(found, master, taken)
        return {
            "parts": parts,
            "master": master,
            "leads": {case.id for case in found if can_lead(case, taken)},
            "ticked": set(form.case_ids) if form.is_submitted() else {each.case.id for each in parts},
        }

    back = url_for("hot_topics.show_topic", topic_id=topic.id) if topic else url_for(HERE)
    return form_page.ask(
        form,
        step,
        trail=("热点事项", url_for("hot_topics.list_topics")) if topic else ("事件", url_for(HERE)),
        title="归为一个事件",
        label="归为一个事件",
        done="已归为一个事件。",
        back=back,
        page="incidents/new.html",
        lede="请核对哪些工单并入主单、哪些只关联、哪些不能归入；取消勾选的不归入。",
        beside=beside,
    )


def lead_of(found: Sequence[Case]) -> Case | None:
    """Return the master that the address asks for, or who would usually be."""
    taken = rows.taken([case.id for case in found])
    wanted = request.args.get("master", type=int)
    asked = next((case for case in found if case.id == wanted and can_lead(case, taken)), None)
    return asked or master_among(found, taken)


@blueprint.route("/<int:incident_id>/join", methods=["GET", "POST"])
@requires(Permission.MAKE_INCIDENT)
def join_incident(incident_id: int) -> ResponseReturnValue:
    """Bring the cases into the incident that have come to its topic since."""
    incident, form, at = incident_for(incident_id), ChosenCases(), datetime.now(UTC)

    def found() -> Sequence[Case]:
        return cases.several(not_yet_in(rows.find(incident_id) or abort(404)), scope_of(current_user))

    def step() -> str:
        with unit_of_work():
            ticked = set(form.case_ids)
            own = [case for case in found() if case.id in ticked]
            incidents.join(incident_for(incident_id), own, by=current_user, at=at)
            return url_for("incidents.show_incident", incident_id=incident_id)

    def beside() -> Mapping[str, Any]:
        parts = incidents.plan_for(incident_for(incident_id), found())
        return {"parts": parts, "ticked": {each.case.id for each in parts}, "leads": set(), "master": None}

    return form_page.ask(
        form,
        step,
        trail=(f"事件 {incident.number}", url_for("incidents.show_incident", incident_id=incident_id)),
        title="归入新来的工单",
        label="归入事件",
        done="已归入事件。",
        back=url_for("incidents.show_incident", incident_id=incident_id),
        page="incidents/new.html",
        lede=f"热点中后来的工单，归入“{incident.title}”。",
        beside=beside,
    )


@blueprint.route("/<int:incident_id>/dissolution", methods=["GET", "POST"])
@requires(Permission.MAKE_INCIDENT)
def dissolve_incident(incident_id: int) -> ResponseReturnValue:
    """Take the incident back: every case is handled on its own again."""
    incident, at = incident_for(incident_id), datetime.now(UTC)
    here, form = url_for("incidents.show_incident", incident_id=incident_id), DissolveForm()

    def step() -> str:
        with unit_of_work():
            incidents.dissolve(incident_for(incident_id), by=current_user, at=at, note=form.note.data)
        return here

    return form_page.ask(
        form,
        step,
        trail=(f"事件 {incident.number}", here),
        title="解散事件",
        label="解散事件",
        done="事件已解散，并入的工单恢复待审核。",
        back=here,
        tone="danger",
        lede=f"“{incident.title}”中并入主单的工单恢复待审核，单独办理；关联一并解除。",
    )
