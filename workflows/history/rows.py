"""Turns the rows of a history file into values, or into faults that name line, column and reason (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.vocabulary import Handling
from workflows.history.cells import BadCell, Reader, moment_as
from workflows.history.columns import COLUMNS, Column
from workflows.history.mapping import Mapping, Origin

WHOLE_ROW = "整行"
# (field, its header): moments that cannot lie ahead, and cannot lie before the case came in.
PAST = tuple(
    (column.field, column.header) for column in COLUMNS if column.is_moment and column.field != "due_at"
)

Values = dict[str, Any]
UNKNOWN: Values = dict.fromkeys(column.field for column in COLUMNS)


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be brought in: its line as Excel counts, the column, the reason."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"第 {self.line} 行，{self.column}：{self.reason}"


@dataclass(frozen=True)
class Cell:
    """Where one of our columns is found in a row, and how it is read."""

    column: Column
    places: tuple[int, ...]
    is_joined: bool
    words: dict[str, str]
    default: str
    read: Reader

    def text(self, row: Sequence[str]) -> str:
        """Return the cell's text: found, translated, or the default."""
        if len(self.places) == 1:
            found = row[self.places[0]].strip()
        elif self.is_joined:
            parts = [row[place].strip().replace("/", "、") for place in self.places]
            found = "/".join(part for part in parts if part)
        else:
            found = next((text for place in self.places if (text := row[place].strip())), "")
        if self.words:
            found = self.words.get(found, found)
        return found or self.default


@dataclass(frozen=True)
class Layout:
    """How the rows of one file are read; `unknown` are its columns that nobody asked for."""

    cells: tuple[Cell, ...]
    width: int
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    knows_callers: bool

    def read(self, line: int, row: Sequence[str], *, at: datetime) -> tuple[Values, list[Fault]]:
        """Return the row's values by field (None where unknown) and what is wrong with it.

        `at` is now, in local time: comparing moments of one zone is quick.
        """
        if len(row) != self.width:
            return {}, [Fault(line, WHOLE_ROW, f"有 {len(row)} 列，应为 {self.width} 列")]
        values: Values = dict(UNKNOWN)
        faults: list[Fault] = []
        for cell in self.cells:
            text = cell.text(row)
            if not text:
                if cell.column.is_needed:
                    faults.append(Fault(line, cell.column.header, "不能为空"))
                continue
            try:
                values[cell.column.field] = cell.read(text)
            except BadCell as error:
                faults.append(Fault(line, cell.column.header, str(error)))
        if not faults:
            faults = [Fault(line, column, reason) for column, reason in contradictions(values, at)]
        return values, faults


def layout_of(header: Sequence[str], mapping: Mapping) -> Layout:
    """Match a file's header with our columns; what is needed and not there stands in `missing`."""
    names = [name.strip().lstrip("\ufeff") for name in header]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    cells = [cell_of(column, places, mapping) for column in COLUMNS]
    there = [cell for cell in cells if reachable(cell)]
    used = {place for cell in cells for place in cell.places}
    missing = [cell.column.header for cell in cells if cell.column.is_needed and cell not in there]
    missing += [
        name
        for column in COLUMNS
        for name in mapping.origins.get(column.header, Origin(())).headers
        if name not in places
    ]
    found = {cell.column.field for cell in there}
    if not {"title", "content"} & found:
        missing.append("标题或诉求内容")
    return Layout(
        cells=tuple(there),
        width=len(names),
        unknown=tuple(name for place, name in enumerate(names) if name and place not in used),
        missing=tuple(dict.fromkeys(missing)),
        knows_callers=bool({"name", "phone"} & found),
    )


def reachable(cell: Cell) -> bool:
    """Say whether the file or the mapping can give this column a value at all."""
    return bool(cell.places or cell.default)


def cell_of(column: Column, places: dict[str, int], mapping: Mapping) -> Cell:
    """Return how one of our columns is read from this file."""
    origin = mapping.origin(column.header)
    form = mapping.formats.get(column.header)
    return Cell(
        column=column,
        places=tuple(places[name] for name in origin.headers if name in places),
        is_joined=origin.is_joined,
        words=mapping.values.get(column.header, {}),
        default=mapping.defaults.get(column.header, ""),
        read=moment_as(form) if form else column.read,
    )


def contradictions(values: Values, at: datetime) -> list[tuple[str, str]]:
    """Return (column, reason) for what each cell alone does not show."""
    found: list[tuple[str, str]] = []
    received_at = values["received_at"]
    for field, header in PAST:
        moment = values[field]
        if moment is None:
            continue
        if moment > at:
            found.append((header, "晚于现在"))
        elif moment < received_at:
            found.append((header, "早于受理时间"))
    if values["due_at"] is not None and values["due_at"] < received_at:
        found.append(("办结时限", "早于受理时间"))
    if not values["title"] and not values["content"]:
        found.append(("诉求内容", "标题和诉求内容至少填一项"))
    if values["handling"] is Handling.DISPATCHED and not values["department"]:
        found.append(("承办单位", "办理方式为转办时不能为空"))
    if values["street"] and not values["district"]:
        found.append(("区县", "填了街道时不能为空"))
    return found
