"""db, the declarative Base with constraint naming, the column types of every table, the engine's manners."""

import enum
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Enum, Integer, MetaData, Text, TypeDecorator, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

# Named constraints let Alembic drop and alter them on every database, SQLite included.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive datetimes, stores UTC, returns aware UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn an aware datetime into naive UTC for storage."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime given to a UtcDateTime column")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back the moment as an aware UTC datetime."""
        return value.replace(tzinfo=UTC) if value else None


def one_of(members: type[enum.Enum]) -> Enum:
    """Return the column type for an enum: its values are stored as text, never its Python names."""
    return Enum(
        members,
        values_callable=lambda e: [m.value for m in e],
        native_enum=False,
        length=40,
        validate_strings=True,
    )


class Base(DeclarativeBase):
    """The parent of every table.

    The type map sits on a registry because Flask-SQLAlchemy copies this class's body,
    and SQLAlchemy refuses a copied body that carries a map of its own.
    """

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            str: Text,
            dict[str, Any]: JSON,
            list[str]: JSON,
            list[int]: JSON,
        },
    )


class Row(Base):
    """A table with a plain integer key."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

# The execution options of a connection that will write, by the kind of database. SQLite begins IMMEDIATE
# (mind_sqlite), PostgreSQL leaves the autocommit in which everything else only reads.
WRITING: Mapping[str, Mapping[str, Any]] = {
    "sqlite": {"writes": True},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}

# FULL, not NORMAL: with NORMAL a power failure loses acknowledged commits.
SQLITE_PRAGMAS: Mapping[str, str | int] = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": 30000,
    # The log is put into the database every 32 MB instead of every 4: a case is not taken in slower for it
    # every thirtieth time.
    "wal_autocheckpoint": 8000,
    # 16 MB for each connection; a web worker may hold fifteen, and the system keeps the file's pages anyway.
    "cache_size": -16384,
    "temp_store": "MEMORY",
    "secure_delete": "ON",
}


def mind_sqlite(engine: Engine) -> None:
    """Make SQLite keep what it acknowledged and lose no update.

    The driver's own transactions are switched off, since they leave a SELECT outside and lose updates
    silently. A connection that carries the option `writes` begins IMMEDIATE, every other one deferred.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
