"""Flags on callers: in force for a number, the list by standing, one with all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.elements import ColumnElement

from models.base import db
from models.caller_flag import CallerFlag, FlagState
from models.queries.telephone import name_of
from models.telephone import PhoneCall

# What the list may be narrowed to; those in force, overrun and appealed against are told apart by day and appeal.
PENDING, LIVE, APPEALED, OVER, ENDED, REFUSED = "pending", "live", "appealed", "over", "ended", "refused"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to: a standing on the day, and when it was proposed."""

    on: date
    standing: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions."""
        approved = CallerFlag.state == FlagState.IN_FORCE
        by_standing: dict[str, tuple[ColumnElement[bool], ...]] = {
            PENDING: (CallerFlag.state == FlagState.PENDING,),
            LIVE: (approved, CallerFlag.ends_on >= self.on),
            APPEALED: (
                approved,
                CallerFlag.ends_on >= self.on,
                CallerFlag.appealed_at.is_not(None),
                CallerFlag.appeal_answered_at.is_(None),
            ),
            OVER: (approved, CallerFlag.ends_on < self.on),
            ENDED: (CallerFlag.state == FlagState.ENDED,),
            REFUSED: (CallerFlag.state == FlagState.REFUSED,),
        }
        conditions = list(by_standing.get(self.standing, ()))
        if self.since is not None:
            conditions.append(CallerFlag.proposed_at >= self.since)
        if self.until is not None:
            conditions.append(CallerFlag.proposed_at < self.until)
        return conditions


def page(wanted: Wanted, *, after: int | None, limit: int) -> Sequence[CallerFlag]:
    """Return a page of flags, the newest first."""
    rows = select(CallerFlag).where(*wanted.conditions())
    if after is not None:
        rows = rows.where(CallerFlag.id < after)
    shown = (name_of(CallerFlag.proposed_by), name_of(CallerFlag.decided_by))
    return db.session.scalars(rows.order_by(CallerFlag.id.desc()).limit(limit).options(*shown)).all()


def count(wanted: Wanted) -> int:
    """Count the flags of the list."""
    rows = select(func.count()).select_from(CallerFlag).where(*wanted.conditions())
    return db.session.scalar(rows) or 0


def find(flag_id: int) -> CallerFlag | None:
    """Return a flag with its evidence and everybody who had to do with it."""
    people = (
        CallerFlag.proposed_by,
        CallerFlag.decided_by,
        CallerFlag.ended_by,
        CallerFlag.appeal_by,
        CallerFlag.appeal_answered_by,
    )
    evidence = (
        selectinload(CallerFlag.calls).options(name_of(PhoneCall.agent)),
        selectinload(CallerFlag.cases),
    )
    rows = select(CallerFlag).where(CallerFlag.id == flag_id).options(*map(name_of, people), *evidence)
    return db.session.scalar(rows)


def in_force(index: str, *, on: date) -> Sequence[CallerFlag]:
    """Return the flags in force on the day on the number with this blind index."""
    rows = select(CallerFlag).where(
        CallerFlag.phone_index == index, CallerFlag.state == FlagState.IN_FORCE, CallerFlag.ends_on >= on
    )
    shown = (name_of(CallerFlag.proposed_by), name_of(CallerFlag.decided_by))
    return db.session.scalars(rows.order_by(CallerFlag.id.desc()).options(*shown)).all()


def standing_of(index: str, *, on: date) -> CallerFlag | None:
    """Return the flag on the number that waits for its decision or is in force."""
    lasts = or_(CallerFlag.state == FlagState.PENDING, CallerFlag.ends_on >= on)
    live = CallerFlag.state.in_((FlagState.PENDING, FlagState.IN_FORCE))
    return db.session.scalar(
        select(CallerFlag)
        .where(CallerFlag.phone_index == index, live, lasts)
        .order_by(CallerFlag.id)
        .limit(1)
    )
