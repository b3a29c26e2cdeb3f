"""Figures as words of a paper: each keeps the value it came from; words of change follow the sign (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from reports.documents.paper import Paragraph, Said, Unit, say
from reports.figures.comparison import Change
from reports.figures.rounding import DASH
from reports.figures.values import Value, value_of
from reports.periods import Period, PeriodKind

Row = Mapping[str, Any]


class Earlier(NamedTuple):
    """What a period is compared with, in words: 环比 with 上期; of a year there is only 同比, with 上年."""

    word: str
    period: str


def earlier(period: Period) -> Earlier:
    """Return with what a period is compared first."""
    return Earlier("同比", "上年") if period.kind is PeriodKind.YEAR else Earlier("环比", "上期")


def count(figure: str, row: Row) -> Said:
    """Return a count of a line, or a dash where the line has none."""
    return counted(value_of(figure, row, row["asked"]))


def counted(value: Value) -> Said:
    """Return a count as papers write it: 570227, without separators."""
    return Said(DASH if value.number is None else str(value.number), value.number, Unit.COUNT, value)


def rate(figure: str, row: Row) -> Said:
    """Return a rate or a share of a line in percent, or a dash where its denominator is 0."""
    value = value_of(figure, row, row["asked"])
    return Said(value.shown, value.number, Unit.PERCENT, value)


def hours(figure: str, row: Row) -> Said:
    """Return a mean of a line in hours, or a dash where there is nothing to divide by."""
    value = value_of(figure, row, row["asked"])
    return Said(value.shown, value.number, Unit.SCORE, value)


def grown(change: Change) -> Said:
    """Return a growth with its sign, for a cell: +3.50%; it opens what it is compared with."""
    unit = Unit.POINTS if change.now.figure.is_divided else Unit.PERCENT
    return Said(change.shown, change.number, unit, change.against, is_change=True)


def words(text: str) -> Said:
    """Return plain text."""
    return Said(text)


def growth(word: str, change: Change) -> Paragraph:
    """Return 环比上升12.50% or 环比上升1.20个百分点, as counts and rates are compared.

    上升, 下降 or 持平 by the sign; where there is nothing to compare with, that it is so.
    """
    if change.number is None:
        return say("{word}无可比基数", word=word)
    if not change.number:
        return say("{word}持平", word=word)
    way = "上升" if change.number > 0 else "下降"
    unit = Unit.POINTS if change.now.figure.is_divided else Unit.PERCENT
    far = Said(change.words.removeprefix(way), abs(change.number), unit, change.against, is_change=True)
    return say("{word}{way}{far}", word=word, way=way, far=far)
