"""How much more or less than before: growth of counts in percent, of rates in percentage points (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.figures.asked import Asked
from reports.figures.rounding import DASH, USUAL, Rounding, percent, shown
from reports.figures.values import Value, value_of
from reports.periods import Period


@dataclass(frozen=True)
class Change:
    """What lies between a value and the one it is compared with."""

    now: Value
    against: Value

    @property
    def number(self) -> Decimal | None:
        """The growth in percent; of rates, the difference in points; None where there is none to tell."""
        now, before = self.now.number, self.against.number
        if self.now.figure.is_divided:
            return points(_decimal(now), _decimal(before))
        if now is None or before is None:
            return None
        return change(now, before, self.now.asked.caliber.rounding)

    @property
    def shown(self) -> str:
        """The change as papers show it, with its sign: +3.50%, -0.20个百分点, or a dash."""
        text = shown(self.number, signed=True)
        return text.replace("%", "个百分点") if self.now.figure.is_divided else text

    @property
    def words(self) -> str:
        """The change as a sentence says it: 上升3.50%, 下降0.20个百分点, 持平."""
        if self.number is None:
            return DASH
        if not self.number:
            return "持平"
        return ("上升" if self.number > 0 else "下降") + self.shown[1:]


@dataclass(frozen=True)
class Compared:
    """A value beside that of the period before (环比) and of the same period of last year (同比)."""

    now: Value
    growth: Change
    yearly_growth: Change


def compared(
    name: str, now: Mapping[str, Any], before: Mapping[str, Any], last_year: Mapping[str, Any]
) -> Compared:
    """Set a figure of a line beside what it was; each line says as `asked` whose it is."""
    value, *earlier = (value_of(name, line, line["asked"]) for line in (now, before, last_year))
    return Compared(value, *(Change(value, old) for old in earlier))


def compared_beside(name: str, line: Mapping[str, Any]) -> Compared:
    """Set a count beside what it was as the line itself tells it, as `before` and `last_year`."""
    growth = growth_beside(name, line)
    return Compared(growth.now, growth, yearly_growth_beside(name, line))


def growth_beside(name: str, line: Mapping[str, Any]) -> Change:
    """Set a count beside what it was in the period before, as the line itself tells it."""
    return _beside(name, line, "before", line["asked"].period.before())


def yearly_growth_beside(name: str, line: Mapping[str, Any]) -> Change:
    """Set a count beside what it was in the same period of last year, as the line itself tells it."""
    return _beside(name, line, "last_year", line["asked"].period.year_before())


def _beside(name: str, line: Mapping[str, Any], column: str, period: Period) -> Change:
    asked: Asked = line["asked"]
    return Change(value_of(name, line, asked), value_of(name, {name: line[column]}, asked.during(period)))


def change(now: int | Decimal, before: int | Decimal, rounding: Rounding = USUAL) -> Decimal | None:
    """Return the growth from before to now in percent (同比, 环比); None where before is 0."""
    return percent(now - before, before, rounding)


def points(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return how many percentage points (个百分点) lie between two rates; None where one is missing."""
    return None if now is None or before is None else now - before


def _decimal(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)
