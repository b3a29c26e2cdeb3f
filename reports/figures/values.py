"""A figure's value, and whose it is: tiles, cells, sentences, addresses and lists all take it from here (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.vocabulary import Labelled
from reports.figures.asked import Asked
from reports.figures.definitions import AMOUNTS
from reports.figures.figure import MINUTES, Figure, Shape
from reports.figures.registry import REGISTRY
from reports.figures.rounding import shown

QUOTIENTS = (Shape.RATE, Shape.MEAN, Shape.PER)
TOLD = (Shape.ENTERED, Shape.TOTAL)


class Part(Labelled):
    """Which of the cases behind a rate are listed."""

    WHOLE = "whole", "全部（分母）"
    COUNTED = "counted", "计入分子的"
    REST = "rest", "未计入分子的"


@dataclass(frozen=True)
class Behind:
    """The cases behind a value: those counted for any of `counts` and for none of `left_out`, `number` of them."""

    counts: tuple[str, ...]
    left_out: tuple[str, ...]
    number: int


@dataclass(frozen=True)
class Value:
    """A number, and of a rate the two it was divided from; None for what there is not."""

    figure: Figure
    number: int | Decimal | None
    numerator: int | None
    denominator: int | None
    asked: Asked

    @property
    def shown(self) -> str:
        """The value as papers show it: 570,227, 99.27%, 87.62, or a dash."""
        if isinstance(self.number, Decimal) and not self.figure.is_divided:
            return f"{self.number:f}"
        return f"{self.number:,}" if isinstance(self.number, int) else shown(self.number)

    @property
    def division(self) -> str:
        """What was divided by what: 3 ÷ 6."""
        if self.denominator is None:
            return ""
        hours = f" ÷ {MINUTES}" if self.is_of_minutes else ""
        return f"{self.numerator:,}{hours} ÷ {self.denominator:,}"

    @property
    def is_of_minutes(self) -> bool:
        """Whether it is a mean of minutes told in hours."""
        return self.figure.shape is Shape.MEAN and self.figure.numerator[0] in AMOUNTS

    @property
    def has_parts(self) -> bool:
        """Whether the cases behind it are told apart by whether they count above the line."""
        return self.denominator is not None and self.figure.shape is Shape.RATE

    @property
    def opens(self) -> bool:
        """Whether there are cases to list, or of a score the sheet that says how it came about."""
        if self.figure.shape is Shape.AMOUNT:
            return False
        if self.figure.shape in (Shape.SCORE, *TOLD):
            return self.number is not None
        whole = self.denominator if self.figure.shape in QUOTIENTS else self.numerator
        return self.number is not None and bool(whole)

    @property
    def listed_as(self) -> str:
        """The figure whose cases are listed: of a share, or of a number per so many, the count above the line."""
        is_share = self.figure.shape in (Shape.SHARE, Shape.PER)
        return self.figure.numerator[0] if is_share else self.figure.id

    def behind(self, part: Part) -> Behind:
        """Return the cases behind the value: all that it was counted over, or a part of those of a rate."""
        figure, above, below = self.figure, self.numerator or 0, self.denominator or 0
        if self.is_of_minutes:
            return Behind(figure.denominator, (), below)
        if figure.shape is not Shape.RATE:
            return Behind(figure.numerator or (figure.id,), (), above)
        return {
            Part.WHOLE: Behind(figure.denominator, (), below),
            Part.COUNTED: Behind(figure.numerator, (), above),
            Part.REST: Behind(figure.denominator, figure.numerator, below - above),
        }[part]


def value_of(name: str, counts: Mapping[str, Any], asked: Asked) -> Value:
    """Return a figure's value out of a line of counts and rates. KeyError where there is no such figure.

    A line that leaves a figure open (None) has no value for it.
    """
    figure, number = REGISTRY[name], counts[name]
    # What was entered, or added up from that, has no cases above a line.
    above = None if figure.shape in TOLD else _sum(figure.numerator or (name,), counts)
    below = _sum(figure.denominator, counts) if figure.shape in QUOTIENTS else None
    return Value(figure, number, above, below, asked)


def _sum(names: Sequence[str], counts: Mapping[str, Any]) -> int | None:
    parts = [counts[name] for name in names]
    return None if None in parts else sum(parts)
