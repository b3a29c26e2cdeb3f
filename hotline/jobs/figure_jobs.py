"""Counts stale days anew while nobody waits, so that a report after a busy day or an import opens at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.queries import figures


def find_stale_days(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the days whose counts no longer hold, as ordinals."""
    return [day.toordinal() for day in figures.stale_days()]


def count_day(ordinal: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Count the day anew in a transaction of its own; False where a reader of a report was faster."""
    day = date.fromordinal(ordinal)
    return figures.bring_up_to_date((day, day)) > 0
