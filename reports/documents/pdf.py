"""Writes a paper as PDF, laid out by GB/T 9704-2012; the page itself stands in paper.typ."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reports.documents import layout
from reports.documents.drawing import drawn, svg
from reports.documents.fonts import PaperFonts
from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    Column,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Signature,
    Table,
    numbered,
)
from reports.documents.typesetting import CannotTypeset, known, typeset, why_not
from reports.period_kinds import spoken
from reports.workbooks.sheet import safe_text

SOURCE = Path(__file__).with_name("paper.typ")


def write(paper: Paper, types: PaperFonts) -> bytes:
    """Return the paper's PDF. Raises CannotTypeset, with the reason, where the machine has no Chinese type."""
    if reason := why_not(types):
        raise CannotTypeset(reason)
    return typeset(_source(), _content(paper, types), form="pdf")[0]


@cache
def _source() -> bytes:
    return SOURCE.read_bytes()


def _content(paper: Paper, types: PaperFonts) -> dict[str, Any]:
    """Return what paper.typ reads: text alone, lengths in points."""
    is_formal = paper.form is Form.FORMAL
    return {
        "types": {role: known(types.stack(role)) for role in ("title", "body", "level1", "level2")},
        "layout": _lengths(paper),
        "organ": safe_text(paper.organ),
        "day": spoken(paper.on),
        "date": [paper.on.year, paper.on.month, paper.on.day],
        "is_formal": is_formal,
        "above": [paper.copy_label, safe_text(paper.secrecy), safe_text(paper.urgency)] if is_formal else [],
        "mark": safe_text(paper.mark),
        "number": safe_text(paper.document_number),
        "issue_line": safe_text(paper.issue_line),
        "title": safe_text(paper.title),
        "title_lines": [safe_text(line) for line in layout.title_lines(paper.title)],
        "addressee": safe_text(paper.addressee),
        "blocks": [_block(block, number, types) for block, number in numbered(paper.blocks)],
    }


def _lengths(paper: Paper) -> dict[str, float]:
    return {
        "line": layout.LINE,
        "body": layout.BODY,
        "title": layout.TITLE,
        "small": layout.SMALL,
        "note": layout.NOTE,
        "tracking": layout.TYPE_AREA[0] * layout.POINTS_PER_MM / layout.CHARACTERS - layout.BODY,
        "page_width": _points(layout.PAGE[0]),
        "page_height": _points(layout.PAGE[1]),
        "top": _points(layout.TOP),
        "bottom": _points(layout.BOTTOM),
        "left": _points(layout.LEFT),
        "right": _points(layout.RIGHT),
        "mark": layout.mark_size(paper.mark),
        "mark_below": _points(layout.MARK_BELOW[paper.form]),
        "rule": layout.RULE_POINTS,
        "rule_below": _points(layout.RULE_BELOW_NUMBER),
        "page_number_below": _points(layout.PAGE_NUMBER_BELOW),
    }


def _points(millimetres: float) -> float:
    return millimetres * layout.POINTS_PER_MM


def _block(block: Block, number: str, types: PaperFonts) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": number + safe_text(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "note" if block.is_note else "paragraph", "text": safe_text(block.text)}
    if isinstance(block, Table):
        return {"kind": "table", **_table(block)}
    if isinstance(block, Chart):
        picture = svg(drawn(block), known(types.stack("level1")))
        return {"kind": "chart", "svg": picture, "title": safe_text(block.title)}
    if isinstance(block, Annex):
        return {"kind": "annex", "number": number, "title": safe_text(block.title)}
    return _end(block)


def _end(block: Signature | Imprint) -> dict[str, Any]:
    day = spoken(block.on)
    if isinstance(block, Imprint):
        copies = f"抄送：{block.copy_to}。" if block.copy_to else ""
        return {
            "kind": "imprint",
            "copies": safe_text(copies),
            "by": safe_text(block.printed_by),
            "day": f"{day}印发",
        }
    in_from_right = layout.signature_indents(block.organ, day)
    return {"kind": "signature", "lines": [safe_text(block.organ), day], "indents": in_from_right}


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": safe_text(table.title),
        "empty": safe_text(table.empty),
        "note": safe_text(table.note),
        "size": layout.table_size(len(table.columns)),
        "widths": layout.column_widths(table),
        "numbers": [column.is_number for column in table.columns],
        "header": _header(table.columns),
        "lines": [
            {"total": line.is_total, "cells": [safe_text(said.text) for said in line.cells]}
            for line in table.lines
        ],
    }


def _header(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """Return the cells of the header from left to right and from above: text, how wide and how high."""
    if not any(column.group for column in columns):
        return [{"text": column.label, "wide": 1, "high": 1} for column in columns]
    upper: list[dict[str, Any]] = []
    lower: list[dict[str, Any]] = []
    for place, column in enumerate(columns):
        if not column.group:
            upper.append({"text": column.label, "wide": 1, "high": 2})
            continue
        lower.append({"text": column.label, "wide": 1, "high": 1})
        if place and columns[place - 1].group == column.group:
            upper[-1]["wide"] += 1
        else:
            upper.append({"text": column.group, "wide": 1, "high": 1})
    return upper + lower
