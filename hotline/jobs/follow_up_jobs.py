"""Closes cases whose callers could not be asked, by the rule (未能回访): unrated, never satisfied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.queries import clocks, replies
from workflows import follow_up


def find_unreachable(at: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the cases in follow-up whose caller was tried in vain; the rule decides which of them end."""
    return replies.tried_in_vain()


def close_unreachable(case_id: int, *, at: datetime) -> bool:
    """Close the case if its attempts are used up or its time has long run out."""
    return follow_up.close_unreachable(clocks.case_of(case_id), at=at)
