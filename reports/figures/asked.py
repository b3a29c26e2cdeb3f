"""What a figure was asked for: whose cases, of which period, counted at which moment, by which rules (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from models.queries.measures import NONE, Span
from models.queries.restrictions import Within
from models.queries.subsets import Subset
from models.vocabulary import Dimension
from reports.figures.caliber import USUAL_CALIBER, Caliber
from reports.periods import Period


@dataclass(frozen=True)
class Asked:
    """All that decides the value of a figure besides the cases themselves; without a member, of all cases.

    subset: of all cases, just those that a special report is about. within: just those of some members of
    another dimension. Not both.
    """

    period: Period
    at: datetime
    caliber: Caliber = USUAL_CALIBER
    dimension: Dimension = Dimension.ALL
    key: str = NONE
    subset: Subset | None = None
    within: Within | None = None

    @property
    def span(self) -> Span:
        """The period as moments."""
        return Span(self.period.start, self.period.end, self.at)

    def of(self, dimension: Dimension, key: str) -> Asked:
        """Return the same question of one member of a dimension."""
        return replace(self, dimension=dimension, key=key)

    def during(self, period: Period) -> Asked:
        """Return the same question of another period."""
        return replace(self, period=period)

    def about(self, subset: Subset) -> Asked:
        """Return the same question of a part of the cases."""
        return replace(self, subset=subset)

    def inside(self, within: Within | None) -> Asked:
        """Return the same question of the cases of these members of another dimension alone."""
        return replace(self, within=within)
