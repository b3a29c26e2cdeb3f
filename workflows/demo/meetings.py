"""Has hard demo cases solved at a table: a joint meeting long settled, one just held, one being prepared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.queries import joint_meetings
from models.vocabulary import MeetingKind, Stance
from workflows.joint_meeting import actions, choosing, deciding, preparing, topics
from workflows.joint_meeting.deciding import Decision, Task
from workflows.joint_meeting.preparing import MeetingPlan
from workflows.joint_meeting.topics import TopicWords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.joint_meeting import JointMeeting
    from models.meeting_action import ActionItem
    from models.meeting_topic import MeetingTopic
    from models.user import User
    from workflows.demo.crew import Crew

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
AFTERNOON = time(14, 30)
LAW = "《城市道路管理条例》第二十条；《城市供水条例》第二十七条"
DISPUTES = (
    "产权移交手续不全，建设、管养和属地各执一词。",
    "历史遗留问题，改造资金没有列支渠道。",
)
PROPOSALS = (
    "由主管部门牵头限期处置，属地配合，费用后续结算。",
    "先行消除安全隐患，再按职责清单明确长期管养单位。",
)
SAID = (
    (Stance.DISAGREE, "该设施未移交我单位，建议由建设单位先行整改。", "移交清单"),
    (Stance.AGREE, "同意牵头处置，请属地做好现场协调。", "单位职责清单"),
)


@dataclass(frozen=True)
class Table:
    """Who sits at it: the crew, and the two departments that the topics are about."""

    crew: Crew
    lead_id: int
    other_id: int

    @classmethod
    def of(cls, crew: Crew) -> Table:
        """Seat the first two departments of the crew; one alone sits with itself."""
        ids = [officer.department_id or 0 for officer in crew.officers]
        return cls(crew, ids[0], ids[-1])


def settle_one(case_ids: Sequence[int], crew: Crew, *, at: datetime) -> JointMeeting:
    """Hold a meeting six weeks ago whose tasks were done so long since that calls before and after compare."""
    return hold_on(case_ids, Table.of(crew), "群众诉求难点问题联席会议", at - 40 * DAY, is_settled=True)


def hold_one(case_ids: Sequence[int], crew: Crew, *, at: datetime) -> JointMeeting:
    """Hold a meeting nine days ago on the cases: decided, minuted, its tasks at different stages."""
    return hold_on(case_ids, Table.of(crew), "城市管养难点问题联席会议", at - 9 * DAY)


def hold_on(
    case_ids: Sequence[int], table: Table, title: str, day: datetime, *, is_settled: bool = False
) -> JointMeeting:
    """Hold a meeting on the afternoon of that day, its topics chosen some days before."""
    crew, chosen_at = table.crew, day - (4 if is_settled else 6) * DAY
    starts_at = datetime.combine(local_day(day), AFTERNOON, LOCAL_TIMEZONE)
    meeting = prepare(case_ids, table, title=title, starts_at=starts_at, at=chosen_at)
    on_agenda = joint_meetings.topics_of(meeting.id)
    for topic in on_agenda:
        give_opinions(topic, table, at=chosen_at + HOUR)
    seats = {row.id: True for row in joint_meetings.seats_of(meeting.id)}
    deciding.hold(meeting, seats, by=crew.supervisor, at=meeting.ends_at)
    for topic in on_agenda:
        decide(topic, table, at=meeting.ends_at, is_settled=is_settled)
    deciding.issue_minutes(
        meeting,
        "会议听取了热线办关于各议题办理情况的汇报，参会单位逐项发表意见，形成一致决定。",
        "各单位要按期报告进展，热线办跟踪督办。",
        by=crew.supervisor,
        at=meeting.ends_at + DAY,
    )
    return meeting


def prepare_one(case_ids: Sequence[int], crew: Crew, *, at: datetime) -> JointMeeting:
    """Prepare a meeting some days from now on the cases; of two opinions asked for, one is there."""
    table = Table.of(crew)
    starts_at = datetime.combine(local_day(at + 5 * DAY), AFTERNOON, LOCAL_TIMEZONE)
    meeting = prepare(
        case_ids, table, title="群众反复反映问题联席会议", starts_at=starts_at, at=at - 6 * HOUR
    )
    give_opinions(joint_meetings.topics_of(meeting.id)[0], table, at=at - HOUR)
    return meeting


def prepare(
    case_ids: Sequence[int], table: Table, *, title: str, starts_at: datetime, at: datetime
) -> JointMeeting:
    """Choose the topics, write what the agenda says of them, ask for opinions and invite."""
    by = table.crew.supervisor
    chosen = [choosing.choose([case_id], title="", by=by, at=at) for case_id in case_ids]
    plan = MeetingPlan(
        kind=MeetingKind.REGULAR,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + 2 * HOUR,
        place="市政府三号楼第二会议室",
        video_url="",
        chair="分管副秘书长",
        department_ids=tuple(dict.fromkeys((table.lead_id, table.other_id))),
    )
    meeting = preparing.make(plan, by=by, at=at)
    kept = [topic.id for topic in joint_meetings.topics_of(meeting.id)]
    preparing.order_agenda(meeting, [*kept, *(topic.id for topic in chosen)], by=by, at=at)
    for place, topic in enumerate(chosen):
        topics.write(topic, words(topic, place), by=by, at=at)
        topics.ask_opinions(topic, plan.department_ids, due_at=at + 3 * DAY, by=by, at=at)
    preparing.invite(meeting, by=by, at=at)
    return meeting


def words(topic: MeetingTopic, place: int) -> TopicWords:
    """Return what the agenda says of a topic."""
    return TopicWords(
        title=topic.title,
        demand=topic.demand,
        people=12 + 9 * place,
        branch_id=topic.branch_id,
        law=LAW,
        dispute=DISPUTES[place % len(DISPUTES)],
        proposal=PROPOSALS[place % len(PROPOSALS)],
        to_decide="明确牵头单位、完成期限和长期管养责任。",
    )


def give_opinions(topic: MeetingTopic, table: Table, *, at: datetime) -> None:
    """Have each department that was asked say what it thinks of the topic."""
    officers = {officer.department_id: officer for officer in table.crew.officers}
    for row, (stance, opinion, basis) in zip(
        joint_meetings.opinions_of([topic.id])[topic.id], SAID, strict=False
    ):
        topics.give_opinion(row, stance, opinion, basis=basis, by=officers[row.department_id], at=at)


def decide(topic: MeetingTopic, table: Table, *, at: datetime, is_settled: bool = False) -> None:
    """Decide a topic: the first task of it is done and struck off, the second still under way, or done too."""
    crew, day = table.crew, local_day(at)
    decision = Decision(
        text="由牵头单位先行消除隐患并完成整改，配合单位提供资料和现场协调，月底前报送结果。",
        lead_id=table.lead_id,
        supporting_ids=() if table.lead_id == table.other_id else (table.other_id,),
        due_on=day + (60 if is_settled else 20) * DAY,
        tasks=(
            Task(task="设置警示标志，消除安全隐患", deliverable="现场照片", lead_id=table.lead_id, due_on=day + 3 * DAY),
            Task(task="完成整改并明确管养单位", deliverable="整改报告", lead_id=table.other_id, due_on=day + 20 * DAY),
        ),
    )  # fmt: skip
    first, second = deciding.decide(topic, decision, by=crew.supervisor, at=at)
    lead = next(officer for officer in crew.officers if officer.department_id == table.lead_id)
    other = next(officer for officer in crew.officers if officer.department_id == table.other_id)
    strike_off(first, "警示标志已设置，隐患已消除。", lead, crew, at=at + 2 * DAY)
    if is_settled:
        strike_off(second, "整改完成，管养单位已明确。", other, crew, at=at + 5 * DAY)
    else:
        actions.report(second, "施工单位已进场，完成约四成。", is_done=False, by=other, at=at + 4 * DAY)


def strike_off(item: ActionItem, said: str, officer: User, crew: Crew, *, at: datetime) -> None:
    """Have a task reported done by its department, and struck off a day later."""
    actions.report(item, said, is_done=True, by=officer, at=at)
    actions.ask_strike_off(item, note="已完成，照片已报送。", by=officer, at=at)
    actions.strike_off(item, by=crew.supervisor, at=at + DAY)


def local_day(moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(LOCAL_TIMEZONE).date()
