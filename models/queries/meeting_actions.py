"""The ledger of what joint meetings decided (议定事项台账): open items, by light, by department, of a meeting."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, false, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from models.base import db
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem, ActionReport
from models.meeting_topic import MeetingTopic
from models.queries.joint_meetings import Units, inside
from models.vocabulary import ActionState, Light

OPEN = (ActionState.NOT_STARTED, ActionState.UNDER_WAY)
SHOWN = (joinedload(ActionItem.topic), joinedload(ActionItem.lead))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the ledger is narrowed to; None asks for nothing. `is_open`: what is not struck off."""

    state: ActionState | None = None
    light: Light | None = None
    lead_id: int | None = None
    is_open: bool = False


def visible(department_ids: Units) -> list[ColumnElement[bool]]:
    """Return the conditions of the items that the departments may see.

    These are what they lead, what they support, and what was decided at meetings they were invited to.
    """
    if department_ids is None:
        return []
    invited = (
        select(MeetingTopic.id)
        .join(JointMeeting, JointMeeting.id == MeetingTopic.meeting_id)
        .where(MeetingTopic.id == ActionItem.topic_id, *inside(department_ids))
    )
    return [
        or_(ActionItem.lead_id.in_(sorted(department_ids)), supported_by(department_ids), invited.exists())
    ]


def supported_by(department_ids: frozenset[int]) -> ColumnElement[bool]:
    """Return the condition of the items that one of the departments supports.

    The ids are a list in one column, which SQLite and PostgreSQL read alike only as text: `[3, 12]` is looked
    through as `,3,12,`. The ledger has some hundred rows a year.
    """
    listed: ColumnElement[str] = cast(ActionItem.supporting_ids, String)
    for mark, instead in ((" ", ""), ("[", ","), ("]", ",")):
        listed = func.replace(listed, mark, instead)
    return or_(false(), *(listed.contains(f",{department_id},") for department_id in sorted(department_ids)))


def find(action_id: int, department_ids: Units) -> ActionItem | None:
    """Return the item, if the departments may see it."""
    rows = select(ActionItem).where(ActionItem.id == action_id, *visible(department_ids))
    return db.session.scalar(rows.options(*SHOWN))


def light_is(light: Light, at: datetime, soon: datetime) -> ColumnElement[bool]:
    """Return the condition of an item whose light it is; what is reported done has none."""
    bounds = {
        Light.OVERDUE: ActionItem.due_at < at,
        Light.DUE_SOON: (ActionItem.due_at >= at) & (ActionItem.due_at < soon),
        Light.IN_TIME: (ActionItem.due_at >= at) & (ActionItem.due_at >= soon),
    }
    return ActionItem.state.in_(OPEN) & bounds[light]


def conditions(
    wanted: Wanted, department_ids: Units, at: datetime, soon: datetime
) -> list[ColumnElement[bool]]:
    """Return all conditions of the items asked for."""
    found = visible(department_ids)
    if wanted.is_open:
        found.append(ActionItem.state != ActionState.STRUCK_OFF)
    if wanted.state is not None:
        found.append(ActionItem.state == wanted.state)
    if wanted.lead_id is not None:
        found.append(ActionItem.lead_id == wanted.lead_id)
    if wanted.light is not None:
        found.append(light_is(wanted.light, at, soon))
    return found


def page(
    wanted: Wanted,
    department_ids: Units,
    at: datetime,
    soon: datetime,
    *,
    after: tuple[datetime | None, int] | None = None,
    limit: int = 50,
) -> Sequence[ActionItem]:
    """Return one page of the ledger, the earliest due first, after (due moment, id) where given."""
    rows = select(ActionItem).where(*conditions(wanted, department_ids, at, soon))
    if after is not None and after[0] is not None:
        rows = rows.where(tuple_(ActionItem.due_at, ActionItem.id) > after)
    rows = rows.options(*SHOWN).order_by(ActionItem.due_at, ActionItem.id)
    return db.session.scalars(rows.limit(limit)).all()


