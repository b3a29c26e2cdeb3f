"""What a paper says, block by block, whoever writes it out: the page, Word, PDF or Excel (pure).

A number keeps the value it came from, in a sentence as in a cell: so the page can open the list behind it, the
workbook can write it as a number, and the sheet 口径说明 can explain just the figures that the paper uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import ClassVar

from models.vocabulary import Labelled
from reports.figures.values import Value


class Form(Labelled):
    """The shape of a paper's head."""

    FORMAL = "formal", "公文"
    BULLETIN = "bulletin", "简报"


class Unit(Labelled):
    """What a number is of; text is no number."""

    TEXT = "text", "文字"
    COUNT = "count", "件"
    PERCENT = "percent", "百分比"
    POINTS = "points", "百分点"
    SCORE = "score", "分"


@dataclass(frozen=True)
class Said:
    """A piece of text; of a number, its value and unit, and the figure it came from.

    `source` is the value itself, or of what is told by comparing (`is_change`) the value it is compared with, or
    that points were given for: that is what it opens.
    `case_id` names a case to open.
    """

    text: str
    number: int | Decimal | None = None
    unit: Unit = Unit.TEXT
    source: Value | None = None
    is_change: bool = False
    case_id: int | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; its number is given to it by `numbered`."""

    is_a: ClassVar[str] = "heading"

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; a note is set small and without indent."""

    is_a: ClassVar[str] = "paragraph"

    parts: tuple[Said, ...]
    is_note: bool = False

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Column:
    """A column: heading, the heading above it that neighbours share, and its share of the width."""

    label: str
    group: str = ""
    weight: float = 1
    is_number: bool = True


@dataclass(frozen=True)
class Line:
    """A line of a table; a total is set apart."""

    cells: tuple[Said, ...]
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its title; `empty` is what is said in place of its lines."""

    is_a: ClassVar[str] = "table"

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    empty: str = "本期没有数据。"
    note: str = ""


class ChartKind(Labelled):
    """How a chart shows its points."""

    BARS = "bars", "条形图"
    TREND = "trend", "折线图"
    TILES = "tiles", "方格图"


@dataclass(frozen=True)
class Chart:
    """A series of numbers under names, to be drawn."""

    is_a: ClassVar[str] = "chart"

    kind: ChartKind
    title: str
    points: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Annex:
    """Here begins an annex (附件), on a new page, with its title."""

    is_a: ClassVar[str] = "annex"

    title: str


@dataclass(frozen=True)
class Signature:
    """Who issues the paper, and when."""

    is_a: ClassVar[str] = "signature"

    organ: str
    on: date


@dataclass(frozen=True)
class Imprint:
    """The lines at the end (版记): to whom copies go, who printed it and when."""

    is_a: ClassVar[str] = "imprint"

    copy_to: str
    printed_by: str
    on: date


Block = Heading | Paragraph | Table | Chart | Annex | Signature | Imprint


@dataclass(frozen=True)
class Paper:
    """A whole paper. What is empty is left out; formal papers alone show number, addressee, 份号 and 密级."""

    form: Form
    organ: str
    mark: str
    title: str
    on: date
    blocks: tuple[Block, ...]
    issue_line: str = ""
    document_number: str = ""
    addressee: str = ""
    copy_number: int | None = None
    secrecy: str = ""
    urgency: str = ""
    notes: tuple[tuple[str, str], ...] = field(default=())

    @property
    def copy_label(self) -> str:
        """The copy's number (份号) in six digits, or nothing."""
        return "" if self.copy_number is None else f"{self.copy_number:06d}"

    def said(self) -> Iterator[Said]:
        """Give every piece of text with its figure, in the order of reading."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.parts
            elif isinstance(block, Table):
                for line in block.lines:
                    yield from line.cells
            elif isinstance(block, Chart):
                yield from (said for _, said in block.points)


LEVELS = 4
DIGITS = "零一二三四五六七八九"


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Give each block with its number: 一、（一）1.（1）for headings, 附件1 for annexes; else nothing.

    A lone annex has no number (GB/T 9704-2012, 7.3.4). Headings count anew in each annex.
    """
    annexes = sum(isinstance(block, Annex) for block in blocks)
    counts, annex = [0] * LEVELS, 0
    for block in blocks:
        number = ""
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (LEVELS - block.level)
            number = _number(block.level, counts[block.level - 1])
        elif isinstance(block, Annex):
            counts, annex = [0] * LEVELS, annex + 1
            number = f"附件{annex}" if annexes > 1 else "附件"
        yield block, number


def _number(level: int, count: int) -> str:
    return {1: f"{chinese(count)}、", 2: f"（{chinese(count)}）", 3: f"{count}.", 4: f"（{count}）"}[level]


def chinese(count: int) -> str:
    """Return a number from 1 to 99 in Chinese: 二十一."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def say(template: str, **values: Said | str) -> Paragraph:
    """Return a paragraph whose {places} are filled; a number keeps its figure.

    >>> say("受理{received}件。", received=Said("12", 12)).text
    '受理12件。'
    """
    parts: list[Said] = []
    for text, name, _form, _conversion in Formatter().parse(template):
        if text:
            parts.append(Said(text))
        if name is not None:
            value = values[name]
            parts.append(Said(value) if isinstance(value, str) else value)
    return Paragraph(tuple(parts))


def joined(*paragraphs: Paragraph) -> Paragraph:
    """Return the sentences as one paragraph."""
    return Paragraph(tuple(part for paragraph in paragraphs for part in paragraph.parts))
