"""Enters demo figures by hand: calls and seats of the last months, residents, scores of data quality, knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from models.entries import ENTRIES, SHEETS, Entry
from models.queries import reference
from models.queries.entered_figures import first_day
from models.vocabulary import EntryGrain, EntrySubject, Permission
from workflows.demo.crew import one_with
from workflows.entered_figures import Told, enter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from random import Random

MONTHS = 3
NOTE = "演示数据"
# Of each class of calls: how many a month, of a thousand how many are answered, and within 15 seconds.
CALLS = {"人工接听": (38_000, 972, 901), "智能客服": (9_000, 998, 996), "专家坐席": (1_200, 955, 820)}
SEATS = {"综合座席": (96, 88, 8), "政策专席": (14, 2, 12)}
RESIDENTS_A_DISTRICT = (120_000, 900_000)
UPDATES = (0, 14)


@dataclass(frozen=True)
class Teller:
    """Tells figures of one time."""

    grain: EntryGrain
    on: date

    def told(self, name: str, key: str, number: int | Decimal, subject: EntrySubject | None = None) -> Told:
        """Return one number; of whom it is follows from the figure where that leaves no choice."""
        entry = ENTRIES[name]
        return Told(entry, subject or entry.subjects[0], key, self.grain, self.on, Decimal(number), NOTE)


def enter_some(department_ids: Sequence[int], rng: Random, *, today: date, at: datetime) -> None:
    """Enter what the last months and this year would have."""
    by = one_with(Permission.ENTER_FIGURES)
    districts = [str(id_) for id_, _ in reference.district_names()]
    year = Teller(EntryGrain.YEAR, first_day(EntryGrain.YEAR, today).replace(year=today.year - 1))
    lines = [*_of_year(year, districts, rng)]
    for teller in _months(today):
        lines += _of_month(teller, districts, [str(id_) for id_ in department_ids], rng)
    enter(lines, by=by, at=at)


def _months(today: date) -> Iterator[Teller]:
    on = today.replace(day=1)
    for _ in range(MONTHS):
        yield Teller(EntryGrain.MONTH, on)
        on = on.replace(year=on.year - (on.month == 1), month=(on.month - 2) % 12 + 1)


def _of_year(teller: Teller, districts: Sequence[str], rng: Random) -> Iterator[Told]:
    numbers = [rng.randint(*RESIDENTS_A_DISTRICT) for _ in districts]
    yield teller.told("residents", "", sum(numbers), EntrySubject.ALL)
    for key, number in zip(districts, numbers, strict=True):
        yield teller.told("residents", key, number, EntrySubject.DISTRICT)


def _of_month(teller: Teller, districts: Sequence[str], units: Sequence[str], rng: Random) -> Iterator[Told]:
    for key, (usual, answered, quick) in CALLS.items():
        calls = usual + rng.randint(-usual // 10, usual // 10)
        taken = calls * answered // 1000
        numbers = (
            calls,
            taken,
            calls * quick // 1000,
            taken * rng.randint(6, 14),
            taken * rng.randint(90, 180),
        )
        yield from map(teller.told, _ids("话务"), [key] * 6, (*numbers, rng.randint(1800, 5400)))
    for key, people in SEATS.items():
        yield from map(teller.told, _ids("座席"), [key] * 3, people)
    for key in districts:
        scores = (Decimal(rng.randint(1700, 2000)) / 100 for _ in range(6))
        for entry, score in zip(SHEETS["数据质量"], scores, strict=True):
            yield teller.told(entry.id, key, _less(entry, score))
    for key in units:
        yield teller.told("knowledge_updates", key, rng.randint(*UPDATES))


def _ids(sheet: str) -> list[str]:
    return [entry.id for entry in SHEETS[sheet]]


def _less(entry: Entry, score: Decimal) -> Decimal:
    return Decimal(20) - score if entry.id == "quality_deducted" else score
