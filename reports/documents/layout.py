"""How a paper is laid out: the numbers of GB/T 9704-2012, domain study 5.5 (pure).

Lengths are millimetres, sizes of type are points: 3号 is 16 pt, 2号 22 pt, 4号 14 pt.
"""

from __future__ import annotations

import re
import unicodedata
from math import ceil, floor

from reports.documents.paper import Form, Table

PAGE = (210.0, 297.0)
TOP, LEFT = 37.0, 28.0
TYPE_AREA = (156.0, 225.0)
RIGHT = PAGE[0] - LEFT - TYPE_AREA[0]
BOTTOM = PAGE[1] - TOP - TYPE_AREA[1]
LINES, CHARACTERS = 22, 28

POINTS_PER_MM = 72 / 25.4
TWIPS_PER_POINT = 20
BODY, TITLE, SMALL, NOTE = 16.0, 22.0, 14.0, 12.0
LINE = TYPE_AREA[1] * POINTS_PER_MM / LINES
# Rounded down, or the 22nd line and the 28th character would no longer fit.
LINE_TWIPS = int(LINE * TWIPS_PER_POINT)
# What is taken from the width of each character, in twips: a grid of characters would do the same in Word, but
# other readers give a character that is a hair too wide two places of it.
CHARACTER_TWIPS = floor((TYPE_AREA[0] * POINTS_PER_MM / CHARACTERS - BODY) * TWIPS_PER_POINT)

# What no line of a cell breaks: counts, rates, days. Longer ones, as the numbers of cases, stand in two lines.
UNBROKEN, LONGEST_UNBROKEN = re.compile(r"[!-~]+"), 12
# How wide a digit is at most, of the size of type; and what lies about the words of a cell, in points.
DIGIT, CELL_ROOM = 0.58, 8.0
TABLE_SIZES = ((6, 12.0), (9, 10.5), (99, 9.0))
RED = "D9001B"
RULE_BELOW_NUMBER = 4.0
RULE_POINTS = 2.25
LINES_BEFORE_NUMBER = LINES_BEFORE_TITLE = 2
LINES_BEFORE_SIGNATURE = 2
SIGNATURE_INDENT = 4
PAGE_NUMBER_BELOW = 7.0
# How far the red mark stands below the top of the type area; bulletins borrow the head, not its height.
MARK_BELOW = {Form.FORMAL: 35.0, Form.BULLETIN: 12.0}
LARGEST_MARK, SMALLEST_MARK = 48, 22
# Of the width of the type area: the digits of some types are wider than half a character.
MARK_ROOM = 0.92
TITLE_CHARACTERS = 20


def width_of(text: str) -> float:
    """Return how many full-width characters wide a text is: Latin letters and digits are half as wide."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def mark_size(mark: str) -> int:
    """Return the size of the red mark in points: as large as fits on one line."""
    fits = int(MARK_ROOM * TYPE_AREA[0] * POINTS_PER_MM / max(width_of(mark), 1.0))
    return max(SMALLEST_MARK, min(LARGEST_MARK, fits))


def table_size(columns: int) -> float:
    """Return the size of type of a table: 小四 where there is room, 五号 or 小五 where there are many columns."""
    return next(size for most, size in TABLE_SIZES if columns <= most)


def column_widths(table: Table) -> list[float]:
    """Return how wide the columns are in points: by their weights, but no number is broken or touches the next."""
    whole, size = TYPE_AREA[0] * POINTS_PER_MM, table_size(len(table.columns))
    needs = [_need(table, place) * size + CELL_ROOM for place in range(len(table.columns))]
    weights = [column.weight for column in table.columns]
    narrow: set[int] = set()
    while sum(needs) <= whole:
        left = whole - sum(needs[place] for place in narrow)
        point = left / sum(weight for place, weight in enumerate(weights) if place not in narrow)
        widths = [needs[at] if at in narrow else weight * point for at, weight in enumerate(weights)]
        short = {at for at, width in enumerate(widths) if at not in narrow and width < needs[at]}
        if not short:
            return widths
        narrow |= short
    return [whole * weight / sum(weights) for weight in weights]


def _need(table: Table, place: int) -> float:
    """Return how wide a column must be, of the size of type: as its longest number, and two signs of its heading."""
    texts = [line.cells[place].text for line in table.lines]
    runs = [len(run) for text in texts for run in UNBROKEN.findall(text)]
    unbroken = max((run if run <= LONGEST_UNBROKEN else ceil(run / 2) for run in runs), default=0)
    return max(unbroken * DIGIT, min(width_of(table.columns[place].label), 2.0))


def title_lines(title: str) -> list[str]:
    """Return the title in lines of at most 20 characters, upper ones the shorter (梯形), numbers not torn apart."""
    words = _words(title)
    fewest = ceil(width_of(title) / TITLE_CHARACTERS) or 1
    for count in range(fewest, max(fewest, len(words)) + 1):
        lines = _in_lines(words, count)
        if all(width_of(line) <= TITLE_CHARACTERS for line in lines):
            return lines
    return _in_lines(words, fewest)


def _in_lines(words: list[str], count: int) -> list[str]:
    left, lines = list(words), list[str]()
    while len(lines) < count - 1:
        room = sum(width_of(word) for word in left) / (count - len(lines))
        line = ""
        while left and (not line or width_of(line + left[0]) <= room):
            line += left.pop(0)
        lines.append(line)
    return [line for line in (*lines, "".join(left)) if line]


def _words(text: str) -> list[str]:
    words: list[str] = []
    for sign in text:
        if words and _is_latin(sign) and _is_latin(words[-1][-1]):
            words[-1] += sign
        else:
            words.append(sign)
    return words


def _is_latin(sign: str) -> bool:
    return sign.isascii() and not sign.isspace()


def signature_indents(organ: str, day: str) -> tuple[float, float]:
    """Return how many characters issuer and day stand in from the right: the day four, the issuer centred on it."""
    centred = SIGNATURE_INDENT + (width_of(day) - width_of(organ)) / 2
    return max(0.0, centred), float(SIGNATURE_INDENT)
