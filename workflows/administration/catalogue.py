"""The dispatch catalogue (派单目录): lines are added and ended; which unit a line names is for good.

A line that came to name another unit would make earlier dispatches look wrong, so the old line ends and
a new one begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.category import Category
from models.department import Department
from models.queries import administration
from models.routing_rule import RoutingRule
from workflows.administration import spelling
from workflows.administration.change import change, create
from workflows.city_pack.checking import overlap
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from models.user import User


def add_rule(values: Mapping[str, Any], *, by: User, at: datetime) -> RoutingRule:
    """Add a line; one for the same matter and place that is valid on the same days is refused."""
    check_span(values["valid_from"], values["valid_to"])
    check_lead(values["lead_id"], values["supporting_ids"])
    administration.hold(Category, values["category_id"])
    for other in administration.rules_for(values["category_id"], values["area_id"]):
        if overlap(other.valid_from, other.valid_to, values["valid_from"], values["valid_to"]):
            until = other.valid_to.isoformat() if other.valid_to else "长期"
            lead = spelling.department(other.lead_id)
            raise BadInput(
                f"与现有目录重叠：同一分类和区划已有“{lead}”（{other.valid_from.isoformat()} 至 {until}）。"
                "请先终止那一行，或改生效日期。",
                "valid_from",
            )
    rule = RoutingRule(**values)
    return create(rule, object_type="routing_rule", called=called(rule), by=by, at=at, spelling=spelling.RULE)


def check_span(start: date, end: date | None) -> None:
    """Refuse a line that ends before it begins."""
    if end is not None and end < start:
        raise BadInput("失效日期不能早于生效日期。", "valid_to")


def check_lead(lead_id: int, supporting_ids: list[int]) -> None:
    """Refuse a lead that gets no cases, and one that supports itself."""
    lead = administration.find(Department, lead_id)
    if lead is None or not lead.is_active or not lead.can_lead:
        raise BadInput("主办单位已停用或不能主办。", "lead_id")
    if lead_id in supporting_ids:
        raise BadInput("主办单位不能同时是协办单位。", "supporting_ids")


def change_rule(rule: RoutingRule, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change what a line says besides its lead: supporting units, legal basis, source, note."""
    check_lead(rule.lead_id, values["supporting_ids"])
    change(
        rule,
        values,
        object_type="routing_rule",
        called=called(rule),
        by=by,
        at=at,
        spelling=spelling.RULE,
    )


def end_rule(rule: RoutingRule, valid_to: date, *, by: User, at: datetime) -> None:
    """Let a line be valid up to and with a day."""
    check_span(rule.valid_from, valid_to)
    administration.hold(Category, rule.category_id)
    for other in administration.rules_for(rule.category_id, rule.area_id):
        if other is not rule and overlap(other.valid_from, other.valid_to, rule.valid_from, valid_to):
            raise BadInput("延长后会与同一分类和区划的另一行重叠。", "valid_to")
    change(
        rule,
        {"valid_to": valid_to},
        object_type="routing_rule",
        called=called(rule),
        by=by,
        at=at,
        kind="end",
        spelling=spelling.RULE,
    )


def called(rule: RoutingRule) -> str:
    """Return how the audit log calls a line."""
    place = spelling.area(rule.area_id) if rule.area_id else "全市"
    return f"{spelling.category(rule.category_id)} × {place} → {spelling.department(rule.lead_id)}"
