"""The facts of cases that figures are counted from, read at one stroke: one statement sees one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.types import NullType

from models.base import db
from models.case import Case
from models.queries.measures import KEYS, SUMMED, ended_at, moment_of
from models.queries.tallies import MEASURES
from models.vocabulary import Cohort

AT_ONCE = 10_000
# PostgreSQL hands out half a million rows bit by bit only inside a transaction; a session reads in none.
STREAMING: Mapping[str, Mapping[str, Any]] = {"postgresql": {"isolation_level": "READ COMMITTED"}}


class Facts(NamedTuple):
    """Cases, column by column: whose they are, when they count, and for which measures as bits of a number.

    All values are as the driver gives them: moments in UTC without a zone, on SQLite as text.
    """

    ids: tuple[int, ...]
    keys: Sequence[tuple[object, ...]]
    moments: Mapping[Cohort, tuple[datetime | str | None, ...]]
    bits: Mapping[Cohort, tuple[int, ...]]
    parts: tuple[int, ...]
    ended: tuple[datetime | str | None, ...]
    minutes: tuple[int, ...]


def of_spans(
    spans: Sequence[tuple[datetime, datetime]],
    parts: Sequence[ColumnElement[bool]] = (),
    *,
    is_whole: bool = True,
) -> Iterator[Facts]:
    """Give every case that any cohort places in one of the spans, [start, end), some thousands at a time.

    `keys` are in the order of KEYS; bit n of a cohort's number is its nth measure in MEASURES. Whether the
    case counts for a measure is told apart from whether its moment lies in a period. `parts` are conditions
    of parts of all cases, to be told apart by the bits of a number; not `is_whole`, only these are wanted.
    """
    cohorts = list(MEASURES)
    query = (
        select(
            Case.id,
            *(type_coerce(key, NullType) for key in KEYS.values()),
            *(type_coerce(moment_of(cohort), NullType) for cohort in cohorts),
            *(_bits(list(MEASURES[cohort].values())) for cohort in cohorts),
            _bits(parts),
            type_coerce(ended_at, NullType),
            *(func.coalesce(amount, 0) for _, amount in SUMMED.values()),
        )
        .where(_placed(cohorts, spans), true() if is_whole else or_(false(), *parts))
        .execution_options(yield_per=AT_ONCE)
    )
    first, second = 1 + len(KEYS), 1 + len(KEYS) + len(cohorts)
    with db.engine.connect().execution_options(**STREAMING.get(db.engine.dialect.name, {})) as connection:
        for part in connection.execute(query).partitions():
            columns = list(zip(*part, strict=True))
            yield Facts(
                columns[0],
                columns[1:first],
                dict(zip(cohorts, columns[first:second], strict=True)),
                dict(zip(cohorts, columns[second:-3], strict=True)),
                columns[-3],
                columns[-2],
                columns[-1],
            )


def _placed(cohorts: Sequence[Cohort], spans: Sequence[tuple[datetime, datetime]]) -> ColumnElement[bool]:
    within = [
        and_(moment_of(cohort) >= start, moment_of(cohort) < end)
        for cohort in cohorts
        for start, end in spans
    ]
    return or_(false(), *within)


def _bits(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[int]:
    """Return one number whose nth bit says whether the nth condition holds."""
    nothing: ColumnElement[int] = literal(0, BigInteger)
    return reduce(
        add,
        [
            case((where, literal(1 << place, BigInteger)), else_=nothing)
            for place, where in enumerate(conditions)
        ],
        nothing,
    )
