"""The lines of the list of an incident's cases."""

from __future__ import annotations

from hotline.case_exports.question import Lines, Own, Question
from models.incident import Incident
from models.queries import export_ids, incidents
from workflows.errors import NotAllowedNow


def incident_of(question: Question) -> Incident:
    """Return the incident asked for; Refused where there is none, or none of its cases is the user's to see."""
    incident = incidents.find(question.number("incident_id") or 0)
    if incident is None or not incidents.members(incident.id, question.scope, limit=1):
        raise NotAllowedNow("没有这个事件，不能导出。")
    return incident


def incident_title(question: Question) -> str:
    """Return what the list is called."""
    incident = incident_of(question)
    return f"事件_{incident.number}_{incident.title}"


def incident_conditions(question: Question) -> dict[str, str]:
    """Say about which matter the incident is, and where."""
    incident = incident_of(question)
    place = {"区县": incident.district.name} if incident.district else {}
    return {"事件": incident.number, "事项": incident.category.path} | place


def incident_lines(question: Question, limit: int | None) -> Lines:
    """Return the incident's cases, the oldest first, each with its part and what calling its caller back gave."""
    incident, lines, after = incident_of(question), Lines(), None
    size = min(export_ids.BATCH, limit or export_ids.BATCH)
    while limit is None or len(lines) < limit:
        page = incidents.members(incident.id, question.scope, after_id=after, limit=size)
        for member in page:
            lines.add(member.case.id, Own({"part": member.part.label, "called_back": member.called_back}))
        if len(page) < size:
            break
        after = page[-1].case.id
    return lines
