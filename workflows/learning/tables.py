"""Reads texts and labels from a table that somebody gives, and writes predictions beside its columns."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflows.errors import Refused
from workflows.history.readers import Cells, open_table

PART_BREAK = "\n"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER_SIGNS = frozenset("+-0123456789.,%")


class BadTable(Refused):
    """A table that lacks what was asked of it; str() says what."""


@dataclass(frozen=True)
class Texts:
    """The rows of a table with the text and, where a label column was named, the label of each."""

    header: Cells
    rows: list[Cells]
    texts: list[str]
    labels: list[str]


def read_texts(file: Path, text_columns: Sequence[str], label_column: str | None = None) -> Texts:
    """Read a CSV (UTF-8 or GB18030) or XLSX file; several text columns are joined in their order.

    BadTable, or the reader's own refusal, says in a sentence what is wrong.
    """
    if not file.is_file():
        raise BadTable(f"文件不存在：{file}。")
    with open_table(file) as table:
        rows = (cells for _, cells in table.rows())
        header = next(rows, None)
        if header is None:
            raise BadTable("文件是空的。")
        wanted = [place_of(column, header) for column in text_columns]
        label = None if label_column is None else place_of(label_column, header)
        width = len(header)
        whole = [(cells + [""] * width)[:width] for cells in rows]
    if not whole:
        raise BadTable("文件只有表头，没有数据行。")
    texts = [PART_BREAK.join(part for place in wanted if (part := cells[place].strip())) for cells in whole]
    labels = [] if label is None else [cells[label].strip() for cells in whole]
    return Texts(header, whole, texts, labels)


def place_of(column: str, header: Cells) -> int:
    """Return where a column stands, or say which there are."""
    names = [name.strip() for name in header]
    if column not in names:
        raise BadTable(f"列“{column}”不存在，文件的列是：{'、'.join(names)}。")
    return names.index(column)


def labelled(table: Texts) -> tuple[list[str], list[str], int]:
    """Return the texts that have a label and the labels, and how many rows lack text or label."""
    pairs = [(text, label) for text, label in zip(table.texts, table.labels, strict=True) if text and label]
    if not pairs:
        raise BadTable("没有一行同时有文本和标签。")
    return [text for text, _ in pairs], [label for _, label in pairs], len(table.texts) - len(pairs)


def write_beside(out: Path, table: Texts, added: Sequence[str], cells: Iterable[Cells]) -> None:
    """Write the table with columns added, one of the same name replaced; whole, or not at all."""
    kept = [place for place, name in enumerate(table.header) if name.strip() not in added]
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(as_cell(table.header[place]) for place in kept), *added])
            for row, more in zip(table.rows, cells, strict=True):
                writer.writerow([as_cell(cell) for cell in (*(row[place] for place in kept), *more)])
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def as_cell(text: str) -> str:
    """Keep a text from being taken for a formula where the CSV is opened in Excel; numbers stay numbers."""
    if text.startswith(FORMULA_STARTS) and not set(text) <= NUMBER_SIGNS:
        return "'" + text
    return text
