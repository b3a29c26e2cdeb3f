"""Places among units: in tiers of size, each ranked only among its like, small ones not at all (pure).

Small units must not win by having three cases; units without cases have nothing to be ranked by. Tiers follow
国办函〔2025〕66号: grade by tier, no one-sided ranking. Where they begin is the rule pack's (`tiers`, 分档下限).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

USUAL_BOUNDS = (100, 20)
ORDINALS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Tier:
    """Units of like size (分档): from `least` to `most` due cases; tier 0 is of those without any."""

    place: int
    label: str
    least: int
    most: int | None
    is_ranked: bool

    @property
    def key(self) -> str:
        """The tier as part of an address: tier-1."""
        return f"tier-{self.place}"


def tiers_of(bounds: Sequence[int] = USUAL_BOUNDS) -> tuple[Tier, ...]:
    """Return the tiers that begin at these numbers of due cases, largest first; the last two are not ranked."""
    tiers = [Tier(1, f"第一档：应办结{bounds[0]}件及以上", bounds[0], None, is_ranked=True)]
    for above, least in pairwise(bounds):
        label = f"第{ORDINALS[len(tiers) + 1]}档：应办结{least}至{above - 1}件"
        tiers.append(Tier(len(tiers) + 1, label, least, above - 1, is_ranked=True))
    small = f"第{ORDINALS[len(tiers) + 1]}档：应办结不足{bounds[-1]}件（样本不足，仅列数据，不排名）"
    tiers.append(Tier(len(tiers) + 1, small, 1, bounds[-1] - 1, is_ranked=False))
    return (*tiers, Tier(0, "本期无应办结工单（不参与排名）", 0, 0, is_ranked=False))


def tier_of(size: int, tiers: Sequence[Tier]) -> Tier:
    """Return the tier of a unit with so many due cases."""
    return next(tier for tier in tiers if size >= tier.least)


def rank(results: Sequence[Any], tiers: Sequence[Tier], *, low_is_good: bool = False) -> list[int | None]:
    """Return each unit's place among those of its tier by its result; equal units share the better place.

    None for those of tiers that are not ranked, and for those whose result is None.
    """
    places: dict[tuple[int, Any], int] = {}
    for tier in set(tiers):
        own = [r for r, beside in zip(results, tiers, strict=True) if beside == tier and r is not None]
        for place, result in enumerate(sorted(own, reverse=not low_is_good), 1):
            places.setdefault((tier.place, result), place)
    return [
        places.get((tier.place, result)) if tier.is_ranked else None
        for tier, result in zip(tiers, results, strict=True)
    ]
