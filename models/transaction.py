"""unit_of_work(): the one place that commits or rolls back."""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from models.base import WRITING, db

T = TypeVar("T")

# PostgreSQL says it by a code and names the columns as "Key (kind, code)=(...)"; SQLite by an error name and
# "UNIQUE constraint failed: ground.kind, ground.code". Its words may be in any language, so they are not read.
POSTGRESQL_UNIQUE = "23505"
SQLITE_UNIQUE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
POSTGRESQL_COLUMNS = re.compile(r"\(([^()]*)\)=\(")
SQLITE_COLUMN = re.compile(r"\.(\w+)")


class SomeoneWasFaster(Exception):
    """Another person's change of the same row came first; str() is the sentence for the user."""

    def __init__(self) -> None:
        super().__init__("这条记录刚被他人更新，您的操作未保存。请刷新页面查看最新情况后再操作。")


class AlreadyThere(SomeoneWasFaster):
    """Another person saved a row with the same unique value first; `columns` are the columns it is about."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        Exception.__init__(
            self, "刚刚有人保存了相同的代码、名称或日期，您的操作未保存。请核对后修改，再重新提交。"
        )
        self.columns = columns


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commit what happened inside, or roll all of it back if anything was raised.

    What was read before is let go first: on SQLite a transaction that began with a read cannot always
    become a writing one, so writing begins anew and IMMEDIATE. Read the case inside.
    Raises SomeoneWasFaster where the version of a row has moved on meanwhile, AlreadyThere where another
    transaction put down the same unique value between the check and the writing.
    """
    db.session.rollback()
    db.session.connection(execution_options=WRITING[db.engine.dialect.name])
    try:
        yield
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise SomeoneWasFaster from error
    except IntegrityError as error:
        db.session.rollback()
        if is_duplicate(error):
            raise AlreadyThere(columns_of(error)) from error
        raise
    except BaseException:
        db.session.rollback()
        raise


def is_duplicate(error: IntegrityError) -> bool:
    """Say whether a unique constraint was what the database complained of."""
    return (
        getattr(error.orig, "sqlstate", None) == POSTGRESQL_UNIQUE
        or getattr(error.orig, "sqlite_errorname", None) in SQLITE_UNIQUE
    )


def columns_of(error: IntegrityError) -> tuple[str, ...]:
    """Return the columns of the unique constraint that was violated, none where the database names none."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is None:
        return tuple(SQLITE_COLUMN.findall(str(error.orig)))
    named = POSTGRESQL_COLUMNS.search(diagnosis.message_detail or "")
    return tuple(named[1].split(", ")) if named else ()


def once(key: Hashable, read: Callable[[], T]) -> T:
    """Return what `read` gives, asked the database for once in a transaction and remembered until it ends.

    For what a step reads again and again and does not change: the city, the calendar, the trees. None is
    not remembered, since it may come into being.
    """
    info = db.session.info
    running = db.session().get_transaction()
    if running is None or "once" not in info or info["once"][0] is not running:
        value = read()
        info["once"] = (db.session().get_transaction(), {key: value} if value is not None else {})
        return value
    known = info["once"][1]
    if key not in known:
        value = read()
        if value is None:
            return value
        known[key] = value
    return cast("T", known[key])
