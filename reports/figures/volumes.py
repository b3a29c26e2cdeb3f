"""How many, which share of all, and how much more or less than before (同比、环比) (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from reports.figures.comparison import change
from reports.figures.rounding import USUAL, Rounding, shares


def compared(
    now: pd.DataFrame,
    before: pd.DataFrame,
    last_year: pd.DataFrame,
    measure: str,
    rounding: Rounding = USUAL,
) -> pd.DataFrame:
    """Return `now` with what `measure` was in the period before and a year ago, and the growth in percent.

    Added columns: share (Decimal, adding up to 100), before, last_year (int), growth (环比) and
    yearly_growth (同比), both None where there was nothing to compare with. Rows are matched by `key`.
    """
    earlier = [table.set_index("key")[measure] for table in (before, last_year)]
    befores, years = ([int(old.get(key, 0)) for key in now["key"]] for old in earlier)
    counts = [int(count) for count in now[measure]]
    return now.assign(
        share=_column(now, shares(counts, rounding)),
        before=befores,
        last_year=years,
        growth=_column(now, [change(n, b, rounding) for n, b in zip(counts, befores, strict=True)]),
        yearly_growth=_column(now, [change(n, y, rounding) for n, y in zip(counts, years, strict=True)]),
    )


def _column(table: pd.DataFrame, values: Sequence[Decimal | None]) -> pd.Series[Any]:
    return pd.Series(values, index=table.index, dtype=object)


def rise(now: int, before: int) -> Decimal:
    """Return how far a count rose beyond what chance moves counts of its size by; 0 where both are none.

    The growth in percent would put one call that became five before a hundred that became two hundred.
    """
    return (now - before) / Decimal(now + before).sqrt() if now or before else Decimal(0)
