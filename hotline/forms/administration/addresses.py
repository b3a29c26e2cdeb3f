"""The form of a place of the address book."""

from __future__ import annotations

from typing import Any

from hotline.forms import Form
from hotline.forms.administration.fields import choice, line, offer, row_choice, text, tick
from models.address import Address, AddressKind
from models.queries import reference


class AddressForm(Form):
    """A place that callers name, what else they call it, and the area it lies in."""

    name = line("名称", needed=True, longest=60)
    kind = choice("类别", AddressKind)
    area_id = row_choice(
        "所在区划", needed=True, description="选到能确定的最小一级；横跨多个街道的道路选区县。"
    )
    aliases = text(
        "别名", longest=600, description="每行一个，如群众常用的旧名、俗称。", render_kw={"rows": 3}
    )
    is_active = tick("在用", default=True)

    def __init__(self, place: Address | None) -> None:
        given = {"aliases": "\n".join(place.aliases)} if place else {}
        super().__init__(obj=place, data=given)
        if not self.is_submitted() and place:
            self.aliases.data = given["aliases"]
        offer(self.area_id, reference.all_areas(), empty="请选择")

    def values(self) -> dict[str, Any]:
        """Return the place's values by column."""
        aliases = [alias.strip() for alias in (self.aliases.data or "").splitlines() if alias.strip()]
        return {
            "name": self.name.data,
            "kind": self.kind.data,
            "area_id": self.area_id.data,
            "aliases": list(dict.fromkeys(aliases)),
            "is_active": self.is_active.data,
        }
