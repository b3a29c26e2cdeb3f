"""What the routers suggest: the matter while somebody types, the unit where the catalogue has no line; a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.queries import departments, reference
from models.router_version import Purpose
from workflows.learning.current import SUREST, suggest
from workflows.matter_words import Likely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.case import Case
    from models.department import Department

LEAST_CHANCE = 0.1


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


def matters_for(text: str) -> list[Likely]:
    """Return the categories that the router suggests for what was typed, with their chances; none where it knows none."""
    found = suggest(Purpose.CATEGORY, text)
    if found is None:
        return []
    names = {leaf.id: leaf.path.rpartition("/")[2] for leaf in reference.leaf_choices()}
    ranked = [
        (found.label_id, found.confidence, found.words),
        *((n, chance, ()) for n, chance in found.others),
    ]
    return [
        Likely(label_id, names[label_id], words, chance, min(chance, SUREST))
        for label_id, chance, words in ranked
        if label_id in names and chance >= LEAST_CHANCE
    ]


def advised_first(advised: Sequence[Likely], others: Sequence[Likely], *, most: int) -> list[Likely]:
    """Put what a router advises before what the words of the tree point to, each category once."""
    known = {each.category_id for each in advised}
    return [*advised, *(each for each in others if each.category_id not in known)][:most]
