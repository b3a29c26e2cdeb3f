"""The one way to write a cell, a header and a sheet that prints.

openpyxl takes text that begins with = for a formula, cuts long text without a word, writes characters that
make the file unreadable, and loses digits of long numbers: whatever people typed goes through safe_cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from config import LOCAL_TIMEZONE
from reports.figures.rounding import DASH
from reports.workbooks.row_heights import breadth

MOST_UNITS = 32_767
MOST_DIGITS = 15
CUT_MARK = "…（超长截断）"
# What XML cannot hold (control characters, lone surrogates) and what readers choke on (U+FFFE, U+FFFF).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

WHOLE, PERCENT, POINTS, MOMENT, DAY, TEXT = "#,##0", "0.00%", "0.00", "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "@"

FONT = "宋体"
TITLE = Font(name="黑体", size=16, bold=True)
HEAD = Font(name="黑体", size=10)
BODY = Font(name=FONT, size=10)
STRONG = Font(name=FONT, size=10, bold=True)
QUIET = Font(name=FONT, size=9, color="55636F")
THIN = Side(style="thin", color="8794A1")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD_FILL = PatternFill("solid", fgColor="DCE6F0")
GROUP_FILL = PatternFill("solid", fgColor="F1F4F7")
TOTAL_FILL = PatternFill("solid", fgColor="E8EDF2")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
_wardrobes: WeakKeyDictionary[Workbook, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, the heading above it that it shares with neighbours, its width."""

    label: str
    group: str = ""
    width: float = 8.5


def safe_text(text: str) -> str:
    """Return the text as a cell can hold it: without forbidden characters, at most 32,767 UTF-16 units."""
    text = FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) * 2 <= MOST_UNITS or _units(text) <= MOST_UNITS:
        return text
    room, kept = MOST_UNITS - _units(CUT_MARK), []
    for character in text:
        room -= 2 if ord(character) > 0xFFFF else 1
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + CUT_MARK


def with_digits(form: str, digits: int) -> str:
    """Return the form of percentages or points with so many digits after the point."""
    point = "." if digits else ""
    return f"0{point}{'0' * digits}{'%' if form.endswith('%') else ''}"


def safe_value(value: Any, form: str | None = None) -> tuple[Any, str]:
    """Return what to write for a value, and its number format; a missing number or rate is a dash.

    Whole numbers beyond 15 digits become text, since Excel would lose the rest; aware moments become
    local ones; a percentage is given in percent.
    """
    if isinstance(value, Enum):
        value = getattr(value, "label", value.value)
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, float) and value != value:
        value = None
    if isinstance(value, datetime):
        return (
            value.astimezone(LOCAL_TIMEZONE).replace(tzinfo=None) if value.tzinfo else value
        ), form or MOMENT
    if isinstance(value, date):
        return value, form or DAY
    if isinstance(value, int | float | Decimal) and not _is_long(value):
        return (float(value / 100) if _is_percent(form) else value), form or WHOLE
    missing = "" if form in (None, MOMENT, DAY, TEXT) else DASH
    return safe_text(missing if value is None else str(value)), TEXT


def safe_cell(cell: Cell, value: Any, form: str | None = None) -> Cell:
    """Write a value so that what is read back is what was meant (see safe_value).

    Text is text even where it looks like a formula or an error.
    """
    cell.value, cell.number_format = safe_value(value, form)
    if isinstance(cell.value, str):
        cell.data_type = "s"
    return cell


def write_row(
    sheet: Worksheet,
    row: int,
    values: Sequence[tuple[Any, str | None]],
    *,
    font: Font = BODY,
    fill: PatternFill | None = None,
) -> None:
    """Write one bordered line of a table; each value comes with its number format, None for text."""
    for column, (value, form) in enumerate(values, 1):
        cell = _cell(sheet, row, column)
        cell.value, number_format = safe_value(value, form)
        is_text = isinstance(cell.value, str)
        if is_text:
            cell.data_type = "s"
        _dress(cell, number_format, font, LEFT if form is None else CENTRE if is_text else RIGHT, fill)


