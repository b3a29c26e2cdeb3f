"""How high a row must be for its texts to be read: programs do not always stretch rows by themselves (pure)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

LINE = 15
# A row in Excel is at most so many points high.
HIGHEST = 409
# Texts in the body are somewhat larger than the notes above it.
LARGER = 1.15


def breadth(text: str) -> float:
    """Return how wide a small text is, in widths of a digit: Chinese signs take nearly two."""
    return sum(1.8 if sign > "\u2e80" else 0.9 for sign in text)


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a text of the body takes in a column of that width."""
    return sum(max(1, math.ceil(breadth(part) * LARGER / width)) for part in text.split("\n"))


def stretch(sheet: Worksheet, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make the row high enough for its texts, each with the width of its column; one line needs nothing."""
    lines = max((lines_needed(text, width) for text, width in cells), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = min(LINE * lines, HIGHEST)
