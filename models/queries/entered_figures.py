"""What people entered by hand: of a period, for a form, overlapping with what is being entered."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from models.base import db
from models.entered_figure import EnteredFigure
from models.user import User
from models.vocabulary import EntryGrain, EntrySubject


def inside(
    figures: Collection[str],
    subject: EntrySubject,
    first_on: date,
    last_on: date,
    keys: Collection[str] | None = None,
) -> Sequence[EnteredFigure]:
    """Return the entries whose time lies wholly in the days from first to last, the earliest first; of all keys or some."""
    days = select(EnteredFigure).where(
        EnteredFigure.figure.in_(figures),
        EnteredFigure.subject == subject,
        EnteredFigure.on >= first_on,
        EnteredFigure.on <= last_on,
    )
    if keys is not None:
        days = days.where(EnteredFigure.key.in_(keys))
    found = db.session.scalars(days.order_by(EnteredFigure.on, EnteredFigure.id)).all()
    return [entry for entry in found if last_day(entry.grain, entry.on) <= last_on]


def latest(
    figures: Collection[str], subject: EntrySubject, last_on: date, keys: Collection[str] | None = None
) -> Sequence[EnteredFigure]:
    """Return of each figure and key the entry that began last up to the day."""
    begun = select(EnteredFigure).where(
        EnteredFigure.figure.in_(figures), EnteredFigure.subject == subject, EnteredFigure.on <= last_on
    )
    if keys is not None:
        begun = begun.where(EnteredFigure.key.in_(keys))
    found = db.session.scalars(begun.order_by(EnteredFigure.on, EnteredFigure.id)).all()
    return list({(entry.figure, entry.key): entry for entry in found}.values())


def of_time(
    figures: Collection[str], subject: EntrySubject, grain: EntryGrain, on: date
) -> Sequence[EnteredFigure]:
    """Return what was entered for exactly this time."""
    wanted = select(EnteredFigure).where(
        EnteredFigure.figure.in_(figures),
        EnteredFigure.subject == subject,
        EnteredFigure.grain == grain,
        EnteredFigure.on == on,
    )
    return db.session.scalars(wanted.order_by(EnteredFigure.id)).all()


def find(figure: str, subject: EntrySubject, key: str, grain: EntryGrain, on: date) -> EnteredFigure | None:
    """Return this entry."""
    return db.session.scalar(
        select(EnteredFigure).filter_by(figure=figure, subject=subject, key=key, grain=grain, on=on)
    )


def of_another_grain(
    figure: str, subject: EntrySubject, key: str, grain: EntryGrain, on: date
) -> EnteredFigure | None:
    """Return an entry of the same whose time is of another length and overlaps: it would count twice."""
    first, last = on, last_day(grain, on)
    beside = select(EnteredFigure).where(
        EnteredFigure.figure == figure,
        EnteredFigure.subject == subject,
        EnteredFigure.key == key,
        EnteredFigure.grain != grain,
        EnteredFigure.on <= last,
        EnteredFigure.on >= first.replace(month=1, day=1),
    )
    found = db.session.scalars(beside.order_by(EnteredFigure.on)).all()
    return next((entry for entry in found if last_day(entry.grain, entry.on) >= first), None)


def held_until(figures: Collection[str], day: date) -> date | None:
    """Return the last day for which anything was entered that begins before this day and lasts until it or longer."""
    begun = select(EnteredFigure.grain, EnteredFigure.on).where(
        EnteredFigure.figure.in_(figures),
        EnteredFigure.on < day,
        EnteredFigure.on >= day.replace(month=1, day=1),
    )
    ends = [last_day(grain, on) for grain, on in db.session.execute(begun.distinct()).tuples()]
    return max((end for end in ends if end >= day), default=None)


def classes(subject: EntrySubject) -> list[str]:
    """Return the names of the classes of which anything was ever entered, in the order they came up."""
    query = select(EnteredFigure.key).where(EnteredFigure.subject == subject).order_by(EnteredFigure.id)
    return list(dict.fromkeys(db.session.scalars(query)))


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return what those are called who entered anything, by their ids."""
    found = db.session.execute(select(User.id, User.full_name).where(User.id.in_(user_ids)))
    return dict(found.tuples().all())


def newest(limit: int) -> Sequence[EnteredFigure]:
    """Return what was entered last."""
    query = select(EnteredFigure).order_by(EnteredFigure.entered_at.desc(), EnteredFigure.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def first_day(grain: EntryGrain, day: date) -> date:
    """Return the first day of the time that the day lies in."""
    return {
        EntryGrain.DAY: day,
        EntryGrain.MONTH: day.replace(day=1),
        EntryGrain.YEAR: day.replace(month=1, day=1),
    }[grain]


def last_day(grain: EntryGrain, on: date) -> date:
    """Return the last day of the time that begins on the day."""
    if grain is EntryGrain.DAY:
        return on
    return date(on.year, 12, 31) if grain is EntryGrain.YEAR else _end_of_month(on)


def _end_of_month(on: date) -> date:
    return on.replace(day=calendar.monthrange(on.year, on.month)[1])
