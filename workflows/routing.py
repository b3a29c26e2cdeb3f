"""Which department a case goes to, and why: the most specific line of the dispatch catalogue wins (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflows.errors import NoDepartmentFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from models.routing_rule import RoutingRule


@dataclass(frozen=True)
class Route:
    """The departments chosen for a case, the line that chose them, and the reason in words.

    `is_citywide`: the line says the same of every place.
    """

    lead_id: int
    supporting_ids: tuple[int, ...]
    rule_id: int
    reason: str
    is_citywide: bool


@dataclass(frozen=True)
class Place:
    """A category or area with the ids and names of what contains it, the nearest first."""

    ids: tuple[int, ...]
    names: tuple[str, ...]

    def rank(self, member_id: int | None) -> int:
        """Return how near the member is: 0 the thing itself; what names nothing is the furthest."""
        return len(self.ids) if member_id is None else self.ids.index(member_id)

    def name(self, member_id: int | None) -> str:
        """Return the member's name."""
        return "全市" if member_id is None else self.names[self.ids.index(member_id)]


def applicable(rules: Iterable[RoutingRule], category: Place, area: Place, on: date) -> list[RoutingRule]:
    """Return the rules that fit the case on the day, the best first.

    Leaf before group before branch, then the smaller area before the larger, then the newer start date.
    """
    fitting = [
        rule
        for rule in rules
        if rule.category_id in category.ids
        and (rule.area_id is None or rule.area_id in area.ids)
        and rule.valid_from <= on
        and (rule.valid_to is None or on <= rule.valid_to)
    ]
    newest_first = sorted(fitting, key=lambda rule: (rule.valid_from, rule.id), reverse=True)
    return sorted(newest_first, key=lambda rule: (category.rank(rule.category_id), area.rank(rule.area_id)))


def choose(rules: Sequence[RoutingRule], category: Place, area: Place, on: date) -> Route:
    """Return the route of the best rule; NoDepartmentFound where none fits."""
    fitting = applicable(rules, category, area, on)
    if not fitting:
        raise NoDepartmentFound("派单目录中没有适用的条目，请人工选择承办单位。")
    best = fitting[0]
    basis = f"，依据{best.legal_basis}" if best.legal_basis else ""
    source = f"（{best.source}）" if best.source else ""
    reason = f"派单目录：{category.name(best.category_id)} × {area.name(best.area_id)}{source}{basis}"
    return Route(best.lead_id, tuple(best.supporting_ids), best.id, reason, best.area_id is None)
