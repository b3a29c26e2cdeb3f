"""Writes many rows of one table at the speed of the database: COPY on PostgreSQL, executemany on SQLite.

Values pass through the same column types as everywhere else (moments to UTC, personal data sealed, enums
checked), and columns that are not given get the table's own defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table, func, select, text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Processor = Callable[[Any], Any] | None


class BulkWriter:
    """Writes rows into one table, always the same columns in the same order."""

    def __init__(self, connection: Connection, table: Table, names: Sequence[str]) -> None:
        self._connection = connection
        given = [table.columns[name] for name in names]
        # By name: comparing two columns would build an expression of SQL for each pair.
        wanted = set(names)
        filled = [
            column for column in table.columns if column.name not in wanted and column.default is not None
        ]
        self._processors = [self._processor(column) for column in given]
        self._rest = tuple(self._default(column) for column in filled)
        preparer = connection.dialect.identifier_preparer
        self._target = preparer.format_table(table)
        self._columns = ", ".join(preparer.format_column(column) for column in (*given, *filled))
        self._width = len(given) + len(filled)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write the rows within the running transaction."""
        prepared = [self._prepared(row) for row in rows]
        if not prepared:
            return
        if self._connection.dialect.name == "sqlite":
            marks = ", ".join("?" * self._width)
            self._connection.exec_driver_sql(
                f"INSERT INTO {self._target} ({self._columns}) VALUES ({marks})",  # noqa: S608
                prepared,
            )
            return
        cursor = self._connection.connection.cursor()
        with cursor.copy(f"COPY {self._target} ({self._columns}) FROM STDIN") as copy:
            for row in prepared:
                copy.write_row(row)

    def _prepared(self, row: Sequence[Any]) -> tuple[Any, ...]:
        given = (
            value if process is None or value is None else process(value)
            for value, process in zip(row, self._processors, strict=True)
        )
        return (*given, *self._rest)

    def _processor(self, column: Column[Any]) -> Processor:
        return column.type.dialect_impl(self._connection.dialect).bind_processor(self._connection.dialect)

    def _default(self, column: Column[Any]) -> Any:
        default: Any = column.default
        value = default.arg(None) if default.is_callable else default.arg
        process = self._processor(column)
        return value if process is None or value is None else process(value)


def take_room(connection: Connection) -> None:
    """Give the connection of a long import a cache of 64 MB on SQLite, for the indexes it writes to and fro."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-65536")


def learn_sizes(connection: Connection) -> None:
    """Let PostgreSQL see what its tables now hold: it would plan for empty ones until it looks by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def reserve_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Return ids that no other row of the table will get, in rising order.

    On SQLite the running transaction must be a writing one, so that nobody else can take them.
    """
    if count == 0:
        return ()
    if connection.dialect.name == "sqlite":
        highest = connection.scalar(select(func.max(table.columns.id))) or 0
        return range(highest + 1, highest + count + 1)
    series = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    name = connection.dialect.identifier_preparer.format_table(table)
    return connection.scalars(series, {"name": name, "count": count}).all()
