"""A sheet on which figures are entered: a row for each of whom they are, a cell for each figure, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from models.entered_figure import EnteredFigure
from models.entries import ENTRIES, SHEETS, Entry
from models.queries import departments, entered_figures, reference
from models.vocabulary import EntryGrain, EntrySubject
from reports.entered_rows import EntryRow
from workflows.entered_figures import Told, read_class, read_number
from workflows.errors import BadInput

BLANK_ROWS = 3
MOVED = "表中各行刚有变化，请重新打开本表后填写。"
CLASSES = (EntrySubject.CALL_CLASS, EntrySubject.SEAT_CLASS)


@dataclass
class Line:
    """A row: of whom; the texts by figure, what is known of them, what is wrong. One without a name takes a new class."""

    subject: EntrySubject
    key: str
    name: str
    is_new: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass
class EntrySheet:
    """The rows of a sheet for one time."""

    name: str
    grain: EntryGrain
    on: date
    lines: list[Line]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The figures of the sheet."""
        return SHEETS[self.name]

    @property
    def time(self) -> str:
        """The time as files write it: 2026-07."""
        return time_of(self.grain, self.on)

    @property
    def arguments(self) -> dict[str, str]:
        """Which sheet and time this is, as its address says it."""
        return {"sheet": self.name, "grain": self.grain.value, "on": self.on.isoformat()}

    @property
    def faults(self) -> list[str]:
        """What is wrong, row by row."""
        return [f"{line.name or '新类别'}：{fault}" for line in self.lines for fault in line.faults.values()]

    def fill(self, given: Mapping[str, str]) -> list[Told]:
        """Take the texts of the form in and return what they tell; what cannot be read is noted at its cell.

        Told is what was changed here. The form says of each row whose it was (`key-0`) and of each cell what stood
        in it (`was-calls_in-0`): where another person was faster, that is noted too.
        """
        told: list[Told] = []
        names = [line.name for line in self.lines if not line.is_new]
        for place, line in enumerate(self.lines):
            if given.get(f"key-{place}", "") != line.key:
                line.faults["name"] = MOVED
                continue
            line.texts = {entry.id: given.get(f"{entry.id}-{place}", "").strip() for entry in self.entries}
            if line.is_new:
                self._name(line, given.get(f"name-{place}", "").strip(), names)
            for entry in self.entries:
                was = given.get(f"was-{entry.id}-{place}", "").strip()
                if line.texts[entry.id] == was:
                    line.texts[entry.id] = line.known.get(entry.id, "")
                elif each := self._read(line, entry, was):
                    told.append(each)
        return told

    def _name(self, line: Line, name: str, names: list[str]) -> None:
        line.name = name
        if not name and any(line.texts.values()):
            line.faults["name"] = "请填写类别名称。"
        elif name and name in names:
            line.faults["name"] = "该类别已在表中，请填在其所在行。"
        names.append(name)

    def _read(self, line: Line, entry: Entry, was: str) -> Told | None:
        known = line.known.get(entry.id, "")
        if known != was:
            line.faults[entry.id] = f"“{entry.label}”刚被他人改为“{known or '空'}”，请核对后再保存。"
            return None
        if line.is_new and not line.name:
            return None
        try:
            key = read_class(line.name) if line.is_new else line.key
            number = read_number(line.texts[entry.id], entry)
        except BadInput as fault:
            line.faults[entry.id] = str(fault)
            return None
        return Told(entry, line.subject, key, self.grain, self.on, number)


def opened(name: str, grain: EntryGrain, on: date) -> EntrySheet:
    """Return the sheet of a time with what was entered before."""
    on = entered_figures.first_day(grain, on)
    sheet = EntrySheet(name, grain, on, _lines(SHEETS[name][0].subjects))
    ids = [entry.id for entry in sheet.entries]
    for subject in dict.fromkeys(line.subject for line in sheet.lines):
        known = {
            (row.figure, row.key): Decimal(row.hundredths) / 100
            for row in entered_figures.of_time(ids, subject, grain, on)
        }
        for line in sheet.lines:
            if line.subject is subject and not line.is_new:
                line.known = {id_: _text(known.get((id_, line.key))) for id_ in ids}
                line.texts = dict(line.known)
    return sheet


def _lines(subjects: Sequence[EntrySubject]) -> list[Line]:
    lines = []
    for subject in subjects:
        if subject is EntrySubject.ALL:
            lines.append(Line(subject, "", subject.label))
        elif subject in CLASSES:
            lines += [Line(subject, name, name) for name in entered_figures.classes(subject)]
            lines += [Line(subject, "", "", is_new=True) for _ in range(BLANK_ROWS)]
        else:
            lines += [Line(subject, key, name) for name, key in members()[subject].items()]
    return lines


def members() -> dict[EntrySubject, dict[str, str]]:
    """Return the keys of departments and districts by their names."""
    units = departments.in_official_order(leads_only=True)
    return {
        EntrySubject.DEPARTMENT: {unit.name: str(unit.id) for unit in units},
        EntrySubject.DISTRICT: {name: str(id_) for id_, name in reference.district_names()},
    }


@dataclass(frozen=True)
class EntryLine:
    """An entry as lists show it: what, for which time, of whom, how much; and who entered it when."""

    label: str
    time: str
    whose: str
    number: str
    note: str
    by: str
    at: datetime | None


def told(entries: Sequence[EnteredFigure | EntryRow]) -> list[EntryLine]:
    """Return the entries to be read."""
    people = entered_figures.names_of({entry.entered_by_id for entry in entries})
    names = {(subject, key): name for subject, keys in members().items() for name, key in keys.items()}
    return [
        EntryLine(
            ENTRIES[entry.figure].label,
            time_of(entry.grain, entry.on),
            names.get((entry.subject, entry.key), entry.key) or entry.subject.label,
            f"{_text(Decimal(entry.hundredths) / 100)} {ENTRIES[entry.figure].unit}",
            entry.note,
            people.get(entry.entered_by_id, "") if entry.entered_by_id else "系统统计",
            entry.entered_at,
        )
        for entry in entries
        if entry.figure in ENTRIES
    ]


def time_of(grain: EntryGrain, on: date) -> str:
    """Return the time as files write it: 2026-07-01, 2026-07, 2026."""
    return {EntryGrain.DAY: f"{on:%Y-%m-%d}", EntryGrain.MONTH: f"{on:%Y-%m}"}.get(grain, f"{on:%Y}")


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
