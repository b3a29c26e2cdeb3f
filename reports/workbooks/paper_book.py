"""Writes a paper as a workbook: its sentences, a sheet for each table, native charts, and what each figure means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series import SeriesLabel
from openpyxl.worksheet.worksheet import Worksheet

from reports.documents.paper import (
    Annex,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Paragraph,
    Said,
    Table,
    Unit,
    numbered,
)
from reports.figures.registry import REGISTRY
from reports.figures.rounding import words
from reports.workbooks.explanations import COLUMNS as EXPLAINED
from reports.workbooks.explanations import WIDTHS, explained
from reports.workbooks.row_heights import stretch
from reports.workbooks.sheet import (
    BODY,
    PERCENT,
    POINTS,
    STRONG,
    TOTAL_FILL,
    WHOLE,
    Column,
    print_on_paper,
    safe_text,
    write_band,
    write_header,
    write_heading,
    write_row,
)

FORMS = {
    Unit.TEXT: None,
    Unit.COUNT: WHOLE,
    Unit.PERCENT: PERCENT,
    Unit.POINTS: POINTS,
    Unit.SCORE: POINTS,
}
TEXT_COLUMNS = (Column("正文", width=110),)
CHART_COLUMNS = (Column("项目", width=26), Column("件数", width=10))
WIDTH_OF_WEIGHT = 10.0
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
ROW_HEIGHT = 18
SIGNS_OF_LINE = 54
CHART_HEIGHT, CHART_WIDTH, ROWS_OF_CHART = 8, 18, 18


def build(paper: Paper) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    notes = "　".join(f"{label}：{text}" for label, text in paper.notes)
    _write_text(sheet_named(book, "正文"), paper, notes)
    for table in (block for block in paper.blocks if isinstance(block, Table)):
        _write_table(sheet_named(book, table.title), table, notes)
    charts = [block for block in paper.blocks if isinstance(block, Chart) and block.points]
    if charts:
        _write_charts(sheet_named(book, "图表"), charts)
    write_explanations(sheet_named(book, "口径说明"), paper)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_named(book: Workbook, title: str) -> Worksheet:
    """Add a sheet, its name without what names cannot hold."""
    name = NOT_IN_NAMES.sub("", safe_text(title))[:LONGEST_NAME] or "表"
    sheet: Worksheet = book.create_sheet(name)
    return sheet


def _write_text(sheet: Worksheet, paper: Paper, notes: str) -> None:
    row = write_heading(sheet, paper.title, notes, 1, TEXT_COLUMNS[0].width)
    first = row
    sheet.column_dimensions["A"].width = TEXT_COLUMNS[0].width
    for block, number in numbered(paper.blocks):
        if isinstance(block, Heading):
            write_band(sheet, row, number + block.text, 1)
        elif isinstance(block, Annex):
            write_band(sheet, row, f"{number}：{block.title}", 1)
        elif isinstance(block, Paragraph):
            write_band(sheet, row, block.text, 1, font=BODY)
            sheet.row_dimensions[row].height = ROW_HEIGHT * (len(block.text) // SIGNS_OF_LINE + 1)
        elif isinstance(block, Table):
            # A sheet of its own holds it; without this line its chapter would look empty.
            write_band(sheet, row, f"（见表“{block.title}”）" if block.lines else block.empty, 1, font=BODY)
        else:
            continue
        row += 1
    print_on_paper(sheet, first - 1, 0)


def _write_table(sheet: Worksheet, table: Table, notes: str) -> None:
    columns = [Column(c.label, c.group, max(7.0, c.weight * WIDTH_OF_WEIGHT)) for c in table.columns]
    width = sum(column.width for column in columns)
    row = write_header(sheet, write_heading(sheet, table.title, notes, len(columns), width), columns)
    first = row
    if not table.lines:
        write_band(sheet, row, table.empty, len(columns), font=BODY)
        row += 1
    for line in table.lines:
        values = [value_of_cell(said) for said in line.cells]
        if line.is_total:
            write_row(sheet, row, values, font=STRONG, fill=TOTAL_FILL)
        else:
            write_row(sheet, row, values)
        texts = zip(line.cells, columns, strict=True)
        stretch(sheet, row, ((said.text, column.width) for said, column in texts if said.unit is Unit.TEXT))
        row += 1
    if table.note:
        write_band(sheet, row, table.note, len(columns), font=BODY)
        stretch(sheet, row, [(table.note, width)])
    print_on_paper(sheet, first - 1, min(2, len(columns)))


def value_of_cell(said: Said) -> tuple[Any, str | None]:
    """Return what a cell says and its number format."""
    if said.unit is Unit.TEXT:
        return said.text, None
    return said.number, FORMS[said.unit]


def _write_charts(sheet: Worksheet, charts: Sequence[Chart]) -> None:
    row = 1
    for chart in charts:
        first = write_header(sheet, row, CHART_COLUMNS)
        for place, (name, said) in enumerate(chart.points):
            write_row(sheet, first + place, [(name, None), (said.number, WHOLE)])
        _draw(sheet, chart, row, first, first + len(chart.points) - 1)
        row = max(first + len(chart.points), row + ROWS_OF_CHART) + 2
    print_on_paper(sheet, 2, 1)
    sheet.print_title_rows = None


def _draw(sheet: Worksheet, chart: Chart, row: int, first: int, last: int) -> None:
    native: BarChart | LineChart = LineChart() if chart.kind is ChartKind.TREND else BarChart()
    if isinstance(native, BarChart):
        native.type, native.gapWidth = "bar", 60
        native.x_axis.scaling.orientation = "maxMin"
    native.add_data(Reference(sheet, 2, first, 2, last))
    native.series[0].tx, native.series[0].smooth = SeriesLabel(v=CHART_COLUMNS[1].label), False
    native.set_categories(Reference(sheet, 1, first, 1, last))
    native.title, native.legend = safe_text(chart.title), None
    native.height, native.width = CHART_HEIGHT, CHART_WIDTH
    native.x_axis.delete = native.y_axis.delete = False
    native.y_axis.number_format = "#,##0"
    sheet.add_chart(native, f"D{row}")


def write_explanations(sheet: Worksheet, paper: Paper) -> None:
    """Write when and by whom it was made, and what each figure that the paper uses means."""
    row = write_heading(sheet, "口径说明", "本工作簿各项数字的来历", len(EXPLAINED))
    for label, text in (*paper.notes, ("取整", _rounding_of(paper))):
        write_row(sheet, row, [(label, None), (text, None)])
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(EXPLAINED))
        row += 1
    row = write_header(sheet, row, EXPLAINED)
    for line in _explained(paper):
        write_row(sheet, row, [(text, None) for text in line])
        stretch(sheet, row, zip(line, WIDTHS, strict=True))
        row += 1
    print_on_paper(sheet, 2, 1)


def _rounding_of(paper: Paper) -> str:
    return next((words(said.source.asked.caliber.rounding) for said in paper.said() if said.source), words())


def _explained(paper: Paper) -> Iterator[Sequence[str]]:
    """Give what there is to say of just those figures that the paper uses, and of what its rates are made of."""
    values = [said.source for said in paper.said() if said.source]
    used = {value.figure.id for value in values}
    used |= {part for name in used for part in (*REGISTRY[name].numerator, *REGISTRY[name].denominator)}
    if values:
        rounding = values[0].asked.caliber.rounding
        yield from (explained(REGISTRY[name], rounding) for name in REGISTRY if name in used)
