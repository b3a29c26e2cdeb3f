"""Puts what was entered by hand (填报), or counted in its place, on the lines of a report, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from models.entries import ENTRIES, Entry, summed
from models.queries.measures import ANY, NONE
from models.vocabulary import Dimension, EntrySubject, RowsBy
from reports import entered_rows
from reports.entered_rows import EntryRow
from reports.figures.asked import Asked
from reports.figures.entered_figures import DERIVED, derived, needed, over_members, parts_of
from reports.figures.figure import Figure
from reports.lines import Row
from reports.period_kinds import spoken
from reports.periods import Period
from reports.template_rows import Group, Member

CLASSES = {RowsBy.CALL_CLASS: EntrySubject.CALL_CLASS, RowsBy.SEAT_CLASS: EntrySubject.SEAT_CLASS}
SUBJECTS = {
    RowsBy.DEPARTMENT: EntrySubject.DEPARTMENT,
    RowsBy.DISTRICT: EntrySubject.DISTRICT,
    **CLASSES,
}
MEMBERS = {Dimension.DEPARTMENT: EntrySubject.DEPARTMENT, Dimension.DISTRICT: EntrySubject.DISTRICT}


class Entered:
    """What was entered that some figures need, read once for each period."""

    def __init__(self, names: Collection[str]) -> None:
        self.derived = [name for name in DERIVED if name in set(names)]
        self.names = sorted(needed(names))
        self._read = cache(self._reading)

    def of(self, row: Row, subject: EntrySubject | None) -> Row:
        """Return what was entered of a row, and of all where nothing else is meant."""
        asked: Asked = row["asked"]
        told: dict[str, Any] = {}
        for name in self.names:
            whose = _whose(name, subject)
            key = "" if whose is EntrySubject.ALL else row["key"]
            told[name] = self.number(name, whose, key, asked) if whose else None
        return told

    def sum_of(self, total: Row, members: Iterable[Row], subject: EntrySubject | None) -> Row:
        """Return what the members told make together, and what was entered of all.

        A total of all places or units is of those too that have no row for want of cases: its list holds them.
        """
        rows, told = list(members), {}
        asked: Asked = total["asked"]
        is_whole = subject in _PLACES and (asked.dimension is Dimension.ALL or asked.key == ANY)
        for name in self.names:
            entry = ENTRIES[name]
            if EntrySubject.ALL in entry.subjects:
                told[name] = self.number(name, EntrySubject.ALL, "", asked)
            elif is_whole and subject is not None and subject in entry.subjects:
                told[name] = self._of_all(entry, subject, asked)
            else:
                told[name] = over_members(entry, [row.get(name) for row in rows])
        return told

    def with_derived(self, row: Row) -> Row:
        """Return what follows from what is told of a row."""
        rounding = row["asked"].caliber.rounding
        return {name: derived(name, row, rounding) for name in self.derived}

    def number(self, name: str, subject: EntrySubject, key: str, asked: Asked) -> int | Decimal | None:
        """Return the number of one figure and key; None where nothing was entered."""
        entry = ENTRIES[name]
        made = summed(entry, self._read(subject, asked.period).get((name, key), []))
        if made is None:
            return None
        return int(made) if entry.is_whole else asked.caliber.rounding.round(made)

    def whole(self, row: Row) -> Row:
        """Return what was entered of all, or what all of whom anything was entered make together."""
        asked: Asked = row["asked"]
        told: dict[str, Any] = {}
        for name in self.names:
            entry = ENTRIES[name]
            subject = EntrySubject.ALL if EntrySubject.ALL in entry.subjects else entry.subjects[0]
            if subject is EntrySubject.ALL:
                told[name] = self.number(name, subject, "", asked)
            else:
                told[name] = self._of_all(entry, subject, asked)
        return told

    def _of_all(self, entry: Entry, subject: EntrySubject, asked: Asked) -> int | Decimal | None:
        keys = self.keys(subject, asked.period)
        return over_members(entry, [self.number(entry.id, subject, key, asked) for key in keys])

    def keys(self, subject: EntrySubject, period: Period) -> list[str]:
        """Return of which keys anything was entered, in the order they came up."""
        return list(dict.fromkeys(key for _, key in self._read(subject, period)))

    def _reading(self, subject: EntrySubject, period: Period) -> dict[tuple[str, str], list[int]]:
        return entered_rows.entered(self.names, subject, period)


def _whose(name: str, subject: EntrySubject | None) -> EntrySubject | None:
    subjects = ENTRIES[name].subjects
    if subject in subjects:
        return subject
    return EntrySubject.ALL if EntrySubject.ALL in subjects and subject not in _PLACES else None


_PLACES = (EntrySubject.DISTRICT, EntrySubject.DEPARTMENT)


def line(row: Row, names: Collection[str]) -> Row:
    """Return a line of cases with what was entered of its member, or of all, and what follows from that."""
    asked: Asked = row["asked"]
    entered, subject = Entered(names), MEMBERS.get(asked.dimension)
    own = entered.whole(row) if asked.dimension is Dimension.ALL else entered.of(row, subject)
    told = row | own
    return told | entered.with_derived(told)


def how_told(name: str, period: Period) -> str:
    """Return who told a figure of the calls in the period: people by hand, the system, or both, and since when."""
    rows = entered_rows.entries([name], EntrySubject.CALL_CLASS, period)
    counted = [row.on for row in rows if row.is_counted]
    if not counted:
        return "人工填报"
    if min(counted) == period.first_on:
        return "系统统计"
    before = "，此前为人工填报" if len(counted) < len(rows) else ""
    return f"{spoken(min(counted))}起为系统统计{before}"


def filled(groups: list[Group], names: Collection[str], rows_by: RowsBy) -> list[Group]:
    """Return the groups with what was entered of each row and of each total."""
    entered, subject = Entered(names), SUBJECTS.get(rows_by)
    if not entered.names:
        return groups

    def told(row: Row) -> Row:
        own = entered.of(row, subject)
        return own | entered.with_derived(row | own)

    made = []
    for group in groups:
        members = [member.each(told) for member in group.members]
        total = group.total and _total(group.total, members, entered, subject)
        made.append(replace(group, members=members, total=total))
    return made


def _total(total: Member, members: list[Member], entered: Entered, subject: EntrySubject | None) -> Member:
    def told(row: Row) -> Row:
        places = {id(total.now): "now", id(total.before): "before", id(total.last_year): "last_year"}
        beside = [getattr(member, places[id(row)]) for member in members]
        own = entered.sum_of(row, [each for each in beside if each is not None], subject)
        return own | entered.with_derived(row | own)

    return total.each(told)


def classes(names: Collection[str], rows_by: RowsBy, asked: Asked) -> Group:
    """Return a row for each class of calls or seats of which anything was entered."""
    entered, period = Entered(names), asked.period
    periods = (period, period.before(), period.year_before())

    def row(name: str, key: str) -> Member:
        now, before, last_year = (
            {"key": key, "name": name, "asked": asked.during(each).of(Dimension.ALL, key)} for each in periods
        )
        return Member(now, before, last_year)

    return Group("", [row(key, key) for key in entered.keys(SUBJECTS[rows_by], period)], row("合计", NONE))


def behind(figure: Figure, asked: Asked, keys: Collection[str] | None, called: str) -> list[EntryRow]:
    """Return the entries that a figure of a line was made of; `called` is the class of calls or seats, if any."""
    own = MEMBERS.get(asked.dimension)
    found: list[EntryRow] = []
    for entry in (ENTRIES[part] for part in parts_of(figure) if part in ENTRIES):
        whose = own if own in entry.subjects else entry.subjects[0]
        wanted = keys if whose is own else [called] if called and whose in CLASSES.values() else None
        told = entered_rows.entries([entry.id], whose, asked.period)
        found += [each for each in told if wanted is None or each.key in wanted]
    return found
