"""How a router is fitted: chosen by what the texts are like, never by the name of a file (pure).

The numbers were found by cross-fitting on real messages and real cases; docs/routing.md says what they gain.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG = 100
"""Texts with a median length above this are letters: they have a subject or a first sentence worth more."""


@dataclass(frozen=True)
class LeastSquares:
    """A member fitted by ridge regression, held back by `penalty`."""

    penalty: float


@dataclass(frozen=True)
class Machines:
    """A member of one support vector machine for each label; `balanced`: in which every label counts alike."""

    cost: float
    balanced: bool = False


@dataclass(frozen=True)
class Settings:
    """Kinds of features with their weight in TF-IDF and in the ratios, the linear members, how far each is held back."""

    kinds: tuple[str, ...]
    weights: tuple[float, ...]
    linear: tuple[LeastSquares | Machines, ...]
    ratio_weights: tuple[float, ...]
    ratio_cost: float
    rarest: int


LETTERS = Settings(
    kinds=("characters", "words", "head characters", "head words"),
    weights=(0.35, 0.35, 0.15, 0.15),
    linear=(LeastSquares(0.1),),
    ratio_weights=(1, 1, 2, 2),
    ratio_cost=1.0,
    rarest=2,
)
NOTES = Settings(
    kinds=("characters",),
    weights=(1,),
    linear=(LeastSquares(0.5), Machines(0.3), Machines(1.0, balanced=True)),
    ratio_weights=(1,),
    ratio_cost=0.3,
    rarest=4,
)


def settings_for(median_length: float) -> Settings:
    """Return the settings for texts of this median length in characters."""
    return LETTERS if median_length > LONG else NOTES
