"""Areas (区划): made, renamed, ended by a date; a street that moved is a new row, so old cases stay true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.area import Area
from models.base import db
from models.queries import administration
from models.vocabulary import AreaLevel
from workflows.administration.change import change, create
from workflows.administration.spelling import PLACE
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User

LEVELS = list(AreaLevel)


def create_area(values: Mapping[str, Any], *, by: User, at: datetime) -> Area:
    """Make a place below another; its level lies below its superior's."""
    if administration.is_taken(Area.code, values["code"]):
        raise BadInput(f"区划代码“{values['code']}”已被使用。", "code")
    superior = administration.find(Area, values["parent_id"]) if values["parent_id"] else None
    if superior is not None and LEVELS.index(values["level"]) <= LEVELS.index(superior.level):
        raise BadInput(f"上级是{superior.level.label}，下级的级别须更低。", "level")
    check_place(values, values["parent_id"], None)
    place = Area(**values, position=administration.next_position(Area))
    create(place, object_type="area", called=place.name, by=by, at=at, spelling=PLACE)
    lineage = [place, superior, *(administration.above(Area, superior)[::-1] if superior else ())]
    place.district_id = next((row.id for row in lineage if row and row.level == AreaLevel.DISTRICT), None)
    db.session.flush()
    return place


def change_area(place: Area, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a place's names and validity; where it lies is for good."""
    check_place(values, place.parent_id, place)
    change(place, values, object_type="area", called=place.name, by=by, at=at, spelling=PLACE)


def check_place(values: Mapping[str, Any], parent_id: int | None, place: Area | None) -> None:
    """Refuse a second place of the name in force, and a validity that ends before it begins."""
    start, end = values["valid_from"], values["valid_to"]
    if start and end and end < start:
        raise BadInput("失效日期不能早于生效日期。", "valid_to")
    for other in administration.under(Area, parent_id):
        if other is not place and other.name == values["name"] and other.valid_to is None and end is None:
            raise BadInput(f"同一上级下已有“{other.name}”。", "name")
