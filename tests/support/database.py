"""Databases for tests: migrated once a run, copied afresh for each test, on SQLite and on PostgreSQL.

A copy takes a few milliseconds (SQLite) or some 40 (PostgreSQL), holds exactly what the migrations leave
behind, and lets tests commit, lock and break things as the house does in earnest.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, Protocol

import psycopg
from flask_migrate import upgrade
from psycopg import sql

from app import create_app
from models.base import db
from tests.support.settings import settings_for

TEMPLATE = "hotline_template"
FILE_COPY_SINCE = 150000


class DatabaseKind(Protocol):
    """One kind of database: gives fresh copies of what the migrations leave behind."""

    def fresh(self) -> str:
        """Throw this worker's database away, copy the template and return the copy's URL."""


class SqliteFiles:
    """The template is a file and a copy is a copied file."""

    def __init__(self, shared: Path, own: Path) -> None:
        self._template = shared / "template.sqlite3"
        self._file = own / "hotline.sqlite3"
        with only_once(shared / "template.sqlite3.made") as needed:
            if needed:
                migrate(f"sqlite:///{self._template}", shared)

    def fresh(self) -> str:
        """See DatabaseKind."""
        for leftover in self._file.parent.glob(self._file.name + "*"):
            leftover.unlink()
        shutil.copyfile(self._template, self._file)
        return f"sqlite:///{self._file}"


class PostgresDatabases:
    """The template is a database of the run's server; each worker has one copy with its own name."""

    def __init__(self, server: str, shared: Path, worker: str) -> None:
        self._server = server
        self._name = f"hotline_{worker}"
        self._admin = psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True)
        with only_once(shared / "template.postgresql.made") as needed:
            if needed:
                self._run("CREATE DATABASE {}", TEMPLATE)
                migrate(f"{server}/{TEMPLATE}", shared)

    def fresh(self) -> str:
        """See DatabaseKind."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name)
        quicker = " STRATEGY file_copy" if self._admin.info.server_version >= FILE_COPY_SINCE else ""
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(self._name), sql.Identifier(TEMPLATE)
            )
            + sql.SQL(quicker)
        )
        return f"{self._server}/{self._name}"

    def close(self) -> None:
        """Let go of the server."""
        self._admin.close()

    def _run(self, statement: LiteralString, name: str) -> None:
        self._admin.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextmanager
def only_once(made: Path) -> Iterator[bool]:
    """Let one worker of the run do a thing while the others wait; gives whether it is still to be done."""
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()
        made.touch()


def migrate(database_url: str, folder: Path) -> None:
    """Bring an empty database up to the newest migration and let go of it."""
    app = create_app(settings_for(database_url, folder))
    with app.app_context():
        upgrade()
        if database_url.startswith("sqlite"):
            # One file only, so that copying it copies everything.
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        db.engine.dispose()
