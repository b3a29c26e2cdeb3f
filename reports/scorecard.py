"""The score sheet of the units (承办单位考核评分): points by the rule pack's lines, ranked in tiers, losses in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.vocabulary import Dimension
from reports import extracts, lines
from reports.figures.asked import Asked
from reports.figures.ranking import Tier, rank
from reports.figures.scorecard import ScoreLine, Sheet, full_marks, lines_of, plain, score
from reports.lines import Row


@dataclass(frozen=True)
class Unit:
    """A unit's line, its sheet, its tier and its place in the tier."""

    row: Row
    sheet: Sheet
    tier: Tier
    rank: int | None


@dataclass(frozen=True)
class Block:
    """The units of a tier."""

    tier: Tier
    units: list[Unit]


@dataclass(frozen=True)
class Scorecard:
    """Everyone's score sheet.

    `apart` are units with cases of which a line could not be scored: nothing was due, or nobody rated them. `idle`
    names those that were sent nothing, `unknown` the lines of the pack that name no rate of the registry.
    """

    asked: Asked
    lines: tuple[ScoreLine, ...]
    unknown: tuple[str, ...]
    blocks: list[Block]
    apart: list[Unit]
    idle: list[str]

    @property
    def most(self) -> Decimal:
        """What a unit could get at most."""
        return full_marks(self.lines)

    @property
    def most_shown(self) -> str:
        """The same as people write it: 50."""
        return plain(self.most)

    @property
    def units(self) -> list[Unit]:
        """Every unit with a whole sheet, tier by tier."""
        return [unit for block in self.blocks for unit in block.units]


def gather(asked: Asked, *, by_rank: bool = False) -> Scorecard:
    """Score every unit that was sent a case or had one due; in official order, or by rank."""
    score_lines, unknown = lines_of(extracts.score_rows(asked.at))
    [tables] = lines.tables([Dimension.DEPARTMENT], asked)
    table = tables[Dimension.DEPARTMENT]
    sent = lines.sent_units(table, asked)
    found = [(row, score(row, score_lines)) for row in lines.rows(sent, asked, Dimension.DEPARTMENT)]
    whole = [(row, sheet) for row, sheet in found if sheet.is_whole]
    places = rank([sheet.score.number for _, sheet in whole], [row["tier"] for row, _ in whole])
    units = [Unit(row, sheet, row["tier"], place) for (row, sheet), place in zip(whole, places, strict=True)]
    if by_rank:
        units.sort(key=lambda unit: (unit.rank is None, unit.rank or 0))
    in_tiers = ((tier, [unit for unit in units if unit.tier == tier]) for tier in asked.caliber.tiers)
    return Scorecard(
        asked=asked,
        lines=score_lines,
        unknown=unknown,
        blocks=[Block(tier, own) for tier, own in in_tiers if own],
        apart=[Unit(row, sheet, row["tier"], None) for row, sheet in found if not sheet.is_whole],
        idle=lines.idle_units(table, sent),
    )
