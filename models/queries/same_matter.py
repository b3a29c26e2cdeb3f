"""How many people have called about one matter in one street (同一事项): the same leaf, the same street, days apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import aliased

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.citizen import Citizen
from models.department import Department
from models.supervision import Supervision
from models.vocabulary import FINAL_STATES, AreaLevel, Trigger

WINDOW = timedelta(days=7)
# A case may name its street, or a community or grid inside it.
place, above, top = aliased(Area), aliased(Area), aliased(Area)
STREET: ColumnElement[Any] = when(
    (place.level == AreaLevel.STREET, place.id),
    (above.level == AreaLevel.STREET, above.id),
    (top.level == AreaLevel.STREET, top.id),
)
# No window of days has more: said only where an order wants a limit.
MOST_CASES = 2**31 - 1
CALLERS = func.count(Citizen.phone_index.distinct())


def calls(*columns: Any, since: datetime) -> Select[Any]:
    """Return the select over the cases since the moment with their street and caller; desks keep theirs apart."""
    return (
        select(*columns)
        .select_from(Case)
        .join(place, place.id == Case.area_id)
        .outerjoin(above, above.id == place.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .join(Citizen, Citizen.case_id == Case.id)
        .where(Case.received_at >= since, Case.desk.is_(None), STREET.is_not(None))
    )


def first_cases(since: datetime, *, least: int | None) -> list[int]:
    """Return for each matter with at least so many callers the first case that a department works on.

    A matter that is already supervised for its callers is left out. None: no such trigger is active.
    """
    if least is None:
        return []
    many = _called_often(since, least=least)
    if not many:
        return []
    matters = calls(Case.category_id, STREET, since=since).where(Case.category_id.in_(many))
    grouped = matters.group_by(Case.category_id, STREET)
    found = db.session.execute(grouped.having(least <= CALLERS)).all()
    firsts = (first_of(category_id, street_id, since) for category_id, street_id in found)
    return [case_id for case_id in firsts if case_id is not None]


class Cluster(NamedTuple):
    """A matter that several people of one street called about, and what became of its first case."""

    category_id: int
    matter: str
    street_id: int
    street: str
    callers: int
    case_id: int
    department: str | None
    dispatched_at: datetime | None
    is_supervised: bool


def clusters(
    since: datetime, until: datetime, *, least: int, limit: int, category_ids: Sequence[int] = ()
) -> list[Cluster]:
    """Return the matters with at least so many callers in one street, those with the most first.

    category_ids: only these matters; none named, all.
    """
    many = _called_often(since, until, least=least, category_ids=category_ids)
    if not many:
        return []
    first = func.min(Case.id)
    found = calls(Case.category_id, STREET, CALLERS, first, since=since).where(Case.received_at < until)
    found = (
        found.where(Case.category_id.in_(many)).group_by(Case.category_id, STREET).having(least <= CALLERS)
    )
    rows = db.session.execute(found.order_by(CALLERS.desc(), first).limit(limit)).tuples()
    return [_cluster(*row) for row in rows]


def _called_often(
    since: datetime, until: datetime | None = None, *, least: int, category_ids: Sequence[int] = ()
) -> list[int]:
    """Return the matters with at least so many cases in one street, out of the index of cases by receipt alone.

    As many callers need as many cases; to look up the callers of all the others cost most of the time.
    """
    cases = cases_of_window(since, until, category_ids).subquery()
    query = (
        select(cases.c.category_id)
        .join(place, place.id == cases.c.area_id)
        .outerjoin(above, above.id == place.parent_id)
        .outerjoin(top, top.id == above.parent_id)
        .where(STREET.is_not(None))
        .group_by(cases.c.category_id, STREET)
        .having(func.count() >= least)
    )
    return sorted(set(db.session.scalars(query)))


def cases_of_window(
    since: datetime, until: datetime | None, category_ids: Sequence[int] = ()
) -> Select[tuple[int, int | None]]:
    """Return the select over matter and area of the cases received in the window, of all matters or of these.

    Sorted, so that the index is read along: with statistics SQLite would else read another one, matter by matter.
    """
    cases = select(Case.category_id, Case.area_id).where(Case.received_at >= since, Case.desk.is_(None))
    if until is not None:
        cases = cases.where(Case.received_at < until)
    if category_ids:
        return cases.where(Case.category_id.in_(category_ids))
    return cases.order_by(Case.received_at, Case.id).limit(MOST_CASES)


def _cluster(category_id: int, street_id: int, callers: int, case_id: int) -> Cluster:
    street = aliased(Area)
    facts = (
        select(
            Category.path,
            street.name,
            Department.name,
            Case.dispatched_at,
            Case.supervision_level.is_not(None),
        )
        .join(Category, Category.id == Case.category_id)
        .join(street, street.id == street_id)
        .outerjoin(Department, Department.id == Case.department_id)
    )
    matter, name, department, sent, supervised = db.session.execute(facts.where(Case.id == case_id)).one()
    return Cluster(category_id, matter, street_id, name, callers, case_id, department, sent, bool(supervised))


def first_of(category_id: int, street_id: int, since: datetime) -> int | None:
    """Return the first open case of the matter that a department has; None where one is supervised already."""
    same = calls(Case.id, since=since).where(Case.category_id == category_id, STREET.in_([street_id]))
    ordered = select(Supervision.id).where(
        Supervision.trigger == Trigger.SAME_MATTER_CALLERS, Supervision.case_id.in_(same)
    )
    if db.session.scalar(ordered.limit(1)) is not None:
        return None
    open_ones = same.where(Case.department_id.is_not(None), Case.state.not_in(list(FINAL_STATES)))
    found: int | None = db.session.scalar(open_ones.order_by(Case.id).limit(1))
    return found


def callers(case: Case, since: datetime) -> int:
    """Count the different telephones that called about the case's matter in its street since the moment."""
    street = street_of(case.area_id)
    if street is None:
        return 0
    same = calls(CALLERS, since=since).where(Case.category_id == case.category_id, STREET.in_([street]))
    return db.session.scalar(same) or 0


def largest_in(street_id: int, since: datetime, *, least: int) -> tuple[str, int] | None:
    """Return the matter with the most callers in the street since the moment, and how many; None below `least`."""
    found = (
        calls(Category.name, CALLERS, since=since)
        .join(Category, Category.id == Case.category_id)
        .where(STREET.in_([street_id]))
        .group_by(Category.id, Category.name)
        .having(least <= CALLERS)
    )
    row = db.session.execute(found.order_by(CALLERS.desc(), Category.id).limit(1)).tuples().first()
    return (row[0], row[1]) if row else None


def street_of(area_id: int | None) -> int | None:
    """Return the street that the area is or lies in."""
    area = db.session.get(Area, area_id) if area_id else None
    while area is not None and area.level is not AreaLevel.STREET:
        area = db.session.get(Area, area.parent_id) if area.parent_id else None
    return area.id if area else None


def name_of(area_id: int) -> str:
    """Return the area's name."""
    area = db.session.get(Area, area_id)
    return area.name if area else ""
