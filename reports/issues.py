"""Freezing a report (定稿): its paper, the values it states, and the cases they were counted from.

The cases are read first, at one stroke; every figure is then counted from them and from nothing else. So a number
on the paper and the list behind it are equal by construction, and stay so whatever becomes of the cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from models.queries.measures import ANY, NONE
from models.queries.tallies import Sums
from models.vocabulary import Cohort, Dimension
from reports import extracts, grid, happenings, lines, meetings, told_by_hand
from reports.besides import Besides
from reports.catalogue import WRITERS, FileForm, Report
from reports.documents.paper import Imprint, Paper, Paragraph, Said, Signature
from reports.documents.paper_json import to_json
from reports.figures.asked import Asked
from reports.figures.registry import OUTSIDE, REGISTRY
from reports.figures.values import Part, Value
from reports.held_cases import HeldCases, NotHeld, PeriodNotHeld, RestrictedTo, parts_of, restrictions_of
from reports.periods import Period
from reports.products.gathering import Order

# A report asks for the same periods whatever it counts; now and then for one more where there is something to say.
MOST_ROUNDS = 4


class NotFrozen(Exception):
    """The report cannot be frozen; str() is the sentence for the user."""


@dataclass(frozen=True)
class Frozen:
    """A report as it was counted at one moment: the paper, both as it is kept and to be read, and its cases."""

    paper: Paper
    kept: dict[str, Any]
    cells: list[dict[str, Any]]
    values: list[Value]
    held: HeldCases


class Asking:
    """Counts no case, and remembers the periods and parts it was asked for; what is told beside the cases is kept."""

    def __init__(self, beside: Besides) -> None:
        self.beside = beside
        self.told, self.events_of = beside.told, beside.events_of
        self.periods: dict[Period, None] = {}
        self.parts: dict[str, RestrictedTo] = {}
        self.is_whole = False

    def sums(self, dimensions: Sequence[Dimension], asked: Asked) -> list[Sums]:  # noqa: ARG002
        """Remember the question."""
        restrictions = restrictions_of(asked)
        self.periods[asked.period] = None
        self.parts.update((each.text, each) for each in restrictions)
        self.is_whole = self.is_whole or not restrictions
        return []


def freeze(report: Report, order: Order, *, also: Iterable[tuple[datetime, datetime]] = ()) -> Frozen:
    """Read the report's cases, and those of further spans, as they are now, and state its figures from them.

    Raises BadPeriod or NotFrozen.
    """
    report.check(order.period)
    asking = Asking(Besides())
    with extracts.counting_from(asking):
        report.read(order)
    periods = list(asking.periods)
    if report.own_forms:
        period = order.period
        periods += [period, period.before(), period.year_before(), period.cumulative()]
    for _ in range(MOST_ROUNDS):
        parts = list(asking.parts.values())
        held = HeldCases.read(periods, order.at, parts=parts, is_whole=asking.is_whole, also=also)
        held = replace(held, beside=asking.beside)
        try:
            return stated(report, order, held)
        except PeriodNotHeld as further:
            periods.append(further.period)
    raise NotFrozen("报告所需的统计周期过多，不能定稿。")


def stated(report: Report, order: Order, held: HeldCases) -> Frozen:
    """State the report from cases that are held. Raises NotFrozen where a number is not made of them."""
    with extracts.counting_from(held):
        paper = report.read(order)
        kept = to_json(paper)
        members: dict[Asked, list[str] | None] = {}
        cells = [
            cell | _listed(value, held, members) for cell, value in zip(kept.cells, kept.values, strict=True)
        ]
    return Frozen(paper, kept.paper, cells, kept.values, held)


def _listed(value: Value, held: HeldCases, members: dict[Asked, list[str] | None]) -> dict[str, Any]:
    """Return whose a value is, by key and part, and make sure that its cases, or whatever it counts, are held."""
    asked, rows = value.asked, rows_of(value)
    cell: dict[str, Any] = {"opens": False, "keys": None, "parts": parts_of(asked)} | (
        {"rows": rows} if rows else {}
    )
    wanted = value.behind(Part.WHOLE) if value.opens else None
    if wanted is None or not (rows or held.cohort_of.keys() >= set(wanted.counts)):
        return cell
    # Groups are groups of cases' units; the grid's classes stand in their key themselves.
    if rows not in (MEETING, GRID):
        if asked not in members:
            members[asked] = _keys(asked)
        cell["keys"] = members[asked]
    cell["opens"] = True
    if rows != ENTERED and _number(cell, value, held) != wanted.number:
        raise NotFrozen(f"“{value.figure.label}”（{asked.period.label}）与其清单不符，不能定稿。")
    return cell


def _number(cell: Mapping[str, Any], value: Value, held: HeldCases) -> int:
    """Return how many cases, or whatever it counts, are behind a value."""
    if cell.get("rows"):
        return len(rows_behind(cell, value, Part.WHOLE, held))
    return held.count(value.behind(Part.WHOLE), value.asked, cell["keys"], cell["parts"])


# What the list behind a number holds where these are no cases.
MEETING, GRID, ENTERED, HAPPENED = "meeting", "grid", "entered", "happened"
OF_COHORT = {Cohort.MEETING: MEETING, Cohort.GRID: GRID, Cohort.HAPPENED: HAPPENED}


def rows_of(value: Value) -> str:
    """Return what the list behind a value holds: one of the above, or nothing for cases."""
    if value.listed_as in OUTSIDE:
        return ENTERED
    return OF_COHORT.get(value.figure.cohort, "")


def rows_behind(cell: Mapping[str, Any], value: Value, part: Part, held: HeldCases) -> Sequence[Any]:
    """Return what a value counts that are no cases, as it was kept: meetings, topics, tasks, events, entries.

    Of calls about a topic's matter, the ids of the cases. Raises NotHeld where it has no list.
    """
    if not cell["opens"]:
        raise NotHeld("该数字没有可列出的内容。")
    asked = value.asked
    with extracts.counting_from(held):
        if cell["rows"] == MEETING:
            return meetings.behind(meetings.gather(asked), value, part)
        if cell["rows"] == GRID:
            return grid.held_behind(value, part)
        if cell["rows"] == HAPPENED:
            return happenings.behind(value, cell["keys"])
        called = asked.key if asked.dimension is Dimension.ALL and asked.key != NONE else ""
        return told_by_hand.behind(REGISTRY[value.listed_as], asked, cell["keys"], called)


def _keys(asked: Asked) -> list[str] | None:
    """Return whose cases these are: a group's members as they were; None for any member."""
    if asked.key == ANY:
        return None
    if asked.dimension is not Dimension.DEPARTMENT or asked.key.isdigit():
        return [asked.key]
    line = lines.line(asked)
    return list(line["keys"]) if line else []


