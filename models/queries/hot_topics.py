"""Hot topics as rows: cases to look at, what each is compared with, the board, a topic's cases, what is near a call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, cast, distinct, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import joinedload

from models.area import Area
from models.base import db
from models.case import Case
from models.category import Category
from models.citizen import Citizen
from models.hot_topic import HotTopic, HotTopicAlert, HotTopicCase, HotTopicRule
from models.queries.cases import inside
from models.queries.lines import COLUMNS, CaseLine, with_names
from models.queries.same_matter import STREET, above, place, top
from models.vocabulary import CaseScope

DAY = timedelta(days=1)
# Who gave no number counts once for each case.
CALLER = func.coalesce(Citizen.phone_index, cast(Case.id, Text))
CALLERS = func.count(distinct(CALLER))
MOST_COMPARED = 400
# Those with the most callers of a day, among whom those that rise are looked for.
BUSIEST = 100
# Two callers a day are chance.
LEAST_RISING = 3


class Looked(NamedTuple):
    """A case as it is compared; of a protected one neither title nor place."""

    case_id: int
    topic_id: int | None
    category_id: int
    branch_id: int | None
    district_id: int | None
    street_id: int | None
    place: str
    title: str
    is_protected: bool


TEXTS = (
    when((Case.is_protected, ""), else_=Case.place_name),
    when((Case.is_protected, ""), else_=Case.title),
    Case.is_protected,
)


def unseen(since: datetime, limit: int) -> Sequence[int]:
    """Return the cases since the moment that nobody compared yet, the oldest first; a desk's never."""
    seen = select(HotTopicCase.id).where(HotTopicCase.case_id == Case.id)
    new = select(Case.id).where(Case.received_at >= since, Case.desk.is_(None), ~seen.exists())
    return db.session.scalars(new.order_by(Case.received_at, Case.id).limit(limit)).all()


def is_seen(case_id: int) -> bool:
    """Say whether the case was compared already."""
    return db.session.scalar(select(HotTopicCase.id).where(HotTopicCase.case_id == case_id)) is not None


def looked_at(case_id: int) -> tuple[Looked, datetime]:
    """Return the case as it is compared, and when it came."""
    row = select(
        Case.id, Case.category_id, Case.branch_id, Case.district_id, STREET, *TEXTS, Case.received_at
    ).select_from(Case)
    row = (
        row.outerjoin(place, place.id == Case.area_id)
        .outerjoin(above, above.id == place.parent_id)
        .outerjoin(top, top.id == above.parent_id)
    )
    found, category, branch, district, street, name, title, is_protected, at = db.session.execute(
        row.where(Case.id == case_id)
    ).one()
    return Looked(found, None, category, branch, district, street, name, title, is_protected), at


def beside(case: Looked, since: datetime) -> list[Looked]:
    """Return the cases compared since the moment that may be about the same: of its branch, of no other district.

    Not those in a topic that was closed, nor those that a person took out of one.
    """
    same = (
        HotTopicCase.category_id == case.category_id
        if case.branch_id is None
        else HotTopicCase.branch_id == case.branch_id
    )
    own = HotTopicCase
    rows = (
        select(
            own.case_id, own.topic_id, own.category_id, own.branch_id, own.district_id, own.street_id, *TEXTS
        )
        .join(Case, Case.id == own.case_id)
        .outerjoin(HotTopic, HotTopic.id == own.topic_id)
        .where(same, own.received_at >= since, own.case_id != case.case_id)
        .where(own.taken_out_of_id.is_(None), HotTopic.closed_at.is_(None))
        .order_by(own.received_at.desc(), own.case_id.desc())
        .limit(MOST_COMPARED)
    )
    if case.district_id is not None:
        rows = rows.where(func.coalesce(own.district_id, case.district_id) == case.district_id)
    return [Looked(*row) for row in db.session.execute(rows)]


