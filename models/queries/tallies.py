"""Counts the cases of a span from the cases themselves, for every member of every dimension at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, partial, reduce
from itertools import repeat
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, case, select, type_coerce

from config import LOCAL_TIMEZONE
from models.base import db
from models.queries.measures import BY_ID, COUNTED, DUE, KEYS, NONE, RECEIVED, SUMMED, Span, within
from models.vocabulary import Cohort, Dimension

MEASURES = {Cohort.RECEIVED: RECEIVED, Cohort.DUE: DUE}


class Member(NamedTuple):
    """One member of a dimension, or what of it lies within a member of another; for all cases both are empty."""

    within: str
    within_key: str
    dimension: Dimension
    key: str


# By member the counts in the order of COUNTED.
Tally = dict[Member, list[int]]


@dataclass(frozen=True)
class Sums:
    """The counts of one member of a dimension over a period."""

    dimension: Dimension
    key: str
    counts: Mapping[str, int]


def local_day(moment: datetime) -> date:
    """Return the day of the moment in local time."""
    return moment.astimezone(LOCAL_TIMEZONE).date()


def start_of(day: date) -> datetime:
    """Return the moment at which the local day begins."""
    return datetime.combine(day, time(), LOCAL_TIMEZONE).astimezone(UTC)


def tally(
    cohorts: Iterable[Cohort],
    span: Span,
    *conditions: ColumnElement[bool],
    pairs: Sequence[tuple[Dimension, Dimension]] = (),
) -> Tally:
    """Count the cases of the span that meet the conditions, for every member of every dimension and pair.

    The database tells for each case which measures of the cohort it counts for, as the bits of one number
    (thirty at most): so each condition is looked at once for a case, however many members it belongs to.
    """
    found: Tally = defaultdict(lambda: [0] * len(COUNTED))
    for cohort in cohorts:
        measures = MEASURES[cohort]
        first = COUNTED.index(next(iter(measures)))
        bits = [case((where, 1 << place), else_=0) for place, where in enumerate(measures.values())]
        amounts = [
            (COUNTED.index(name), case((measures[part], amount), else_=0))
            for name, (part, amount) in SUMMED.items()
            if part in measures
        ]
        told = (*_told(), reduce(add, bits), *(amount for _, amount in amounts))
        query = select(*told).where(within(cohort, span), *conditions)
        rows = db.session.execute(query).all()
        if not rows:
            continue
        every = list(zip(*rows, strict=True))
        columns, masks, added = every[: len(KEYS)], every[len(KEYS)], every[len(KEYS) + 1 :]
        places = [place for place, _ in amounts]
        keys: dict[Dimension, Iterable[object]] = dict(zip(KEYS, columns, strict=True))
        for member_of, own in _groupings(keys, pairs):
            for (key, mask), cases in Counter(zip(own, masks, strict=False)).items():
                _add(found[member_of(key)], mask << first, cases)
            for place, column in zip(places, added, strict=True):
                for key, amount in _sums_of(own, column).items():
                    found[member_of(key)][place] += amount
    return {member: counts for member, counts in found.items() if any(counts)}


def _groupings(
    keys: Mapping[Dimension, Iterable[object]], pairs: Sequence[tuple[Dimension, Dimension]]
) -> Iterator[tuple[Callable[[Any], Member], Iterable[Any]]]:
    """Give for every dimension and pair the key of each case, and what makes a member of such a key."""
    for dimension in (Dimension.ALL, *KEYS):
        yield partial(_member, dimension), keys.get(dimension, repeat(None))
    for outer, inner in pairs:
        own = keys.get(inner, repeat(None))
        yield partial(_inner_member, outer, inner), list(zip(keys[outer], own, strict=False))


def _member(dimension: Dimension, key: object) -> Member:
    return Member("", "", dimension, _text(key))


def _inner_member(outer: Dimension, inner: Dimension, keys: tuple[object, object]) -> Member:
    return Member(outer, _text(keys[0]), inner, _text(keys[1]))


def _sums_of(keys: Iterable[Any], amounts: Iterable[int]) -> dict[Any, int]:
    """Return the sum of the amounts of each key that has any."""
    sums: dict[Any, int] = defaultdict(int)
    for key, amount in zip(keys, amounts, strict=False):
        if amount:
            sums[key] += amount
    return sums


@cache
def _told() -> tuple[SQLColumnExpression[Any], ...]:
    """Return what is asked of each case: its members, enums as they are stored."""
    return tuple(
        column if dimension in BY_ID else type_coerce(column, Text()) for dimension, column in KEYS.items()
    )


def _text(key: object) -> str:
    return NONE if key is None else str(key)


def _add(counts: list[int], mask: int, cases: int) -> None:
    for place in _places(mask):
        counts[place] += cases


@cache
def _places(mask: int) -> tuple[int, ...]:
    """Return the places of the bits that are set."""
    return tuple(place for place in range(len(COUNTED)) if mask >> place & 1)