def count(wanted: Wanted, department_ids: Units, at: datetime, soon: datetime) -> int:
    """Count the items asked for."""
    rows = select(func.count(ActionItem.id)).where(*conditions(wanted, department_ids, at, soon))
    return db.session.scalar(rows) or 0


def of_meeting(meeting_id: int) -> Sequence[ActionItem]:
    """Return the items that the meeting decided, in their order."""
    rows = select(ActionItem).join(MeetingTopic, MeetingTopic.id == ActionItem.topic_id)
    rows = rows.where(MeetingTopic.meeting_id == meeting_id).options(*SHOWN)
    return db.session.scalars(rows.order_by(ActionItem.number)).all()


def count_of_meeting(meeting_id: int) -> int:
    """Count the items that the meeting decided."""
    rows = select(func.count(ActionItem.id)).join(MeetingTopic, MeetingTopic.id == ActionItem.topic_id)
    return db.session.scalar(rows.where(MeetingTopic.meeting_id == meeting_id)) or 0


def of_topics(topic_ids: Collection[int]) -> dict[int, list[ActionItem]]:
    """Return by topic the items that were decided on it."""
    found: dict[int, list[ActionItem]] = {topic_id: [] for topic_id in topic_ids}
    rows = select(ActionItem).where(ActionItem.topic_id.in_(list(topic_ids))).options(*SHOWN)
    for item in db.session.scalars(rows.order_by(ActionItem.number)):
        found[item.topic_id].append(item)
    return found


def left_by_earlier(meeting: JointMeeting) -> Sequence[ActionItem]:
    """Return what earlier meetings decided and was not struck off when this one was held: item 1 of its agenda.

    Of a meeting yet to be held: what is not struck off now.
    """
    rows = select(ActionItem).join(MeetingTopic, MeetingTopic.id == ActionItem.topic_id)
    rows = rows.where(MeetingTopic.meeting_id != meeting.id)
    if meeting.held_at is None:
        rows = rows.where(ActionItem.struck_off_at.is_(None))
    else:
        rows = rows.where(
            MeetingTopic.decided_at < meeting.held_at,
            or_(ActionItem.struck_off_at.is_(None), ActionItem.struck_off_at > meeting.held_at),
        )
    return db.session.scalars(rows.options(*SHOWN).order_by(ActionItem.due_at, ActionItem.id)).all()


def reports_of(action_id: int) -> Sequence[ActionReport]:
    """Return every step about the item, the newest first."""
    rows = select(ActionReport).where(ActionReport.action_id == action_id)
    return db.session.scalars(rows.order_by(ActionReport.id.desc())).all()


def latest_step(action_id: int, what: str) -> ActionReport | None:
    """Return the newest step of this name about the item."""
    rows = select(ActionReport).where(ActionReport.action_id == action_id, ActionReport.what == what)
    return db.session.scalar(rows.order_by(ActionReport.id.desc()).limit(1))


def convener_id(item: ActionItem) -> int:
    """Return who convened the meeting that decided the item."""
    rows = select(JointMeeting.convener_id).join(MeetingTopic, MeetingTopic.meeting_id == JointMeeting.id)
    return db.session.scalars(rows.where(MeetingTopic.id == item.topic_id)).one()


def overdue_ids(at: datetime, *, limit: int) -> Sequence[int]:
    """Return the ids of open items past their due moment that were not yet supervised for it."""
    rows = select(ActionItem.id).where(
        ActionItem.state.in_(OPEN), ActionItem.due_at < at, ActionItem.supervised_at.is_(None)
    )
    return db.session.scalars(rows.order_by(ActionItem.due_at).limit(limit)).all()


def ids_to_remind(at: datetime, soon: datetime, *, limit: int) -> Sequence[int]:
    """Return the ids of open items due between now and soon that nobody was reminded of."""
    rows = select(ActionItem.id).where(
        ActionItem.state.in_(OPEN),
        ActionItem.due_at >= at,
        ActionItem.due_at < soon,
        ActionItem.reminded_at.is_(None),
    )
    return db.session.scalars(rows.order_by(ActionItem.due_at).limit(limit)).all()