def rows_of(case_ids: Collection[int]) -> Sequence[HotTopicCase]:
    """Return what is kept of the cases."""
    return db.session.scalars(select(HotTopicCase).where(HotTopicCase.case_id.in_(case_ids))).all()


def row_of(topic_id: int, case_id: int) -> HotTopicCase | None:
    """Return the case as one of the topic's."""
    own = select(HotTopicCase).where(HotTopicCase.topic_id == topic_id, HotTopicCase.case_id == case_id)
    return db.session.scalar(own)


def find(topic_id: int) -> HotTopic | None:
    """Return the topic with what its title says."""
    return db.session.scalar(titled(select(HotTopic)).where(HotTopic.id == topic_id))


def titled(topics: Select[tuple[HotTopic]]) -> Select[tuple[HotTopic]]:
    """Add what a topic's title says."""
    return topics.options(
        joinedload(HotTopic.category), joinedload(HotTopic.district), joinedload(HotTopic.street)
    )


def members(*columns: Any) -> Select[Any]:
    """Return the select over topics' cases with their callers."""
    return (
        select(*columns)
        .select_from(HotTopicCase)
        .join(Case, Case.id == HotTopicCase.case_id)
        .outerjoin(Citizen, Citizen.case_id == Case.id)
    )


def callers_of(topic_id: int, since: datetime) -> int:
    """Count the different people who called about the topic since the moment, whoever may see their cases."""
    own = members(CALLERS).where(HotTopicCase.topic_id == topic_id, HotTopicCase.received_at >= since)
    return db.session.scalar(own) or 0


@dataclass(frozen=True)
class Line:
    """A topic on the board: its cases and callers as far as the reader sees them, those of a day and of the day before."""

    topic: HotTopic
    cases: int
    callers: int
    callers_of_day: int
    callers_before: int
    alert: HotTopicAlert | None

    @property
    def growth(self) -> int:
        """How many more people called in the last 24 hours than in the 24 before."""
        return self.callers_of_day - self.callers_before


def counts(at: datetime) -> tuple[ColumnElement[Any], ...]:
    """Return cases, callers, callers of the last 24 hours and of the 24 before that."""
    came = HotTopicCase.received_at
    of_day = and_(came > at - DAY, came <= at)
    of_day_before = and_(came > at - 2 * DAY, came <= at - DAY)
    return (
        func.count(),
        CALLERS,
        func.count(distinct(when((of_day, CALLER)))),
        func.count(distinct(when((of_day_before, CALLER)))),
    )


def board(
    scope: CaseScope, at: datetime, since: datetime, *, district_id: int | None = None, limit: int
) -> list[Line]:
    """Return the open topics with a case since the moment, the fastest first; of at least two callers."""
    numbers = counts(at)
    asked = [HotTopic.closed_at.is_(None), HotTopic.last_at >= since, *inside(scope)]
    if district_id is not None:
        asked.append(HotTopic.district_id == district_id)
    rows = (
        members(HotTopicCase.topic_id, *numbers)
        .join(HotTopic, HotTopic.id == HotTopicCase.topic_id)
        .where(*asked)
        .group_by(HotTopicCase.topic_id)
        .having(CALLERS > 1)
        .order_by(numbers[2].desc(), numbers[1].desc(), HotTopicCase.topic_id.desc())
        .limit(limit)
    )
    found = db.session.execute(rows).tuples().all()
    topic_ids = [row[0] for row in found]
    by_id = {
        topic.id: topic
        for topic in db.session.scalars(titled(select(HotTopic)).where(HotTopic.id.in_(topic_ids)))
    }
    latest = alerts(topic_ids, at - DAY)
    return [
        Line(by_id[topic_id], cases, callers, of_day, before, latest.get(topic_id))
        for topic_id, cases, callers, of_day, before in found
    ]


def is_any(since: datetime) -> bool:
    """Say whether a case that came since the moment was compared."""
    kept = select(HotTopicCase.id).where(HotTopicCase.received_at >= since).limit(1)
    return db.session.scalar(kept) is not None


