"""Who closes in time: units in their tiers, and their places in them (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.figures.ranking import Tier, rank, tier_of
from reports.figures.rates import Line


def with_tiers(lines: Sequence[Line], tiers: Sequence[Tier]) -> list[Line]:
    """Add `tier` and `rank`: place by on-time rate, then completion rate, among the units of the tier.

    Rounded rates decide, as papers show them.
    """
    own = [tier_of(line["due"], tiers) for line in lines]
    results = [
        None if line["on_time_rate"] is None else (line["on_time_rate"], line["completion_rate"])
        for line in lines
    ]
    places = rank(results, own)
    return [
        line | {"tier": tier, "rank": place} for line, tier, place in zip(lines, own, places, strict=True)
    ]


def by_rank(lines: Iterable[Line]) -> list[Line]:
    """Return the lines by rank; unranked ones keep their order after the ranked."""
    return sorted(lines, key=lambda line: (line["rank"] is None, line["rank"] or 0))


def behind_tier(rate: Decimal | None, tier_rate: Decimal | None) -> Decimal | None:
    """Return by how many points a unit lies below its tier's own rate; None where it does not."""
    if rate is None or tier_rate is None or rate >= tier_rate:
        return None
    return tier_rate - rate
