"""Joint meetings for tests: the rules of candidates, topics from cases, meetings at every stage.

meeting = held(office, topic_of(office, case))      # convened by office.supervisor
"""

from datetime import datetime, timedelta
from typing import Any

from models.base import db
from models.case import Case
from models.dictionary import CandidateRule
from models.joint_meeting import JointMeeting
from models.meeting_topic import MeetingTopic
from models.queries import joint_meetings
from models.vocabulary import Criterion, MeetingKind
from tests.support.clock import MONDAY_9
from tests.support.office import Office
from workflows.joint_meeting import choosing, deciding, preparing
from workflows.joint_meeting.deciding import Decision
from workflows.joint_meeting.preparing import MeetingPlan

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THRESHOLDS = {
    Criterion.DEPARTMENTS_INVOLVED: 3,
    Criterion.TIMES_RETURNED: 2,
    Criterion.RETURN_RULED_BY_PANEL: 1,
    Criterion.TIMES_REDONE: 2,
    Criterion.SAME_MATTER_CALLERS: 10,
    Criterion.HOT_TOPIC_CALLERS: 15,
    Criterion.INCIDENT_CALLERS: 10,
    Criterion.SAME_CALLER_REPEATS: 3,
    Criterion.OVERDUE_WORKING_DAYS: 15,
    Criterion.DEFERRAL_MISSED: 0,
    Criterion.LEADER_INSTRUCTION: 0,
}


def make_candidate_rules(**thresholds: int) -> None:
    """Make the rules, all or those given by the names of their criteria."""
    wanted = {Criterion[name.upper()]: value for name, value in thresholds.items()} or THRESHOLDS
    for place, (criterion, threshold) in enumerate(wanted.items(), 1):
        name = criterion.label
        db.session.add(
            CandidateRule(
                code=criterion.value, name=name, criterion=criterion, threshold=threshold, position=place
            )
        )
    db.session.commit()


def plan(office: Office, *, at: datetime = MONDAY_9, **given: Any) -> MeetingPlan:
    """Return a plan that leaves nothing out: tomorrow afternoon, the bureau and the helper seated."""
    facts = {
        "kind": MeetingKind.REGULAR,
        "title": "路灯与供电联席会议",
        "starts_at": at + DAY,
        "ends_at": at + DAY + 2 * HOUR,
        "place": "市政府第二会议室",
        "video_url": "",
        "chair": "李副市长",
        "department_ids": (office.bureau.id, office.helper.id),
    }
    return MeetingPlan(**{**facts, **given})


def topic_of(
    office: Office, *cases: Case, at: datetime = MONDAY_9, title: str = "路灯由谁修"
) -> MeetingTopic:
    """Make a topic of the cases."""
    topic = choosing.choose([case.id for case in cases], title=title, by=office.supervisor, at=at)
    db.session.commit()
    return topic


def prepared(office: Office, *topics: MeetingTopic, at: datetime = MONDAY_9, **given: Any) -> JointMeeting:
    """Make a meeting with these topics on its agenda."""
    meeting = preparing.make(plan(office, at=at, **given), by=office.supervisor, at=at)
    kept = [topic.id for topic in joint_meetings.topics_of(meeting.id)]
    order = [*kept, *(topic.id for topic in topics)]
    preparing.order_agenda(meeting, order, by=office.supervisor, at=at)
    db.session.commit()
    return meeting


def invited(office: Office, *topics: MeetingTopic, at: datetime = MONDAY_9, **given: Any) -> JointMeeting:
    """Make a meeting and send its invitation."""
    meeting = prepared(office, *topics, at=at, **given)
    preparing.invite(meeting, by=office.supervisor, at=at)
    db.session.commit()
    return meeting


def held(office: Office, *topics: MeetingTopic, at: datetime = MONDAY_9, **given: Any) -> JointMeeting:
    """Make a meeting to which everybody came."""
    meeting = invited(office, *topics, at=at, **given)
    seats = {row.id: True for row in joint_meetings.seats_of(meeting.id)}
    deciding.hold(meeting, seats, by=office.supervisor, at=meeting.ends_at)
    db.session.commit()
    return meeting


def decision(office: Office, *, at: datetime = MONDAY_9, **given: Any) -> Decision:
    """Return a decision that leaves nothing out: the helper leads, within a month."""
    facts = {
        "text": "由供电公司限期修复，城管委配合。",
        "lead_id": office.helper.id,
        "supporting_ids": (office.bureau.id,),
        "due_on": (at + 30 * DAY).date(),
    }
    return Decision(**{**facts, **given})