def newest() -> tuple[int, int] | None:
    """Return which topic a case joined last, and its version: it differs as soon as the next one joins any."""
    rows = select(HotTopic.id, HotTopic.version).order_by(HotTopic.last_at.desc(), HotTopic.id.desc())
    return db.session.execute(rows.limit(1)).tuples().first()


def rising(scope: CaseScope, at: datetime, *, limit: int) -> list[Line]:
    """Return the open topics that more people called about in the last 24 hours than in the 24 before, the most more first."""
    busiest = board(scope, at, at - DAY, limit=BUSIEST)
    return sorted(
        (each for each in busiest if each.growth > 0 and each.callers_of_day >= LEAST_RISING),
        key=lambda each: -each.growth,
    )[:limit]


def line(topic: HotTopic, scope: CaseScope, at: datetime) -> Line:
    """Return one topic with its numbers."""
    row = members(*counts(at)).where(HotTopicCase.topic_id == topic.id, *inside(scope))
    cases, callers, of_day, before = db.session.execute(row).one()
    return Line(topic, cases, callers, of_day, before, alerts([topic.id], at - DAY).get(topic.id))


def alerts(topic_ids: Collection[int], since: datetime) -> dict[int, HotTopicAlert]:
    """Return the newest alarm of each topic since the moment."""
    rows = (
        select(HotTopicAlert)
        .where(HotTopicAlert.topic_id.in_(topic_ids), HotTopicAlert.at >= since)
        .order_by(HotTopicAlert.at, HotTopicAlert.id)
        .options(joinedload(HotTopicAlert.rule))
    )
    return {alert.topic_id: alert for alert in db.session.scalars(rows)}


def alerts_of(topic_id: int) -> Sequence[HotTopicAlert]:
    """Return the topic's alarms, the newest first."""
    rows = select(HotTopicAlert).where(HotTopicAlert.topic_id == topic_id)
    rows = rows.order_by(HotTopicAlert.at.desc(), HotTopicAlert.id.desc())
    return db.session.scalars(rows.options(joinedload(HotTopicAlert.rule))).all()


def by_district(scope: CaseScope, since: datetime) -> list[tuple[int, str, int, int]]:
    """Return the districts of open topics: id, name, topics, callers as far as the reader sees their cases."""
    found = (
        members(HotTopic.district_id, HotTopicCase.topic_id, CALLERS.label("callers"))
        .join(HotTopic, HotTopic.id == HotTopicCase.topic_id)
        .where(HotTopic.closed_at.is_(None), HotTopic.last_at >= since, *inside(scope))
        .group_by(HotTopic.district_id, HotTopicCase.topic_id)
        .having(CALLERS > 1)
        .subquery()
    )
    rows = (
        select(Area.id, Area.name, func.count(), func.sum(found.c.callers))
        .join(Area, Area.id == found.c.district_id)
        .group_by(Area.id, Area.name)
        .order_by(func.sum(found.c.callers).desc(), Area.id)
    )
    return [(key, name, topics, int(callers)) for key, name, topics, callers in db.session.execute(rows)]


def cases_of(topic_id: int, scope: CaseScope, *, before_id: int | None = None, limit: int) -> list[CaseLine]:
    """Return the topic's cases that the reader may see, the newest first, below `before_id` where given."""
    asked = [HotTopicCase.topic_id == topic_id, *inside(scope)]
    if before_id is not None:
        asked.append(Case.id < before_id)
    rows = with_names(select(*COLUMNS).join(HotTopicCase, HotTopicCase.case_id == Case.id))
    return [
        CaseLine(*row) for row in db.session.execute(rows.where(*asked).order_by(Case.id.desc()).limit(limit))
    ]


def case_ids_of(topic_id: int, limit: int) -> list[int]:
    """Return the topic's cases, the oldest first."""
    rows = select(HotTopicCase.case_id).where(HotTopicCase.topic_id == topic_id)
    return list(db.session.scalars(rows.order_by(HotTopicCase.case_id).limit(limit)))


