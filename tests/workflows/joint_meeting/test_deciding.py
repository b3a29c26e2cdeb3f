"""What a joint meeting decides: cases follow from wherever they stand, the catalogue too, and the minutes."""

from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.case_request import CaseRequest
from models.notice import Notice
from models.queries import assignments, cases, clocks, joint_meetings, meeting_actions
from models.routing_rule import RoutingRule
from models.vocabulary import (
    Action,
    AssignmentRole,
    AssignmentState,
    CaseState,
    ClockKind,
    MeetingState,
    RequestState,
    TopicState,
)
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_city, saved
from tests.support.meetings import DAY, HOUR, decision, held, invited, prepared, topic_of
from tests.support.office import Office, again, make_office
from workflows import catalogue_lines, dispatch, due_reasons, handling, returns
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting import deciding
from workflows.joint_meeting.deciding import Task
from workflows.permissions import scope_of
from workflows.recounting import recount_open

S = CaseState
BEFORE = [
    S.PENDING_REVIEW, S.DISPATCHED, S.RETURN_PENDING, S.PANEL_PENDING, S.HANDLING, S.REDO, S.REPLIED,
    S.FOLLOW_UP, S.DEFERRED,
]  # fmt: skip
DUE = local("2026-04-01 18:00")


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def decided(office: Office, case: Case, **given: object) -> Case:
    """Let a meeting decide the case."""
    topic = topic_of(office, case)
    meeting = held(office, topic)
    deciding.decide(topic, decision(office, **given), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()
    return again(case)


def line_of(case: Case) -> CaseEvent:
    rows = db.select(CaseEvent).filter_by(case_id=case.id, action=Action.DECIDE_BY_MEETING)
    return db.session.scalars(rows).one()


@pytest.mark.parametrize("state", BEFORE)
def test_from_every_open_state_the_case_goes_to_who_was_named(office: Office, state: CaseState) -> None:
    case = decided(office, office.case_in(state, at=MONDAY_9))

    lead = assignments.lead(case.id)
    assert lead is not None
    assert (case.state, case.department_id, lead.department_id) == (S.DISPATCHED, *[office.helper.id] * 2)
    assert case.due_at == DUE
    assert case.is_locked
    feedback = [
        c for c in clocks.running(case.id) if c.kind is ClockKind.FEEDBACK and c.assignment_id == lead.id
    ]
    assert [(c.due_at, c.decided_due_at) for c in feedback] == [(DUE, DUE)]
    hotlines = {ClockKind.REVIEW, ClockKind.RETURN_DECISION, ClockKind.REPLY_REVIEW, ClockKind.FOLLOW_UP}
    assert not hotlines & {c.kind for c in clocks.unstopped(case.id)}
    assert line_of(case).from_state is state
    owes = [part for part in assignments.open_of_case(case.id) if part.role is AssignmentRole.LEAD]
    assert [part.department_id for part in owes] == [office.helper.id]


@pytest.mark.parametrize("state", BEFORE)
def test_named_itself_the_lead_goes_on_or_begins_anew(office: Office, state: CaseState) -> None:
    case = office.case_in(state, at=MONDAY_9)
    lead_id = case.department_id or office.bureau.id

    case = decided(office, case, lead_id=lead_id, supporting_ids=(office.helper.id,))

    goes_on = {
        S.DISPATCHED: S.DISPATCHED, S.RETURN_PENDING: S.HANDLING, S.PANEL_PENDING: S.HANDLING,
        S.HANDLING: S.HANDLING, S.REDO: S.REDO, S.DEFERRED: S.HANDLING,
    }  # fmt: skip
    assert case.state is goes_on.get(state, S.DISPATCHED)
    assert case.department_id == lead_id
    kind = ClockKind.REDO if state is S.REDO else ClockKind.FEEDBACK
    assert next(c.due_at for c in clocks.running(case.id) if c.kind is kind) == DUE
    assert not [c for c in clocks.unstopped(case.id) if c.paused_at is not None]
    helping = [part for part in assignments.open_of_case(case.id) if part.department_id == office.helper.id]
    assert [part.role for part in helping] == [AssignmentRole.SUPPORTING]


def test_the_old_lead_sees_the_case_no_more_and_the_new_one_may_not_send_it_back(office: Office) -> None:
    case = decided(office, office.case_in(S.HANDLING, at=MONDAY_9), supporting_ids=())
    helper = office.person("officer", department=office.helper)

    assert cases.find(case.id, scope_of(office.officer)) is None
    assert cases.find(case.id, scope_of(helper)) is not None
    handling.sign_for(case, by=helper, at=MONDAY_9 + 2 * DAY)
    with pytest.raises(NotAllowedNow, match="本单已经会商裁定，裁定单位不得再次退单。"):
        returns.send_back(case, office.return_wish(), by=helper, at=MONDAY_9 + 2 * DAY)


def test_who_supported_may_become_the_lead(office: Office) -> None:
    case = office.case_in(S.HANDLING, at=MONDAY_9)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=MONDAY_9)
    db.session.commit()

    case = decided(office, case)

    parts = [(p.department_id, p.role, p.state) for p in assignments.of_case(case.id)]
    assert (office.helper.id, AssignmentRole.SUPPORTING, AssignmentState.ENDED) in parts
    assert (office.helper.id, AssignmentRole.LEAD, AssignmentState.SENT) in parts
    assert (office.bureau.id, AssignmentRole.SUPPORTING, AssignmentState.SENT) in parts


