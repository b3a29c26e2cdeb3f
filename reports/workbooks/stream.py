"""Writes a list of any length as a workbook, row by row, in the memory of one row (see ADR 13).

Text is always text, never a formula. A sheet holds a million rows and the next one goes on; every sheet has the
title, the line that says who took it, a frozen header with filters, and the same line at the foot of each page.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from config import LOCAL_TIMEZONE
from reports.workbooks.sheet import DAY, MOMENT, TEXT, WHOLE, safe_text

ROWS_OF_A_SHEET = 1_000_000
PIECE = 65_536
LONGEST_NAME = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# Together, title and watermark, with what turns into a code inside: Excel takes 255 signs.
LONGEST_MARGIN = 120
# Beyond this a text is looked at sign by sign.
SHORT = 16_000
# What may not stand in XML as it is, or is read as something else: then the slow way is taken.
SPECIAL = re.compile("[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|^[^\\S]|[^\\S]$|_x[0-9A-Fa-f]{4}_")
# Excel reads _x000D_ as the character of that code; the underscore is then written so itself.
LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
MOST_DIGITS = 10**15
SECONDS_OF_A_DAY = 86_400
# Day 0 of Excel's calendar, for any day after February 1900.
FIRST_DAY = date(1899, 12, 30).toordinal()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The places of the looks in STYLES, in its order.
PLAIN, TITLE_LOOK, QUIET_LOOK, HEAD_LOOK, TEXT_LOOK, WHOLE_LOOK, MOMENT_LOOK, DAY_LOOK = range(8)
LOOKS = {TEXT: TEXT_LOOK, WHOLE: WHOLE_LOOK, MOMENT: MOMENT_LOOK, DAY: DAY_LOOK}
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="{MOMENT}"/><numFmt numFmtId="165" formatCode="{DAY}"/></numFmts>\
<fonts count="4"><font><sz val="10"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="黑体"/></font>\
<font><sz val="9"/><color rgb="FF55636F"/><name val="宋体"/></font><font><sz val="10"/><name val="黑体"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F0"/></patternFill></fill></fills>\
<borders count="2"><border/><border><left style="thin"><color rgb="FF8794A1"/></left><right style="thin">\
<color rgb="FF8794A1"/></right><top style="thin"><color rgb="FF8794A1"/></top><bottom style="thin">\
<color rgb="FF8794A1"/></bottom></border></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="8"><xf/><xf fontId="1" applyFont="1"/><xf fontId="2" applyFont="1"/>\
<xf fontId="3" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">\
<alignment horizontal="center" vertical="center" wrapText="1"/></xf>\
<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/>\
<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="center"/></xf>\
<xf numFmtId="165" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="center"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in signs, and how its values are written (TEXT, WHOLE, MOMENT, DAY)."""

    label: str
    width: float = 12
    form: str = TEXT


