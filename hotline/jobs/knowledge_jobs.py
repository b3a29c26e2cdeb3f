"""What becomes of knowledge by itself: those who keep articles hear that their days end, departments of late answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from models.queries import article_lists, knowledge_gaps
from workflows import knowledge
from workflows import knowledge_gaps as gaps

MOST_AT_ONCE = 500
# So many days before the last day of an article who keeps it is told.
DAYS_BEFORE = (30, 7, 0)


def find_ending_articles(at: datetime) -> Sequence[int]:
    """Return the articles whose last day is one of those that are told of today."""
    today = at.astimezone(LOCAL_TIMEZONE).date()
    days = [today + timedelta(days=before) for before in DAYS_BEFORE]
    return article_lists.lapsing_ids(days, limit=MOST_AT_ONCE)


def remind_of_article(article_id: int, *, at: datetime) -> bool:
    """Tell who keeps the article; once for each of the days."""
    return knowledge.remind_of_end(article_id, at=at)


def find_late_gaps(at: datetime) -> Sequence[int]:
    """Return the questions past their due moment of whose lateness nobody was told."""
    return knowledge_gaps.late_ids(at, limit=MOST_AT_ONCE)


def tell_late_gap(gap_id: int, *, at: datetime) -> bool:
    """Tell the department and who asked."""
    return gaps.tell_late(gap_id, at=at)
