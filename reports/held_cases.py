"""The cases of a report as they were at one moment: figures and lists counted from them can never differ.

Held are, of every case that the report's periods touch, whose it is, when it counts and for which measures; as
arrays of numbers, so that half a million take a few megabytes on disk and a moment to count.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import ColumnElement, and_

from models.queries import case_facts
from models.queries.case_facts import Facts
from models.queries.measures import COUNTED, KEYS, NONE, REMAINDERS, SUMMED, Span
from models.queries.tallies import MEASURES, Sums
from models.vocabulary import Cohort, Dimension
from reports.besides import Besides, HeldEvents
from reports.figures.asked import Asked
from reports.figures.values import Behind
from reports.periods import Period

Numbers = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# What a question may say besides the members: which days, counted when, shown how.
TOLD_APART = {"period", "at", "caliber", "dimension", "key"}
# Before every moment there is: of what has not happened.
NEVER = np.iinfo(np.int64).min


class NotHeld(Exception):
    """What is asked for lies outside what was held; str() is the sentence for the user."""


class PeriodNotHeld(NotHeld):
    """A period that was not held is asked for."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label}不在本件所统计的周期之内。")
        self.period = period


@dataclass(frozen=True)
class Keys:
    """Of which member of a dimension each case is: the members' keys, and for each case the place of its own."""

    names: list[str]
    places: npt.NDArray[np.int32]