class Book:
    """A workbook that is being written; `watermark` says who took it, when and what for."""

    def __init__(self, archive: zipfile.ZipFile, watermark: str) -> None:
        self._zip = archive
        self._watermark = watermark
        self._names: list[str] = []
        self._areas: list[str] = []

    def table(self, name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
        """Write a list, on as many sheets as it needs; return how many rows it has.

        Values are text, whole numbers, aware moments (shown in local time) and days, as their column says;
        None and empty text leave the cell empty.
        """
        left, total = iter(rows), 0
        while True:
            part = len(self._names)
            written = self._sheet(name, title, columns, islice(left, ROWS_OF_A_SHEET))
            total += written
            following = next(left, None)
            if following is None:
                return total
            left = chain([following], left)
            name = _numbered(name, part + 2)

    def _sheet(self, name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
        number = len(self._names) + 1
        self._names.append(_sheet_name(name))
        last = get_column_letter(len(columns))
        with self._zip.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as out:
            out.write(_opening(title, self._watermark, columns).encode())
            written = _write_rows(out, columns, rows, first=4)
            area = f"A3:{last}{max(written, 1) + 3}"
            out.write(_closing(title, self._watermark, area).encode())
        self._areas.append(area)
        return written

    def finish(self) -> None:
        """Write what says which sheets there are and how cells look."""
        sheets = range(1, len(self._names) + 1)
        for path, content in (
            ("xl/styles.xml", STYLES),
            ("xl/workbook.xml", _workbook(self._names, self._areas)),
            ("xl/_rels/workbook.xml.rels", _relations_of_book(sheets)),
            ("_rels/.rels", RELATIONS),
            ("[Content_Types].xml", _content_types(sheets)),
        ):
            self._zip.writestr(path, content)


@contextmanager
def open_book(path: Path, watermark: str) -> Iterator[Book]:
    """Write a workbook to the path; when the block has ended well it is whole and on disk."""
    with path.open("wb") as file:
        # Level 1 takes a third of the time of level 6 and makes the file a quarter larger.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            book = Book(archive, watermark)
            yield book
            book.finish()
        file.flush()
        os.fsync(file.fileno())


def _write_rows(
    out: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, first: int
) -> int:
    """Write rows from row `first` on, in pieces; return how many."""
    cells = [
        (f'<c r="{get_column_letter(place)}', f'" s="{LOOKS[column.form]}"', WRITERS[column.form])
        for place, column in enumerate(columns, 1)
    ]
    number, piece, size = first, [], 0
    for values in rows:
        parts = [f'<row r="{number}">']
        for (opening, look, write), value in zip(cells, values, strict=True):
            if value is not None and value != "":
                parts.append(f"{opening}{number}{look}{write(value)}")
        parts.append("</row>")
        text = "".join(parts)
        piece.append(text)
        size += len(text)
        number += 1
        if size > PIECE:
            out.write("".join(piece).encode())
            piece, size = [], 0
    out.write("".join(piece).encode())
    return number - first


def written_text(value: str) -> str:
    """Return the end of a cell that holds text, and nothing but text."""
    if len(value) <= SHORT and not SPECIAL.search(value):
        return f' t="inlineStr"><is><t>{value}</t></is></c>'
    shown = escape(LIKE_A_CODE.sub("_x005F_", safe_text(value)))
    return f' t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _whole(value: int) -> str:
    return f"><v>{value}</v></c>" if abs(value) < MOST_DIGITS else written_text(str(value))


def _moment(value: datetime) -> str:
    """Write an aware moment as Excel counts: days since 1900 by the local clock."""
    local = value.astimezone(LOCAL_TIMEZONE)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return f"><v>{local.toordinal() - FIRST_DAY + seconds / SECONDS_OF_A_DAY:.10f}</v></c>"


def _day(value: date) -> str:
    return f"><v>{value.toordinal() - FIRST_DAY}</v></c>"


WRITERS: dict[str, Callable[[Any], str]] = {TEXT: written_text, WHOLE: _whole, MOMENT: _moment, DAY: _day}


def _opening(title: str, watermark: str, columns: Sequence[Column]) -> str:
    """Return the sheet down to its header: title, watermark, headings; all three stay in sight."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    heads = "".join(
        f'<c r="{get_column_letter(place)}3" s="{HEAD_LOOK}"{written_text(column.label)}'
        for place, column in enumerate(columns, 1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="3" topLeftCell="B4" '
        'activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
        f'<row r="1" ht="26" customHeight="1"><c r="A1" s="{TITLE_LOOK}"{written_text(title)}</row>'
        f'<row r="2"><c r="A2" s="{QUIET_LOOK}"{written_text(watermark)}</row>'
        f'<row r="3" ht="24" customHeight="1">{heads}</row>'
    )


def _closing(title: str, watermark: str, area: str) -> str:
    """Return the end of the sheet: filters, paper, and the watermark at the head and foot of each page."""
    head, foot = escape(_margin(title)), escape(_margin(watermark))
    return (
        f'</sheetData><autoFilter ref="{area}"/>'
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;L{head}</oddHeader>"
        f"<oddFooter>&amp;L{foot}&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )


def _margin(text: str) -> str:
    """Return a text for head or foot, where & begins a code."""
    plain = " ".join(safe_text(text).split())
    return plain[:LONGEST_MARGIN].replace("&", "＆")


def _sheet_name(name: str) -> str:
    return NOT_IN_NAMES.sub("", safe_text(name)).strip()[:LONGEST_NAME] or "表"


def _numbered(name: str, number: int) -> str:
    stem = re.sub(r"（[0-9]+）$", "", _sheet_name(name))
    tail = f"（{number}）"
    return stem[: LONGEST_NAME - len(tail)] + tail


def _workbook(names: Sequence[str], areas: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{place}" r:id="rId{place}"/>'
        for place, name in enumerate(names, 1)
    )
    defined = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"'{escape(name)}'!{_fixed(area)}</definedName>"
        for place, (name, area) in enumerate(zip(names, areas, strict=True))
    ) + "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">\'{escape(name)}\'!$3:$3</definedName>'
        for place, name in enumerate(names)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{defined}</definedNames></workbook>"
    )


def _fixed(area: str) -> str:
    """Return an area such as A3:K9 with its letters and numbers fixed: $A$3:$K$9."""
    return re.sub("([A-Z]+)([0-9]+)", r"$\1$\2", area)


def _relations_of_book(sheets: Iterable[int]) -> str:
    named = "".join(
        f'<Relationship Id="rId{place}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in sheets
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{named}'
        f'<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def _content_types(sheets: Iterable[int]) -> str:
    named = "".join(
        f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/>'
        for place in sheets
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_TYPE}.styles+xml"/>{named}</Types>'
    )
