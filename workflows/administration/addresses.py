"""The address book (地名库): places added and changed; by which letters each is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from models.address import Address
from models.queries import addresses
from models.queries.search import normal
from workflows.administration.change import change, create
from workflows.errors import BadInput
from workflows.initials import initials_of, pinyin_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.user import User


def found_by(name: str, aliases: Sequence[str]) -> str:
    """Return all that a place is found by, each between blanks: names as written, their pinyin, their initials."""
    names = [name, *aliases]
    known = [*(normal(each) for each in names), *map(pinyin_of, names), *map(initials_of, names)]
    return f" {' '.join(dict.fromkeys(each for each in known if each))} "


def add(values: Mapping[str, Any], *, by: User, at: datetime) -> Address:
    """Add a place; BadInput where the area has one of that name."""
    check_name(values, None)
    row = Address(**values, found_by=found_by(values["name"], values["aliases"]))
    return create(row, object_type="address", called=row.name, by=by, at=at)


def edit(row: Address, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change a place."""
    check_name(values, row)
    letters = found_by(values["name"], values["aliases"])
    change(row, {**values, "found_by": letters}, object_type="address", called=row.name, by=by, at=at)


def check_name(values: Mapping[str, Any], row: Address | None) -> None:
    """Refuse a second place of one name in one area."""
    known = addresses.same(values["area_id"], values["name"])
    if known is not None and known is not row:
        raise BadInput(f"该区划已有名为“{values['name']}”的地点。", "name")
