"""Which types the city's papers are set in (公文格式); what is not named is that of the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows import audit
from workflows.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.city import City
    from models.user import User

SETTING = "paper_fonts"
# What parts names in a list of types, or ends one.
NOT_IN_A_NAME = frozenset(",;'\"<>\\")


def change_types(city: City, named: Mapping[str, str], *, by: User, at: datetime) -> bool:
    """Keep the names by role and say whether any was another. Raises BadInput at the role's field."""
    for role, name in named.items():
        if NOT_IN_A_NAME & set(name):
            raise BadInput("字体名称中不能有逗号、分号、引号、尖括号和反斜杠。", role)
    before = city.settings.get(SETTING) or {}
    after = {role: name for role, name in named.items() if name}
    changes = {
        role: [before.get(role), after.get(role)] for role in named if before.get(role) != after.get(role)
    }
    if changes:
        city.settings = {**city.settings, SETTING: after}
        summary = "公文字体"
        audit.write(
            "change", by=by, at=at, object_type="city", object_id=city.id, summary=summary, changes=changes
        )
    return bool(changes)
