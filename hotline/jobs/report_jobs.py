"""What becomes of reports by itself: schedules make them, drafts are counted anew, ends are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline import report_making, report_scheduling
from models.queries import report_objections

MOST_AT_ONCE = 100


def find_due_schedules(at: datetime) -> Sequence[int]:
    """Return the schedules that have something to make, or to see through."""
    return report_scheduling.find_due(at)


def build_reports(schedule_id: int, *, at: datetime) -> int:
    """Make what is due by a schedule."""
    return report_scheduling.build(schedule_id, at=at)


def find_drafts_to_recount(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the drafts to which an objection was upheld since they were counted."""
    return report_objections.to_recount(limit=MOST_AT_ONCE)


def recount_draft(issue_id: int, *, at: datetime) -> bool:
    """Count a draft anew."""
    report_making.count_anew(issue_id, by=None, at=at)
    return True


def find_closed_windows(at: datetime) -> Sequence[int]:
    """Return the drafts whose time for objections is over."""
    return report_objections.closed_windows(at, limit=MOST_AT_ONCE)


def see_window_closed(issue_id: int, *, at: datetime) -> int:
    """Publish a draft by its schedule, or tell its maker once that the time is over."""
    return report_scheduling.see_closed(issue_id, at=at)
