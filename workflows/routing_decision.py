"""Keeps what the router suggested for each case, which of it was followed, and what came of it (分派记录)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import db
from models.queries import cases, departments, routing_decisions
from models.router_version import Purpose
from models.routing_decision import WRONG, DecisionOutcome, RoutingDecision, Taken
from models.vocabulary import Handling
from workflows import routing_policy
from workflows.learning.current import suggest
from workflows.learning.curve import WHOLE

if TYPE_CHECKING:
    from datetime import datetime

    from models.case import Case
    from models.user import User


def note_suggested(case: Case, *, at: datetime) -> RoutingDecision | None:
    """Keep what the router names for a case that was just taken in; None where it is not asked or knows nothing.

    Of protected cases and hazards it is not asked.
    """
    if case.is_protected or case.is_hazard:
        return None
    said = suggest(Purpose.DEPARTMENT, f"{case.title}\n{case.content}")
    if said is None or departments.find(said.label_id) is None:
        return None
    decision = RoutingDecision(
        case_id=case.id,
        version_id=said.version_id,
        category_id=case.category_id,
        department_id=said.label_id,
        confidence=in_hundredths(said.confidence),
        others=[[unit_id, in_hundredths(chance)] for unit_id, chance in said.others],
        words=list(said.words),
        suggested_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def in_hundredths(chance: float) -> int:
    """Return a chance (0 to 1) in hundredths of a per cent, rounded down as the curve's are."""
    return int(chance * WHOLE)


def note_taken(case: Case, *, by: User, at: datetime) -> None:
    """Keep where the case was sent first; another unit than the one named is a correction at once."""
    decision = routing_decisions.of_case(case.id)
    if decision is None or decision.taken is not None or case.department_id is None:
        return
    ranked = [decision.department_id, *(unit_id for unit_id, _ in decision.others)]
    places = dict(zip(ranked, (Taken.FIRST, Taken.SECOND, Taken.THIRD), strict=False))
    decision.taken = places.get(case.department_id, Taken.OTHER)
    decision.taken_id, decision.taken_at, decision.decided_by_id = case.department_id, at, by.id
    if decision.taken is not Taken.FIRST:
        settle(decision, DecisionOutcome.CORRECTED, at=at)


def note_recalled(case: Case, *, at: datetime) -> None:
    """Keep that the dispatch the router had named was taken back."""
    decision = routing_decisions.of_case(case.id)
    if decision is not None and decision.outcome is None and decision.taken is Taken.FIRST:
        settle(decision, DecisionOutcome.RECALLED, at=at)


def settle_by_facts(decision_id: int, *, at: datetime) -> bool:
    """Keep the outcome as the case's own facts say it; False where they say none yet."""
    decision = routing_decisions.find(decision_id)
    case = cases.find_by_id(decision.case_id) if decision else None
    if decision is None or case is None or decision.outcome is not None:
        return False
    outcome = outcome_of(decision, case, was_returned=routing_decisions.was_returned(case.id))
    if outcome is None:
        return False
    settle(decision, outcome, at=at)
    return True


def outcome_of(decision: RoutingDecision, case: Case, *, was_returned: bool) -> DecisionOutcome | None:
    """Say what came of the suggestion; None while the case is still on its way with the unit that was named.

    A case that was merged, or ended without a unit's work, says nothing about where it belonged.
    """
    if case.merged_into_id is not None:
        return DecisionOutcome.MOOT
    if case.department_id not in (None, decision.department_id):
        return DecisionOutcome.RETURNED if was_returned else DecisionOutcome.CORRECTED
    if (decision.is_released or decision.is_sampled) and case.category_id != decision.category_id:
        return DecisionOutcome.CORRECTED
    if case.closed_at is None:
        return None
    worked = case.handling is Handling.DISPATCHED and case.department_id is not None and not case.ground_code
    return DecisionOutcome.UPHELD if worked else DecisionOutcome.MOOT


def settle(decision: RoutingDecision, outcome: DecisionOutcome, *, at: datetime) -> None:
    """Keep the outcome; one that tells against a released category may end its release."""
    decision.outcome, decision.outcome_at = outcome, at
    db.session.flush()
    if outcome in WRONG and (decision.is_released or decision.is_sampled):
        routing_policy.end_if_poor(decision.category_id, at=at)
