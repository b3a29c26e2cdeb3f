"""Who closes in time: units in tiers of size, ranked only among their like, small ones not at all (pure).

Small units must not win by having three cases; units without due cases have no rate to be ranked by.
The tiers follow 国办函〔2025〕66号: grade by tier, no one-sided ranking.
"""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from models.vocabulary import Labelled
from reports.figures.rounding import USUAL

LARGE_FROM, MIDDLE_FROM = 100, 20


class Tier(Labelled):
    """How many cases of a unit fell due in the period (分档)."""

    LARGE = "large", "第一档：应办结100件及以上"
    MIDDLE = "middle", "第二档：应办结20至99件"
    SMALL = "small", "第三档：应办结不足20件（样本不足，仅列数据，不排名）"
    NONE = "none", "本期无应办结工单（不参与排名）"


RANKED = (Tier.LARGE, Tier.MIDDLE)


def tier_of(due: int) -> Tier:
    """Return the tier of a unit by its due cases."""
    if due >= LARGE_FROM:
        return Tier.LARGE
    if due >= MIDDLE_FROM:
        return Tier.MIDDLE
    return Tier.SMALL if due else Tier.NONE


def with_tiers(table: pd.DataFrame) -> pd.DataFrame:
    """Add `tier` and `rank`: place by on-time rate, then completion rate, among the units of the tier.

    Equal units share the better place; unranked ones have None. Rounded rates decide, as papers show them.
    """
    tiers = [tier_of(int(due)) for due in table["due"]]
    results = [
        (on_time, closed) if tier in RANKED else None
        for tier, on_time, closed in zip(tiers, table["on_time_rate"], table["completion_rate"], strict=True)
    ]
    ranks = [
        None if result is None else 1 + sum(_is_better(other, result) for other in _of(tier, tiers, results))
        for tier, result in zip(tiers, results, strict=True)
    ]
    return table.assign(
        tier=pd.Series(tiers, index=table.index, dtype=object),
        rank=pd.Series(ranks, index=table.index, dtype=object),
    )


def by_rank(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by rank; unranked ones keep their order after the ranked."""
    places = [(rank is None, rank or 0) for rank in table["rank"]]
    order = sorted(range(len(table)), key=lambda place: places[place])
    return table.iloc[order]


def behind_tier(rate: Decimal | None, tier_rate: Decimal | None) -> Decimal | None:
    """Return by how many points a unit lies below its tier's own rate; None where it does not."""
    if rate is None or tier_rate is None or rate >= tier_rate:
        return None
    return USUAL.round(tier_rate - rate)


def _of(
    tier: Tier, tiers: list[Tier], results: list[tuple[Decimal, Decimal] | None]
) -> list[tuple[Decimal, Decimal]]:
    return [r for other, r in zip(tiers, results, strict=True) if other is tier and r is not None]


def _is_better(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one > other
