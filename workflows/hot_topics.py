"""Hot topics (热点事项) as cases come in: joins each to its topic, warns by the city's rules, lets people correct it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.hot_topic import HotTopic, HotTopicAlert, HotTopicCase
from models.queries import hot_topics, recipients
from models.vocabulary import NoticeChannel, Permission
from workflows import audit
from workflows.audiences import MOST_TOLD
from workflows.errors import NotAllowedNow
from workflows.hot_topic_rules import WINDOW, Traits, belong_together, chosen, plain_place, runs_of
from workflows.notices import send_to
from workflows.working_time import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.queries.hot_topics import Looked
    from models.user import User

RECENT = timedelta(days=2)
"""Cases that came longer ago are not looked at: an imported history makes no topics."""


def traits_of(case: Looked) -> Traits:
    """Return what of the case is compared."""
    return Traits(
        category_id=case.category_id,
        branch_id=case.branch_id,
        district_id=case.district_id,
        street_id=case.street_id,
        place=case.place.strip(),
        runs=runs_of(case.title),
        is_protected=case.is_protected,
    )


def look_at(case_id: int, *, at: datetime) -> bool:
    """Compare a new case with those of the last days and put it to its topic; say whether it has one.

    The second case about a matter opens the topic. Nobody's text is read where the case is protected.
    """
    if hot_topics.is_seen(case_id):
        return False
    case, received_at = hot_topics.looked_at(case_id)
    own = traits_of(case)
    alike = [
        other
        for other in hot_topics.beside(case, received_at - WINDOW)
        if belong_together(own, traits_of(other))
    ]
    row = HotTopicCase(
        case_id=case_id,
        received_at=received_at,
        category_id=case.category_id,
        branch_id=case.branch_id,
        district_id=case.district_id,
        street_id=case.street_id,
    )
    db.session.add(row)
    if not alike:
        return False
    topic_id = chosen(other.topic_id for other in alike if other.topic_id is not None)
    topic = hot_topics.find(topic_id) if topic_id else open_topic([case, *alike], at=at, last_at=received_at)
    if topic is None:
        return False
    alone = [] if topic_id else [other.case_id for other in alike]
    for each in (row, *hot_topics.rows_of(alone)):
        each.topic_id = topic.id
        topic.last_at = max(topic.last_at, each.received_at)
    db.session.flush()
    warn(topic.id, at=at)
    return True


def open_topic(cases: Sequence[Looked], *, at: datetime, last_at: datetime) -> HotTopic:
    """Open a topic that is called after these cases, its matter after the first; whoever opens it puts them in."""
    named = [plain_place(each.place) for each in cases if each.place]
    streets = {each.street_id for each in cases}
    topic = HotTopic(
        category_id=cases[0].category_id,
        district_id=next((each.district_id for each in cases if each.district_id), None),
        street_id=streets.pop() if len(streets) == 1 else None,
        place=min((name for name in named if name), key=len, default=""),
        opened_at=at,
        last_at=last_at,
    )
    db.session.add(topic)
    db.session.flush()
    return topic


def warn(topic_id: int, *, at: datetime) -> int:
    """Give the alarms that the topic has grown into, each rule's once a day; return how many.

    Supervisors hear of it in their tray and by text message where there is a gateway.
    """
    topic = hot_topics.find(topic_id)
    if topic is None:
        return 0
    kinds, midnight = hot_topics.kinds_of(topic.category_id), midnight_of(at)
    given = 0
    for rule in hot_topics.active_rules():
        if rule.category_id is not None and rule.category_id not in kinds:
            continue
        callers = hot_topics.callers_of(topic_id, at - timedelta(hours=rule.hours))
        if callers < rule.callers or hot_topics.has_alert(topic_id, rule.id, midnight):
            continue
        alert = HotTopicAlert(
            topic_id=topic_id,
            rule_id=rule.id,
            day=midnight.date(),
            at=at,
            callers=callers,
            hours=rule.hours,
        )
        db.session.add(alert)
        db.session.flush()
        told = recipients.find(
            holding=[Permission.SUPERVISE, Permission.VIEW_ALL_CASES, Permission.VIEW_TOPICS], limit=MOST_TOLD
        )
        send_to(
            told,
            title=f"热点预警：{topic.title}",
            body=f"{rule.hours} 小时内 {callers} 位市民反映（{rule.name}）。请到“热点事项”查看。",
            at=at,
            channels=(NoticeChannel.INBOX, NoticeChannel.SMS),
            is_urgent=True,
            key=f"hot-topic/{alert.id}",
        )
        given += 1
    return given


def midnight_of(at: datetime) -> datetime:
    """Return when the city's day began."""
    return local_time(at).replace(hour=0, minute=0, second=0, microsecond=0)


def take_out(topic: HotTopic, case_id: int, *, by: User, at: datetime) -> None:
    """Take a case out of the topic for good (移出): it belongs to another matter."""
    row = hot_topics.row_of(topic.id, case_id)
    if row is None or topic.closed_at is not None:
        raise NotAllowedNow("该工单已不在此热点中。")
    row.topic_id, row.taken_out_of_id, row.taken_out_by_id = None, topic.id, by.id
    record(topic, f"移出工单 {case_id}", by=by, at=at)


def close(topic: HotTopic, *, by: User, at: datetime) -> None:
    """Close the topic (关闭): what comes later opens a new one."""
    if topic.closed_at is not None:
        raise NotAllowedNow("该热点已关闭。")
    topic.closed_at, topic.closed_by_id = at, by.id
    record(topic, "关闭", by=by, at=at)


def reopen(topic: HotTopic, *, by: User, at: datetime) -> None:
    """Open a closed topic again (重新打开)."""
    if topic.closed_at is None:
        raise NotAllowedNow("该热点未关闭。")
    topic.closed_at = topic.closed_by_id = None
    record(topic, "重新打开", by=by, at=at)


def record(topic: HotTopic, summary: str, *, by: User, at: datetime) -> None:
    """Write down who corrected a topic."""
    audit.write("hot_topic", by=by, at=at, object_type="hot_topic", object_id=topic.id, summary=summary)
