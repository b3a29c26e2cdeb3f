"""Departments (承办单位): made, changed, retired; never deleted, since cases name them for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.department import Department
from models.queries import administration
from workflows.administration.change import change, create
from workflows.administration.spelling import UNIT
from workflows.errors import BadInput
from workflows.initials import initials_of_unit
from workflows.working_time import local_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User

DEEPEST = 4


def create_department(values: Mapping[str, Any], *, by: User, at: datetime) -> Department:
    """Make a unit; its level follows from its superior."""
    if administration.is_taken(Department.code, values["code"]):
        raise BadInput(f"单位代码“{values['code']}”已被使用。", "code")
    unit = Department(**complete(values, None), is_active=True)
    return create(unit, object_type="department", called=unit.name, by=by, at=at, spelling=UNIT)


def change_department(unit: Department, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a unit; moved below another superior it takes its subordinates along."""
    given = complete(values, unit)
    change(unit, given, object_type="department", called=unit.name, by=by, at=at, spelling=UNIT)
    for below in administration.everything_under(Department, unit.id):
        above = administration.find(Department, below.parent_id or 0)
        if above is not None:
            below.level = above.level + 1
            check_depth(below.level)


def complete(values: Mapping[str, Any], unit: Department | None) -> dict[str, Any]:
    """Return the values with what follows from them; BadInput where they cannot be."""
    if administration.is_taken(Department.name, values["name"], but=unit):
        raise BadInput(f"已有名为“{values['name']}”的单位。", "name")
    superior = administration.find(Department, values["parent_id"]) if values["parent_id"] else None
    if unit is not None and superior is not None:
        above = [superior, *administration.above(Department, superior)]
        if unit.id in {row.id for row in above}:
            raise BadInput("上级不能是本单位或本单位的下级。", "parent_id")
    level = superior.level + 1 if superior else 1
    check_depth(level)
    return {**values, "level": level, "initials": initials_of_unit(values["name"], values["short_name"])}


def check_depth(level: int) -> None:
    """Refuse a fifth level: papers and pages know four."""
    if level > DEEPEST:
        raise BadInput(f"单位最多 {DEEPEST} 级。", "parent_id")


def retire_department(unit: Department, *, by: User, at: datetime) -> None:
    """Send the unit no more cases; what it still holds must go first."""
    if subordinate := sum(below.is_active for below in administration.under(Department, unit.id)):
        raise BadInput(f"该单位还有 {subordinate} 个在用的下级单位，请先停用或调整。")
    if lines := administration.count_rules_led_by(unit.id, local_time(at).date()):
        raise BadInput(f"派单目录中还有 {lines} 行以该单位为主办，请先终止或改为其他单位。")
    if cases := administration.count_open_parts(unit.id):
        raise BadInput(f"该单位还有 {cases} 件在办工单，请先办结或改派。")
    if people := administration.count_people(unit.id):
        raise BadInput(f"该单位还有 {people} 名在用人员，请先停用或调整单位。")
    set_active(unit, is_active=False, by=by, at=at)


def restore_department(unit: Department, *, by: User, at: datetime) -> None:
    """Let the unit get cases again."""
    set_active(unit, is_active=True, by=by, at=at)


def set_active(unit: Department, *, is_active: bool, by: User, at: datetime) -> None:
    """Set the mark and write it down."""
    kind = "enable" if is_active else "disable"
    change(
        unit, {"is_active": is_active}, object_type="department", called=unit.name, by=by, at=at, kind=kind
    )
