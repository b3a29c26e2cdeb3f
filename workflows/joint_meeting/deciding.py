"""What a joint meeting decides (会议决定): who came, each topic's decision with its tasks, the minutes (纪要)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic, TopicCase
from models.queries import administration, cases, cities, meeting_actions, numbering
from models.queries import joint_meetings as queries
from models.queries.meeting_candidates import CLOSED_TO_MEETINGS
from models.vocabulary import MeetingState, TopicState
from workflows.administration import catalogue
from workflows.city_pack.checking import overlap
from workflows.deferral import END_OF_OFFICE
from workflows.dispatch import usable
from workflows.errors import BadInput, NotAllowedNow
from workflows.joint_meeting.cases_follow import follow
from workflows.joint_meeting.choosing import convenes
from workflows.joint_meeting.preparing import log, tell
from workflows.permissions import scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.case import Case
    from models.joint_meeting import JointMeeting
    from models.user import User

A_DAY = timedelta(days=1)
MOST_TASKS = 5


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing a department is told to do, and what it is to hand in."""

    task: str
    deliverable: str
    lead_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided on a topic; without tasks of its own the decision itself is the task."""

    text: str
    lead_id: int
    supporting_ids: tuple[int, ...]
    due_on: date
    tasks: tuple[Task, ...] = ()
    writes_catalogue: bool = False


def hold(meeting: JointMeeting, attended: Mapping[int, bool], *, by: User, at: datetime) -> None:
    """Note that the meeting was held and who came (签到); `attended` is by the id of the seat."""
    convenes(by)
    if meeting.state is not MeetingState.INVITED:
        raise NotAllowedNow(f"会议{meeting.state.label}，不能登记召开。")
    if local_day(at) < local_day(meeting.starts_at):
        raise NotAllowedNow("会议日期未到，不能登记召开。")
    for row in queries.seats_of(meeting.id):
        row.attended = attended.get(row.id, False)
    meeting.state, meeting.held_at = MeetingState.HELD, at
    log(meeting, "hold_meeting", by=by, at=at, said="登记召开")


def local_day(moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(LOCAL_TIMEZONE).date()


def end_of(day: date) -> datetime:
    """Return the moment by which what is due on a day must be done: when offices close."""
    return datetime.combine(day, END_OF_OFFICE, LOCAL_TIMEZONE)


def decide(topic: MeetingTopic, decision: Decision, *, by: User, at: datetime) -> list[ActionItem]:
    """Write the decision down: its tasks enter the ledger, its open cases follow, the catalogue may too.

    Returns the action items.
    """
    convenes(by)
    meeting = at_the_table(topic)
    check(decision, at=at)
    note = f"{meeting.number}联席会议决定：{decision.text}"
    ids = queries.case_ids(topic.id)
    found = [case for case_id in ids if (case := cases.find(case_id, scope_of(by), locks=True))]
    for case in found:
        if case.state not in CLOSED_TO_MEETINGS:
            follow(
                case,
                lead_id=decision.lead_id,
                supporting_ids=decision.supporting_ids,
                due_at=end_of(decision.due_on),
                note=note,
                by=by,
                at=at,
            )
    items = enter(topic, decision, ids[0], meeting)
    if decision.writes_catalogue and found:
        topic.routing_rule_id = write_catalogue(topic, found[0], decision, meeting, by=by, at=at)
    topic.state, topic.outcome, topic.decided_at = TopicState.DECIDED, decision.text, at
    topic.lead_id, topic.supporting_ids = decision.lead_id, list(decision.supporting_ids)
    topic.due_on = decision.due_on
    db.session.flush()
    for item in items:
        title = f"联席会议议定事项：{topic.title}"
        tell(
            [item.lead_id],
            title,
            f"{item.task}（{item.due_at.astimezone(LOCAL_TIMEZONE):%m月%d日}前）",
            at=at,
        )
    return items


def at_the_table(topic: MeetingTopic) -> JointMeeting:
    """Return the meeting at which the topic may now be decided, or refuse."""
    meeting = queries.meeting_of(topic)
    if topic.state is not TopicState.ON_AGENDA or meeting is None:
        raise NotAllowedNow(f"议题{topic.state.label}，不能作出决定。")
    if meeting.state is not MeetingState.HELD:
        raise NotAllowedNow("会议召开并登记签到后才能录入决定。")
    return meeting


def check(decision: Decision, *, at: datetime) -> None:
    """Refuse a decision that nobody could carry out."""
    if not decision.text.strip():
        raise BadInput("请填写决定内容。", "text")
    if len(decision.tasks) > MOST_TASKS:
        raise BadInput(f"每个议题最多 {MOST_TASKS} 项任务。", "text")
    check_lead(decision.lead_id, "lead_id")
    if decision.lead_id in decision.supporting_ids:
        raise BadInput("牵头单位不能同时是配合单位。", "supporting_ids")
    if end_of(decision.due_on) <= at:
        raise BadInput("办结日期不能早于今天。", "due_on")
    for number, task in enumerate(decision.tasks, 1):
        check_lead(task.lead_id, f"lead_{number}")
        if end_of(task.due_on) <= at:
            raise BadInput("完成日期不能早于今天。", f"due_{number}")


def check_lead(department_id: int, field: str) -> None:
    """Refuse a department that is closed or may not lead, at the form's field."""
    try:
        usable(department_id, leads=True)
    except BadInput as error:
        raise BadInput(str(error), field) from error


