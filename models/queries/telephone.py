"""Exchanges, seats and notes on callers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, joinedload, lazyload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from models.base import db
from models.citizen import phone_index
from models.telephone import CallerNote, Exchange, Seat
from models.user import User

NOTED_EVERY = timedelta(minutes=1)


def name_of(person: InstrumentedAttribute[User] | InstrumentedAttribute[User | None]) -> _AbstractLoad:
    """Load a person with what they are called, without roles and department."""
    return joinedload(person).options(lazyload(User.roles), lazyload(User.department))


def exchanges() -> Sequence[Exchange]:
    """Return every exchange by name."""
    return db.session.scalars(select(Exchange).order_by(Exchange.name)).all()


def find_exchange(exchange_id: int) -> Exchange | None:
    """Return this exchange."""
    return db.session.get(Exchange, exchange_id)


def exchange_of(token_hash: str) -> Exchange | None:
    """Return the exchange in use whose token has this hash."""
    rows = select(Exchange).where(Exchange.token_hash == token_hash, Exchange.is_active)
    return db.session.scalar(rows)


def note_report(exchange: Exchange, at: datetime) -> None:
    """Keep when the exchange last reported anything, to the minute and past the row's version.

    Two reports that come at once must not refuse one another.
    """
    last = exchange.last_event_at
    if last is None or at - last > NOTED_EVERY:
        noted = update(Exchange).where(Exchange.id == exchange.id).values(last_event_at=at)
        db.session.execute(noted.execution_options(synchronize_session=False))


def for_training() -> Exchange | None:
    """Return the exchange in use that is there for training, the oldest of several."""
    rows = select(Exchange).where(Exchange.is_training, Exchange.is_active).order_by(Exchange.id).limit(1)
    return db.session.scalar(rows)


def seats() -> Sequence[Seat]:
    """Return who sits where, by extension."""
    return db.session.scalars(select(Seat).options(name_of(Seat.user)).order_by(Seat.extension)).all()


def seat_of(user_id: int) -> Seat | None:
    """Return where the agent sits."""
    return db.session.scalar(select(Seat).where(Seat.user_id == user_id))


def seat_at(extension: str) -> Seat | None:
    """Return who sits at the extension."""
    rows = select(Seat).where(Seat.extension == extension).options(name_of(Seat.user))
    return db.session.scalar(rows)


def find_seat(seat_id: int) -> Seat | None:
    """Return this seat."""
    return db.session.scalar(select(Seat).where(Seat.id == seat_id).options(name_of(Seat.user)))


def agents_named(names: Collection[str]) -> Sequence[int]:
    """Return the ids of those who sit at one of these extensions, or sign in or are called by one of these names.

    A full name that two people share names neither of them.
    """
    if not names:
        return ()
    seated = db.session.scalars(select(Seat.user_id).where(Seat.extension.in_(names))).all()
    rows = db.session.execute(
        select(User.id, User.name, User.full_name).where(
            or_(User.name.in_(names), User.full_name.in_(names)), User.is_active
        )
    ).all()
    called = [row.full_name for row in rows if row.name not in names]
    meant = [row.id for row in rows if row.name in names or called.count(row.full_name) == 1]
    return sorted({*seated, *meant})


def notes_on(phone: str, *, on: date) -> Sequence[CallerNote]:
    """Return the notes on the number that are in force on the day, the newest first."""
    rows = select(CallerNote).where(
        CallerNote.phone_index == phone_index(phone),
        CallerNote.ends_on >= on,
        CallerNote.ended_at.is_(None),
    )
    newest = rows.order_by(CallerNote.id.desc()).options(name_of(CallerNote.set_by))
    return db.session.scalars(newest).all()


def notes_in_force(*, on: date, after: int | None, limit: int) -> Sequence[CallerNote]:
    """Return a page of the notes in force on the day, the newest first."""
    rows = select(CallerNote).where(CallerNote.ends_on >= on, CallerNote.ended_at.is_(None))
    if after is not None:
        rows = rows.where(CallerNote.id < after)
    newest = rows.order_by(CallerNote.id.desc()).limit(limit)
    return db.session.scalars(newest.options(name_of(CallerNote.set_by))).all()


def count_notes(*, on: date) -> int:
    """Count the notes in force on the day."""
    rows = select(func.count()).select_from(CallerNote)
    return db.session.scalar(rows.where(CallerNote.ends_on >= on, CallerNote.ended_at.is_(None))) or 0


def find_note(note_id: int) -> CallerNote | None:
    """Return this note."""
    return db.session.get(CallerNote, note_id)
