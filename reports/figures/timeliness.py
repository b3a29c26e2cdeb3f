"""Who closes in time: units in their tiers, and their places in them (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from reports.figures.ranking import Tier, rank, tier_of


def with_tiers(table: pd.DataFrame, tiers: Sequence[Tier]) -> pd.DataFrame:
    """Add `tier` and `rank`: place by on-time rate, then completion rate, among the units of the tier.

    Rounded rates decide, as papers show them.
    """
    own = [tier_of(int(due), tiers) for due in table["due"]]
    results = [
        None if on_time is None else (on_time, closed)
        for on_time, closed in zip(table["on_time_rate"], table["completion_rate"], strict=True)
    ]
    return table.assign(
        tier=pd.Series(own, index=table.index, dtype=object),
        rank=pd.Series(rank(results, own), index=table.index, dtype=object),
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
    return tier_rate - rate
