"""Figures entered by hand for tests: of March 2026 unless said otherwise."""

from datetime import date
from decimal import Decimal

from models.base import db
from models.entries import ENTRIES
from models.queries.entered_figures import first_day
from models.user import User
from models.vocabulary import EntryGrain, EntrySubject
from tests.support.clock import MONDAY_9
from tests.support.factories import make_user
from workflows.entered_figures import Told, enter

MARCH = date(2026, 3, 1)
CALLS = {
    "calls_in": 1000,
    "calls_answered": 950,
    "calls_in_15s": 800,
    "wait_seconds": 9500,
    "talk_seconds": 95_000,
    "longest_talk_seconds": 3600,
}


def told(
    name: str,
    number: int | str | None,
    *,
    key: str = "",
    subject: EntrySubject | None = None,
    grain: EntryGrain = EntryGrain.MONTH,
    on: date = MARCH,
) -> Told:
    """Return one number as somebody tells it."""
    entry = ENTRIES[name]
    figure = None if number is None else Decimal(number)
    return Told(entry, subject or entry.subjects[0], key, grain, first_day(grain, on), figure)


def make_entries(*lines: Told, by: User | None = None) -> None:
    """Enter these numbers; none given: the calls of one class."""
    given = lines or [told(name, number, key="人工接听") for name, number in CALLS.items()]
    enter(given, by=by or make_user("supervisor", f"teller{len(given)}"), at=MONDAY_9)
    db.session.commit()
