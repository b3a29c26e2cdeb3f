"""How many, which share of all, and how much more or less than before (同比、环比) (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.figures.comparison import change
from reports.figures.rates import Line
from reports.figures.rounding import USUAL, Rounding, shares


def compared(
    now: Sequence[Line],
    before: Sequence[Line],
    last_year: Sequence[Line],
    measure: str,
    rounding: Rounding = USUAL,
) -> list[Line]:
    """Return `now` with what `measure` was in the period before and a year ago, and the growth in percent.

    Told besides: share (Decimal, adding up to 100), before, last_year (int), growth (环比) and
    yearly_growth (同比), both None where there was nothing to compare with. Lines are matched by `key`.
    """
    befores, years = ({line["key"]: line[measure] for line in lines} for lines in (before, last_year))
    parts = shares([line[measure] for line in now], rounding)
    told = []
    for line, share in zip(now, parts, strict=True):
        count, old, older = line[measure], befores.get(line["key"], 0), years.get(line["key"], 0)
        told.append(
            line
            | {
                "share": share,
                "before": old,
                "last_year": older,
                "growth": change(count, old, rounding),
                "yearly_growth": change(count, older, rounding),
            }
        )
    return told


def rise(now: int, before: int) -> Decimal:
    """Return how far a count rose beyond what chance moves counts of its size by; 0 where both are none.

    The growth in percent would put one call that became five before a hundred that became two hundred.
    """
    return (now - before) / Decimal(now + before).sqrt() if now or before else Decimal(0)
