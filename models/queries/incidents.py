"""Incidents as rows: the list, the cases of one with how far each caller's answer is, whose incident a case is in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.incident import Incident, IncidentCase, IncidentPart
from models.queries.cases import inside
from models.queries.hot_topics import CALLERS
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.vocabulary import CaseScope, CaseState, Rating

# Those answered with the master, whose callers are called back one by one.
ANSWERED_WITH = IncidentCase.part.in_([IncidentPart.MASTER, IncidentPart.MERGED])
TO_CALL = and_(ANSWERED_WITH, Case.state == CaseState.FOLLOW_UP)
CALLED = and_(ANSWERED_WITH, or_(Case.followed_up_at.is_not(None), Case.state == CaseState.CLOSED))


@dataclass(frozen=True)
class Line:
    """An incident in the list: its cases and callers as far as the reader sees them, and how far the calls back are."""

    incident: Incident
    cases: int
    callers: int
    merged: int
    to_call: int
    called: int


@dataclass(frozen=True)
class Member:
    """A case of an incident: its part, and what came of calling its caller back."""

    case: CaseLine
    part: IncidentPart
    left_at: datetime | None
    attempts: int
    rating: Rating | None
    citizen: Citizen | None

    @property
    def called_back(self) -> str:
        """What came of calling the caller back, in words; nothing as long as nobody tried."""
        if self.rating:
            return self.rating.label
        return f"已回访 {self.attempts} 次" if self.attempts else ""


def find(incident_id: int) -> Incident | None:
    """Return the incident with its matter and district."""
    return db.session.scalar(_named(select(Incident)).where(Incident.id == incident_id))


def _named(incidents: Select[tuple[Incident]]) -> Select[tuple[Incident]]:
    return incidents.options(joinedload(Incident.category), joinedload(Incident.district))


def page(scope: CaseScope, *, dissolved: bool, before_id: int | None = None, limit: int) -> list[Line]:
    """Return a page of the incidents with a case that the reader may see, the newest first, below `before_id`."""
    seen = (
        select(IncidentCase.id)
        .join(Case, Case.id == IncidentCase.case_id)
        .where(IncidentCase.incident_id == Incident.id, *inside(scope))
    )
    asked = [
        seen.exists(),
        Incident.dissolved_at.is_not(None) if dissolved else Incident.dissolved_at.is_(None),
    ]
    if before_id is not None:
        asked.append(Incident.id < before_id)
    rows = _named(select(Incident)).where(*asked).order_by(Incident.id.desc()).limit(limit)
    found = db.session.scalars(rows).all()
    counts = _counts([incident.id for incident in found], scope)
    return [Line(incident, *counts.get(incident.id, (0,) * 5)) for incident in found]


def line(incident: Incident, scope: CaseScope) -> Line:
    """Return one incident with its numbers."""
    return Line(incident, *_counts([incident.id], scope).get(incident.id, (0,) * 5))


def _counts(incident_ids: Collection[int], scope: CaseScope) -> dict[int, tuple[int, ...]]:
    counted = (
        func.count(),
        CALLERS,
        func.count().filter(IncidentCase.part == IncidentPart.MERGED),
        func.count().filter(TO_CALL),
        func.count().filter(CALLED),
    )
    # Of a dissolved incident all cases have left: it is told how it was.
    rows = (
        select(IncidentCase.incident_id, *counted)
        .join(Incident, Incident.id == IncidentCase.incident_id)
        .join(Case, Case.id == IncidentCase.case_id)
        .outerjoin(Citizen, Citizen.case_id == Case.id)
        .where(IncidentCase.incident_id.in_(incident_ids), *_current(), *inside(scope))
        .group_by(IncidentCase.incident_id)
    )
    return {key: tuple(numbers) for key, *numbers in db.session.execute(rows)}


def _current() -> list[Any]:
    return [or_(IncidentCase.left_at.is_(None), IncidentCase.left_at == Incident.dissolved_at)]


def members(incident_id: int, scope: CaseScope, *, after_id: int | None = None, limit: int) -> list[Member]:
    """Return the incident's cases that the reader may see, the oldest first, behind `after_id` where given."""
    own = (IncidentCase.part, IncidentCase.left_at, Case.follow_up_attempts, Case.result_rating, Citizen)
    rows = (
        with_names(select(*COLUMNS, *own).join(IncidentCase, IncidentCase.case_id == Case.id))
        .join(Incident, Incident.id == IncidentCase.incident_id)
        .outerjoin(Citizen, Citizen.case_id == Case.id)
        .where(IncidentCase.incident_id == incident_id, *_current(), *inside(scope))
    )
    if after_id is not None:
        rows = rows.where(Case.id > after_id)
    width = len(COLUMNS)
    return [
        Member(CaseLine(*row[:width]), *row[width:])
        for row in db.session.execute(rows.order_by(Case.id).limit(limit)).tuples()
    ]


def rows_in(incident_id: int) -> Sequence[IncidentCase]:
    """Return the incident's current cases."""
    own = select(IncidentCase).where(IncidentCase.incident_id == incident_id, IncidentCase.left_at.is_(None))
    return db.session.scalars(own.order_by(IncidentCase.case_id)).all()


def row_of(case_id: int) -> IncidentCase | None:
    """Return the case's part in the incident it is in now."""
    own = select(IncidentCase).where(IncidentCase.case_id == case_id, IncidentCase.left_at.is_(None))
    return db.session.scalar(own)


def taken(case_ids: Collection[int]) -> set[int]:
    """Return those of the cases that are in an incident now."""
    rows = select(IncidentCase.case_id).where(
        IncidentCase.case_id.in_(case_ids), IncidentCase.left_at.is_(None)
    )
    return set(db.session.scalars(rows))


def of_case(case_id: int) -> Incident | None:
    """Return the incident that the case is in now."""
    rows = select(Incident).join(IncidentCase, IncidentCase.incident_id == Incident.id)
    return db.session.scalar(rows.where(IncidentCase.case_id == case_id, IncidentCase.left_at.is_(None)))


def of_topic(topic_id: int) -> Incident | None:
    """Return the newest incident made of the topic that was not dissolved."""
    rows = select(Incident).where(Incident.topic_id == topic_id, Incident.dissolved_at.is_(None))
    return db.session.scalar(rows.order_by(Incident.id.desc()).limit(1))
