"""Which departments the intake offers for what is typed: the catalogue's, and beside it a router's; a person decides.

The catalogue comes first, with its line. A router is asked where the catalogue has no line, or only one for the
whole city, which says the same of every place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import departments
from models.router_version import Purpose
from workflows.catalogue_lines import suggest_for
from workflows.learning.current import SUREST, suggest

if TYPE_CHECKING:
    from datetime import datetime

    from models.department import Department

LEAST_CHANCE = 0.1
MOST = 3


@dataclass(frozen=True)
class LikelyUnit:
    """A department that may lead, and why; chance (0 to 1) and words where a router says it.

    `is_other`: it differs from what the catalogue says, which stands before it.
    """

    department_id: int
    name: str
    reason: str
    is_other: bool = False
    confidence: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advised:
    """A department that a router names, with its chance and, for the likeliest, the words that speak for it."""

    unit: Department
    confidence: float
    words: tuple[str, ...]
    version_id: int

    @property
    def reason(self) -> str:
        """Return who says so."""
        return f"模型建议（版本 {self.version_id}）"


def units_for(
    text: str, category_id: int | None, area_id: int | None, *, is_protected: bool, at: datetime
) -> list[LikelyUnit]:
    """Return the departments to offer, the catalogue's first. Of a protected text no router is asked."""
    found = suggest_for(category_id, area_id, at=at) if category_id else None
    lead = found.lead if found and found.lead and may_lead(found.lead) else None
    asks = not is_protected and (found is None or lead is None or found.is_citywide)
    told = advised_for(text) if asks else []
    units = []
    if found and lead:
        same = next((each for each in told if each.unit.id == lead.id), None)
        chance, words = (same.confidence, same.words) if same else (None, ())
        units.append(LikelyUnit(lead.id, lead.name, found.reason, confidence=chance, words=words))
    units += [
        LikelyUnit(each.unit.id, each.unit.name, each.reason, lead is not None, each.confidence, each.words)
        for each in told
        if lead is None or each.unit.id != lead.id
    ]
    return units[:MOST]


def advised_for(text: str) -> list[Advised]:
    """Return the departments that the router names for a text, the likeliest first; none where it knows none."""
    found = suggest(Purpose.DEPARTMENT, text)
    if found is None:
        return []
    ranked = [
        (found.label_id, found.confidence, found.words),
        *((label_id, chance, ()) for label_id, chance in found.others),
    ]
    units = [(departments.find(label_id), chance, words) for label_id, chance, words in ranked]
    return [
        Advised(unit, min(chance, SUREST), words, found.version_id)
        for unit, chance, words in units
        if unit is not None and may_lead(unit) and chance >= LEAST_CHANCE
    ]


def may_lead(unit: Department) -> bool:
    """Say whether cases may be sent to the department as their lead."""
    return unit.is_active and unit.can_lead
