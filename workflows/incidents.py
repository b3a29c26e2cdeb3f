"""Makes one event of several cases (事件): one master, one department, one reply, each caller called back; dissolves it.

Domain study 2.8: two relations, one caller's repeats and one event's cluster; this is the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from models.base import db
from models.incident import Incident, IncidentCase, IncidentPart
from models.queries import cases as case_rows
from models.queries import incidents
from models.queries.numbering import next_in
from models.vocabulary import Action
from workflows import audit, merging, timeline
from workflows.errors import BadInput, NotAllowedNow
from workflows.incident_rules import can_lead, plan
from workflows.lifecycle import advance
from workflows.merging_rules import MASTERS
from workflows.permissions import scope_of
from workflows.working_time import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.user import User
    from workflows.incident_rules import Joining

MOST = 100


def make(
    title: str,
    cases: Sequence[Case],
    master: Case | None,
    *,
    by: User,
    at: datetime,
    note: str = "",
    topic_id: int | None = None,
) -> Incident:
    """Make an incident of the cases (归并事件): those that can be are merged into the master, others only linked.

    Without a master all are linked as one event and go on each on its own. Raises BadInput where fewer than two
    can join.
    """
    taken = incidents.taken([case.id for case in cases])
    if master is not None and not can_lead(master, taken):
        raise BadInput(f"工单 {master.number} 不能作为主单，请另选一件尚未答复的工单。", "master_id")
    parts = [part for part in plan(cases, master, taken) if part.part is not None]
    if len(parts) < 2:
        raise BadInput("至少要有两件工单可以归入，才能成为一个事件。", "title")
    about = master or parts[0].case
    incident = Incident(
        number=f"SJ{local_time(at):%Y}{next_in(f'incident {local_time(at):%Y}'):04d}",
        title=title.strip(),
        note=note.strip(),
        topic_id=topic_id,
        master_id=master.id if master else None,
        category_id=about.category_id,
        district_id=about.district_id,
        made_at=at,
        made_by_id=by.id,
    )
    db.session.add(incident)
    db.session.flush()
    put_in(incident, parts, by=by, at=at)
    return incident


def join(incident: Incident, cases: Sequence[Case], *, by: User, at: datetime) -> int:
    """Bring further cases into the incident (归入); return how many."""
    if incident.dissolved_at is not None:
        raise NotAllowedNow("该事件已解散。")
    master = master_of(incident)
    parts = [part for part in plan_for(incident, cases) if part.part is not None]
    if not parts:
        raise BadInput("所选工单都不能归入该事件。")
    if master is not None and master.state not in MASTERS:
        raise NotAllowedNow("事件已答复，不能再归入；请另立事件。")
    put_in(incident, parts, by=by, at=at)
    flag_modified(incident, "note")  # the version moves with what is in it
    return len(parts)


def plan_for(incident: Incident, cases: Sequence[Case]) -> list[Joining]:
    """Say what would become of further cases in the incident."""
    return plan(cases, master_of(incident), incidents.taken([case.id for case in cases]))


def master_of(incident: Incident) -> Case | None:
    """Return the incident's whole master; None where its cases are only linked."""
    return case_rows.find_by_id(incident.master_id) if incident.master_id is not None else None


def put_in(incident: Incident, parts: Sequence[Joining], *, by: User, at: datetime) -> None:
    """Merge or link each case as planned, and tell it on its timeline; the master hears of all at once."""
    if len(parts) > MOST:
        raise BadInput(f"一次最多归入 {MOST} 件，请分几次归入。")
    master = master_of(incident)
    merged: list[str] = []
    named = f"事件 {incident.number} {incident.title}"
    for joining in parts:
        db.session.add(
            IncidentCase(
                incident_id=incident.id,
                case_id=joining.case.id,
                part=joining.part,
                joined_at=at,
                joined_by_id=by.id,
            )
        )
        if joining.part is IncidentPart.MASTER:
            continue
        case = case_rows.find(joining.case.id, scope_of(by), locks=True)
        if case is None:
            raise NotAllowedNow(f"工单 {joining.case.number} 已不在您的查看范围内。")
        if joining.part is IncidentPart.MERGED and master is not None and case.merged_into_id is None:
            merged += merging.put_into(case, master, by=by, at=at, note=f"归入{named}。")
        else:
            told(
                case,
                Action.JOIN_INCIDENT,
                f"归入{named}（{joining.part.label if joining.part else ''}）。",
                by,
                at,
            )
    if master is not None:
        numbers = "、".join(merged)
        told(
            master, Action.JOIN_INCIDENT, f"{named}的主单。{numbers}{' 并入本单。' if merged else ''}", by, at
        )


def told(case: Case, action: Action, note: str, by: User, at: datetime) -> None:
    """Take a step that leaves the case where it stands and write it down."""
    before = advance(case, action, by=by)
    timeline.record(case, action, by=by, at=at, before=before, note=note)


def dissolve(incident: Incident, *, by: User, at: datetime, note: str) -> None:
    """Take the incident back (解散): whatever it merged is reviewed on its own again, the links are loosed.

    Raises NotAllowedNow once the master is answered: the callers have their answer.
    """
    if incident.dissolved_at is not None:
        raise NotAllowedNow("该事件已解散。")
    master = master_of(incident)
    if master is not None and master.state not in MASTERS:
        raise NotAllowedNow("事件已答复，不能解散。")
    said = f"事件 {incident.number} 解散。{note}"
    parted: list[str] = []
    for row in incidents.rows_in(incident.id):
        case = case_rows.find_by_id(row.case_id)
        if case is None:
            continue
        if row.part is IncidentPart.MERGED and master is not None and case.merged_into_id == master.id:
            merging.take_out(case, master, by=by, at=at, note=said)
            parted.append(case.number)
        elif row.part is not IncidentPart.MASTER:
            told(case, Action.LEAVE_INCIDENT, said, by, at)
        row.left_at = at
    if master is not None:
        numbers = "、".join(parted)
        told(master, Action.LEAVE_INCIDENT, f"{said}{numbers}{' 自本单分出。' if parted else ''}", by, at)
    incident.dissolved_at, incident.dissolved_by_id = at, by.id
    audit.write("incident", by=by, at=at, object_type="incident", object_id=incident.id, summary=said)
