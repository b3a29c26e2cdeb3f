"""What is behind a number that the system counted in the place of entries: the calls, or the versions of knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.entries import ENTRIES, summed
from models.queries import call_days, knowledge_updates
from models.queries.call_days import CountedCall, Keeps
from models.queries.knowledge_updates import Update
from reports.entered_rows import EntryRow
from reports.figures.entered_figures import parts_of
from reports.figures.figure import Figure, Shape

WHOSE: dict[str, Keeps] = {
    "calls_in": lambda _call: True,
    "calls_answered": lambda call: call.is_answered,
    "calls_in_15s": lambda call: call.is_quick,
    "wait_seconds": lambda call: call.is_answered,
    "talk_seconds": lambda call: call.is_answered,
}
LONGEST = "longest_talk_seconds"


@dataclass(frozen=True)
class Behind:
    """What the system counted on some days: `told` is each number by what it is called."""

    first_on: date
    last_on: date
    told: dict[str, str]


@dataclass(frozen=True)
class CallsBehind(Behind):
    """The calls of the days that are to be kept."""

    keeps: Keeps
    sort = "calls"

    def page(self, *, after: tuple[datetime | None, int] | None, limit: int) -> Sequence[CountedCall]:
        """Return so many of the calls, the newest first, after the one at this place."""
        return call_days.page(self.first_on, self.last_on, self.keeps, after=after, limit=limit)


@dataclass(frozen=True)
class UpdatesBehind(Behind):
    """The versions of these departments that were published on the days."""

    department_ids: frozenset[int]
    sort = "updates"

    def page(self, *, after: tuple[datetime | None, int] | None, limit: int) -> Sequence[Update]:
        """Return so many of the versions, the newest first, after the one at this place."""
        return knowledge_updates.page(
            self.first_on, self.last_on, self.department_ids, after=after, limit=limit
        )


def behind(figure: Figure, rows: Sequence[EntryRow]) -> CallsBehind | UpdatesBehind | None:
    """Return what these rows of a figure count; None where none of them was counted by the system.

    Behind a rate stand the calls below the line, behind the longest call those that took as long.
    """
    counted = [row for row in rows if row.is_counted]
    if not counted:
        return None
    days = [row.on for row in counted]
    sums = {
        part: summed(ENTRIES[part], [row.hundredths for row in counted if row.figure == part]) or 0
        for part in parts_of(figure)
    }
    told = {ENTRIES[part].label: f"{number:,.0f} {ENTRIES[part].unit}" for part, number in sums.items()}
    if figure.id in knowledge_updates.NAMES:
        return UpdatesBehind(min(days), max(days), told, frozenset(int(row.key) for row in counted))
    if figure.id == LONGEST:
        days = [row.on for row in counted if row.hundredths == sums[LONGEST] * 100]
        return CallsBehind(min(days), max(days), told, _as_long_as(int(sums[LONGEST])))
    below = figure.id if figure.shape is Shape.ENTERED else figure.denominator[0]
    return CallsBehind(min(days), max(days), told, WHOSE[below])


def _as_long_as(seconds: int) -> Keeps:
    return lambda call: call.is_answered and call.talk == seconds
