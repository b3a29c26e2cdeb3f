"""What a report was told that are no cases, kept by question: meetings, the grid's events, what was entered by hand.

While a report is frozen each question is put to the database once; ever after the answer is the one that was kept.
So a text that is written into a draft changes none of its numbers, and each number's list is the one it counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self, overload

import numpy as np
import numpy.typing as npt

from models.queries.grid_figures import LISTED, Sums

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
COLUMNS = ("ids", "days", "classes", "districts", "bits")


@dataclass(frozen=True)
class HeldEvent:
    """An event of the grid as it was counted: of which class, in which district (0: none is named), how far."""

    id: int
    class_id: int
    district_id: int
    counted: frozenset[str]


@dataclass(frozen=True, eq=False)
class Behind(Sequence[HeldEvent]):
    """The events behind a number, each made when it is asked for: in a year the grid has a million and a half."""

    held: HeldEvents
    places: Numbers

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> HeldEvent: ...

    @overload
    def __getitem__(self, place: slice) -> Behind: ...

    def __getitem__(self, place: int | slice) -> HeldEvent | Behind:
        if isinstance(place, slice):
            return Behind(self.held, self.places[place])
        return self.held.event(int(self.places[place]))


@dataclass(frozen=True)
class HeldEvents:
    """The grid's events of some days, the oldest first: whose they are, and what each counts for as bits of a number."""

    ids: Numbers
    days: Numbers
    classes: Numbers
    districts: Numbers
    bits: Numbers

    @classmethod
    def of(cls, parts: Iterable[Sequence[Sequence[int]]]) -> Self:
        """Take them from rows in the order of COLUMNS, some thousands at a time."""
        blocks = [np.array(part, dtype=np.int64) for part in parts if part]
        table = np.concatenate(blocks) if blocks else np.empty((0, len(COLUMNS)), dtype=np.int64)
        return cls(*(np.ascontiguousarray(table[:, place]) for place in range(len(COLUMNS))))

    def sums(self, first_on: date, last_on: date) -> list[Sums]:
        """Return the counts of these days for every class in every district, as models/queries/grid_figures.py does."""
        chosen = self._between(first_on, last_on)
        places = np.unique(np.stack([self.classes[chosen], self.districts[chosen]], axis=1), axis=0)
        return [
            Sums(
                int(own),
                int(district),
                self._counts(chosen & (self.classes == own) & (self.districts == district)),
            )
            for own, district in places
        ]

    def by_day(self, first_on: date, last_on: date) -> dict[date, dict[str, int]]:
        """Return the counts of each of these days that has any."""
        days = np.unique(self.days[self._between(first_on, last_on)])
        return {date.fromordinal(int(day)): self._counts(self.days == day) for day in days}

    def behind(
        self,
        counts: Sequence[str],
        left_out: Sequence[str],
        days: tuple[date, date],
        class_ids: Sequence[int] | None,
        district_id: int | None,
    ) -> Behind:
        """Return the events counted for any of `counts` and none of `left_out`, the newest first."""
        chosen = self._between(*days) & np.logical_or.reduce([self._counts_for(name) for name in counts])
        for name in left_out:
            chosen &= ~self._counts_for(name)
        if class_ids is not None:
            chosen &= np.isin(self.classes, class_ids)
        if district_id is not None:
            chosen &= self.districts == district_id
        return Behind(self, np.flatnonzero(chosen)[::-1])

    def event(self, place: int) -> HeldEvent:
        """Return the event at the place."""
        bits = int(self.bits[place])
        counted = frozenset(name for bit, name in enumerate(LISTED) if bits >> bit & 1)
        return HeldEvent(int(self.ids[place]), int(self.classes[place]), int(self.districts[place]), counted)

    def _between(self, first_on: date, last_on: date) -> Mask:
        found: Mask = (self.days >= first_on.toordinal()) & (self.days <= last_on.toordinal())
        return found

    def _counts(self, chosen: Mask) -> dict[str, int]:
        return {name: int(np.count_nonzero(chosen & self._counts_for(name))) for name in LISTED}

    def _counts_for(self, name: str) -> Mask:
        found: Mask = (self.bits >> list(LISTED).index(name) & 1).astype(bool)
        return found


@dataclass
class Besides:
    """The answers by question. What was not asked when the report was frozen is on no paper: it is read as it is now."""

    answers: dict[str, Any] = field(default_factory=dict)
    events: dict[tuple[date, date], HeldEvents] = field(default_factory=dict)

    def told(self, question: str, read: Callable[[], Any]) -> Any:
        """Return the answer as JSON has it."""
        if question not in self.answers:
            self.answers[question] = read()
        return self.answers[question]

    def events_of(self, first_on: date, last_on: date, read: Callable[[], HeldEvents]) -> HeldEvents:
        """Return events among which are all of these days."""
        for (first, last), held in self.events.items():
            if first <= first_on and last_on <= last:
                return held
        self.events[first_on, last_on] = read()
        return self.events[first_on, last_on]


def to_columns(events: Mapping[tuple[date, date], HeldEvents]) -> dict[str, Numbers]:
    """Return the events as columns by name, to be kept in a file; small numbers take the least space."""
    made = {}
    for (first_on, last_on), held in events.items():
        for name in COLUMNS:
            column: Numbers = getattr(held, name)
            made[f"events-{first_on}-{last_on}-{name}"] = (
                np.diff(column, prepend=0) if name in ("ids", "days") else column
            )
    return made


def from_columns(columns: Mapping[str, Any]) -> dict[tuple[date, date], HeldEvents]:
    """Read what `to_columns` wrote."""
    spans = {name[7:28] for name in columns if name.startswith("events-")}
    found = {}
    for span in sorted(spans):
        own = {name: columns[f"events-{span}-{name}"] for name in COLUMNS}
        days = date.fromisoformat(span[:10]), date.fromisoformat(span[11:])
        found[days] = HeldEvents(
            np.cumsum(own["ids"]), np.cumsum(own["days"]), own["classes"], own["districts"], own["bits"]
        )
    return found
