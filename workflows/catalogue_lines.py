"""What the dispatch catalogue (派单目录) says of a case: which departments, by which line, or that no line fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.area import Area
from models.category import Category
from models.queries import departments, reference
from workflows.errors import NoDepartmentFound
from workflows.routing import Place, Route, choose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.case import Case
    from models.department import Department
    from models.routing_rule import RoutingRule


@dataclass(frozen=True)
class Suggestion:
    """What the catalogue says of a case: the departments and why, or why none; whether it says so of every place."""

    lead: Department | None
    supporting: tuple[Department, ...]
    reason: str
    rule_id: int | None
    is_citywide: bool = False


def suggest(case: Case, *, at: datetime) -> Suggestion:
    """Return the catalogue's departments for the case with the reason; the reviewer decides."""
    return suggest_for(case.category_id, case.area_id, at=at)


def leads_named(cases: Sequence[Case], *, at: datetime) -> dict[int, str]:
    """Say of each case, by its id, which lead the catalogue names, or why none; a few statements for all of them."""
    categories = reference.chains(Category, [case.category_id for case in cases])
    areas = reference.chains(Area, [case.area_id for case in cases])
    rules = reference.routing_rules({category.id for chain in categories.values() for category in chain})
    found: dict[int, Route | str] = {}
    for case in cases:
        try:
            found[case.id] = choice(rules, categories[case.category_id], areas[case.area_id], at=at)
        except NoDepartmentFound as none:
            found[case.id] = f"无：{none}"
    names = departments.names_of(route.lead_id for route in found.values() if isinstance(route, Route))
    return {
        case_id: names[route.lead_id] if isinstance(route, Route) else route
        for case_id, route in found.items()
    }


def suggest_for(category_id: int, area_id: int | None, *, at: datetime) -> Suggestion:
    """Return the catalogue's departments for a matter at a place, before there is a case."""
    try:
        found = route_of(category_id, area_id, at=at)
    except NoDepartmentFound as none:
        return Suggestion(None, (), str(none), None)
    lead = departments.find(found.lead_id)
    others = (departments.find(unit_id) for unit_id in found.supporting_ids)
    supporting = tuple(unit for unit in others if unit and unit.is_active)
    return Suggestion(lead, supporting, found.reason, found.rule_id, found.is_citywide)


def route_of(category_id: int, area_id: int | None, *, at: datetime) -> Route:
    """Look the matter up in the dispatch catalogue; NoDepartmentFound where no line fits."""
    categories, areas = reference.category_chain(category_id), reference.area_chain(area_id)
    return choice(reference.routing_rules([row.id for row in categories]), categories, areas, at=at)


def choice(
    rules: Sequence[RoutingRule], categories: Sequence[Category], areas: Sequence[Area], *, at: datetime
) -> Route:
    """Choose among the catalogue's lines for a category and an area, each with what contains it."""
    return choose(
        rules,
        Place(tuple(c.id for c in categories), tuple(c.path for c in categories)),
        Place(tuple(a.id for a in areas), tuple(a.name for a in areas)),
        at.astimezone(LOCAL_TIMEZONE).date(),
    )
