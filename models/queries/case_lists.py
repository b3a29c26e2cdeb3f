"""The list of cases that people search and filter, newest or nearest clock first, inside what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.queries import search
from models.queries.cases import inside, theirs
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.queries.tags import carries
from models.queries.worklists import WORKLISTS, by_light, light_is, sums_by_light
from models.vocabulary import CaseScope, CaseState, Channel, Kind, Light, Urgency

Condition = ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a person asked the list for; None and empty text ask for nothing."""

    words: str = ""
    phone: str = ""
    state: CaseState | None = None
    kind: Kind | None = None
    channel: Channel | None = None
    urgency: Urgency | None = None
    department_id: int | None = None
    branch_id: int | None = None
    district_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    registered_by_id: int | None = None
    tag_id: int | None = None
    light: Light | None = None
    by_due: bool = False
    at: datetime | None = None


EQUALS = ("state", "kind", "channel", "urgency", "branch_id", "district_id")


def conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return the filter as conditions on a case, words and phone left out."""
    found = [
        getattr(Case, name) == getattr(wanted, name) for name in EQUALS if getattr(wanted, name) is not None
    ]
    if wanted.department_id is not None:
        found.append(Case.department_id == wanted.department_id)
    if wanted.registered_by_id is not None:
        found.append(Case.received_by_id == wanted.registered_by_id)
    if wanted.tag_id is not None:
        found.append(carries(wanted.tag_id))
    if wanted.received_from is not None:
        found.append(Case.received_at >= midnight(wanted.received_from))
    if wanted.received_to is not None:
        found.append(Case.received_at < midnight(wanted.received_to + timedelta(days=1)))
    if wanted.light is not None and wanted.at is not None:
        found.append(light_is(WORKLISTS["open"], wanted.light, wanted.at))
        found.append(Case.next_due_at.is_not(None))
    return found


def midnight(day: date) -> datetime:
    """Return the moment the local day begins."""
    return datetime.combine(day, time(), LOCAL_TIMEZONE)


def page(
    wanted: Filter, scope: CaseScope, *, before_id: int | None = None, limit: int = 50
) -> list[CaseLine]:
    """Return one page of the cases asked for, the newest first, below `before_id` where given."""
    asked = within(wanted, scope, limit, before_id)
    if before_id is not None:
        asked.append(Case.id < before_id)
    return fetch(asked, Case.id.desc(), limit=limit)


def page_by_due(
    wanted: Filter, scope: CaseScope, *, after: tuple[datetime | None, int] | None = None, limit: int = 50
) -> list[CaseLine]:
    """Return one page of the cases asked for, the nearest clock first; what has no clock comes last, newest first.

    `after` is (due moment, id) of the last line seen.
    """
    found: list[CaseLine] = []
    if after is None or after[0] is not None:
        timed = [*within(wanted, scope, limit, walks=True), Case.next_due_at.is_not(None)]
        if after is not None:
            timed.append(tuple_(Case.next_due_at, Case.id) > after)
        found += fetch(timed, Case.next_due_at, Case.id, limit=limit)
        after = None
    if len(found) < limit and wanted.light is None:
        untimed = [*within(wanted, scope, limit), Case.next_due_at.is_(None)]
        if after is not None:
            untimed.append(Case.id < after[1])
        found += fetch(untimed, Case.id.desc(), limit=limit - len(found))
    return found


def count_by_light(wanted: Filter, scope: CaseScope, at: datetime) -> dict[Light, int]:
    """Count the cases asked for whose clock runs by its light, whichever light was asked for.

    Not for words or a telephone number: of what these find only the newest is listed.
    """
    asked = replace(wanted, light=None, words="", phone="")
    rows = select(*sums_by_light(WORKLISTS["open"], at))
    return by_light(
        db.session.execute(rows.where(*within(asked, scope, walks=True), Case.next_due_at.is_not(None))).one()
    )


def within(
    wanted: Filter, scope: CaseScope, limit: int = 0, before_id: int | None = None, *, walks: bool = False
) -> list[Condition]:
    """Return all conditions of the cases asked for inside the scope.

    walks: the cases are met in the order of their clocks, so one's own are looked up among them. Adding
    nothing to the id keeps SQLite from fetching and sorting all that a department ever had instead.
    """
    asked = conditions(wanted)
    if wanted.words or wanted.phone:
        return [*asked, Case.id.in_(found_ids(wanted, scope, before_id, limit))]
    return [*asked, *theirs(Case.id + 0 if walks else Case.id, scope), *inside(scope)]


def fetch(
    asked: Sequence[Condition], *order: ColumnElement[Any] | InstrumentedAttribute[Any], limit: int
) -> list[CaseLine]:
    """Fetch lines in order with what a line shows.

    They are picked and put in order by the index alone; only those picked are read.
    """
    picked = select(Case.id.label("id")).where(*asked).order_by(*order).limit(limit).subquery()
    rows = with_names(select(*COLUMNS).join(picked, picked.c.id == Case.id)).order_by(*order)
    return [CaseLine(*row) for row in db.session.execute(rows)]


def found_ids(wanted: Filter, scope: CaseScope, before_id: int | None, limit: int) -> list[int]:
    """Return the ids that words or a number lead to; more are fetched where others are left out or come first."""
    reach = limit * 40 if conditions(wanted) or wanted.by_due else limit
    if wanted.phone:
        return search.find_case_ids_by_phone(wanted.phone, scope, limit=reach, before_id=before_id)
    return search.find_case_ids(wanted.words, scope, limit=reach, before_id=before_id)
