"""What finds hot topics by itself: each new case is compared with those of the last days; at night all anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime

from config import ROOT
from models.queries import hot_topics as rows
from workflows import hot_topics
from workflows.hot_topic_rules import WINDOW

MOST_AT_ONCE = 300
REJOINING = (sys.executable, "-m", "flask", "--app", str(ROOT / "app.py"), "topics", "rejoin")
THE_TOPICS = 1


def find_new_cases(at: datetime) -> Sequence[int]:
    """Return the cases that nobody compared yet, the oldest first."""
    return rows.unseen(at - hot_topics.RECENT, MOST_AT_ONCE)


def look_at_case(case_id: int, *, at: datetime) -> bool:
    """Put the case to its topic, where there is one, and warn where the topic has grown enough."""
    return hot_topics.look_at(case_id, at=at)


def find_topics(at: datetime) -> Sequence[int]:
    """Return one thing to do while there is any topic or case of the last days to join anew."""
    return [THE_TOPICS] if rows.is_any(at - WINDOW) else []


def start_rejoining(_: int, *, at: datetime) -> bool:  # noqa: ARG001
    """Start the process that joins the topics anew; it outlives the scheduler, and a second one does nothing."""
    subprocess.Popen(REJOINING, cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603
    return True
