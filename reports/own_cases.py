"""What a draft says of some units (本单位工单): their due cases in it, and how these were counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from models.queries.measures import NONE
from models.vocabulary import Cohort, Dimension
from reports import extracts, lines
from reports.figures.asked import Asked
from reports.figures.values import Behind
from reports.held_cases import NEVER, HeldCases, moment
from reports.lines import Row
from reports.periods import Period

DUE = Behind(("due",), (), 0)


@dataclass(frozen=True)
class OwnCase:
    """A due case of a unit as the draft counted it."""

    case_id: int
    department_key: str
    due_at: datetime | None
    ended_at: datetime | None
    is_on_time: bool


def due_by_department(period: Period, held: HeldCases) -> dict[int, int]:
    """Return how many due cases the draft counts with each department that has any."""
    sums = held.sums([Dimension.DEPARTMENT], Asked(period, held.at))
    return {int(s.key): s.counts["due"] for s in sums if s.key != NONE and s.counts["due"]}


def due_cases(period: Period, held: HeldCases, department_ids: Collection[int]) -> list[OwnCase]:
    """Return the departments' due cases, those that were late first, else the one due last before."""
    asked = Asked(period, held.at).of(Dimension.DEPARTMENT, NONE)
    places = held.behind(DUE, asked, [str(department_id) for department_id in department_ids])
    found = [_own(held, int(place)) for place in places]
    return sorted(found, key=lambda case: case.is_on_time)


def units(asked: Asked, held: HeldCases, department_ids: Collection[int]) -> list[Row]:
    """Return the line of each of the departments that the draft counts a due case with, in the order of ids."""
    known = due_by_department(asked.period, held)
    with extracts.counting_from(held):
        found = [
            lines.line(asked.of(Dimension.DEPARTMENT, str(department_id)))
            for department_id in sorted(known.keys() & set(department_ids))
        ]
    return [row for row in found if row is not None]


def _own(held: HeldCases, place: int) -> OwnCase:
    due, ended = int(held.moments[Cohort.DUE][place]), int(held.ended[place])
    return OwnCase(
        int(held.ids[place]),
        held.member(Dimension.DEPARTMENT, place),
        None if due == NEVER else moment(due),
        None if ended == NEVER else moment(ended),
        "due_on_time" in held.measures_of(place),
    )
