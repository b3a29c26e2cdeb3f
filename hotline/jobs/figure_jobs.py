"""Counts stale days anew and adds closed months up while nobody waits, so that a report opens at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.queries import call_days, cut_figures, figures, ledger


def find_stale_days(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the days whose counts no longer hold, as ordinals."""
    return [day.toordinal() for day in figures.stale_days()]


def count_day(ordinal: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Count the day anew in a transaction of its own; False where a reader of a report was faster."""
    day = date.fromordinal(ordinal)
    return figures.bring_up_to_date((day, day)) > 0


def find_stale_call_days(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the days whose calls have changed since they were counted, as ordinals."""
    return [day.toordinal() for day in call_days.stale_days()]


def count_call_day(ordinal: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Count the day's calls anew in a transaction of its own; False where another scheduler was faster."""
    return call_days.count_again(date.fromordinal(ordinal))


def find_months(at: datetime) -> Sequence[int]:
    """Return the closed months whose days are counted and not added up, by their first days as ordinals."""
    return [month.toordinal() for month in ledger.months_to_roll(at)]


def add_month_up(ordinal: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Add the month's days up in a transaction of its own; False where a reader of a report was faster."""
    return ledger.roll_up(date.fromordinal(ordinal))


def find_cut_months(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the closed months of special reports' cuts whose cases have changed since they were counted."""
    return [row.id for row in cut_figures.to_count()]


def count_cut_month(row_id: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Count the cut's month anew in a transaction of its own; False where a reader was faster."""
    return cut_figures.count_again(row_id)
