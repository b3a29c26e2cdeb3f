"""The figures of the grid (网格), kept apart from citizens' demands: what is counted, rates and shares (pure).

The condition of each count, by the same name, stands in models/queries/grid_figures.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.vocabulary import Cohort
from reports.figures.figure import Figure, Shape
from reports.figures.rounding import USUAL, Rounding, percent, shares

NOTHING = "不剔除；群众诉求不计入"


def _count(name: str, label: str, meaning: str, source: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=Shape.COUNT,
        cohort=Cohort.GRID,
        meaning=meaning,
        exclusions=NOTHING,
        source=f"网格事件：采集时间{source}",
    )


def _divided(name: str, label: str, shape: Shape, above: str, below: str, meaning: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=shape,
        cohort=Cohort.GRID,
        meaning=meaning,
        exclusions=NOTHING,
        source="由件数计算",
        numerator=(above,),
        denominator=(below,),
    )


GRID_COUNTS: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _count("grid_registered", "网格采集数", "全部网格事件", ""),
        _count("grid_escalated", "网格上报数", "网格不能自行处置、上报平台的", "、是否上报"),
        _count("grid_processed", "网格处置数", "已处置完毕的，自行处置和上报后处置的都计入", "、处置时间"),
        _count("grid_escalated_processed", "网格上报处置数", "上报且已处置完毕的", "、是否上报、处置时间"),
    )
}
GRID_RATES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _divided(
            "grid_processed_rate",
            "网格处置率",
            Shape.RATE,
            "grid_processed",
            "grid_registered",
            "已处置的占采集数之比，以全部采集数为分母",
        ),
        _divided(
            "grid_escalated_rate",
            "网格上报率",
            Shape.RATE,
            "grid_escalated",
            "grid_registered",
            "上报的占采集数之比",
        ),
        _divided(
            "grid_escalated_processed_rate",
            "网格上报处置率",
            Shape.RATE,
            "grid_escalated_processed",
            "grid_escalated",
            "上报的事件中已处置的占比，只以上报数为分母",
        ),
    )
}
GRID_SHARE = _divided(
    "grid_share",
    "网格上报占比",
    Shape.SHARE,
    "grid_escalated",
    "grid_escalated",
    "该项上报数在全部上报数中所占的百分比",
)
GRID: dict[str, Figure] = {**GRID_COUNTS, **GRID_RATES, GRID_SHARE.id: GRID_SHARE}


# What every line tells.
GRID_COUNTED: dict[str, Figure] = {**GRID_COUNTS, **GRID_RATES}
Line = dict[str, Any]


def with_rates(counts: Mapping[str, int], rounding: Rounding = USUAL) -> Line:
    """Return the counts of a line with its rates beside them; None where there is nothing to divide by."""
    rates = {
        name: percent(counts[rate.numerator[0]], counts[rate.denominator[0]], rounding)
        for name, rate in GRID_RATES.items()
    }
    return {**counts, **rates}


def added(lines: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the counts of the lines added up."""
    sums = dict.fromkeys(GRID_COUNTS, 0)
    for line in lines:
        for name in sums:
            sums[name] += line[name]
    return sums


def with_shares(lines: Sequence[Line], rounding: Rounding = USUAL) -> list[Line]:
    """Return the lines with each one's share of what was escalated; together they are 100%."""
    parts = shares([line["grid_escalated"] for line in lines], rounding)
    return [line | {GRID_SHARE.id: part} for line, part in zip(lines, parts, strict=True)]
