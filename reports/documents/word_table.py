"""A table of a paper in Word's XML: header of one or two lines on every page, lines never torn, fixed widths.

Made cell by cell: the library's own tables take seconds for some hundred lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from docx.oxml.xmlchemy import BaseOxmlElement

from reports.documents import layout
from reports.documents.fonts import PaperFonts
from reports.documents.layout import TWIPS_PER_POINT
from reports.documents.paper import Column, Line, Table
from reports.documents.word_xml import (
    BREAKS,
    borders,
    element,
    indent,
    looks,
    off_grid,
    paragraph,
    side,
    spacing,
)
from reports.workbooks.sheet import safe_text

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
HEAD_FILL, TOTAL_FILL = "F2F2F2", "F7F7F7"


def table_element(table: Table, types: PaperFonts) -> BaseOxmlElement:
    """Return the table's element."""
    widths = [round(width * TWIPS_PER_POINT) for width in layout.column_widths(table)]
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        borders("tblBorders", sides=SIDES),
        element("tblLayout", type="fixed"),
        element(
            "tblCellMar",
            *(element(edge, w=60, type="dxa") for edge in ("left", "right")),
        ),
    )
    made = element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in widths)))
    size = layout.table_size(len(table.columns))
    for row in _header(table.columns, widths, types.level1, size):
        made.append(row)
    patterns = {
        is_total: _Pattern(table.columns, widths, (types.level1 if is_total else types.body, size), is_total)
        for is_total in {line.is_total for line in table.lines}
    }
    for line in table.lines:
        made.append(patterns[line.is_total].filled(line))
    return made


def _header(
    columns: Sequence[Column], widths: Sequence[int], font: str, size: float
) -> list[BaseOxmlElement]:
    if not any(column.group for column in columns):
        return [_header_row([_head(c.label, w, font, size) for c, w in zip(columns, widths, strict=True)])]
    upper, lower = [], []
    place = 0
    while place < len(columns):
        group = columns[place].group
        last = place + 1
        while group and last < len(columns) and columns[last].group == group:
            last += 1
        if group:
            upper.append(_head(group, sum(widths[place:last]), font, size, span=last - place))
            lower += [_head(columns[at].label, widths[at], font, size) for at in range(place, last)]
        else:
            upper.append(_head(columns[place].label, widths[place], font, size, merge="restart"))
            lower.append(_head("", widths[place], font, size, merge="continue"))
        place = last
    return [_header_row(upper), _header_row(lower)]


def _header_row(cells: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _head(
    text: str, width: int, font: str, size: float, *, span: int = 1, merge: str = ""
) -> BaseOxmlElement:
    extra = [element("gridSpan", val=span)] if span > 1 else []
    if merge:
        extra.append(element("vMerge", val=merge))
    return _cell(text, width, looks(font, size), "center", fill=HEAD_FILL, extra=extra)


class _Pattern:
    """A line that the others are copied from: to make each out of its hundred elements took most of a paper's time."""

    def __init__(
        self, columns: Sequence[Column], widths: Sequence[int], look: tuple[str, float], is_total: bool
    ) -> None:
        self.look, self.fill = look, TOTAL_FILL if is_total else ""
        self.places = [
            (width, "right" if column.is_number else "left")
            for column, width in zip(columns, widths, strict=True)
        ]
        cells = [self._made("0", *place) for place in self.places]
        self.row = element("tr", element("trPr", element("cantSplit")), *cells)

    def _made(self, text: str, width: int, where: str) -> BaseOxmlElement:
        return _cell(text, width, looks(*self.look), where, fill=self.fill)

    def filled(self, line: Line) -> BaseOxmlElement:
        """Return the line with its own words."""
        row = deepcopy(self.row)
        _, *cells = row
        for cell, said, place in zip(cells, line.cells, self.places, strict=True):
            text = safe_text(said.text)
            if text and BREAKS.keys().isdisjoint(text):
                cell[-1][-1][-1].text = text
            else:
                row.replace(cell, self._made(said.text, *place))
        return row


def _cell(
    text: str,
    width: int,
    look: BaseOxmlElement,
    where: str,
    *,
    fill: str = "",
    extra: Sequence[BaseOxmlElement] = (),
) -> BaseOxmlElement:
    shade = [element("shd", val="clear", color="auto", fill=fill)] if fill else []
    properties = element(
        "tcPr", element("tcW", w=width, type="dxa"), *extra, *shade, element("vAlign", val="center")
    )
    words = paragraph(
        safe_text(text),
        off_grid(),
        spacing(before=2, after=2),
        indent(size=0),
        side(where),
        look=look,
    )
    return element("tc", properties, words)
