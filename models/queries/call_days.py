"""The citizens' calls of each day, kept in call_day: since when, counting them anew, and the calls behind a number.

A call belongs to the day on which it began to ring; those of exchanges for training belong to none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, or_, select

from models.base import db
from models.call_day import CallDay, StaleCallDay
from models.queries.calls import is_real
from models.queries.tallies import local_day, start_of
from models.telephone import Direction, Exchange, PhoneCall
from models.transaction import unit_of_work

NAMES = (
    "calls_in",
    "calls_answered",
    "calls_in_15s",
    "wait_seconds",
    "talk_seconds",
    "longest_talk_seconds",
)
QUICK = timedelta(seconds=15)
READ_AT_ONCE = 500
# A report marks its day; the marks of a busy day are taken away by so many.
IDS_AT_ONCE = 500


class CountedCall(NamedTuple):
    """A citizen's call as it is counted."""

    id: int
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    line: str = ""
    queue: str = ""

    @property
    def at(self) -> datetime:
        """When it rang."""
        return self.rang_at

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered."""
        return self.answered_at is not None

    @property
    def is_quick(self) -> bool:
        """Whether somebody answered within 15 seconds."""
        return self.answered_at is not None and self.answered_at - self.rang_at <= QUICK

    @property
    def wait(self) -> int:
        """How many whole seconds passed until somebody answered; 0 where nobody did."""
        return _seconds(self.rang_at, self.answered_at)

    @property
    def talk(self) -> int:
        """How many whole seconds were spoken; 0 while the end is not reported."""
        return _seconds(self.answered_at, self.ended_at)


def _seconds(start: datetime | None, end: datetime | None) -> int:
    # Reports that come in the wrong order make no negative times.
    return max(0, int((end - start).total_seconds())) if start and end else 0


Keeps = Callable[[CountedCall], bool]


def counts_of(calls: Iterable[CountedCall]) -> dict[str, int]:
    """Return the counts of the calls, by the names of the table."""
    found = dict.fromkeys(NAMES, 0)
    for call in calls:
        found["calls_in"] += 1
        found["calls_answered"] += call.is_answered
        found["calls_in_15s"] += call.is_quick
        found["wait_seconds"] += call.wait
        found["talk_seconds"] += call.talk
        found["longest_talk_seconds"] = max(found["longest_talk_seconds"], call.talk)
    return found


def mark_stale(exchange: Exchange, rang_at: datetime) -> None:
    """Say in the running transaction that the counts of this call's day no longer hold."""
    if not exchange.is_training:
        db.session.add(StaleCallDay(day=local_day(rang_at)))


def mark_all_stale(exchange_id: int) -> None:
    """Say in the running transaction that no day holds on which the exchange reported a call."""
    moments = db.session.scalars(select(PhoneCall.rang_at).where(PhoneCall.exchange_id == exchange_id))
    db.session.add_all(StaleCallDay(day=day) for day in sorted({local_day(moment) for moment in moments}))


def stale_days(first_on: date = date.min, last_on: date = date.max) -> list[date]:
    """Return the days from first to last whose counts no longer hold."""
    wanted = StaleCallDay.day.between(first_on, last_on)
    return sorted(db.session.scalars(select(StaleCallDay.day).where(wanted).distinct()))


def count_again(day: date) -> bool:
    """Count the day anew in a transaction of its own; False where somebody else was faster.

    A report that comes between the marks and the count leaves a mark of its own.
    """
    with unit_of_work():
        stale = select(StaleCallDay.id).where(StaleCallDay.day == day).order_by(StaleCallDay.id)
        marks = db.session.scalars(stale.with_for_update()).all()
        if not marks:
            return False
        db.session.execute(delete(CallDay).where(CallDay.day == day))
        if _rang_at_all(day):
            db.session.add(CallDay(day=day, **counts_of(_read(day, day))))
        for start in range(0, len(marks), IDS_AT_ONCE):
            ids = marks[start : start + IDS_AT_ONCE]
            db.session.execute(delete(StaleCallDay).where(StaleCallDay.id.in_(ids)))
    return True


def counts(first_on: date, last_on: date) -> dict[date, dict[str, int]]:
    """Return the counts of the days from first to last on which the telephone was used, as they are now.

    What changed since it was counted is counted here, and kept by the job.
    """
    stale = stale_days(first_on, last_on)
    columns = (CallDay.day, *(getattr(CallDay, name) for name in NAMES))
    kept = db.session.execute(select(*columns).where(CallDay.day.between(first_on, last_on))).tuples()
    found = {day: dict(zip(NAMES, numbers, strict=True)) for day, *numbers in kept if day not in stale}
    for day in stale:
        if _rang_at_all(day):
            found[day] = counts_of(_read(day, day))
    return dict(sorted(found.items()))


def connected_on() -> date | None:
    """Return the first day on which an exchange reported a call; None where none ever did."""
    first = [
        db.session.scalar(select(func.min(day)).select_from(table))
        for table, day in ((CallDay, CallDay.day), (StaleCallDay, StaleCallDay.day))
    ]
    return min((day for day in first if day is not None), default=None)


def page(
    first_on: date, last_on: date, keeps: Keeps, *, after: tuple[datetime | None, int] | None, limit: int
) -> list[CountedCall]:
    """Return calls of the days from first to last that are to be kept, the newest first."""
    found: list[CountedCall] = []
    for call in _read(first_on, last_on, after):
        if keeps(call):
            found.append(call)
            if len(found) == limit:
                break
    return found


def _rang_at_all(day: date) -> bool:
    used = select(PhoneCall.id).where(_within(day, day), is_real()).limit(1)
    return db.session.scalar(used) is not None


def _within(first_on: date, last_on: date) -> ColumnElement[bool]:
    start, end = start_of(first_on), start_of(last_on + timedelta(days=1))
    return and_(PhoneCall.rang_at >= start, PhoneCall.rang_at < end)


def _read(
    first_on: date, last_on: date, after: tuple[datetime | None, int] | None = None
) -> Iterator[CountedCall]:
    columns = (
        PhoneCall.id,
        PhoneCall.rang_at,
        PhoneCall.answered_at,
        PhoneCall.ended_at,
        PhoneCall.line,
        PhoneCall.queue,
    )
    theirs = select(*columns).where(
        _within(first_on, last_on), PhoneCall.direction == Direction.IN, is_real()
    )
    newest = theirs.order_by(PhoneCall.rang_at.desc(), PhoneCall.id.desc()).limit(READ_AT_ONCE)
    moment, row_id = after or (None, 0)
    while True:
        rows = newest
        if moment is not None:
            earlier = or_(PhoneCall.rang_at < moment, PhoneCall.id < row_id)
            rows = rows.where(PhoneCall.rang_at <= moment, earlier)
        calls = [CountedCall(*row) for row in db.session.execute(rows).tuples()]
        yield from calls
        if len(calls) < READ_AT_ONCE:
            return
        moment, row_id = calls[-1].rang_at, calls[-1].id
