"""Which types a paper is set in: what the city says, else those of GB/T 9704-2012; free ones where they lack (pure).

The standard's types belong to their makers and are not shipped. A machine that has them shows them, another one
falls back to Noto. A city names its own in city.toml:

    [paper_fonts]
    title = "方正小标宋简体"
    body = "仿宋_GB2312"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")


@dataclass(frozen=True)
class PaperFonts:
    """The types of title and mark (小标宋), body (仿宋), headings of the first (黑体) and second level (楷体)."""

    title: str = "方正小标宋简体"
    body: str = "仿宋_GB2312"
    level1: str = "黑体"
    level2: str = "楷体_GB2312"

    def stack(self, role: str) -> list[str]:
        """Return the type of a role and what it falls back to, in order; KeyError for an unknown role."""
        return [getattr(self, role), *OTHER_NAMES.get(getattr(self, role), ()), *FALLBACKS[role]]


FALLBACKS = {"title": SERIF, "body": SERIF, "level1": SANS, "level2": SERIF}
# One type goes by several names, with the system and the year it was bought.
OTHER_NAMES = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong"),
    "黑体": ("SimHei", "STHeiti"),
    "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti"),
}


def paper_fonts(settings: Mapping[str, Any]) -> PaperFonts:
    """Return the types of a city; what it does not name, or names emptily, is the standard's."""
    given = settings.get("paper_fonts")
    known = {f.name for f in fields(PaperFonts)}
    named = given if isinstance(given, Mapping) else {}
    return PaperFonts(**{role: str(name) for role, name in named.items() if role in known and name})
