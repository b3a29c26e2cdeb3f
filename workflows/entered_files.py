"""Files of figures entered by hand (填报文件): read line by line, whatever they were saved by, each fault named."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from models.entries import ENTRIES, Entry
from models.vocabulary import EntrySubject
from workflows.entered_figures import Told, check, read_class, read_number, read_time
from workflows.errors import BadInput, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COLUMNS = ("指标", "时间", "对象", "数值", "说明")
MOST_LINES = 20_000
LONGEST_NOTE = 200


class BadFile(Refused):
    """A file of which nothing was taken; `faults` names the lines and what is wrong with them."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("文件未导入，请改正后重新上传。")
        self.faults = faults


def read_file(content: bytes, members: Mapping[EntrySubject, Mapping[str, str]]) -> list[Told]:
    """Return what a CSV file tells; `members` are the keys by name of departments and districts.

    Raises BadFile with every line that cannot be read; a file with one fault is not taken at all.
    """
    try:
        lines = list(csv.reader(StringIO(_text(content), newline="")))
    except csv.Error:
        raise BadFile(["文件不是 CSV，或有一格过长。"]) from None
    if not lines or tuple(cell.strip() for cell in lines[0][: len(COLUMNS)]) != COLUMNS:
        raise BadFile([f"第 1 行：表头应为 {'、'.join(COLUMNS)}。"])
    if len(lines) > MOST_LINES:
        raise BadFile([f"一次最多导入 {MOST_LINES} 行。"])
    told: list[Told] = []
    faults: list[str] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            each = _read_line(cells, members)
            place = (each.entry.id, each.subject, each.key, each.grain, each.on)
            if place in seen:
                raise BadInput(f"与第 {seen[place]} 行重复。")
            check(each)
            seen[place] = number
            told.append(each)
        except BadInput as fault:
            faults.append(f"第 {number} 行：{fault}")
    if faults:
        raise BadFile(faults)
    if not told:
        raise BadFile(["文件中没有数据。"])
    return told


def sample(entries: Sequence[Entry], names: Iterable[str], time: str) -> bytes:
    """Return a file of lines to fill in: each of the figures of each of those named, for one time."""
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows((entry.label, time, name, "", "") for name in names for entry in entries)
    return stream.getvalue().encode("utf-8-sig")


def _text(content: bytes) -> str:
    """Return the text: UTF-8, or GB 18030 as Excel saves CSV in China. Raises BadFile."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(["文件须为 UTF-8 或 GB 18030 编码的 CSV。"])


def _read_line(cells: list[str], members: Mapping[EntrySubject, Mapping[str, str]]) -> Told:
    label, time, name, number, note = [*(cell.strip() for cell in cells), *[""] * len(COLUMNS)][
        : len(COLUMNS)
    ]
    entry = next((each for each in ENTRIES.values() if label in (each.label, each.id)), None)
    if entry is None:
        raise BadInput(f"没有“{label[:20]}”这个填报指标。")
    grain, on = read_time(time)
    subject, key = _whose(entry, name, members)
    return Told(entry, subject, key, grain, on, read_number(number, entry), _tidy(note))


def _tidy(note: str) -> str:
    return "".join(sign for sign in note if sign.isprintable())[:LONGEST_NOTE]


def _whose(
    entry: Entry, name: str, members: Mapping[EntrySubject, Mapping[str, str]]
) -> tuple[EntrySubject, str]:
    if not name or name == EntrySubject.ALL.label:
        if EntrySubject.ALL in entry.subjects:
            return EntrySubject.ALL, ""
        raise BadInput(f"“{entry.label}”须写明{entry.subjects[0].label}。")
    subject = next(each for each in entry.subjects if each is not EntrySubject.ALL)
    if subject not in members:
        return subject, read_class(name)
    if name not in members[subject]:
        raise BadInput(f"没有“{name[:20]}”这个{subject.label}。")
    return subject, members[subject][name]
