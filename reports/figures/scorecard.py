"""Points for rates (考核评分): what each line of the rule pack's score sheet gives and takes, said in words (pure).

A line gives its full points at its target and takes some for each percentage point below, down to a floor. It
looks at the rate as it is shown: 12 of 17 is 70.59%, which lies 24.41 points below 95%; at half a point each,
12.80 of 25 are left (domain study 4.2, worked back from scores that cities published).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from reports.figures.definitions import FIGURES, MEASURES, RATES
from reports.figures.figure import Figure
from reports.figures.rounding import DASH, USUAL, Rounding, shown
from reports.figures.values import Value, value_of

# What packs call the two rates that every city scores; any other rate is called by its id in the registry.
SHORT_NAMES = {"on_time": "on_time_rate", "satisfied": "result_satisfaction"}


@dataclass(frozen=True)
class ScoreLine:
    """A line of the score sheet (评分项): `most` points at the target, `slope` less for each point below."""

    figure: Figure
    title: str
    most: Decimal
    slope: Decimal
    target: Decimal
    floor: Decimal
    source: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of the pack's document. KeyError where it scores no rate of the registry."""
        figure = RATES[SHORT_NAMES.get(row["measure"], row["measure"])]
        most, slope, target, floor = (
            Decimal(str(row.get(name, 0))) for name in ("max", "slope_per_pp", "target", "floor")
        )
        return cls(figure, row["title"], most, slope, target, floor, row.get("source", ""))

    @property
    def rule(self) -> str:
        """The rule in words: 满分25分；目标100%，每低1个百分点扣1分，最低得0分."""
        most, slope, target, floor = map(plain, (self.most, self.slope, self.target, self.floor))
        return f"满分{most}分；目标{target}%，每低1个百分点扣{slope}分，最低得{floor}分"

    def points(self, rate: Decimal, rounding: Rounding = USUAL) -> Decimal:
        """Return the points that a rate in percent is given."""
        below = max(Decimal(0), self.target - rate)
        return rounding.round(max(self.floor, self.most - self.slope * below))


@dataclass(frozen=True)
class Scored:
    """What a line gave one unit; no points where the unit has no such rate."""

    line: ScoreLine
    rate: Value
    points: Decimal | None

    @property
    def lost(self) -> Decimal | None:
        """How many points it took."""
        return None if self.points is None else self.line.most - self.points

    @property
    def is_at_floor(self) -> bool:
        """Whether it gave the least that it gives."""
        return self.points == self.line.floor and self.points < self.line.most

    @property
    def reason(self) -> str:
        """What came of it, in words: 按时办结率89.82%，低于目标10.18个百分点，扣10.18分."""
        if self.points is None or not isinstance(self.rate.number, Decimal):
            nothing = "＋".join(MEASURES[name].label for name in self.line.figure.denominator)
            return f"{self.line.title}：{nothing}为0，不计分"
        said = f"{self.line.title}{shown(self.rate.number)}"
        if self.rate.number >= self.line.target:
            return f"{said}，达到目标{plain(self.line.target)}%，不扣分"
        below = f"低于目标{self.line.target - self.rate.number}个百分点"
        if self.is_at_floor:
            return f"{said}，{below}，按最低分计，扣{self.lost}分"
        return f"{said}，{below}，扣{self.lost}分"


@dataclass(frozen=True)
class Sheet:
    """The score sheet of one unit; its sum only where every line could be scored."""

    lines: tuple[Scored, ...]
    score: Value
    lost: Value

    @property
    def is_whole(self) -> bool:
        """Whether every line could be scored: only such units can be compared."""
        return self.score.number is not None

    @property
    def reason(self) -> str:
        """Where the points went, in words."""
        told = [line.reason for line in self.lines if line.points is None or line.lost]
        return "；".join(told) if told else "各项均达到目标，不扣分"


def lines_of(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[ScoreLine, ...], tuple[str, ...]]:
    """Return the lines of a pack's score sheet, and the titles of those that name no rate of the registry."""
    lines, unknown = [], []
    for row in rows:
        try:
            lines.append(ScoreLine.of(row))
        except KeyError:
            unknown.append(f"{row['title']}（{row['measure']}）")
    return tuple(lines), tuple(unknown)


def score(row: Mapping[str, Any], lines: Sequence[ScoreLine]) -> Sheet:
    """Score one unit by its line of a report."""
    asked = row["asked"]
    scored = []
    for line in lines:
        rate = value_of(line.figure.id, row, asked)
        number = rate.number if isinstance(rate.number, Decimal) else None
        scored.append(
            Scored(line, rate, None if number is None else line.points(number, asked.caliber.rounding))
        )
    points = [each.points for each in scored]
    known = [point for point in points if point is not None]
    total = sum(known, Decimal(0)) if known and len(known) == len(points) else None
    lost = None if total is None else full_marks(lines) - total
    return Sheet(
        tuple(scored),
        *(
            Value(FIGURES[name], number, None, None, asked)
            for name, number in (("score", total), ("points_lost", lost))
        ),
    )


def full_marks(lines: Iterable[ScoreLine]) -> Decimal:
    """Return what a unit could get at most."""
    return sum((line.most for line in lines), Decimal(0))


def plain(number: Decimal) -> str:
    """Return a number of the rules without needless digits: 25, 12.5."""
    return f"{number.normalize():f}"


def points_shown(points: Decimal | None) -> str:
    """Return points as papers show them, or a dash."""
    return DASH if points is None else f"{points:f}"
