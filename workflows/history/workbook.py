"""Reads the first sheet of an .xlsx from a stranger without letting it take the machine.

A workbook is a zip of XML: a few kilobytes may unpack to gigabytes, claim a million columns or name a file of
this machine. So the zip's own list is judged first (how many members, how large, how tightly packed), no
DOCTYPE is accepted, the claimed dimension is not believed, and rows are read one by one to a limit.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from workflows.errors import Refused

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MEBIBYTE = 1 << 20
MOST_MEMBERS = 1_000
LARGEST_MEMBER = 2048 * MEBIBYTE
LARGEST_STRINGS = 384 * MEBIBYTE
LARGEST_TOTAL = 3072 * MEBIBYTE
# Honest sheets pack 5 to 30 to 1; small ones are let alone.
TIGHTEST = 150
TIGHT_FROM = 4 * MEBIBYTE
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
# What cannot be read is refused whatever the library says of it: a broken workbook is no fault of ours.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


class BadWorkbook(Refused):
    """A workbook that is not read; str() says why."""


def sheet_rows(file: Path) -> Iterator[list[str]]:
    """Give the rows of the first sheet as texts, gaps as blank rows; BadWorkbook where it must be refused."""
    judge(file)
    try:
        with (
            file.open("rb") as raw,
            closing(load_workbook(raw, read_only=True, data_only=True, keep_links=False)) as book,
        ):
            if not book.worksheets:
                raise BadWorkbook("工作簿里没有工作表。")
            yield from rows_of(book.worksheets[0])
    except UNREADABLE as error:
        raise BadWorkbook(
            "工作簿已损坏或内容不规范，无法读取，请用 Excel 打开后另存为 .xlsx 再导入。"
        ) from error


def rows_of(sheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Give the rows; the header says how wide the sheet is, whatever lies beyond is not looked at."""
    sheet.reset_dimensions()
    width = 0
    # The stubs give the read-only sheet its big brother's signature.
    for row in sheet.iter_rows(  # type: ignore[misc]
        max_col=MOST_COLUMNS + 1, values_only=True
    ):
        if not width:
            width = width_of(row)
        yield [as_text(value) for value in row[:width]]


def width_of(header: tuple[object, ...]) -> int:
    """Return how many columns the header has; BadWorkbook where none or too many."""
    width = max((i for i, value in enumerate(header, start=1) if value is not None), default=0)
    if width == 0:
        raise BadWorkbook("工作表第一行是空的，应为列名。")
    if width > MOST_COLUMNS:
        raise BadWorkbook(f"工作表超过 {MOST_COLUMNS} 列，不是历史工单表。")
    return width


def judge(file: Path) -> None:
    """Refuse a zip that is damaged, has too many members, or would unpack to more than a year of cases."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS:
                raise BadWorkbook("工作簿内部文件过多，不是正常的 Excel 文件。")
            if "xl/workbook.xml" not in packed.namelist():
                raise BadWorkbook("文件不是 Excel 工作簿（.xlsx），请检查后再导入。")
            for member in members:
                judge_member(member)
                refuse_doctype(packed, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise BadWorkbook("工作簿不完整或已损坏，请重新导出后再导入。") from error
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        raise BadWorkbook("工作簿解压后过大，请改用 CSV 导入。")


def judge_member(member: zipfile.ZipInfo) -> None:
    """Refuse a member that is too large, or packed more tightly than real data ever is."""
    largest = LARGEST_STRINGS if member.filename.endswith("sharedStrings.xml") else LARGEST_MEMBER
    if member.file_size > largest:
        raise BadWorkbook("工作簿解压后过大，请改用 CSV 导入。")
    if member.file_size > TIGHT_FROM and member.file_size > TIGHTEST * max(member.compress_size, 1):
        raise BadWorkbook("工作簿的压缩率异常，疑似恶意文件，已拒绝。")


def refuse_doctype(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse XML that declares entities; Excel never does."""
    if member.filename.endswith((".xml", ".rels")):
        with packed.open(member) as xml:
            if b"<!DOCTYPE" in xml.read(4096).upper():
                raise BadWorkbook("工作簿内含外部实体声明，疑似恶意文件，已拒绝。")


def as_text(value: object) -> str:
    """Write a cell's value as the text a CSV of the same sheet would hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_CELL else value[: LONGEST_CELL + 1]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)
