"""The pieces of Word's XML that python-docx has no words for: types by script, grids, fields, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.documents.layout import TWIPS_PER_POINT

LATIN = "Times New Roman"
BREAKS = {"\n": "br", "\t": "tab"}
TWIPS_PER_MM = 1440 / 25.4


# A paper has a hundred thousand attributes of a few dozen names.
named = cache(qn)


def element(tag: str, /, *children: BaseOxmlElement, **attributes: Any) -> BaseOxmlElement:
    """Return an element of Word's own names: sz, with val=32, is the size of 16 points."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for attribute, value in attributes.items():
        made.set(named(f"w:{attribute}"), str(value))
    for child in children:
        made.append(child)
    return made


# The order Word wants the properties of a paragraph in; it calls a file broken that keeps another.
SHAPE_ORDER = (
    "pStyle", "keepNext", "pageBreakBefore", "pBdr", "tabs", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing",
    "ind", "jc", "outlineLvl", "rPr",
)  # fmt: skip


def shape(*parts: BaseOxmlElement) -> BaseOxmlElement:
    """Return the properties of a paragraph, in Word's order; ValueError for one that is not in it."""
    in_order = sorted(parts, key=lambda part: SHAPE_ORDER.index(part.tag.rpartition("}")[2]))
    return element("pPr", *in_order)


def paragraph(text: str, *parts: BaseOxmlElement, look: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """Return a paragraph of one run, or an empty one that is as high as its type."""
    if text:
        return element("p", shape(*parts), run(text, look))
    return element("p", shape(*parts, *([look] if look is not None else [])))


def off_grid() -> BaseOxmlElement:
    """Return the property of type that stands closer or wider than the grid of the page."""
    return element("snapToGrid", val=0)


def side(where: str) -> BaseOxmlElement:
    """Return to which side the lines go: left, center, right or both."""
    return element("jc", val=where)


def tab_at_right(points: float) -> BaseOxmlElement:
    """Return a tab that pushes what follows it to the right, so far from the left."""
    return element("tabs", element("tab", val="right", pos=round(points * TWIPS_PER_POINT)))


def twips(millimetres: float) -> int:
    """Return a length as Word counts it."""
    return round(millimetres * TWIPS_PER_MM)


def fonts(name: str) -> BaseOxmlElement:
    """Return the type of Chinese signs, and that of letters and digits, which are half as wide in it.

    The library's own way sets the latter only. Where a sign is of both, such as a quotation mark, it is Chinese.
    """
    return element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=name, cs=LATIN, hint="eastAsia")


def looks(name: str, points: float, *, colour: str = "", bold: bool = False) -> BaseOxmlElement:
    """Return the properties of a run; boldness is said either way, so that a style's is not kept."""
    half_points = round(points * 2)
    parts = [fonts(name), element("b", val=int(bold))]
    if colour:
        parts.append(element("color", val=colour))
    return element("rPr", *parts, element("sz", val=half_points), element("szCs", val=half_points))


def run(text: str, properties: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """Return a run of text; a line break or a tab in it is one in the paper."""
    made = element("r")
    if properties is not None:
        made.append(properties)
    for part in re.split(r"([\n\t])", text):
        if part in BREAKS:
            made.append(element(BREAKS[part]))
        elif part:
            words = element("t")
            words.text = part
            words.set(qn("xml:space"), "preserve")
            made.append(words)
    return made


def field_runs(code: str, properties: Sequence[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """Return the runs of a field such as PAGE, of which Word makes a number; three properties, one a run."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    marks = (element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="end"))
    return [element("r", looks, mark) for looks, mark in zip(properties, marks, strict=True)]


def spacing(*, before: float = 0, after: float = 0, line: float | None = None) -> BaseOxmlElement:
    """Return the distances of a paragraph in points; an exact height of its lines, or single ones."""
    given: dict[str, Any] = {
        "before": round(before * TWIPS_PER_POINT),
        "after": round(after * TWIPS_PER_POINT),
        "line": round(line * TWIPS_PER_POINT) if line else 240,
        "lineRule": "exact" if line else "auto",
    }
    return element("spacing", **given)


def indent(
    *, first_characters: float = 0, left_characters: float = 0, right_characters: float = 0, size: float
) -> BaseOxmlElement:
    """Return indents in characters: of the grid where a reader knows it, else of the size given."""
    names = {
        "firstLine": first_characters,
        "left": left_characters,
        "right": right_characters,
    }
    given: dict[str, Any] = {}
    for name, count in names.items():
        given[f"{name}Chars"] = round(count * 100)
        given[name] = round(count * size * TWIPS_PER_POINT)
    return element("ind", **given)


def borders(
    name: str, eighths: int = 4, colour: str = "000000", sides: Sequence[str] = ()
) -> BaseOxmlElement:
    """Return lines about a table or paragraph, in eighths of a point, on the named sides."""
    lines = [element(side, val="single", sz=eighths, space=0, color=colour) for side in sides]
    return element(name, *lines)