@dataclass(frozen=True)
class HeldCases:
    """The cases of some spans, read at `at`; each column is in the order of `ids`, which rise."""

    at: datetime
    spans: tuple[tuple[datetime, datetime], ...]
    ids: Numbers
    keys: Mapping[Dimension, Keys]
    moments: Mapping[Cohort, Numbers]
    bits: Mapping[Cohort, Numbers]
    ended: Numbers
    measures: Mapping[Cohort, tuple[str, ...]]
    parts: tuple[str, ...]
    part_bits: Numbers
    is_whole: bool
    # How long each was handled, in whole minutes; none are known of what was held before they were counted.
    minutes: Numbers = field(default_factory=lambda: np.array([], dtype=np.int64))
    beside: Besides = field(default_factory=Besides)

    @classmethod
    def read(
        cls,
        periods: Iterable[Period],
        at: datetime,
        *,
        parts: Sequence[RestrictedTo] = (),
        is_whole: bool = True,
        also: Iterable[tuple[datetime, datetime]] = (),
    ) -> Self:
        """Read the cases of the periods, and of further spans, as they are now.

        `parts` can then be counted alone; not `is_whole`, nothing but these parts can be counted.
        """
        spans = joined([*((period.start, period.end) for period in periods), *also])
        conditions = [part.condition for part in parts]
        known: dict[Dimension, dict[str, int]] = {dimension: {} for dimension in KEYS}
        columns: dict[Any, list[Any]] = {}
        for part in case_facts.of_spans(spans, conditions, is_whole=is_whole):
            for name, column in _columns(part, known):
                columns.setdefault(name, []).append(column)
        ids = _joined(columns, "ids", np.int64)
        order = np.argsort(ids)
        return cls(
            at,
            spans,
            ids[order],
            {d: Keys(list(known[d]), _joined(columns, ("keys", d), np.int32)[order]) for d in KEYS},
            {c: _joined(columns, ("moments", c), np.int64)[order] for c in MEASURES},
            {c: _joined(columns, ("bits", c), np.int64)[order] for c in MEASURES},
            _joined(columns, "ended", np.int64)[order],
            {cohort: tuple(measures) for cohort, measures in MEASURES.items()},
            tuple(part.text for part in parts),
            _joined(columns, "parts", np.int64)[order],
            is_whole,
            _joined(columns, "minutes", np.int64)[order],
        )

    def told(self, question: str, read: Callable[[], Any]) -> Any:
        """Return what was told beside the cases."""
        return self.beside.told(question, read)

    def events_of(self, first_on: date, last_on: date, read: Callable[[], HeldEvents]) -> HeldEvents:
        """Return events of the grid among which are all of these days."""
        return self.beside.events_of(first_on, last_on, read)

    @cached_property
    def cohort_of(self) -> dict[str, Cohort]:
        """Over which cohort each measure is counted, remainders included; what is not held is left out."""
        held = {name: cohort for cohort, names in self.measures.items() for name in names}
        left = {
            name: held[whole] for name, (whole, part, _) in REMAINDERS.items() if {whole, part} <= held.keys()
        }
        return held | left

    def sums(self, dimensions: Sequence[Dimension], asked: Asked) -> list[Sums]:
        """Return the counts of the period for every member that has any, as models/queries/ledger.py does.

        Raises NotHeld for a period outside the spans, and for what these arrays cannot tell apart.
        """
        parts = self._of_parts(parts_of(asked))
        tally: dict[tuple[Dimension, str], dict[str, int]] = {}
        for cohort, names in self.measures.items():
            chosen = np.flatnonzero(self._placed(cohort, asked.period) & parts)
            bits = self.bits[cohort][chosen]
            for place, name in enumerate(names):
                counted = chosen[(bits >> place & 1).astype(bool)]
                for dimension in dimensions if len(counted) else ():
                    for key, count in self._by_member(dimension, counted):
                        tally.setdefault((dimension, key), dict.fromkeys(COUNTED, 0))[name] = count
                    for summed in (each for each, (part, _) in SUMMED.items() if part == name):
                        for key, minutes in self._minutes_by_member(dimension, counted):
                            tally[dimension, key][summed] = minutes
        return [Sums(dimension, key, counts) for (dimension, key), counts in sorted(tally.items())]

    def _by_member(self, dimension: Dimension, counted: Places) -> list[tuple[str, int]]:
        if dimension is Dimension.ALL:
            return [(NONE, len(counted))]
        keys = self.keys[dimension]
        counts = np.bincount(keys.places[counted], minlength=len(keys.names))
        return [(keys.names[place], int(counts[place])) for place in np.flatnonzero(counts)]

    def _minutes_by_member(self, dimension: Dimension, counted: Places) -> list[tuple[str, int]]:
        if not len(self.minutes):
            return []
        if dimension is Dimension.ALL:
            return [(NONE, int(self.minutes[counted].sum()))]
        keys = self.keys[dimension]
        sums = np.zeros(len(keys.names), dtype=np.int64)
        np.add.at(sums, keys.places[counted], self.minutes[counted])
        return [(keys.names[place], int(sums[place])) for place in np.flatnonzero(sums)]

    def behind(
        self, behind: Behind, asked: Asked, keys: Sequence[str] | None, parts: Sequence[str] = ()
    ) -> Places:
        """Return the places of the cases behind a value of these members, the newest of its cohort first.

        No keys: of any member; `parts` name what else they all belong to. Raises NotHeld.
        """
        found = np.flatnonzero(self._counted(behind, asked, keys, parts))
        moments = self.moments[self.cohort_of[behind.counts[0]]]
        return found[np.lexsort((-self.ids[found], -moments[found]))]

    def count(
        self, behind: Behind, asked: Asked, keys: Sequence[str] | None, parts: Sequence[str] = ()
    ) -> int:
        """Return how many cases are behind a value. Raises NotHeld."""
        return int(np.count_nonzero(self._counted(behind, asked, keys, parts)))

    def _counted(
        self, behind: Behind, asked: Asked, keys: Sequence[str] | None, parts: Sequence[str]
    ) -> Mask:
        if not self.cohort_of.keys() >= {*behind.counts, *behind.left_out}:
            raise NotHeld("该指标不是按工单计数的，没有可列出的工单。")
        cohort = self.cohort_of[behind.counts[0]]
        chosen = self._placed(cohort, asked.period) & self._of_members(asked.dimension, keys)
        chosen = chosen & self._of_parts(parts)
        counted = np.logical_or.reduce([self._counts_for(name) for name in behind.counts])
        for name in behind.left_out:
            counted = counted & ~self._counts_for(name)
        found: Mask = chosen & counted
        return found

    @cached_property
    def _masks(self) -> dict[Hashable, Mask]:
        """What was asked once: a paper asks for a few periods and measures hundreds of times."""
        return {}

    def _of_parts(self, parts: Sequence[str]) -> Mask:
        """Tell which cases belong to all of the parts. Raises NotHeld for a part that was not held."""
        if not set(parts) <= set(self.parts) or not (parts or self.is_whole):
            raise NotHeld("本件没有统计这部分工单。")
        wanted = sum(1 << self.parts.index(part) for part in set(parts))
        belongs: Mask = (self.part_bits & wanted) == wanted
        return belongs

    def _placed(self, cohort: Cohort, period: Period) -> Mask:
        if (cohort, period) not in self._masks:
            self._masks[cohort, period] = self._find_placed(cohort, period)
        return self._masks[cohort, period]

    def _find_placed(self, cohort: Cohort, period: Period) -> Mask:
        if not any(start <= period.start and period.end <= end for start, end in self.spans):
            raise PeriodNotHeld(period)
        span = Span(period.start, period.end, self.at)
        end = span.end if cohort is Cohort.RECEIVED else span.due_end
        moments = self.moments[cohort]
        return (moments >= stamp(span.start)) & (moments < stamp(end))

    def _of_members(self, dimension: Dimension, keys: Sequence[str] | None) -> Mask:
        if dimension is Dimension.ALL:
            return np.ones(len(self.ids), dtype=bool)
        own = self.keys[dimension]
        is_meant = np.array([key != NONE if keys is None else key in keys for key in own.names], dtype=bool)
        return is_meant[own.places] if len(own.names) else np.zeros(len(self.ids), dtype=bool)

    def _counts_for(self, name: str) -> Mask:
        if name not in self._masks:
            if name in REMAINDERS:
                whole, part, _ = REMAINDERS[name]
                self._masks[name] = self._counts_for(whole) & ~self._counts_for(part)
            else:
                cohort = self.cohort_of[name]
                place = self.measures[cohort].index(name)
                self._masks[name] = (self.bits[cohort] >> place & 1).astype(bool)
        return self._masks[name]

    def member(self, dimension: Dimension, place: int) -> str:
        """Return the key of the member whose the case at this place was."""
        keys = self.keys[dimension]
        return keys.names[int(keys.places[place])]

    def measures_of(self, place: int) -> list[str]:
        """Return the measures that the case at this place counts for, in whichever period it lies."""
        return [
            name
            for cohort, names in self.measures.items()
            if self.moments[cohort][place] != NEVER
            for bit, name in enumerate(names)
            if int(self.bits[cohort][place]) >> bit & 1
        ]


