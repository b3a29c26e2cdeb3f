"""How a row of a pack meets the row of that name in the database: added, the same, kept or overwritten."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from models.base import Row, db
from models.queries import administration

R = TypeVar("R", bound=Row)


@dataclass
class Count:
    """What became of the rows of one file."""

    label: str
    added: int = 0
    same: int = 0
    kept: int = 0
    overwritten: int = 0

    def __str__(self) -> str:
        parts = [
            f"新增 {self.added}",
            f"未变 {self.same}",
            *([f"保留本地修改 {self.kept}"] if self.kept else []),
            *([f"覆盖 {self.overwritten}"] if self.overwritten else []),
        ]
        return f"{self.label}：{'，'.join(parts)}"


class Upsert(Generic[R]):
    """Puts rows of one table in by key; what people changed since stays, unless overwriting."""

    def __init__(
        self, label: str, table: type[R], key: Callable[[R], Hashable], *, overwrite: bool = False
    ) -> None:
        self.table = table
        self.overwrite = overwrite
        self.count = Count(label)
        self.rows: dict[Hashable, R] = {key(row): row for row in administration.rows_of(table)}

    def put(self, key: Hashable, values: dict[str, Any]) -> R:
        """Return the row of this key, added if it was not there, changed only if overwriting."""
        row = self.rows.get(key)
        if row is None:
            self.rows[key] = row = self.table(**values)
            db.session.add(row)
            self.count.added += 1
            return row
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not different:
            self.count.same += 1
        elif not self.overwrite:
            self.count.kept += 1
        else:
            self.count.overwritten += 1
            for name, value in different.items():
                setattr(row, name, value)
        return row

    def id_of(self, key: Hashable) -> int | None:
        """Return the id of the row of this key; None for an empty key."""
        return self.rows[key].id if key else None

    def skip(self) -> None:
        """Count a row that a row made here already stands for."""
        self.count.kept += 1
