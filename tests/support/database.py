"""Databases for tests: migrated once a run, copied afresh for each test, on SQLite and on PostgreSQL.

A fresh one takes a few milliseconds on SQLite and some more on PostgreSQL, holds exactly what the migrations leave
behind, and lets tests commit, lock and break things as the house does in earnest.
"""

import fcntl
import os
import shutil
import tempfile
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
RAM_DISK = Path("/dev/shm")
A_GIBIBYTE = 2**30


@contextmanager
def quick_folder(otherwise: Path) -> Iterator[Path]:
    """Give a folder in memory, gone afterwards, or the other one where there is no memory to be had as a disk.

    Each step of the house waits until its commit is on the disk; a suite of them would wait for minutes.
    """
    if not os.access(RAM_DISK, os.W_OK) or shutil.disk_usage(RAM_DISK).free < A_GIBIBYTE:
        yield otherwise
        return
    with tempfile.TemporaryDirectory(prefix="hotline-tests-", dir=RAM_DISK) as folder:
        yield Path(folder)


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
    """The template is a database of the run's server; each worker has one copy, emptied between tests.

    To empty it takes a tenth of the time of another copy. What the migrations left in tables is kept in a
    schema aside and put back; a test that changed the tables themselves gets another copy after all.
    """

    def __init__(self, server: str, shared: Path, worker: str) -> None:
        self._server = server
        self._name = f"hotline_{worker}"
        self._admin = self._connect("postgres")
        self._own: psycopg.Connection | None = None
        self._shape: object = None
        with only_once(shared / "template.postgresql.made") as needed:
            if needed:
                self._run("CREATE DATABASE {}", TEMPLATE)
                migrate(f"{server}/{TEMPLATE}", shared)

    def fresh(self) -> str:
        """See DatabaseKind."""
        if not self._emptied():
            self._copy()
        return f"{self._server}/{self._name}"

    def close(self) -> None:
        """Let go of the server."""
        for connection in (self._own, self._admin):
            if connection is not None:
                connection.close()

    def _emptied(self) -> bool:
        """Put the copy back as it was; False where there is none, or not of the template's shape."""
        if self._own is None:
            return False
        try:
            self._own.execute(END_OTHERS)
            if self._own.execute(SHAPE).fetchone() != self._shape:
                return False
            self._own.execute(EMPTY)
            for (table,) in self._own.execute(GROWN).fetchall():
                self._own.execute(sql.SQL("VACUUM {}").format(sql.Identifier("public", table)))
        except psycopg.Error:
            return False
        return True

    def _copy(self) -> None:
        """Copy the template anew, and set aside what it holds."""
        if self._own is not None:
            self._own.close()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name)
        quicker = " STRATEGY file_copy" if self._admin.info.server_version >= FILE_COPY_SINCE else ""
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(self._name), sql.Identifier(TEMPLATE)
            )
            + sql.SQL(quicker)
        )
        self._own = self._connect(self._name)
        self._own.execute(SET_ASIDE)
        self._shape = self._own.execute(SHAPE).fetchone()

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(f"{self._server.replace('+psycopg', '')}/{name}", autocommit=True)

    def _run(self, statement: LiteralString, name: str) -> None:
        self._admin.execute(sql.SQL(statement).format(sql.Identifier(name)))


END_OTHERS: LiteralString = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND state <> 'idle'
"""
# Tables, indexes and sequences by their ids, and how many columns they have: what a migration would change.
SHAPE: LiteralString = """
    SELECT count(*), sum(oid::bigint), sum(relnatts) FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
# What is emptied row by row still holds the room of all its rows; where that is much it is given back.
GROWN: LiteralString = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 262144
"""
SET_ASIDE: LiteralString = """
    DO $$ DECLARE one record; BEGIN
        CREATE SCHEMA aside;
        CREATE TABLE aside.sequences AS
            SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
        FOR one IN SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
        LOOP
            EXECUTE format('CREATE TABLE aside.%1$I AS TABLE public.%1$I', one.relname);
        END LOOP;
    END $$
"""
EMPTY: LiteralString = """
    DO $$ DECLARE one record; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR one IN SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
        LOOP
            EXECUTE format('DELETE FROM public.%I', one.relname);
        END LOOP;
        FOR one IN SELECT relname FROM pg_class
            WHERE relnamespace = 'aside'::regnamespace AND relkind = 'r' AND relname <> 'sequences'
        LOOP
            EXECUTE format('INSERT INTO public.%1$I SELECT * FROM aside.%1$I', one.relname);
        END LOOP;
        PERFORM setval(format('public.%I', sequencename), coalesce(last_value, 1), last_value IS NOT NULL)
            FROM aside.sequences;
    END $$
"""


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
