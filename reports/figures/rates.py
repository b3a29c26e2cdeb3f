"""Rates of many rows at once, and what all of them add up to (pure)."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from reports.figures.definitions import MEASURES, RATES, divided, rate_of
from reports.figures.rounding import USUAL, Rounding

PARTS = {part for rate in RATES.values() for part in (*rate.numerator, *rate.denominator)}


def with_rates(table: pd.DataFrame, rounding: Rounding = USUAL) -> pd.DataFrame:
    """Add a column for each rate: Decimal percent (of a mean, hours), None where its denominator is 0."""
    counts = {name: table[name].tolist() for name in PARTS}
    added = {}
    for name, rate in RATES.items():
        parts = zip(*(counts[part] for part in rate.numerator), strict=True)
        wholes = zip(*(counts[part] for part in rate.denominator), strict=True)
        added[name] = [
            divided(rate, sum(part), sum(whole), rounding) for part, whole in zip(parts, wholes, strict=True)
        ]
    return pd.concat([table, pd.DataFrame(added, index=table.index, dtype=object)], axis=1)


def total(table: pd.DataFrame, rounding: Rounding = USUAL) -> dict[str, int | Decimal | None]:
    """Return the sums of all measures and the rates of these sums, never a mean of rates."""
    added = table[list(MEASURES)].to_numpy(dtype="int64").sum(axis=0).tolist()
    sums: dict[str, int] = dict(zip(MEASURES, added, strict=True))
    return {**sums, **{name: rate_of(name, sums, rounding) for name in RATES}}