def _dress(
    cell: Cell, number_format: str, font: Font, alignment: Alignment, fill: PatternFill | None
) -> None:
    """Give the cell its looks; looks worn before in the book are copied, which is ten times quicker.

    openpyxl keeps a cell's looks in `_style`, which its typing does not know.
    """
    worn = _wardrobes.setdefault(cell.parent.parent, {})  # type: ignore[arg-type]
    key = (number_format, id(font), id(alignment), id(fill))
    if key in worn:
        cell._style = copy(worn[key])  # type: ignore[attr-defined]
        return
    cell.number_format, cell.font, cell.border, cell.alignment = number_format, font, BOX, alignment
    if fill:
        cell.fill = fill
    worn[key] = copy(cell._style)  # type: ignore[attr-defined]


def write_band(sheet: Worksheet, row: int, text: str, columns: int, *, font: Font = STRONG) -> None:
    """Write a line of text across the whole table."""
    for column in range(1, columns + 1):
        cell = _cell(sheet, row, column)
        cell.border, cell.fill = BOX, GROUP_FILL
    cell = safe_cell(_cell(sheet, row, 1), text)
    cell.font, cell.alignment = font, LEFT
    _merge_across(sheet, row, columns)


def write_heading(sheet: Worksheet, title: str, notes: str, columns: int, width: float = math.inf) -> int:
    """Write the title and the notes below it across the table, as wide as said; return the next free row."""
    lines = max(1, math.ceil(breadth(notes) / width))
    for row, (text, font, height) in enumerate(((title, TITLE, 30), (notes, QUIET, 18 * lines)), 1):
        cell = safe_cell(_cell(sheet, row, 1), text)
        cell.font, cell.alignment = font, CENTRE
        _merge_across(sheet, row, columns)
        sheet.row_dimensions[row].height = height
    return 3


def write_header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> int:
    """Write a header of two lines, groups merged across and lone columns downwards; return the next row."""
    for place, column in enumerate(columns, 1):
        for line, text in ((row, column.group or column.label), (row + 1, column.label)):
            cell = safe_cell(_cell(sheet, line, place), text)
            cell.font, cell.fill, cell.border, cell.alignment = HEAD, HEAD_FILL, BOX, CENTRE
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for first, last in _runs([column.group for column in columns]):
        if columns[first - 1].group:
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
            continue
        for place in range(first, last + 1):
            sheet.merge_cells(start_row=row, start_column=place, end_row=row + 1, end_column=place)
    sheet.row_dimensions[row].height, sheet.row_dimensions[row + 1].height = 20, 32
    return row + 2


def print_on_paper(
    sheet: Worksheet, header_last_row: int, frozen_columns: int, *, pages_wide: int = 1
) -> None:
    """Freeze the header, and print on A4 landscape with the header on every page and page numbers."""
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}{header_last_row + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.print_title_rows = f"1:{header_last_row}"
    if pages_wide > 1:
        sheet.print_title_cols = f"A:{get_column_letter(frozen_columns)}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.page_margins.footer = 0.35
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))


def _merge_across(sheet: Worksheet, row: int, columns: int) -> None:
    """Make one cell of a line's; a single cell stays as it is, since Excel takes its merging for damage."""
    if columns > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)


def _runs(groups: Sequence[str]) -> list[tuple[int, int]]:
    """Return first and last place (from 1) of each run of equal groups."""
    runs, first = [], 1
    for place in range(1, len(groups) + 1):
        if place == len(groups) or groups[place] != groups[place - 1]:
            runs.append((first, place))
            first = place + 1
    return runs


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies inside a merged range")
    return cell


def _is_percent(form: str | None) -> bool:
    return form is not None and form.endswith("%")


def _is_long(value: int | float | Decimal) -> bool:
    return isinstance(value, int) and len(str(abs(value))) > MOST_DIGITS


def _units(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)
