"""A line of counts that knows its rates, and what many lines add up to (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from reports.figures.definitions import MEASURES, RATES, rate_of
from reports.figures.rounding import USUAL, Rounding


class Line(dict[str, Any]):
    """What is told of a member: its name, every measure as int, and each rate once somebody asks for it.

    A rate is a Decimal percent (of a mean, hours), None where its denominator is 0. There are thirty of them, and
    a paper asks for few: to work them all out for every matter cost more than to read the counts.
    """

    __slots__ = ("rounding",)

    def __init__(self, told: Mapping[str, Any], rounding: Rounding = USUAL) -> None:
        super().__init__(told)
        self.rounding = rounding

    def __missing__(self, name: str) -> Any:
        """Work a rate out and keep it. Raises KeyError where there is none of that name."""
        found = rate_of(name, self, self.rounding)
        self[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        """Tell whether anything is told as `name`: every rate is."""
        return super().__contains__(name) or name in RATES

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is told as `name`, a rate too; the default where nothing is."""
        try:
            return self[name]
        except KeyError:
            return default

    def __or__(self, told: Mapping[str, Any]) -> Self:  # type: ignore[override]
        """Return the line with what else is told of it."""
        return type(self)({**self, **told}, self.rounding)


def total(lines: Iterable[Mapping[str, Any]], rounding: Rounding = USUAL) -> Line:
    """Return the sums of all measures; its rates are those of these sums, never a mean of rates."""
    given = list(lines)
    return Line({name: sum(line[name] for line in given) for name in MEASURES}, rounding)
