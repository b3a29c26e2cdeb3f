"""What was entered by hand (填报) of a period: read now, or as it was kept with an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from models.entries import ENTRIES
from models.queries import entered_figures
from models.vocabulary import EntryGrain, EntrySubject, EntrySum
from reports import extracts
from reports.periods import Period


@dataclass(frozen=True)
class EntryRow:
    """A number that was entered, in hundredths, for a time that begins on a day, and by whom."""

    figure: str
    subject: EntrySubject
    key: str
    grain: EntryGrain
    on: date
    hundredths: int
    note: str
    entered_by_id: int
    entered_at: datetime


def entered(
    names: Collection[str], subject: EntrySubject, period: Period
) -> dict[tuple[str, str], list[int]]:
    """Return what was entered by figure and key, in hundredths, the earliest first; see `entries`."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries(names, subject, period):
        numbers[entry.figure, entry.key].append(entry.hundredths)
    return numbers


def entries(names: Collection[str], subject: EntrySubject, period: Period) -> list[EntryRow]:
    """Return what was entered, the earliest first; inside `counting_from`, as it was kept.

    Told are entries whose time lies wholly in the period; of what is told as it stands, the one that began
    last up to the period's end, however long ago.
    """
    own = extracts.source()
    if own is None:
        return _entries(names, subject, period)
    found = []
    for name in names:
        question = f"entered {name} {subject} {period.on}"
        told = own.told(question, lambda name=name: [_told(e) for e in _entries([name], subject, period)])  # type: ignore[misc]
        found += [_entry(row) for row in told]
    return found


def _entries(names: Collection[str], subject: EntrySubject, period: Period) -> list[EntryRow]:
    latest = [name for name in names if ENTRIES[name].summed is EntrySum.LATEST]
    others = [name for name in names if name not in latest]
    found = [
        *entered_figures.inside(others, subject, period.first_on, period.last_on),
        *entered_figures.latest(latest, subject, period.last_on),
    ]
    return [EntryRow(**{name: getattr(row, name) for name in ENTRY_FIELDS}) for row in found]


def _told(entry: EntryRow) -> list[Any]:
    return [
        value.isoformat() if isinstance(value, date) else value
        for value in (getattr(entry, name) for name in ENTRY_FIELDS)
    ]


def _entry(row: Sequence[Any]) -> EntryRow:
    figure, subject, key, grain, on, hundredths, note, by_id, at = row
    moment, day = datetime.fromisoformat(at), date.fromisoformat(on)
    return EntryRow(
        figure, EntrySubject(subject), key, EntryGrain(grain), day, hundredths, note, by_id, moment
    )


ENTRY_FIELDS = tuple(field.name for field in fields(EntryRow))
