"""The list of cases that people search and filter, newest first, always inside what they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select

from config import LOCAL_TIMEZONE
from models.base import db
from models.case import Case
from models.queries import search
from models.queries.cases import SHOWN, inside, theirs
from models.queries.worklists import WORKLISTS, light_is
from models.vocabulary import CaseScope, CaseState, Channel, Kind, Light, Urgency


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
    light: Light | None = None
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
) -> Sequence[Case]:
    """Return one page of the cases asked for, the newest first, below `before_id` where given."""
    rows = select(Case).options(*SHOWN).where(*conditions(wanted)).order_by(Case.id.desc()).limit(limit)
    if before_id is not None:
        rows = rows.where(Case.id < before_id)
    if wanted.words or wanted.phone:
        return db.session.scalars(rows.where(Case.id.in_(found_ids(wanted, scope, before_id, limit)))).all()
    return db.session.scalars(rows.where(*theirs(Case.id, scope), *inside(scope))).all()


def found_ids(wanted: Filter, scope: CaseScope, before_id: int | None, limit: int) -> list[int]:
    """Return the ids that words or a number lead to; more are fetched where other filters thin them out."""
    reach = limit * 40 if conditions(wanted) else limit
    if wanted.phone:
        return search.find_case_ids_by_phone(wanted.phone, scope, limit=reach, before_id=before_id)
    return search.find_case_ids(wanted.words, scope, limit=reach, before_id=before_id)
