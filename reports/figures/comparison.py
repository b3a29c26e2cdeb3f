"""How much more or less than before: growth of counts in percent, of rates in percentage points (pure)."""

from __future__ import annotations

from decimal import Decimal

from reports.figures.rounding import USUAL, Rounding, percent


def change(now: int, before: int, rounding: Rounding = USUAL) -> Decimal | None:
    """Return the growth from before to now in percent (同比, 环比); None where before is 0."""
    return percent(now - before, before, rounding)


def points(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return how many percentage points (个百分点) lie between two rates; None where one is missing."""
    return None if now is None or before is None else now - before
