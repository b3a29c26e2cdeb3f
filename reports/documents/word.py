"""Writes a paper as a Word file (.docx), laid out by GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from reports.documents import layout
from reports.documents.drawing import drawn, pictures
from reports.documents.fonts import PaperFonts
from reports.documents.paper import (
    Annex,
    Chart,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    Table,
    numbered,
)
from reports.documents.typesetting import why_not
from reports.documents.word_page import blank
from reports.documents.word_table import table_element
from reports.documents.word_xml import (
    borders,
    element,
    indent,
    looks,
    off_grid,
    paragraph,
    shape,
    side,
    spacing,
    tab_at_right,
)
from reports.period_kinds import spoken
from reports.workbooks.sheet import safe_text

TYPE_WIDTH = layout.TYPE_AREA[0] * layout.POINTS_PER_MM


def write(paper: Paper, types: PaperFonts) -> bytes:
    """Return the paper's .docx."""
    writer = _Writer(paper, types)
    writer.head()
    for block, number in numbered(paper.blocks):
        WRITERS[type(block)](writer, block, number)
    return writer.saved()


class _Writer:
    """The file while it is being written: every block is added below the last."""

    def __init__(self, paper: Paper, types: PaperFonts) -> None:
        self.paper, self.types = paper, types
        self.document: Document = blank(types)
        self.body = self.document.element.body
        self.can_draw = not why_not(types)
        drawings = [drawn(block) for block in paper.blocks if isinstance(block, Chart) and self.can_draw]
        self.pictures = iter(pictures(drawings, layout.TYPE_AREA[0], types))

    def saved(self) -> bytes:
        """Return the file, signed by the issuer and dated as the paper is."""
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = safe_text(self.paper.organ)
        properties.title, properties.comments = safe_text(self.paper.title), ""
        properties.language = "zh-CN"
        properties.created = properties.modified = datetime.combine(self.paper.on, time(), UTC)
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def append(self, made: BaseOxmlElement) -> None:
        """Add an element below the last; the section's properties stay at the end."""
        self.body.insert(len(self.body) - 1, made)

    def add(self, text: str, *parts: BaseOxmlElement, look: BaseOxmlElement | None = None) -> None:
        """Add a paragraph of one run."""
        self.append(paragraph(safe_text(text), *parts, look=look))

    def line(self, text: str = "", *parts: BaseOxmlElement, font: str = "") -> None:
        """Add a line of the grid without indent, empty or not."""
        look = looks(font, layout.BODY) if font else None
        self.add(text, indent(size=layout.BODY), *parts, look=look)

    def display(self, text: str, size: float, leading: float, before: float = 0, colour: str = "") -> None:
        """Add a line of large type in the middle, off the grid."""
        parts = (off_grid(), spacing(before=before, line=size * leading), indent(size=size), side("center"))
        self.add(text, *parts, look=looks(self.types.title, size, colour=colour))

    def small(self, text: str, where: str, *parts: BaseOxmlElement, font: str) -> None:
        """Add small type, off the grid."""
        around = (off_grid(), spacing(before=3, after=3), indent(size=layout.NOTE), side(where))
        self.add(text, *parts, *around, look=looks(font, layout.NOTE))

    def head(self) -> None:
        """Write what stands above the body: mark, number or issuer and day, red rule, title, addressee."""
        paper, types = self.paper, self.types
        above: list[tuple[str, str]] = []
        if paper.form is Form.FORMAL:
            above = [
                (paper.copy_label, types.body),
                (paper.secrecy, types.level1),
                (paper.urgency, types.level1),
            ]
        for text, font in above:
            self.line(text, font=font)
        before = layout.MARK_BELOW[paper.form] * layout.POINTS_PER_MM - len(above) * layout.LINE
        self.display(paper.mark, layout.mark_size(paper.mark), 1.2, max(0.0, before), layout.RED)
        if paper.form is Form.FORMAL:
            self.above_rule(layout.LINES_BEFORE_NUMBER, paper.document_number, side("center"))
        else:
            if paper.issue_line:
                self.line(paper.issue_line, side("center"))
            self.above_rule(1, f"{paper.organ}\t{spoken(paper.on)}", tab_at_right(TYPE_WIDTH))
        for _ in range(layout.LINES_BEFORE_TITLE):
            self.line()
        for text in layout.title_lines(paper.title):
            self.display(text, layout.TITLE, 1.5)
        self.line()
        if paper.addressee:
            self.line(f"{paper.addressee}：")

    def above_rule(self, lines: int, text: str, part: BaseOxmlElement) -> None:
        """Write a line below some empty ones, and the red rule 4 mm below it."""
        for _ in range(lines):
            self.line()
        rule = element(
            "bottom",
            val="single",
            sz=round(layout.RULE_POINTS * 8),
            space=round(layout.RULE_BELOW_NUMBER * layout.POINTS_PER_MM),
            color=layout.RED,
        )
        self.line(text, element("pBdr", rule), part)

    def heading(self, block: Heading, number: str) -> None:
        """Write a heading under its number."""
        self.add(f"{number}{block.text}", element("pStyle", val=f"Heading{block.level}"))

    def paragraph(self, block: Paragraph, _number: str) -> None:
        """Write a paragraph, or a note in small type."""
        if block.is_note:
            self.small(block.text, "both", font=self.types.body)
        else:
            self.add(block.text)

    def table(self, block: Table, _number: str) -> None:
        """Write a table under its title, its header again on each page."""
        self.small(block.title, "center", element("keepNext"), font=self.types.level1)
        if block.lines:
            self.append(table_element(block, self.types))
            # Two tables that touch would become one.
            self.add("", off_grid(), spacing(line=6), indent(size=layout.NOTE))
        else:
            self.add(block.empty)
        if block.note:
            self.small(block.note, "both", font=self.types.body)

    def chart(self, block: Chart, _number: str) -> None:
        """Write a drawing, with its title for those who do not see it; its numbers where none can be drawn."""
        if not self.can_draw:
            self.add(
                f"{block.title}：" + "，".join(f"{name}{said.text}" for name, said in block.points) + "。"
            )
            return
        added = self.document.add_paragraph()
        around = (off_grid(), spacing(before=6, after=3), indent(size=layout.BODY), side("center"))
        added._p.insert(0, shape(*around))
        picture = added.add_run().add_picture(BytesIO(next(self.pictures)), width=Mm(layout.TYPE_AREA[0]))
        picture._inline.docPr.set("descr", safe_text(block.title))

    def annex(self, block: Annex, number: str) -> None:
        """Begin an annex on a new page: 附件 in 黑体 at the left, its title centred on the third line."""
        self.line(number, element("pageBreakBefore"), font=self.types.level1)
        self.line()
        self.display(block.title, layout.TITLE, 1.5)

    def signature(self, block: Signature, _number: str) -> None:
        """Write issuer and day at the right, the day four characters in and the issuer centred above it."""
        for _ in range(layout.LINES_BEFORE_SIGNATURE):
            self.line()
        day = spoken(block.on)
        indents = layout.signature_indents(block.organ, day)
        for text, right in zip((block.organ, day), indents, strict=True):
            inset = indent(right_characters=right, size=layout.BODY)
            self.add(text, element("keepNext"), inset, side("right"))

    def imprint(self, block: Imprint, _number: str) -> None:
        """Write the lines at the end: copies, and below them printer and day."""
        lines = [f"抄送：{block.copy_to}。"] if block.copy_to else []
        lines.append(f"{block.printed_by}\t{spoken(block.on)}印发")
        self.line()
        for place, text in enumerate(lines):
            sides = ("top", "bottom") if place == len(lines) - 1 else ("top",)
            inset = indent(left_characters=1, right_characters=1, size=layout.SMALL)
            parts = (borders("pBdr", 6, sides=sides), tab_at_right(TYPE_WIDTH - layout.SMALL), inset)
            self.add(text, element("keepNext"), *parts, look=looks(self.types.body, layout.SMALL))


WRITERS: dict[type[Any], Callable[..., None]] = {
    Heading: _Writer.heading,
    Paragraph: _Writer.paragraph,
    Table: _Writer.table,
    Chart: _Writer.chart,
    Annex: _Writer.annex,
    Signature: _Writer.signature,
    Imprint: _Writer.imprint,
}
