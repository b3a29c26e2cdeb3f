"""Reads rows of a file whose first line names the columns (按列名读取): which columns there are, what is wrong with a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflows.history.cells import BadCell
from workflows.history.readers import BadFile
from workflows.history.rows import WHOLE_ROW, Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.history.cells import Reader


@dataclass(frozen=True)
class Column:
    """A column of the file: its header, the field it fills, how a cell is read."""

    header: str
    name: str
    read: Reader
    is_needed: bool = False


@dataclass(frozen=True)
class NamedColumns:
    """Where each column of ours stands in one file, how wide its rows are, and the headers that nobody knows."""

    columns: tuple[Column, ...]
    places: tuple[tuple[Column, int], ...]
    width: int
    unknown: tuple[str, ...]

    def read(self, line: int, row: Sequence[str]) -> tuple[dict[str, Any], list[Fault]]:
        """Return a row's values by field, None for what is empty, and what is wrong with it cell by cell."""
        if len(row) != self.width:
            return {}, [Fault(line, WHOLE_ROW, f"有 {len(row)} 列，应为 {self.width} 列")]
        values: dict[str, Any] = {column.name: None for column in self.columns}
        faults: list[Fault] = []
        for column, place in self.places:
            text = row[place].strip()
            if not text:
                if column.is_needed:
                    faults.append(Fault(line, column.header, "不能为空"))
                continue
            try:
                values[column.name] = column.read(text)
            except BadCell as error:
                faults.append(Fault(line, column.header, str(error)))
        return values, faults


def find_columns(columns: tuple[Column, ...], header: Sequence[str]) -> NamedColumns:
    """Return where the columns stand under this header; BadFile names the needed ones it lacks."""
    names = [name.strip().lstrip("\ufeff") for name in header]
    places = {name: place for place, name in reversed(list(enumerate(names)))}
    missing = [column.header for column in columns if column.is_needed and column.header not in places]
    if missing:
        raise BadFile(f"缺少必需的列：{'、'.join(missing)}。")
    known = {column.header for column in columns}
    return NamedColumns(
        columns,
        tuple((column, places[column.header]) for column in columns if column.header in places),
        len(names),
        tuple(name for name in names if name and name not in known),
    )
