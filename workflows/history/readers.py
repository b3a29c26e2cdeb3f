"""Reads a history file row by row whatever it is: CSV in UTF-8 or GB18030, or the first sheet of an XLSX.

Nothing is ever loaded whole. What a file is, is read from its bytes, never from its name.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from workflows.errors import Refused
from workflows.history.workbook import BadWorkbook, sheet_rows

CHUNK = 1 << 20
ZIP = b"PK"
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8", "gb18030")
ENCODING_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030"}

Cells = list[str]


class BadFile(Refused):
    """A file that is no history file; str() says why."""


@dataclass(frozen=True)
class Table:
    """A file that can be read as often as wanted: the first row of `rows()` is the header.

    `row_estimate` is the number of lines, at least the number of rows.
    """

    encoding: str
    row_estimate: int
    open_rows: Callable[[], IO[str]]

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Give each row with its number as Excel shows it (the header is 1); blank rows are left out.

        BadFile where the file breaks off inside a quoted cell, or a cell is endless.
        """
        with self.open_rows() as lines:
            reader, number = csv.reader(lines, strict=True), 0
            while True:
                number += 1
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise BadFile(broken(number, str(error))) from error
                if any(row):
                    yield number, row


def broken(number: int, complaint: str) -> str:
    """Say in Chinese what the CSV reader stumbled over."""
    if "field larger" in complaint:
        return f"第 {number} 行：单元格过长，可能是前面缺少右引号。"
    if "unexpected end" in complaint:
        return f"第 {number} 行：引号没有成对，文件可能不完整。"
    return f"第 {number} 行：引号的用法有误，无法读取。"


@contextmanager
def open_table(file: Path, judge_header: Callable[[Cells], object] = list) -> Iterator[Table]:
    """Open a history file of any of the forms; BadFile says in a sentence why it cannot be read.

    `judge_header` may refuse a workbook by its first row, before the rest of it is unpacked.
    """
    with file.open("rb") as raw:
        start = raw.read(8)
    if not start:
        raise BadFile("文件是空的。")
    if start == OLD_EXCEL:
        raise BadFile("这是旧版 Excel（.xls）或加密的工作簿，请另存为不加密的 .xlsx 或 CSV 后再导入。")
    if start.startswith(UTF_16):
        raise BadFile("文件是 UTF-16 编码，请另存为“CSV UTF-8”后再导入。")
    if start.startswith(ZIP):
        with TemporaryFile("w+b") as spool:
            yield spooled(file, spool, judge_header)
    else:
        encoding, lines = encoding_of(file)
        name = "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else encoding
        yield Table(ENCODING_NAMES[encoding], lines, lambda: file.open(encoding=name, newline=""))


def encoding_of(file: Path) -> tuple[str, int]:
    """Return the encoding in which the whole file can be read, and its number of lines.

    One stray byte decides: a file that is UTF-8 up to its last line but one is not UTF-8.
    """
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = 0
        try:
            with file.open("rb") as raw:
                while chunk := raw.read(CHUNK):
                    lines += chunk.count(b"\n")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding, lines + 1
    raise BadFile("文件既不是 UTF-8 也不是 GB18030 编码，或已损坏，请另存为“CSV UTF-8”后再导入。")


def spooled(file: Path, spool: IO[bytes], judge_header: Callable[[Cells], object]) -> Table:
    """Copy the first sheet into an unnamed temporary CSV file, so that it is unpacked only once."""
    count = 0
    text = TextIOWrapper(spool, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    try:
        for row in sheet_rows(file):
            if not count:
                judge_header(row)
            writer.writerow(row)
            count += 1
    except BadWorkbook as error:
        raise BadFile(str(error)) from error
    text.flush()
    text.detach()

    def again() -> IO[str]:
        spool.seek(0)
        return KeepsOpen(spool, encoding="utf-8", newline="")

    return Table("XLSX", count, again)


class KeepsOpen(TextIOWrapper):
    """A text view of the spool whose closing leaves the spool itself there for the next pass."""

    def close(self) -> None:
        """Let go of the spool."""
        if self.buffer is not None:
            self.detach()
