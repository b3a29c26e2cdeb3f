"""Sends a case out by the agent's own press, without the review queue, where rules and router allow it (免审派单).

The agent decides (Personal Information Protection Law, article 24); the router and the catalogue only say where that
is enough. What is refused goes to review, and the case says why. Each is kept in the record of decisions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries import departments, routing_decisions
from models.router_version import Purpose
from models.vocabulary import Action, CaseState
from workflows import catalogue_lines, dispatch, release_rules, routing_policy, timeline
from workflows.errors import BadInput
from workflows.learning.current import suggest
from workflows.learning.curve import told
from workflows.release_rules import Matter, Proposal
from workflows.routing_decision import in_hundredths, note_taken

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.routing_decision import RoutingDecision
    from models.user import User
    from workflows.catalogue_lines import Suggestion

OTHER_UNIT = "坐席拟派的单位与模型建议不一致，转审核派单。"
SAMPLED = "本件被抽中复核（约 5%），转审核派单。"


def is_offered() -> bool:
    """Say whether any category is released, so that agents are shown the button."""
    standing = routing_policy.terms()
    return standing is not None and bool(standing.released)


def matter_of(case: Case, *, at: datetime) -> Matter:
    """Return what the rules look at in a case."""
    return Matter(
        category_id=case.category_id,
        kind=case.kind,
        confidentiality=case.confidentiality,
        desk=case.desk,
        is_hazard=case.is_hazard,
        risk_tags=tuple(case.risk_tags),
        redo_count=case.redo_count,
        is_new=case.dispatched_at is None and case.received_at == at,
        is_advised_against=bool(case.refusal_code),
    )


def foreseen(text: str, matter: Matter, *, area_id: int | None, lead_id: int | None, at: datetime) -> str:
    """Say where what is typed so far would go by the agent's own press; "" where it would be reviewed.

    The router is asked only where the category is released and nothing speaks against it.
    """
    standing = routing_policy.terms()
    if standing is None or matter.category_id not in standing.released or release_rules.why_protected(matter):
        return ""
    said, catalogue = (
        suggest(Purpose.DEPARTMENT, text),
        catalogue_lines.suggest_for(matter.category_id, area_id, at=at),
    )
    if said is None or lead_id not in (None, said.label_id):
        return ""
    sure, catalogue_id = in_hundredths(said.confidence), catalogue.lead.id if catalogue.lead else None
    proposal = Proposal(said.label_id, sure, said.version_id, catalogue_id)
    unit = departments.find(said.label_id)
    if unit is None or not unit.is_active or not unit.can_lead:
        return ""
    if release_rules.why_reviewed(matter, standing, proposal):
        return ""
    return f"本件可免审：按“登记并派单”直接派至{unit.name}（模型把握 {told(sure // 100 * 100)}），由您确认；约 5% 抽中复核。"


def release(case: Case, *, by: User, at: datetime, lead_id: int | None = None) -> bool:
    """Send out a case that the agent just took in and pressed 登记并派单 for; False, with the reason on it, for review.

    `lead_id`: the unit that the agent would send it to, if they named one.
    """
    if case.state is not CaseState.PENDING_REVIEW:
        return False
    decision, catalogue = routing_decisions.of_case(case.id), catalogue_lines.suggest(case, at=at)
    why = why_reviewed(case, decision, catalogue, at=at)
    if not why and decision is not None and lead_id not in (None, decision.department_id):
        why = OTHER_UNIT
    if decision is not None:
        decision.verdict = why
    if not why and decision is not None:
        decision.is_sampled = release_rules.is_sampled(case.number)
        if not decision.is_sampled:
            send_out(case, decision, catalogue, by=by, at=at)
            return True
        decision.verdict = why = SAMPLED
    case.dispatch_reason = f"未免审：{why}"
    return False


def why_reviewed(case: Case, decision: RoutingDecision | None, catalogue: Suggestion, *, at: datetime) -> str:
    """Say why the case goes to review; "" where it may go out."""
    proposal = None
    if decision is not None:
        catalogue_id = catalogue.lead.id if catalogue.lead else None
        proposal = Proposal(decision.department_id, decision.confidence, decision.version_id, catalogue_id)
    why = release_rules.why_reviewed(matter_of(case, at=at), routing_policy.terms(), proposal)
    if why or decision is None:
        return why
    try:
        dispatch.usable(decision.department_id, leads=True)
    except BadInput as unusable:
        return f"{unusable}转审核派单。"
    return ""


def send_out(case: Case, decision: RoutingDecision, catalogue: Suggestion, *, by: User, at: datetime) -> None:
    """Send the case to the unit that the router named, in the agent's name."""
    before, said = case.state, told_of(decision)
    agrees = f"与{catalogue.reason}一致" if catalogue.lead else "派单目录没有适用的条目"
    helpers = [unit.id for unit in catalogue.supporting]
    dispatch.send(case, decision.department_id, helpers, note="", by=by, at=at)
    case.dispatch_reason = f"免审派单：{said}，由{by.full_name}确认；{agrees}"
    case.state = CaseState.DISPATCHED
    decision.is_released, decision.verdict = True, case.dispatch_reason
    timeline.record(case, Action.DISPATCH, by=by, at=at, before=before, note=dispatch.told(case, ""))
    note_taken(case, by=by, at=at)


def told_of(decision: RoutingDecision) -> str:
    """Say which version named which unit, how sure it was, and by which words of the case."""
    unit = departments.find(decision.department_id)
    words = f"，依据“{'、'.join(decision.words)}”" if decision.words else ""
    sure = told(decision.confidence // 100 * 100)
    return f"模型版本 {decision.version_id} 建议{unit.name if unit else ''}，把握 {sure}{words}"
