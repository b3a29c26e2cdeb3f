"""The workbook of a report template: all groups on one sheet under one header, and what each column means."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.report_template import ReportTemplate
from reports.documents.paper import Paper, Paragraph, Table
from reports.workbooks.paper_book import sheet_named, value_of_cell, write_explanations
from reports.workbooks.sheet import (
    BODY,
    STRONG,
    TOTAL_FILL,
    Column,
    print_on_paper,
    write_band,
    write_header,
    write_heading,
    write_row,
)

WIDTH_OF_WEIGHT, NARROWEST = 10.0, 6.0
SIGNS_OF_LINE, ROW_HEIGHT = 80, 18
IN_HEADING = ("统计周期", "统计截至", "生成")


def build(template: ReportTemplate, paper: Paper) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    _write(sheet_named(book, template.title), paper)
    write_explanations(sheet_named(book, "口径说明"), paper)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(sheet: Worksheet, paper: Paper) -> None:
    tables = [block for block in paper.blocks if isinstance(block, Table)]
    columns = _columns(tables[0]) if tables else [Column("说明", width=80)]
    notes = "　".join(f"{label}：{text}" for label, text in paper.notes if label in IN_HEADING)
    row = write_header(sheet, write_heading(sheet, paper.title, notes, len(columns)), columns)
    first = row
    for table in tables:
        if len(tables) > 1:
            write_band(sheet, row, table.title, len(columns))
            row += 1
        row = _write_lines(sheet, row, table)
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            write_band(sheet, row, block.text, len(columns), font=BODY)
            sheet.row_dimensions[row].height = ROW_HEIGHT * (len(block.text) // SIGNS_OF_LINE + 1)
            row += 1
    print_on_paper(sheet, first - 1, min(2, len(columns)))


def _columns(table: Table) -> list[Column]:
    return [Column(c.label, c.group, max(NARROWEST, c.weight * WIDTH_OF_WEIGHT)) for c in table.columns]


def _write_lines(sheet: Worksheet, row: int, table: Table) -> int:
    for line in table.lines:
        values = [value_of_cell(said) for said in line.cells]
        if line.is_total:
            write_row(sheet, row, values, font=STRONG, fill=TOTAL_FILL)
        else:
            write_row(sheet, row, values)
        sheet.row_dimensions[row].height = ROW_HEIGHT
        row += 1
    if table.note:
        write_band(sheet, row, table.note, len(table.columns), font=BODY)
        row += 1
    return row
