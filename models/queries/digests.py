"""What a department's liaison should know in the morning: how much is overdue, due today, unsigned; the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.base import db
from models.notice import Notice
from models.queries import recipients, worklists
from models.queries.worklists import WORKLISTS, Line
from models.user import User, user_role
from models.vocabulary import CaseScope, Light, Permission

# The same lists the liaison opens after signing in, so that the counts agree.
TO_SIGN, IN_HAND = WORKLISTS["sign"], WORKLISTS["handle"]


@dataclass(frozen=True)
class Morning:
    """The counts of one reader's open parts, and the most pressing of them."""

    overdue: int
    due_today: int
    to_sign: int
    in_hand: int
    lines: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to tell."""
        return not (self.to_sign or self.in_hand)


def readers() -> Sequence[int]:
    """Return the active users who handle a department's cases."""
    handling = recipients.roles_with(Permission.HANDLE_CASE)
    holders = select(user_role.c.user_id).where(user_role.c.role_id.in_(handling))
    users = select(User.id).where(User.is_active, User.department_id.is_not(None), User.id.in_(holders))
    return db.session.scalars(users.order_by(User.id)).all()


def morning(user: User, scope: CaseScope, *, at: datetime, until: datetime, most: int) -> Morning:
    """Count the reader's open parts and fetch the most pressing; `until` is the end of the day."""
    counts = {each.name: worklists.count_by_light(each, user, scope, at) for each in (TO_SIGN, IN_HAND)}
    lines = [
        line for each in (TO_SIGN, IN_HAND) for line in worklists.page(each, user, scope, at, limit=most)
    ]
    timed = sorted((line for line in lines if line.due_at), key=lambda line: (line.due_at, line.row_id))
    untimed = [line for line in lines if not line.due_at]
    return Morning(
        overdue=sum(count[Light.OVERDUE] for count in counts.values()),
        due_today=count_due(user, scope, at=at, until=until),
        to_sign=sum(counts[TO_SIGN.name].values()),
        in_hand=sum(counts[IN_HAND.name].values()),
        lines=[*timed, *untimed][:most],
    )


def count_due(user: User, scope: CaseScope, *, at: datetime, until: datetime) -> int:
    """Count the reader's open parts whose nearest clock ends between the two moments."""
    total, reader = 0, worklists.Reader.of(user, scope)
    for each in (TO_SIGN, IN_HAND):
        conditions = worklists.waiting(each, reader, at)
        rows = select(func.count()).where(*conditions, each.due_at >= at, each.due_at < until)
        total += db.session.scalar(rows) or 0
    return total


def was_told(key: str) -> bool:
    """Say whether a message with this key was written before."""
    return db.session.scalar(select(Notice.id).where(Notice.key == key)) is not None
