"""How satisfied citizens were, where enough of them said so (pure).

Only valid ratings count: who could not be reached or would not rate is never counted as satisfied.
"""

from __future__ import annotations

from collections.abc import Iterable

from reports.figures.rates import Line

# From fewer valid ratings of the result no conclusion is drawn.
ENOUGH_RATINGS = 20


def least_satisfied(lines: Iterable[Line], below: float) -> list[Line]:
    """Return the lines with enough ratings whose result satisfaction lies below, the lowest first."""
    enough = (line for line in lines if line["result_rated"] >= ENOUGH_RATINGS)
    low = [line for line in enough if line["result_satisfaction"] < below]
    return sorted(low, key=lambda line: line["result_satisfaction"])
