"""Every sign that a template or the menu names is drawn in static/icons.svg."""

import re

from hotline.menu import MENU
from tests.house.source_tree import ROOT

NAMED = re.compile(r"""\b(?:icon|sign)\(["']([a-z-]+)["']|\bicon=["']([a-z-]+)["']""")


def test_every_named_sign_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "hotline/static/icons.svg").read_text()))
    wanted = {
        (name or other, file.name)
        for file in (ROOT / "hotline/templates").rglob("*.html")
        for name, other in NAMED.findall(file.read_text(encoding="utf-8"))
    }
    wanted |= {(place.icon, "menu.py") for _, places in MENU for place in places if place.icon}

    assert len(wanted) > 20
    assert not {(name, where) for name, where in wanted if name not in drawn}
