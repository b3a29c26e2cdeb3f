"""What finds hot topics by itself: each new case is compared with those of the last days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.queries import hot_topics as rows
from workflows import hot_topics

MOST_AT_ONCE = 300


def find_new_cases(at: datetime) -> Sequence[int]:
    """Return the cases that nobody compared yet, the oldest first."""
    return rows.unseen(at - hot_topics.RECENT, MOST_AT_ONCE)


def look_at_case(case_id: int, *, at: datetime) -> bool:
    """Put the case to its topic, where there is one, and warn where the topic has grown enough."""
    return hot_topics.look_at(case_id, at=at)
