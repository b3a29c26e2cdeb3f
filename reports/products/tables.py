"""The tables of products: a column for each figure, every number with the value it came from (pure)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.documents.paper import Column, Line, Said, Table
from reports.figures.comparison import growth_beside, yearly_growth_beside
from reports.figures.happenings import TROUBLES
from reports.figures.registry import REGISTRY
from reports.lines import Row
from reports.periods import Period, PeriodKind
from reports.products.saying import count, counted, grown, rate, words
from reports.products.saying import hours as spoken_hours


@dataclass(frozen=True)
class Field:
    """A column of a table and what a line says in it."""

    column: Column
    said: Callable[[Row], Said]


def counts(figure: str) -> Field:
    """Return the column of a count."""
    return Field(Column(REGISTRY[figure].label), lambda row: count(figure, row))


def rates(figure: str) -> Field:
    """Return the column of a rate."""
    return Field(Column(REGISTRY[figure].label), lambda row: rate(figure, row))


def hours(figure: str) -> Field:
    """Return the column of a mean."""
    label = f"{REGISTRY[figure].label}（{REGISTRY[figure].unit}）"
    return Field(Column(label), lambda row: spoken_hours(figure, row))


def beside_earlier(figure: str) -> tuple[Field, ...]:
    """Return the columns of what a count was in the period before and a year ago, each with the growth."""
    return (
        Field(Column("上期", "环比"), lambda row: counted(growth_beside(figure, row).against)),
        Field(Column("增减", "环比", weight=1.3), lambda row: grown(growth_beside(figure, row))),
        Field(
            Column("上年同期", "同比"),
            lambda row: counted(yearly_growth_beside(figure, row).against),
        ),
        Field(Column("增减", "同比", weight=1.3), lambda row: grown(yearly_growth_beside(figure, row))),
    )


SHARE = (
    counts("received"),
    Field(Column("占比"), lambda row: rate("share", row)),
    *beside_earlier("received"),
)
SENT = (
    counts("dispatched"),
    Field(Column("占比"), lambda row: rate("dispatched_share", row)),
    *beside_earlier("dispatched"),
)
HANDLED = (
    counts("received"),
    counts("dispatched"),
    counts("due"),
    counts("due_on_time"),
    counts("due_open"),
    rates("on_time_rate"),
)
UNIT = (
    counts("dispatched"),
    counts("due"),
    counts("due_on_time"),
    counts("due_late"),
    counts("due_open"),
    rates("completion_rate"),
    rates("on_time_rate"),
    hours("mean_handling"),
)
LATE = (
    counts("due"),
    counts("due_overdue"),
    counts("due_late"),
    counts("due_open"),
    rates("overdue_rate"),
)
REWORKED = (
    counts("returned"),
    rates("return_rate"),
    counts("redone"),
    rates("redo_rate"),
    counts("extended"),
)
HOT = (
    Field(Column("区县", is_number=False), lambda row: words(row["place"])),
    Field(Column("来电人数"), lambda row: words(str(row["callers"]))),
    counts("received"),
    counts("closed"),
    counts("open"),
    counts("due_open"),
)
HAPPENED = tuple(map(counts, TROUBLES))


def beside(fields: Sequence[Field], period: Period) -> Sequence[Field]:
    """Return the columns that a period has: a year has no period before it but the last."""
    return [field for field in fields if field.column.group != "环比" or period.kind is not PeriodKind.YEAR]


def told(table: Table) -> list[Table]:
    """Return the table where it has lines: of what there is not, no table is made."""
    return [table] if table.lines else []


def table(
    title: str,
    label: str,
    weight: float,
    fields: Sequence[Field],
    rows: Sequence[Row],
    sums: Sequence[tuple[Row, bool]] = (),
) -> Table:
    """Return a table: a number, a name and the fields for each line; below them sums, marked as such or not."""
    columns = (Column("序号", weight=0.55, is_number=False), Column(label, weight=weight, is_number=False))
    numbered = [(str(place), row, False) for place, row in enumerate(rows, 1)]
    lines = tuple(
        Line((words(number), words(row["name"]), *(field.said(row) for field in fields)), is_total)
        for number, row, is_total in (*numbered, *(("", row, is_total) for row, is_total in sums))
    )
    return Table(title, (*columns, *(field.column for field in fields)), lines)
