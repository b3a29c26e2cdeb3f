"""Moments in SQL: what of a stored moment is asked for in the local time zone, alike on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from config import LOCAL_TIMEZONE

# The zone has known no summer time since 1991.
AHEAD_HOURS = int(
    (LOCAL_TIMEZONE.utcoffset(datetime(2016, 1, 1, tzinfo=UTC)) or timedelta()) / timedelta(hours=1)
)


class local_hour(FunctionElement[str]):  # noqa: N801 - it reads as the functions of SQLAlchemy do
    """The hour of the day of a moment, in local time, as two digits: 00 to 23."""

    type = Text()
    inherit_cache = True


@compiles(local_hour, "sqlite")
def _local_hour_on_sqlite(element: local_hour, compiler: SQLCompiler, **options: Any) -> str:
    return f"strftime('%H', {compiler.process(element.clauses, **options)}, '{AHEAD_HOURS:+d} hours')"


@compiles(local_hour, "postgresql")
def _local_hour_on_postgresql(element: local_hour, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"to_char({moment} + interval '{AHEAD_HOURS} hours', 'HH24')"


class day_before(FunctionElement[datetime]):  # noqa: N801
    """The moment 24 hours before a moment, as the database compares moments."""

    type = DateTime()
    inherit_cache = True


@compiles(day_before, "sqlite")
def _day_before_on_sqlite(element: day_before, compiler: SQLCompiler, **options: Any) -> str:
    # Moments are texts of six digits behind the second; SQLite tells three.
    return f"strftime('%Y-%m-%d %H:%M:%f000', {compiler.process(element.clauses, **options)}, '-1 day')"


@compiles(day_before, "postgresql")
def _day_before_on_postgresql(element: day_before, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} - interval '1 day')"


class whole_minutes(FunctionElement[int]):  # noqa: N801
    """How many whole minutes lie between two moments, both cut off to the second; none where the second is earlier."""

    type = BigInteger()
    inherit_cache = True


@compiles(whole_minutes, "sqlite")
def _whole_minutes_on_sqlite(element: whole_minutes, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (
        f"CAST(strftime('%s', {compiler.process(moment, **options)}) AS INTEGER)"
        for moment in element.clauses
    )
    return f"max(({end} - {start}) / 60, 0)"


@compiles(whole_minutes, "postgresql")
def _whole_minutes_on_postgresql(element: whole_minutes, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (
        f"CAST(floor(extract(epoch FROM {compiler.process(moment, **options)})) AS bigint)"
        for moment in element.clauses
    )
    return f"greatest(({end} - {start}) / 60, 0)"
