"""The sheet of charts: native ones, drawn from a small table of their own beside them."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.worksheet.worksheet import Worksheet

from reports.completion import Completion
from reports.lines import Row
from reports.workbooks.sheet import (
    PERCENT,
    WHOLE,
    Column,
    print_on_paper,
    with_digits,
    write_header,
    write_row,
)

MOST_UNITS = 15
UNIT_COLUMNS = (
    Column("承办单位", width=26),
    Column("应办结数", width=10),
    Column("按时办结数", width=10),
    Column("按时办结率", width=10),
)
TREND_COLUMNS = (
    Column("时段", width=26),
    Column("受理数", width=10),
    Column("办结数", width=10),
    Column("总办结率", width=10),
)
HEIGHT, WIDTH = 9, 20


def add_charts(sheet: Worksheet, report: Completion) -> None:
    """Draw the units with most due cases (or most dispatched ones, where none is due), and the trend."""
    rows = [row for block in report.units.blocks for row in block.rows]
    measure = "due" if any(row["due"] for row in rows) else "dispatched"
    rows = sorted(rows, key=lambda row: -row[measure])[:MOST_UNITS]
    names = (
        ("due", "due_on_time", "on_time_rate")
        if measure == "due"
        else ("dispatched", "closed", "closed_rate")
    )
    columns = list(UNIT_COLUMNS)
    if measure != "due":
        columns[1:] = [Column("转办数", width=10), Column("办结数", width=10), Column("办结占转办", width=10)]
    percent = with_digits(PERCENT, report.asked.caliber.rounding.digits)
    next_row = _table(sheet, 1, columns, rows, names, percent)
    if rows:
        _bars(sheet, 1, columns, len(rows), f"{columns[1].label}居前的承办单位")
    below = max(next_row, 24)
    _table(sheet, below, TREND_COLUMNS, report.trend, ("received", "closed", "closed_rate"), percent)
    if len(report.trend) > 1:
        _line(sheet, below, TREND_COLUMNS, len(report.trend), "受理与办结趋势")
    print_on_paper(sheet, 2, 1)
    sheet.print_title_rows = None


def _table(
    sheet: Worksheet,
    row: int,
    columns: Sequence[Column],
    rows: list[Row],
    names: tuple[str, ...],
    percent: str,
) -> int:
    row = write_header(sheet, row, columns)
    for line in rows:
        forms = (None, WHOLE, WHOLE, percent)
        write_row(sheet, row, list(zip((line["name"], *(line[n] for n in names)), forms, strict=True)))
        row += 1
    return row + 1


def _bars(sheet: Worksheet, header_row: int, columns: Sequence[Column], count: int, title: str) -> None:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "clustered", 0, 60
    _fill(sheet, chart, header_row, columns, count, title)


def _line(sheet: Worksheet, header_row: int, columns: Sequence[Column], count: int, title: str) -> None:
    _fill(sheet, LineChart(), header_row, columns, count, title)


def _fill(
    sheet: Worksheet,
    chart: BarChart | LineChart,
    header_row: int,
    columns: Sequence[Column],
    count: int,
    title: str,
) -> None:
    first, last = header_row + 2, header_row + 1 + count
    chart.add_data(Reference(sheet, 2, first, 3, last))
    for series, column in zip(chart.series, columns[1:3], strict=True):
        series.tx, series.smooth = SeriesLabel(v=column.label), False
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    chart.title, chart.height, chart.width = title, HEIGHT, WIDTH
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    sheet.add_chart(chart, f"F{header_row}")