def titles_of(topic_ids: Collection[int], scope: CaseScope) -> dict[int, list[str]]:
    """Return the titles of the topics' cases that the reader may see, protected ones left out."""
    rows = (
        select(HotTopicCase.topic_id, Case.title)
        .join(Case, Case.id == HotTopicCase.case_id)
        .where(HotTopicCase.topic_id.in_(topic_ids), ~Case.is_protected, *inside(scope))
    )
    found: dict[int, list[str]] = {topic_id: [] for topic_id in topic_ids}
    for topic_id, title in db.session.execute(rows).tuples():
        if topic_id is not None:
            found[topic_id].append(title)
    return found


def active_rules() -> Sequence[HotTopicRule]:
    """Return the rules of alarms in force."""
    rules = select(HotTopicRule).where(HotTopicRule.is_active).order_by(HotTopicRule.hours, HotTopicRule.id)
    return db.session.scalars(rules).all()


def has_alert(topic_id: int, rule_id: int, since: datetime) -> bool:
    """Say whether the topic gave an alarm by the rule since the moment."""
    known = select(HotTopicAlert.id).where(
        HotTopicAlert.topic_id == topic_id, HotTopicAlert.rule_id == rule_id, HotTopicAlert.at >= since
    )
    return db.session.scalar(known.limit(1)) is not None


def kinds_of(category_id: int) -> list[int]:
    """Return the category and all above it."""
    chain: list[int] = []
    key: int | None = category_id
    while key is not None and len(chain) < 10:
        chain.append(key)
        key = db.session.scalar(select(Category.parent_id).where(Category.id == key))
    return chain


@dataclass(frozen=True)
class Near:
    """What many people say today of the place and matter that somebody is just calling about."""

    topic_id: int
    callers: int
    title: str

    @property
    def sentence(self) -> str:
        """Return the sentence for the agent, such as `今天已有 23 位市民反映：某小区 · 停暖。`."""
        return f"今天已有 {self.callers} 位市民反映：{self.title}。"


def near(
    scope: CaseScope,
    at: datetime,
    *,
    midnight: datetime,
    category_id: int | None = None,
    street_id: int | None = None,
    district_id: int | None = None,
    place_name: str = "",
    least: int = 2,
) -> Near | None:
    """Return the open topic that most people of the place called about since midnight, as far as the reader may see.

    The place is the street or the name of an estate; with a category only its topics count. None where
    neither place is known, or fewer than `least` called today.
    """
    wanted = []
    if street_id is not None:
        wanted.append(HotTopic.street_id == street_id)
    if len(place_name) > 1:
        named = (
            HotTopic.place != "",
            (
                HotTopic.place.contains(place_name, autoescape=True)
                | db.literal(place_name).contains(HotTopic.place)
            ),
        )
        wanted.append(and_(*named))
    if not wanted:
        return None
    asked = [HotTopic.closed_at.is_(None), HotTopic.last_at >= midnight, db.or_(*wanted)]
    if category_id is not None:
        asked.append(HotTopic.category_id == category_id)
    if district_id is not None:
        asked.append(func.coalesce(HotTopic.district_id, district_id) == district_id)
    rows = (
        members(HotTopicCase.topic_id, CALLERS)
        .join(HotTopic, HotTopic.id == HotTopicCase.topic_id)
        .where(*asked, HotTopicCase.received_at >= midnight, HotTopicCase.received_at <= at, *inside(scope))
        .group_by(HotTopicCase.topic_id)
        .having(least <= CALLERS)
        .order_by(CALLERS.desc(), HotTopicCase.topic_id.desc())
    )
    first = db.session.execute(rows.limit(1)).first()
    if first is None:
        return None
    topic = find(first[0])
    return Near(first[0], first[1], topic.title) if topic else None
