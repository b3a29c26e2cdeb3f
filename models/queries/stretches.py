"""Stretches of days: spans taken apart where they begin and end, whole months and the days beside them (pure)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

# From the first day to the last, both included.
Stretch = tuple[date, date]
A_DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """Return the first day of the day's month."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """Return the last day of the month."""
    return month_of(month_of(month) + timedelta(days=31)) - A_DAY


def whole_months(stretch: Stretch) -> list[date]:
    """Return the months that lie in the stretch from their first day to their last, by their first days."""
    first_on, last_on = stretch
    month = first_on if first_on.day == 1 else last_day(first_on) + A_DAY
    found = []
    while last_day(month) <= last_on:
        found.append(month)
        month = last_day(month) + A_DAY
    return found


def apart(spans: Iterable[Stretch]) -> list[Stretch]:
    """Return the days of the spans as stretches that share no day, each wholly in or out of every span."""
    known = list(spans)
    bounds = sorted({bound for first_on, last_on in known for bound in (first_on, last_on + A_DAY)})
    pieces = [(first, end - A_DAY) for first, end in pairwise(bounds)]
    return [piece for piece in pieces if any(covers(span, piece) for span in known)]


def covers(span: Stretch, stretch: Stretch) -> bool:
    """Tell whether the stretch lies in the span."""
    return span[0] <= stretch[0] and stretch[1] <= span[1]


def beside(stretch: Stretch, months: Container[date]) -> list[Stretch]:
    """Return the stretches of days that are left when these whole months are taken out."""
    taken = [(month, last_day(month)) for month in whole_months(stretch) if month in months]
    starts = [stretch[0], *(last_on + A_DAY for _, last_on in taken)]
    ends = [*(month - A_DAY for month, _ in taken), stretch[1]]
    return [(first, last) for first, last in zip(starts, ends, strict=True) if first <= last]


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches, given in order, with those that follow one another as one."""
    found: list[Stretch] = []
    for first_on, last_on in stretches:
        if found and found[-1][1] + A_DAY == first_on:
            found[-1] = (found[-1][0], last_on)
        else:
            found.append((first_on, last_on))
    return found
