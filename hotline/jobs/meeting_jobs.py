"""What becomes of joint meetings by itself: late tasks are supervised, due ones and opinions are reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.queries import joint_meetings, meeting_actions
from workflows.joint_meeting import actions, topics

MOST_AT_ONCE = 500
A_DAY = timedelta(days=1)


def find_late_actions(at: datetime) -> Sequence[int]:
    """Return the tasks past their day that were not yet supervised for it."""
    return meeting_actions.overdue_ids(at, limit=MOST_AT_ONCE)


def supervise_action(action_id: int, *, at: datetime) -> bool:
    """Order supervision of a late task."""
    return actions.supervise_overdue(action_id, at=at)


def find_due_actions(at: datetime) -> Sequence[int]:
    """Return the tasks due within two working days that nobody was reminded of."""
    return meeting_actions.ids_to_remind(at, actions.warned_before(at), limit=MOST_AT_ONCE)


def remind_of_action(action_id: int, *, at: datetime) -> bool:
    """Remind a department of its task."""
    return actions.remind(action_id, at=at)


def find_due_opinions(at: datetime) -> Sequence[int]:
    """Return the opinions due within a day, or late, that nobody was reminded of."""
    return joint_meetings.opinions_to_remind(at + A_DAY, limit=MOST_AT_ONCE)


def remind_of_opinion(opinion_id: int, *, at: datetime) -> bool:
    """Remind a department of the opinion it owes."""
    return topics.remind(opinion_id, at=at)