@dataclass(frozen=True)
class RestrictedTo:
    """A part of all cases that a question is restricted to: its name, and the condition that a case belongs to it."""

    text: str
    condition: ColumnElement[bool]

    @classmethod
    def of(cls, part: Any) -> Self:
        """Read it off a part: one says its text and condition, another its arguments and conditions."""
        if hasattr(part, "conditions"):
            text = "&".join(f"{name}={value}" for name, value in part.arguments.items())
            return cls(text, and_(*part.conditions()))
        return cls(part.text, part.condition)


def restrictions_of(asked: Asked) -> list[RestrictedTo]:
    """Return the parts of all cases that a question is restricted to, all of them at once."""
    further = [getattr(asked, each.name) for each in fields(asked) if each.name not in TOLD_APART]
    return [RestrictedTo.of(each) for each in further if each is not None]


def parts_of(asked: Asked) -> list[str]:
    """Return the names of the parts that a question is restricted to."""
    return [each.text for each in restrictions_of(asked)]


def joined(spans: Iterable[tuple[datetime, datetime]]) -> tuple[tuple[datetime, datetime], ...]:
    """Return the spans in order, those that touch or overlap as one."""
    made: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


def stamp(at: datetime | None) -> int:
    """Return the moment as whole microseconds; of none, what lies before all."""
    return NEVER if at is None else (at - EPOCH) // MICROSECOND


def moment(stamped: int) -> datetime:
    """Return the moment of a stamp. Never of NEVER."""
    return EPOCH + stamped * MICROSECOND


def _columns(part: Facts, known: Mapping[Dimension, dict[str, int]]) -> Iterator[tuple[Any, Any]]:
    """Give the columns of some cases as arrays; `known` collects the members of each dimension."""
    yield "ids", np.array(part.ids, dtype=np.int64)
    yield "ended", _stamps(part.ended)
    yield "minutes", np.array(part.minutes, dtype=np.int64)
    yield "parts", np.array(part.parts, dtype=np.int64)
    for dimension, keys in zip(KEYS, part.keys, strict=True):
        members = known[dimension]
        places = {
            key: members.setdefault(NONE if key is None else str(key), len(members)) for key in set(keys)
        }
        yield ("keys", dimension), np.array([places[key] for key in keys], dtype=np.int32)
    for cohort in MEASURES:
        yield ("moments", cohort), _stamps(part.moments[cohort])
        yield ("bits", cohort), np.array(part.bits[cohort], dtype=np.int64)


def _stamps(moments: Sequence[datetime | str | None]) -> Numbers:
    """Return stored moments as stamps: numpy keeps what has no moment as NEVER."""
    return np.array(moments, dtype="datetime64[us]").astype(np.int64)


def _joined(columns: Mapping[Any, list[Any]], name: Any, kind: Any) -> Any:
    return np.concatenate(columns[name]) if name in columns else np.array([], dtype=kind)
