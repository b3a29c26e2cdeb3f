"""Which department the router suggests for a case where the dispatch catalogue has no line for it; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import departments
from models.router_version import Purpose
from workflows.learning.current import suggest

if TYPE_CHECKING:
    from models.case import Case
    from models.department import Department


@dataclass(frozen=True)
class Advice:
    """A unit that may lead, and why the router names it."""

    lead: Department
    reason: str


def unit_for(case: Case) -> Advice | None:
    """Return the unit that the router suggests; None for protected cases, or where it knows none that may lead."""
    if case.is_protected:
        return None
    found = suggest(Purpose.DEPARTMENT, f"{case.title}\n{case.content}")
    if found is None:
        return None
    unit = departments.find(found.label_id)
    if unit is None or not unit.is_active or not unit.can_lead:
        return None
    return Advice(unit, found.reason)
