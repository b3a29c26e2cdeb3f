"""How many cases a router is how sure of, and how often it is right then: the precision/coverage curve (pure).

It is drawn from judgements: what the router said of each kept-out case, the matter of the case, whether it was right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WHOLE = 10_000
# In hundredths of a per cent: wide steps where nobody would set a threshold, each per cent where somebody would.
STEPS = (*range(5_000, 9_000, 500), *range(9_000, 10_000, 100))
LOWEST, HIGHEST = 5_000, 9_900


class Judgement(NamedTuple):
    """One kept-out case: its category, how sure the router was (0 to 10,000), 1 where it was right, else 0."""

    matter_id: int
    confidence: int
    is_right: int


@dataclass(frozen=True)
class Reached:
    """The cases of which a router is at least `threshold` (0 to 10,000) sure: `right` of `count`, among `total`."""

    threshold: int
    count: int
    right: int
    total: int

    @property
    def precision(self) -> float | None:
        """How many of them are right, 0 to 1; None where there are none."""
        return self.right / self.count if self.count else None

    @property
    def coverage(self) -> float:
        """Their share of all cases, 0 to 1."""
        return self.count / self.total if self.total else 0.0

    @property
    def precision_percent(self) -> float | None:
        """The precision in per cent, as charts and tables show it."""
        return None if self.precision is None else round(self.precision * 100, 1)

    @property
    def coverage_percent(self) -> float:
        """The coverage in per cent."""
        return round(self.coverage * 100, 1)


def told(hundredths: int) -> str:
    """Say hundredths of a per cent as people write it: 95%, 97.5%."""
    return f"{hundredths / 100:g}%"


def judgements_of(
    matters: Sequence[int], confidence: Sequence[float], right: Sequence[bool]
) -> list[Judgement]:
    """Put down what a router said of each case; how sure it was is rounded down, so that no threshold flatters."""
    return [
        Judgement(matter, min(int(sure * WHOLE), WHOLE), int(is_right))
        for matter, sure, is_right in zip(matters, confidence, right, strict=True)
    ]


def reached(judgements: Sequence[Judgement], threshold: int) -> Reached:
    """Return how the router fares on the cases it is at least that sure of."""
    sure = [each.is_right for each in judgements if each.confidence >= threshold]
    return Reached(threshold, len(sure), sum(sure), len(judgements))


def curve(judgements: Sequence[Judgement], steps: Iterable[int] = STEPS) -> list[Reached]:
    """Return the points of the curve, the lowest threshold first; those that no case reaches are left out."""
    points = [reached(judgements, step) for step in steps]
    return [point for point in points if point.count]


def by_matter(judgements: Iterable[Judgement]) -> dict[int, list[Judgement]]:
    """Return the judgements by category."""
    found: dict[int, list[Judgement]] = {}
    for each in judgements:
        found.setdefault(each.matter_id, []).append(each)
    return found