def enter(topic: MeetingTopic, decision: Decision, case_id: int, meeting: JointMeeting) -> list[ActionItem]:
    """Enter the decision's tasks into the ledger, numbered through the meeting."""
    whole = Task(task=decision.text, deliverable="", lead_id=decision.lead_id, due_on=decision.due_on)
    first = meeting_actions.count_of_meeting(meeting.id) + 1
    items = [
        ActionItem(
            topic_id=topic.id,
            case_id=case_id,
            number=number,
            task=task.task,
            deliverable=task.deliverable,
            lead_id=task.lead_id,
            supporting_ids=[unit for unit in decision.supporting_ids if unit != task.lead_id],
            due_at=end_of(task.due_on),
            original_due_at=end_of(task.due_on),
        )
        for number, task in enumerate(decision.tasks or (whole,), first)
    ]
    db.session.add_all(items)
    db.session.flush()
    return items


def write_catalogue(
    topic: MeetingTopic, case: Case, decision: Decision, meeting: JointMeeting, *, by: User, at: datetime
) -> int:
    """Write the decision into the dispatch catalogue for the case's matter and district; it ends older lines."""
    today = local_day(at)
    for rule in administration.rules_for(case.category_id, case.district_id):
        if overlap(rule.valid_from, rule.valid_to, today, None):
            if rule.valid_from >= today:
                raise BadInput(
                    "派单目录中同一分类和区划已有今天起生效的行，请先在派单目录中处理。", "writes_catalogue"
                )
            catalogue.end_rule(rule, today - A_DAY, by=by, at=at)
    values = {
        "category_id": case.category_id,
        "area_id": case.district_id,
        "lead_id": decision.lead_id,
        "supporting_ids": list(decision.supporting_ids),
        "legal_basis": topic.law,
        "source": f"{meeting.number}联席会议",
        "note": decision.text,
        "valid_from": today,
        "valid_to": None,
        "precedent_case_number": case.number,
    }
    return catalogue.add_rule(values, by=by, at=at).id


def put_off(topic: MeetingTopic, *, by: User, at: datetime, note: str) -> MeetingTopic:
    """Put the topic off (暂缓决定): it comes before the next meeting as a topic of its own."""
    convenes(by)
    at_the_table(topic)
    if not note.strip():
        raise BadInput("请填写暂缓的原因。", "note")
    topic.state, topic.outcome, topic.decided_at = TopicState.PUT_OFF, note, at
    words = ("title", "demand", "people", "law", "dispute", "proposal", "to_decide", "branch_id")
    again = MeetingTopic(
        **{name: getattr(topic, name) for name in words},
        reasons=[*topic.reasons, f"上次会议暂缓：{note}"],
        put_off_from_id=topic.id,
        created_by_id=by.id,
        created_at=at,
    )
    db.session.add(again)
    db.session.flush()
    for place, case_id in enumerate(queries.case_ids(topic.id)):
        db.session.add(TopicCase(topic_id=again.id, case_id=case_id, is_main=place == 0))
    db.session.flush()
    return again


def waiting(topics: Sequence[MeetingTopic]) -> list[MeetingTopic]:
    """Return the topics that the meeting has still to decide or put off."""
    return [topic for topic in topics if topic.state is TopicState.ON_AGENDA]


def issue_minutes(meeting: JointMeeting, opening: str, closing: str, *, by: User, at: datetime) -> int:
    """Issue the minutes (印发纪要) under a number of their own; nothing of the meeting changes after that.

    Returns how many messages went out.
    """
    convenes(by)
    if meeting.state is not MeetingState.HELD:
        raise NotAllowedNow(f"会议{meeting.state.label}，不能印发纪要。")
    left = waiting(queries.topics_of(meeting.id))
    if left:
        titles = "、".join(topic.title for topic in left)
        raise NotAllowedNow(f"还有议题没有作出决定或暂缓：{titles}。")
    if not opening.strip():
        raise BadInput("请填写会议概况。", "opening")
    year, city = local_day(at).year, cities.find()
    serial = numbering.next_in(f"minutes {year}")
    meeting.minutes_number = f"{city.document_prefix if city else ''}联纪〔{year}〕{serial}号"
    meeting.minutes_opening, meeting.minutes_closing = opening, closing
    meeting.minutes_issued_at, meeting.minutes_issued_by_id = at, by.id
    meeting.state = MeetingState.MINUTED
    log(meeting, "issue_minutes", by=by, at=at, said=f"印发纪要 {meeting.minutes_number}")
    ids = [row.department_id for row in queries.seats_of(meeting.id)]
    ids += [item.lead_id for item in meeting_actions.of_meeting(meeting.id)]
    title = f"会议纪要：{meeting.minutes_number}"
    return tell(list(dict.fromkeys(ids)), title, f"{meeting.title}，请在“联席会议”中查看。", at=at)