def test_a_return_the_meeting_has_overtaken_lapses(office: Office) -> None:
    case = decided(office, office.case_in(S.PANEL_PENDING, at=MONDAY_9))

    rows = db.session.scalars(db.select(CaseRequest).filter_by(case_id=case.id)).all()
    assert [row.state for row in rows] == [RequestState.APPROVED, RequestState.WITHDRAWN]
    assert rows[-1].note == "联席会议已决定，申请自动失效。"


def test_the_timeline_says_what_changed_and_the_caller_is_told_who_has_it(office: Office) -> None:
    case = decided(office, office.case_in(S.HANDLING, at=MONDAY_9))

    event = line_of(case)
    assert event.note == "2026年第1次联席会议决定：由供电公司限期修复，城管委配合。"
    assert event.changes["主办单位"] == ["市城市管理委员会", "市供电公司"]
    assert event.changes["办结时限"][1] == "2026-04-01T18:00:00+08:00"
    titles = db.session.scalars(db.select(Notice.title).filter_by(case_id=case.id)).all()
    assert f"联席会议决定：{case.number}" in titles


def test_no_calendar_moves_the_day_a_meeting_set(office: Office) -> None:
    case = decided(office, office.case_in(S.HANDLING, at=MONDAY_9))
    saved(WorkDay(day=DUE.date() - timedelta(days=5), is_workday=False, name="停电", source="本地"))

    recount_open(by=None, at=MONDAY_9 + 3 * DAY)
    db.session.commit()

    assert again(case).due_at == DUE
    (clock,) = [c for c in clocks.running(case.id) if c.decided_due_at and c.kind is ClockKind.FEEDBACK][:1]
    told = due_reasons.chapters(clock)
    assert told[-1].title == "联席会议决定"
    assert "4 月 1 日" in told[-1].steps[0] or "04-01" in told[-1].steps[0] or "4月1日" in told[-1].steps[0]


def test_a_case_that_ended_meanwhile_is_left_alone_but_the_task_stands(office: Office) -> None:
    case = office.case_in(S.FOLLOW_UP, at=MONDAY_9)
    topic = topic_of(office, case)
    meeting = held(office, topic)
    office.close(case, MONDAY_9 + HOUR)
    db.session.commit()

    (item,) = deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()

    assert again(case).state is S.CLOSED
    assert (item.lead_id, item.task) == (office.helper.id, "由供电公司限期修复，城管委配合。")


def test_a_decision_is_parted_into_tasks_numbered_through_the_meeting(office: Office) -> None:
    first, second = (topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9)) for _ in range(2))
    meeting = held(office, first, second)
    day = (MONDAY_9 + 10 * DAY).date()
    tasks = (
        Task(task="更换变压器", deliverable="竣工照片", lead_id=office.helper.id, due_on=day),
        Task(task="补装路灯", deliverable="", lead_id=office.bureau.id, due_on=day),
    )

    deciding.decide(first, decision(office, tasks=tasks), by=office.supervisor, at=meeting.ends_at)
    deciding.decide(second, decision(office), by=office.supervisor, at=meeting.ends_at)
    db.session.commit()

    items = meeting_actions.of_meeting(meeting.id)
    assert [(item.number, item.lead_id) for item in items] == [
        (1, office.helper.id), (2, office.bureau.id), (3, office.helper.id),
    ]  # fmt: skip
    assert items[0].due_at == local("2026-03-12 18:00")
    assert items[0].supporting_ids == [office.bureau.id]
    assert items[1].supporting_ids == []


def test_the_decision_becomes_a_line_of_the_catalogue_and_ends_the_older_one(office: Office) -> None:
    case = office.case_in(S.HANDLING, at=MONDAY_9)
    decided(office, case, writes_catalogue=True, supporting_ids=())

    old, new = db.session.scalars(db.select(RoutingRule).order_by(RoutingRule.id))
    assert old.valid_to == local("2026-03-02 00:00").date()
    assert (new.lead_id, new.valid_from, new.source) == (
        office.helper.id, local("2026-03-03 00:00").date(), "2026年第1次联席会议",
    )  # fmt: skip
    assert new.precedent_case_number == case.number
    following = office.register(at=MONDAY_9 + 4 * DAY)
    assert catalogue_lines.suggest(following, at=MONDAY_9 + 4 * DAY).lead.id == office.helper.id  # type: ignore[union-attr]


