"""What a city's rules say of its figures: how they are rounded, where tiers begin (口径) (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from reports.figures.ranking import USUAL_BOUNDS, Tier, tiers_of
from reports.figures.rounding import USUAL, Rounding


@dataclass(frozen=True)
class Caliber:
    """The rules by which figures are shown and compared."""

    rounding: Rounding = USUAL
    tiers: tuple[Tier, ...] = field(default_factory=tiers_of)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read them from a rule pack's document; what it leaves open is as usual."""
        return cls(Rounding.of(document), tiers_of(document.get("tiers") or USUAL_BOUNDS))


USUAL_CALIBER = Caliber()
