"""What departments do about a meeting's decisions (议定事项落实): reports, strike-off, and pressure when it is late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import db
from models.meeting_action import ActionReport
from models.queries import clocks as clock_rows
from models.queries import meeting_actions, recipients
from models.vocabulary import Action, ActionState, Trigger
from workflows import clocks, notices, supervision, timeline
from workflows.attachments import attach
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting.choosing import convenes
from workflows.joint_meeting.preparing import TOLD_BY, tell
from workflows.joint_meeting.topics import shown
from workflows.working_time import ZERO, local_time, moment_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from models.meeting_action import ActionItem
    from models.user import User
    from workflows.attachments import StoredFile

S = ActionState
OPEN = (S.NOT_STARTED, S.UNDER_WAY)
DAYS_OF_WARNING = 2
ASKED = "申请销号"
A_DAY = timedelta(days=1)


def report(
    item: ActionItem,
    note: str,
    *,
    is_done: bool,
    by: User,
    at: datetime,
    files: Sequence[StoredFile] = (),
) -> None:
    """Report how far it is (报告进展), with evidence; the files and a line join the case."""
    for_own(item, by)
    if item.state not in OPEN:
        raise NotAllowedNow(f"该事项{item.state.label}，不能再报告进展。")
    needs(note, "请填写进展情况。")
    item.state, item.done_at = (S.DONE, at) if is_done else (S.UNDER_WAY, None)
    write(item, "报告完成" if is_done else "报告进展", note, by=by, at=at)
    case = clock_rows.case_of(item.case_id)
    timeline.record(
        case,
        Action.REPORT_TO_MEETING,
        by=by,
        at=at,
        before=case.state,
        note=f"第{item.number}项“{item.task}”{item.state.label}：{note}",
        is_internal=True,
    )
    attach(case, files, by=by, at=at)


def for_own(item: ActionItem, by: User) -> None:
    """Refuse whoever is not of a department that the task was given to."""
    if not {item.lead_id, *item.supporting_ids} & set(by.department_ids):
        raise NotAllowedForYou("只能办理交给本单位的议定事项。")


def needs(note: str, sentence: str) -> None:
    """Refuse a step without words."""
    if not note.strip():
        raise BadInput(sentence, "note")


def write(item: ActionItem, what: str, note: str, *, by: User | None, at: datetime) -> None:
    """Keep one line about the item."""
    db.session.add(
        ActionReport(
            action_id=item.id,
            happened_at=at,
            by_id=by.id if by else None,
            by_name=by.full_name if by else timeline.SYSTEM,
            department_id=by.department_id if by else None,
            what=what,
            note=note,
            state_after=item.state,
        )
    )
    db.session.flush()


def ask_strike_off(item: ActionItem, *, by: User, at: datetime, note: str) -> None:
    """Ask to have the item struck off (申请销号); only its lead may, and only what it says is done."""
    if item.lead_id not in by.department_ids:
        raise NotAllowedForYou("只有牵头单位可以申请销号。")
    if item.state is not S.DONE:
        raise NotAllowedNow("请先报告完成，再申请销号。")
    needs(note, "请填写完成情况。")
    item.state = S.STRIKE_ASKED
    write(item, ASKED, note, by=by, at=at)
    convener = recipients.find(user_ids=[meeting_actions.convener_id(item)], limit=1)
    title = f"议定事项申请销号：{item.topic.title}"
    notices.send_to(convener, title=title, body=f"{item.task}：{note}", at=at, channels=TOLD_BY)


def strike_off(item: ActionItem, *, by: User, at: datetime, note: str = "") -> None:
    """Strike the item off (销号): never by who asked for it."""
    convenes(by)
    asked = meeting_actions.latest_step(item.id, ASKED)
    if item.state is not S.STRIKE_ASKED or asked is None:
        raise NotAllowedNow(f"该事项{item.state.label}，牵头单位申请后才能销号。")
    if asked.by_id == by.id:
        raise NotAllowedForYou("不能为自己申请的事项销号。")
    item.state, item.struck_off_at, item.struck_off_by_id = S.STRUCK_OFF, at, by.id
    write(item, "销号", note, by=by, at=at)
    tell([item.lead_id], f"议定事项已销号：{item.topic.title}", item.task, at=at)


def send_back(item: ActionItem, *, by: User, at: datetime, note: str) -> None:
    """Send the item back to be done (退回再办)."""
    convenes(by)
    if item.state not in (S.DONE, S.STRIKE_ASKED):
        raise NotAllowedNow(f"该事项{item.state.label}，不能退回。")
    needs(note, "请填写退回的理由。")
    item.state, item.done_at = S.UNDER_WAY, None
    write(item, "退回再办", note, by=by, at=at)
    tell([item.lead_id], f"议定事项退回再办：{item.topic.title}", note, at=at)


def move_due(item: ActionItem, due_at: datetime, *, by: User, at: datetime, note: str) -> None:
    """Move the day the item is due (调整期限); the original one stays."""
    convenes(by)
    if item.state is S.STRUCK_OFF:
        raise NotAllowedNow("该事项已销号，不能调整期限。")
    if due_at <= at:
        raise BadInput("完成日期不能早于今天。", "due_on")
    needs(note, "请填写调整期限的理由。")
    was, item.due_at = item.due_at, due_at
    item.reminded_at = item.supervised_at = None
    write(item, "调整期限", f"{shown(was)} 改为 {shown(due_at)}。{note}", by=by, at=at)
    tell([item.lead_id], f"议定事项期限调整：{item.topic.title}", f"改为{shown(due_at)}前完成。", at=at)


def supervise_overdue(action_id: int, *, at: datetime) -> bool:
    """Supervise what is overdue (超期督办), once for each due moment, by the city's triggers."""
    item = meeting_actions.find(action_id, None)
    if item is None or item.state not in OPEN or item.due_at >= at or item.supervised_at is not None:
        return False
    orders = supervision.pull(
        clock_rows.case_of(item.case_id),
        Trigger.MEETING_ACTION_OVERDUE,
        at=at,
        mark=f"action {item.id} {item.due_at:%Y%m%d%H%M}",
        department_id=item.lead_id,
    )
    if not orders:
        return False
    item.supervised_at = at
    numbers = "、".join(order.number for order in orders if order.number)
    write(item, "超期督办", numbers, by=None, at=at)
    return True


def warned_before(at: datetime) -> datetime:
    """Return the moment before which what is due is due soon: two working days from now."""
    return moment_on(clocks.calendar().workday_after(local_time(at).date(), DAYS_OF_WARNING) + A_DAY, ZERO)


def remind(action_id: int, *, at: datetime) -> bool:
    """Remind the lead of what is due soon, once."""
    item = meeting_actions.find(action_id, None)
    if item is None or item.state not in OPEN or item.reminded_at is not None:
        return False
    item.reminded_at = at
    title = f"议定事项即将到期：{item.topic.title}"
    return bool(tell([item.lead_id], title, f"{item.task}，{shown(item.due_at)}到期。", at=at))
