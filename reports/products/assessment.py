"""How papers assess units (考核): in tiers of size with places, small ones apart, with whom citizens rated low (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.completion import Block, Units
from reports.documents.paper import Column, Paragraph, Said, Table, Unit, say
from reports.figures.scorecard import ScoreLine, score
from reports.figures.values import value_of
from reports.lines import Row, idle_words
from reports.products.saying import words
from reports.products.tables import Field, counts, rates, table


def _rank(row: Row) -> Said:
    return words(str(row.get("rank") or ""))


def _behind(row: Row, block: Block) -> Said:
    """Return how far a unit lies below its tier; it opens the rate of the tier."""
    behind, whole = row.get("behind"), block.subtotal
    if behind is None:
        return words("")
    against = value_of("on_time_rate", whole, whole["asked"])
    return Said(f"{behind}", behind, Unit.POINTS, against, is_change=True)


RANKED = (
    Field(Column("名次", weight=0.6, is_number=False), _rank),
    counts("dispatched"),
    counts("due"),
    counts("due_on_time"),
    counts("due_open"),
    rates("completion_rate"),
    rates("on_time_rate"),
    rates("result_satisfaction"),
)
UNRANKED = RANKED[1:]
LOW = (counts("result_rated"), counts("result_satisfied"), rates("result_satisfaction"))


PLACED = "名次按按时办结率；得分按规则包的评分表计，每项怎样得来见考核评分。"


def tier_table(block: Block, marks: Sequence[ScoreLine] = ()) -> Table:
    """Return the units of a tier, with their places where it is ranked; with points where the rules give any."""
    is_ranked = any(row.get("rank") for row in block.rows)
    scored = Field(Column("得分"), lambda row: _score(row, block, marks))
    behind = Field(Column("低于同档（个百分点）"), lambda row: _behind(row, block))
    fields = (
        *(RANKED if is_ranked else UNRANKED),
        *((scored,) if marks else ()),
        *((behind,) if is_ranked else ()),
    )
    made = table(block.title, "承办单位", 2.4, fields, block.rows, [(block.subtotal, True)])
    return replace(made, note=PLACED) if marks else made


def _score(row: Row, block: Block, marks: Sequence[ScoreLine]) -> Said:
    """Return a unit's points, which open its sheet; of what several add up to there are none."""
    if row is block.subtotal:
        return words("")
    value = score(row, marks).score
    return Said(value.shown, value.number, Unit.SCORE, value)


def sums_table(units: Units) -> Table:
    """Return what all units add up to, and what is with no unit now."""
    rows = [units.total, *([units.unassigned] if units.unassigned else [])]
    return table(
        "全部承办单位合计", "承办单位", 2.4, UNRANKED, (), [(row, row is units.total) for row in rows]
    )


def idle_units(units: Units) -> list[Paragraph]:
    """Name the units that were sent nothing; nothing where there are none."""
    if not units.idle:
        return []
    return [say("{told}", told=idle_words(units.idle))]


def low_rated_table(units: Units) -> Table:
    """Return the units that citizens rated low."""
    made = table("办理结果满意率低于90%的单位", "承办单位", 2.4, LOW, units.unsatisfied)
    return replace(made, empty="没有办理结果满意率低于90%的单位。", note="有效评价不足20份的不列。")
