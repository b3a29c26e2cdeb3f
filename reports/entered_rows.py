"""What was entered by hand (填报) of a period, or counted in its place: read now, or as it was kept with an issue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from models.entries import COUNTED_CLASS, ENTRIES
from models.queries import call_days, counted_since, entered_figures, knowledge_updates
from models.vocabulary import EntryGrain, EntrySubject, EntrySum
from reports import extracts
from reports.periods import Period

SYSTEM = 0


@dataclass(frozen=True)
class EntryRow:
    """A number that was entered, in hundredths, for a time that begins on a day, and by whom.

    One that the system counted, of a day, is entered by nobody (`SYSTEM`) at no moment.
    """

    figure: str
    subject: EntrySubject
    key: str
    grain: EntryGrain
    on: date
    hundredths: int
    note: str
    entered_by_id: int
    entered_at: datetime | None

    @property
    def is_counted(self) -> bool:
        """Whether the system counted it."""
        return self.entered_by_id == SYSTEM


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
    last up to the period's end, however long ago. Of what the system counts itself, a row for each day.
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
    rows = [EntryRow(**{name: getattr(row, name) for name in ENTRY_FIELDS}) for row in found]
    if subject not in COUNTED:
        return rows
    counted, own = COUNTED[subject]
    wanted = [name for name in names if name in own]
    since = counted_since.since(wanted[0]) if wanted else None
    if since is None:
        return rows
    kept = [row for row in rows if row.figure not in wanted or row.on < since.on]
    first_on = max(period.first_on, since.counted_from)
    return [*kept, *(counted(wanted, first_on, period.last_on) if first_on <= period.last_on else ())]


def _calls(names: Sequence[str], first_on: date, last_on: date) -> list[EntryRow]:
    whose = EntrySubject.CALL_CLASS
    return [
        _counted(name, whose, COUNTED_CLASS, day, counts[name])
        for day, counts in call_days.counts(first_on, last_on).items()
        for name in names
    ]


def _updates(names: Sequence[str], first_on: date, last_on: date) -> list[EntryRow]:
    found = Counter(knowledge_updates.published(first_on, last_on))
    whose = EntrySubject.DEPARTMENT
    return [_counted(name, whose, str(unit), day, n) for name in names for (day, unit), n in found.items()]


def _counted(name: str, subject: EntrySubject, key: str, day: date, number: int) -> EntryRow:
    return EntryRow(name, subject, key, EntryGrain.DAY, day, number * 100, "", SYSTEM, None)


COUNTED: dict[EntrySubject, tuple[Callable[[Sequence[str], date, date], list[EntryRow]], Sequence[str]]] = {
    EntrySubject.CALL_CLASS: (_calls, call_days.NAMES),
    EntrySubject.DEPARTMENT: (_updates, knowledge_updates.NAMES),
}


def _told(entry: EntryRow) -> list[Any]:
    return [
        value.isoformat() if isinstance(value, date) else value
        for value in (getattr(entry, name) for name in ENTRY_FIELDS)
    ]


def _entry(row: Sequence[Any]) -> EntryRow:
    figure, subject, key, grain, on, hundredths, note, by_id, at = row
    moment, day = datetime.fromisoformat(at) if at else None, date.fromisoformat(on)
    return EntryRow(
        figure, EntrySubject(subject), key, EntryGrain(grain), day, hundredths, note, by_id, moment
    )


ENTRY_FIELDS = tuple(field.name for field in fields(EntryRow))
