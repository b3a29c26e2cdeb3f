"""Rates of many rows at once, and the row that adds them up (pure)."""

from __future__ import annotations

import pandas as pd

from reports.figures.definitions import MEASURES, RATES
from reports.figures.rounding import USUAL, Rounding, percent

PARTS = {part for rate in RATES.values() for part in (*rate.numerator, *rate.denominator)}


def with_rates(table: pd.DataFrame, rounding: Rounding = USUAL) -> pd.DataFrame:
    """Add a column for each rate: Decimal percent, None where its denominator is 0."""
    counts = {name: table[name].tolist() for name in PARTS}
    added = {}
    for name, rate in RATES.items():
        parts = zip(*(counts[part] for part in rate.numerator), strict=True)
        wholes = zip(*(counts[part] for part in rate.denominator), strict=True)
        added[name] = [
            percent(sum(part), sum(whole), rounding) for part, whole in zip(parts, wholes, strict=True)
        ]
    return pd.concat([table, pd.DataFrame(added, index=table.index, dtype=object)], axis=1)


def total(table: pd.DataFrame, name: str = "合计", rounding: Rounding = USUAL) -> pd.DataFrame:
    """Return one row with the sums of all measures and the rates of these sums, never a mean of rates."""
    sums = table[list(MEASURES)].sum().astype("int64")
    return with_rates(pd.DataFrame([{"name": name, **sums.to_dict()}]), rounding)
