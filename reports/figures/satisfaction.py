"""How satisfied citizens were, where enough of them said so (pure).

Only valid ratings count: who could not be reached or would not rate is never counted as satisfied.
"""

from __future__ import annotations

import pandas as pd

ENOUGH_RATINGS = 20


def with_sample_notes(table: pd.DataFrame) -> pd.DataFrame:
    """Add `has_enough_ratings`: from fewer than 20 valid ratings of the result no conclusion is drawn."""
    return table.assign(has_enough_ratings=table["result_rated"] >= ENOUGH_RATINGS)


def least_satisfied(table: pd.DataFrame, below: float) -> pd.DataFrame:
    """Return the rows with enough ratings whose result satisfaction lies below, the lowest first."""
    noted = with_sample_notes(table)
    low = noted[
        [
            bool(enough) and rate is not None and rate < below
            for enough, rate in zip(noted["has_enough_ratings"], noted["result_satisfaction"], strict=True)
        ]
    ]
    order = sorted(range(len(low)), key=lambda place: low["result_satisfaction"].iloc[place])
    return low.iloc[order]
