"""What becomes of reports by itself: drafts are counted anew once an objection is upheld, ends are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline import report_making
from models.queries import report_issues, report_objections
from workflows import report_objections as objections

MOST_AT_ONCE = 100


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


def tell_window_closed(issue_id: int, *, at: datetime) -> int:
    """Tell the draft's maker once that the time is over."""
    issue = report_issues.find(issue_id)
    return objections.tell_closed(issue, at=at) if issue else 0