def issued(paper: Paper, *, issue_line: str, on: date, correction: str = "") -> Paper:
    """Return the paper as it goes out: with its number and day, and with what it corrects said first."""
    blocks = tuple(replace(b, on=on) if isinstance(b, Imprint | Signature) else b for b in paper.blocks)
    if correction:
        blocks = (Paragraph((Said(correction),)), *blocks)
    notes = (("期号", issue_line), *paper.notes)
    return replace(paper, issue_line=issue_line, on=on, blocks=blocks, notes=notes)


def written(
    report: Report, paper: Paper, order: Order, held: HeldCases, forms: Sequence[FileForm]
) -> dict[FileForm, bytes]:
    """Return the report's files, all of what is held. Raises CannotTypeset."""
    writers: dict[FileForm, Callable[[], bytes]] = {}
    for form in forms:
        if form in report.own_forms:
            writers[form] = lambda form=form: report.makers[form](order)  # type: ignore[misc]
        else:
            write = report.writers.get(form, WRITERS[form])
            writers[form] = lambda write=write: write(paper)  # type: ignore[misc]
    with extracts.counting_from(held):
        return {form: write() for form, write in writers.items()}


def behind(cell: Mapping[str, Any], value: Value, part: Part, held: HeldCases) -> list[int]:
    """Return the places of the cases behind a value that was kept, or a part of those of a rate.

    Raises NotHeld where it has no list.
    """
    if not cell["opens"] or cell.get("rows"):
        raise NotHeld("该数字没有可列出的工单。")
    found = held.behind(value.behind(part), value.asked, cell["keys"], cell["parts"])
    return [int(place) for place in found]
