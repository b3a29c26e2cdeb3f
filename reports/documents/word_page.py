"""A Word file before anything is written into it: page, grid, styles, page numbers, types and what replaces them."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import BaseStyle
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents import layout
from reports.documents.fonts import PaperFonts
from reports.documents.word_xml import element, field_runs, fonts, indent, looks, run, shape, side, spacing

HEADINGS = {"Heading 1": "level1", "Heading 2": "level2", "Heading 3": "body", "Heading 4": "body"}
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "Header", "Footer", *HEADINGS}
FONT_TABLE = "/word/fontTable.xml"
FOOTER_HEIGHT = 6.0
PAGE_NUMBER_FONT = "宋体"


def blank(types: PaperFonts) -> Document:
    """Return an empty paper: A4, the type area of the standard, its grid, styles and page numbers."""
    return docx.Document(BytesIO(_blank_file(types)))


@lru_cache(maxsize=8)
def _blank_file(types: PaperFonts) -> bytes:
    """Return the file of an empty paper: to clear the library's own template took a fifth of a paper's time."""
    document = docx.Document()
    _keep_styles(document)
    _set_defaults(document, types)
    _set_styles(document, types)
    _set_page(document.sections[0])
    _set_page_numbers(document)
    _name_fallbacks(document, types)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _keep_styles(document: Document) -> None:
    """Drop the hundred styles of the library's template that no paper uses."""
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)


def _set_defaults(document: Document, types: PaperFonts) -> None:
    given = document.styles.element.find(qn("w:docDefaults"))
    if given is not None:
        document.styles.element.remove(given)
    half_points = round(layout.BODY * 2)
    look = element(
        "rPr",
        fonts(types.body),
        element("spacing", val=layout.CHARACTER_TWIPS),
        element("sz", val=half_points),
        element("szCs", val=half_points),
        element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    defaults = element("docDefaults", element("rPrDefault", look), element("pPrDefault", shape(spacing())))
    document.styles.element.insert(0, defaults)


def _set_styles(document: Document, types: PaperFonts) -> None:
    _dress(document.styles["Normal"], types.body, layout.BODY)
    for name, role in HEADINGS.items():
        _dress(document.styles[name], getattr(types, role), layout.BODY)
    for name in ("Header", "Footer"):
        _dress(document.styles[name], PAGE_NUMBER_FONT, layout.SMALL, is_indented=False)


def _dress(style: BaseStyle, font: str, points: float, *, is_indented: bool = True) -> None:
    for tag in ("w:rPr", "w:pPr", "w:link"):
        found = style.element.find(qn(tag))
        if found is not None:
            style.element.remove(found)
    # No room between Chinese signs and digits: 28 characters a line are 28, and a title stays on its line.
    parts = [element("autoSpaceDE", val=0), element("autoSpaceDN", val=0), spacing()]
    if is_indented:
        parts += [indent(first_characters=2, size=points), side("both")]
    if style.name in HEADINGS:
        parts += [element("keepNext"), element("outlineLvl", val=int(style.name[-1]) - 1)]
    style.element.append(shape(*parts))
    style.element.append(looks(font, points))


def _set_page(section: Section) -> None:
    width, height = layout.PAGE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(layout.BOTTOM - layout.PAGE_NUMBER_BELOW - FOOTER_HEIGHT)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)
    section._sectPr.append(
        element(
            "docGrid",
            type="lines",
            linePitch=layout.LINE_TWIPS,
        )
    )


def _set_page_numbers(document: Document) -> None:
    """Write — 1 — outside: to the right on odd pages, to the left on even ones, a character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _page_number(section.footer.paragraphs[0], "right")
    _page_number(section.even_page_footer.paragraphs[0], "left")


def _page_number(paragraph: WordParagraph, where: str) -> None:
    in_from = {f"{where}_characters": 1.0}
    looked = [looks(PAGE_NUMBER_FONT, layout.SMALL) for _ in range(5)]
    for found in list(paragraph._p):
        paragraph._p.remove(found)
    for part in (
        shape(spacing(), indent(size=layout.SMALL, **in_from), side(where)),
        run("— ", looked[0]),
        *field_runs("PAGE", looked[1:4]),
        run(" —", looked[4]),
    ):
        paragraph._p.append(part)


def _name_fallbacks(document: Document, types: PaperFonts) -> None:
    """Say in the table of types what replaces one that the reader's machine lacks."""
    part = next(part for part in document.part.package.iter_parts() if part.partname == FONT_TABLE)
    table = parse_xml(f"<w:fonts {nsdecls('w')}/>".encode())
    names: dict[str, str] = {}
    for role in (f.name for f in fields(types)):
        first, *others = types.stack(role)
        names.setdefault(first, ",".join(others))
    for first, alike in names.items():
        table.append(
            element(
                "font",
                element("altName", val=alike),
                element("charset", val="86"),
                element("family", val="auto"),
                element("pitch", val="variable"),
                name=first,
            )
        )
    part._blob = serialize_part_xml(table)
