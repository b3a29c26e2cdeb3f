"""How a row of a pack meets the row in the database: added, the same, kept, overwritten, taken over, refused."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from models.base import Row, db
from models.queries import administration
from workflows.errors import Refused
from workflows.history.reference import was_made

R = TypeVar("R", bound=Row)


@dataclass
class Count:
    """What became of the rows of one file."""

    label: str
    added: int = 0
    same: int = 0
    kept: int = 0
    overwritten: int = 0
    taken_over: int = 0

    def __str__(self) -> str:
        parts = [
            f"新增 {self.added}",
            f"未变 {self.same}",
            *([f"保留本地修改 {self.kept}"] if self.kept else []),
            *([f"覆盖 {self.overwritten}"] if self.overwritten else []),
            *([f"接收历史导入所建 {self.taken_over}"] if self.taken_over else []),
        ]
        return f"{self.label}：{'，'.join(parts)}"


class Upsert(Generic[R]):
    """Puts rows of one table in by key; what people changed since stays, unless overwriting.

    `name` says by what else than its code a thing is known, such as the path of a category. A row of that
    name that an import of history made is the pack's own, met before its code was known, and takes it over;
    one that people made is theirs, and where the name `is_unique` the pack is refused.
    """

    def __init__(
        self,
        label: str,
        table: type[R],
        key: Callable[[R], Hashable],
        *,
        name: Callable[[Any], Hashable] | None = None,
        is_unique: bool = True,
        overwrite: bool = False,
    ) -> None:
        self.table = table
        self.overwrite = overwrite
        self.count = Count(label)
        self.name = name
        self.is_unique = is_unique
        rows = administration.rows_of(table)
        self.rows: dict[Hashable, R] = {key(row): row for row in rows}
        self.named: dict[Hashable, R] = {name(row): row for row in rows} if name else {}

    def put(self, key: Hashable, values: dict[str, Any]) -> R:
        """Return the row of this key, added if it was not there, changed only if overwriting.

        Raises Refused where another row has the name already.
        """
        row = self.rows.get(key)
        twin = self.twin(values) if row is None or self.overwrite else None
        if twin is not None and twin is not row:
            if row is None and was_made(twin.code):  # type: ignore[attr-defined]
                return self.take_over(twin, key, values)
            if self.is_unique:
                raise self.refusal(twin, key, values)
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

    def twin(self, values: dict[str, Any]) -> R | None:
        """Return the row that is known by the name these values give."""
        return self.named.get(self.name(SimpleNamespace(**values))) if self.name else None

    def take_over(self, row: R, key: Hashable, values: dict[str, Any]) -> R:
        """Make the row that an import of history made the pack's: its cases stay with it."""
        for column, value in values.items():
            setattr(row, column, value)
        self.rows[key] = row
        self.count.taken_over += 1
        return row

    def refusal(self, twin: R, key: Hashable, values: dict[str, Any]) -> Refused:
        """Return the sentence that names both."""
        called = values.get("path", values["name"])
        return Refused(
            f"没有载入任何内容：{self.count.label}“{called}”在系统中已有，代码为“{twin.code}”，"  # type: ignore[attr-defined]
            f"与城市包中的代码“{key}”不同。请先在管理页面把原有的改名，或把城市包中的代码改成一致，再载入。"
        )

    def id_of(self, key: Hashable) -> int | None:
        """Return the id of the row of this key; None for an empty key."""
        return self.rows[key].id if key else None

    def skip(self) -> None:
        """Count a row that a row made here already stands for."""
        self.count.kept += 1