def test_a_line_that_began_today_is_not_ended_before_it_began(office: Office) -> None:
    topic = topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)
    rule = db.session.scalars(db.select(RoutingRule)).one()
    rule.valid_from = meeting.ends_at.date()
    db.session.commit()

    with pytest.raises(BadInput, match="派单目录中同一分类和区划已有今天起生效的行"):
        deciding.decide(
            topic, decision(office, writes_catalogue=True), by=office.supervisor, at=meeting.ends_at
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " "}, "请填写决定内容。"),
        ({"due_on": MONDAY_9.date()}, "办结日期不能早于今天。"),
        ({"lead_id": 987654}, "请选择在用的承办单位。"),
    ],
)
def test_a_decision_nobody_could_carry_out_is_refused(
    office: Office, given: dict[str, object], sentence: str
) -> None:
    topic = topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)

    with pytest.raises(BadInput, match=sentence):
        deciding.decide(topic, decision(office, **given), by=office.supervisor, at=meeting.ends_at)


def test_tasks_and_supporters_are_checked_too(office: Office) -> None:
    topic = topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9))
    at = held(office, topic).ends_at
    office.other.can_lead = False
    db.session.commit()

    def refused(**given: object) -> str:
        with pytest.raises(BadInput) as refusal:
            deciding.decide(topic, decision(office, **given), by=office.supervisor, at=at)
        return f"{refusal.value.field}：{refusal.value}"

    assert refused(supporting_ids=(office.helper.id,)) == "supporting_ids：牵头单位不能同时是配合单位。"
    late = Task(task="x", deliverable="", lead_id=office.helper.id, due_on=MONDAY_9.date())
    assert refused(tasks=(late,)) == "due_1：完成日期不能早于今天。"
    weak = Task(task="x", deliverable="", lead_id=office.other.id, due_on=DUE.date())
    assert refused(tasks=(weak,)).startswith("lead_1：市住房和城乡建设局不能作为主办单位")
    assert refused(tasks=(weak,) * 6) == "text：每个议题最多 5 项任务。"


def test_nothing_is_decided_before_the_meeting_or_twice(office: Office) -> None:
    topic = topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9))
    with pytest.raises(NotAllowedNow, match="议题待上会，不能作出决定。"):
        deciding.decide(topic, decision(office), by=office.supervisor, at=MONDAY_9)
    meeting = invited(office, topic)
    with pytest.raises(NotAllowedNow, match="会议召开并登记签到后才能录入决定。"):
        deciding.decide(topic, decision(office), by=office.supervisor, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match="会议日期未到，不能登记召开。"):
        deciding.hold(meeting, {}, by=office.supervisor, at=MONDAY_9)
    with pytest.raises(NotAllowedForYou):
        deciding.hold(meeting, {}, by=office.officer, at=meeting.ends_at)
    deciding.hold(meeting, {}, by=office.supervisor, at=meeting.ends_at)
    with pytest.raises(NotAllowedNow, match="会议已召开，不能登记召开。"):
        deciding.hold(meeting, {}, by=office.supervisor, at=meeting.ends_at)
    deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    with pytest.raises(NotAllowedNow, match="议题已决定，不能作出决定。"):
        deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)


def test_a_topic_put_off_stands_on_the_next_agenda_by_itself(office: Office) -> None:
    case = office.case_in(S.HANDLING, at=MONDAY_9)
    topic = topic_of(office, case)
    meeting = held(office, topic)
    with pytest.raises(BadInput, match="请填写暂缓的原因。"):
        deciding.put_off(topic, by=office.supervisor, at=meeting.ends_at, note=" ")

    deciding.put_off(topic, by=office.supervisor, at=meeting.ends_at, note="待省厅批复")
    db.session.commit()
    following = prepared(office, at=MONDAY_9 + 7 * DAY)

    (carried,) = joint_meetings.topics_of(following.id)
    assert (carried.put_off_from_id, carried.state) == (topic.id, TopicState.ON_AGENDA)
    assert joint_meetings.case_ids(carried.id) == [case.id]
    assert carried.reasons[-1] == "上次会议暂缓：待省厅批复"
    assert topic.state is TopicState.PUT_OFF
    assert again(case).state is S.HANDLING


def test_the_minutes_are_issued_once_everything_is_decided(office: Office) -> None:
    make_city()
    topic = topic_of(office, office.case_in(S.HANDLING, at=MONDAY_9))
    meeting = held(office, topic)
    at = meeting.ends_at
    with pytest.raises(NotAllowedNow, match="还有议题没有作出决定或暂缓：路灯由谁修。"):
        deciding.issue_minutes(meeting, "概况", "", by=office.supervisor, at=at)
    deciding.decide(topic, decision(office), by=office.supervisor, at=at)
    with pytest.raises(BadInput, match="请填写会议概况。"):
        deciding.issue_minutes(meeting, " ", "", by=office.supervisor, at=at)

    deciding.issue_minutes(meeting, "概况", "抓紧落实。", by=office.supervisor, at=at)
    db.session.commit()

    assert (meeting.state, meeting.minutes_number) == (MeetingState.MINUTED, "临热线联纪〔2026〕1号")
    titles = db.session.scalars(db.select(Notice.title).filter_by(user_id=office.officer.id)).all()
    assert titles[-1] == "会议纪要：临热线联纪〔2026〕1号"
    with pytest.raises(NotAllowedNow, match="会议已印发纪要，不能印发纪要。"):
        deciding.issue_minutes(meeting, "概况", "", by=office.supervisor, at=at)
