"""Preparing a joint meeting: plan, seats, agenda, opinions, invitation, answers, calling it off."""

from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.meeting_topic import TopicOpinion
from models.notice import Notice
from models.queries import joint_meetings
from models.user import User
from models.vocabulary import CaseState, MeetingState, SeatReply, Stance, TopicState
from tests.support.clock import MONDAY_9
from tests.support.meetings import DAY, HOUR, decision, held, invited, plan, prepared, topic_of
from tests.support.office import Office, make_office
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.joint_meeting import deciding, preparing, topics
from workflows.joint_meeting.topics import TopicWords


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def told(user: User) -> list[str]:
    rows = db.select(Notice).filter_by(user_id=user.id, case_id=None).order_by(Notice.id)
    return [notice.title for notice in db.session.scalars(rows)]


def opinion_of(topic_id: int, department_id: int) -> TopicOpinion:
    rows = db.select(TopicOpinion).filter_by(topic_id=topic_id, department_id=department_id)
    found = joint_meetings.find_opinion(db.session.scalars(rows).one().id, None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_at": MONDAY_9 - HOUR}, "开始时间须晚于现在。"),
        ({"ends_at": MONDAY_9 + DAY}, "结束时间须晚于开始时间。"),
        ({"place": ""}, "请填写会议地点或视频会议链接。"),
        ({"video_url": "javascript:alert(1)"}, "视频会议链接须以 https:// 或 http:// 开头。"),
        ({"video_url": "https://"}, "视频会议链接须以 https:// 或 http:// 开头。"),
        ({"department_ids": ()}, "请选择参会单位。"),
        ({"department_ids": (987654,)}, "参会单位中有已停用的单位，请重新选择。"),
        ({"department_ids": tuple(range(61))}, "参会单位最多 60 个。"),
    ],
)
def test_a_meeting_that_cannot_be_held_so_is_refused(
    office: Office, given: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        preparing.make(plan(office, **given), by=office.supervisor, at=MONDAY_9)


def test_only_who_may_convene_makes_a_meeting(office: Office) -> None:
    with pytest.raises(NotAllowedForYou, match="您没有召集联席会议的权限。"):
        preparing.make(plan(office), by=office.officer, at=MONDAY_9)


def test_the_agenda_is_put_in_order_and_what_is_left_out_waits(office: Office) -> None:
    first, second = (topic_of(office, office.case_in(CaseState.HANDLING)) for _ in range(2))
    meeting = prepared(office, second, first)
    assert [row.id for row in joint_meetings.topics_of(meeting.id)] == [second.id, first.id]

    preparing.order_agenda(meeting, [first.id], by=office.supervisor, at=MONDAY_9)
    db.session.commit()

    assert [row.id for row in joint_meetings.topics_of(meeting.id)] == [first.id]
    assert (second.state, second.meeting_id) == (TopicState.POOLED, None)
    other = prepared(office)
    with pytest.raises(NotAllowedNow, match="所选议题已列入其他会议或已撤下，请刷新后重新编排。"):
        preparing.order_agenda(other, [first.id], by=office.supervisor, at=MONDAY_9)


def test_the_invitation_draws_a_number_and_reaches_who_takes_part(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING))
    there = office.person("officer", department=office.helper)
    elsewhere = office.person("officer", department=office.other)
    empty = prepared(office)
    with pytest.raises(NotAllowedNow, match="议程还是空的，请先列入议题。"):
        preparing.invite(empty, by=office.supervisor, at=MONDAY_9)

    meeting = invited(office, topic)

    assert (meeting.number, meeting.state) == ("2026年第1次", MeetingState.INVITED)
    assert told(there) == ["会议通知：2026年第1次联席会议“路灯与供电联席会议”"]
    assert told(elsewhere) == []
    body = db.session.scalars(db.select(Notice.body).filter_by(user_id=there.id)).one()
    assert body.startswith("3月3日（周二）09:00至11:00，市政府第二会议室。")
    assert invited(office, topic_of(office, office.case_in(CaseState.HANDLING))).number == "2026年第2次"


def test_who_was_invited_is_told_of_a_change_and_of_a_lost_seat(office: Office) -> None:
    there = office.person("officer", department=office.helper)
    meeting = invited(office, topic_of(office, office.case_in(CaseState.HANDLING)))
    elsewhere = plan(office, place="市民中心三楼", department_ids=(office.bureau.id,))

    preparing.change(meeting, elsewhere, by=office.supervisor, at=MONDAY_9)
    db.session.commit()

    assert told(there)[-1] == "不再邀请参加2026年第1次联席会议：路灯与供电联席会议"
    assert told(office.officer)[-1].startswith("会议安排有变：")
    assert meeting.ics_sequence == 1
    assert [row.department_id for row in joint_meetings.seats_of(meeting.id)] == [office.bureau.id]


def test_before_the_invitation_a_change_is_told_to_nobody(office: Office) -> None:
    meeting = prepared(office, topic_of(office, office.case_in(CaseState.HANDLING)))

    assert preparing.change(meeting, plan(office, chair="王主任"), by=office.supervisor, at=MONDAY_9) == 0
    assert meeting.chair == "王主任"
    assert joint_meetings.find(meeting.id, frozenset({office.bureau.id})) is None


def test_a_meeting_whose_time_has_passed_invites_nobody(office: Office) -> None:
    meeting = prepared(office, topic_of(office, office.case_in(CaseState.HANDLING)))

    with pytest.raises(NotAllowedNow, match="会议时间已过，请先更改会议时间。"):
        preparing.invite(meeting, by=office.supervisor, at=MONDAY_9 + 2 * DAY)


def test_a_department_answers_for_itself(office: Office) -> None:
    meeting = invited(office, topic_of(office, office.case_in(CaseState.HANDLING)))
    own, theirs = joint_meetings.seats_of(meeting.id)
    assert own.department_id == office.bureau.id

    with pytest.raises(NotAllowedForYou, match="只能为本单位回执。"):
        preparing.answer_invitation(meeting, theirs, SeatReply.NO, "", by=office.officer, at=MONDAY_9)
    with pytest.raises(BadInput, match="请填写参会人姓名和职务。"):
        preparing.answer_invitation(meeting, own, SeatReply.YES, " ", by=office.officer, at=MONDAY_9)
    preparing.answer_invitation(
        meeting, own, SeatReply.SUBSTITUTE, "马副主任", by=office.officer, at=MONDAY_9
    )

    assert (own.reply, own.attendee) == (SeatReply.SUBSTITUTE, "马副主任")


def test_a_meeting_called_off_gives_its_topics_back(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING))
    meeting = invited(office, topic)

    with pytest.raises(BadInput, match="请填写取消会议的原因。"):
        preparing.cancel(meeting, by=office.supervisor, at=MONDAY_9, note="")
    assert preparing.cancel(meeting, by=office.supervisor, at=MONDAY_9, note="暴雪") == 1
    db.session.commit()

    assert told(office.officer)[-1] == "会议取消：2026年第1次联席会议“路灯与供电联席会议”"
    assert topic.state is TopicState.POOLED
    with pytest.raises(NotAllowedNow, match="会议已取消，不能再更改。"):
        preparing.invite(meeting, by=office.supervisor, at=MONDAY_9)


def test_opinions_are_asked_given_changed_and_closed_with_the_meeting(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING))
    ids, due = [office.bureau.id, office.helper.id], MONDAY_9 + HOUR
    with pytest.raises(BadInput, match="请选择征求意见的单位。"):
        topics.ask_opinions(topic, [], due_at=due, by=office.supervisor, at=MONDAY_9)
    with pytest.raises(BadInput, match="反馈期限须晚于现在。"):
        topics.ask_opinions(topic, ids, due_at=MONDAY_9, by=office.supervisor, at=MONDAY_9)

    topics.ask_opinions(topic, ids, due_at=due, by=office.supervisor, at=MONDAY_9)
    db.session.commit()
    assert told(office.officer) == ["请提交联席会议意见：路灯由谁修"]
    row = opinion_of(topic.id, office.bureau.id)
    with pytest.raises(BadInput, match="请填写意见。"):
        topics.give_opinion(row, Stance.AGREE, " ", by=office.officer, at=MONDAY_9)
    stranger = office.person("officer", department=office.other)
    with pytest.raises(NotAllowedForYou, match="只能提交本单位的意见。"):
        topics.give_opinion(row, Stance.AGREE, "同意", by=stranger, at=MONDAY_9)
    topics.give_opinion(row, Stance.AGREE, "同意", by=office.officer, at=MONDAY_9)
    topics.give_opinion(
        row, Stance.OTHER, "供电牵头", proposed_lead_id=office.helper.id, by=office.officer, at=MONDAY_9
    )
    db.session.commit()
    assert (row.stance, row.opinion, row.proposed_lead_id) == (Stance.OTHER, "供电牵头", office.helper.id)

    topics.ask_opinions(topic, ids, due_at=due + HOUR, by=office.supervisor, at=MONDAY_9)
    assert (row.due_at, row.opinion) == (due, "供电牵头"), "who has answered is not asked again"
    held(office, topic)
    row = opinion_of(topic.id, office.bureau.id)
    with pytest.raises(NotAllowedNow, match="会议已召开，不能再提交意见。"):
        topics.give_opinion(row, Stance.AGREE, "同意", by=office.officer, at=MONDAY_9 + 3 * DAY)


def test_opinions_are_asked_for_before_the_meeting_sits(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING))
    assert topics.proposed_due(topic, MONDAY_9) == MONDAY_9 + 3 * DAY
    prepared(office, topic)

    with pytest.raises(BadInput, match="反馈期限须早于会议开始（3月3日09:00）。"):
        topics.ask_opinions(
            topic, [office.bureau.id], due_at=MONDAY_9 + DAY + HOUR, by=office.supervisor, at=MONDAY_9
        )
    assert topics.proposed_due(topic, MONDAY_9) == MONDAY_9 + DAY


def test_an_opinion_that_is_owed_is_reminded_of_once(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING))
    due = MONDAY_9 + 3 * DAY
    topics.ask_opinions(topic, [office.bureau.id], due_at=due, by=office.supervisor, at=MONDAY_9)
    db.session.commit()
    assert joint_meetings.opinions_to_remind(MONDAY_9 + DAY, limit=9) == []
    (waiting,) = joint_meetings.opinions_to_remind(due + DAY, limit=9)

    assert topics.remind(waiting, at=due)
    db.session.commit()

    assert not topics.remind(waiting, at=due)
    assert told(office.officer)[-1] == "联席会议意见待提交：路灯由谁修"
    assert joint_meetings.opinions_to_remind(due + DAY, limit=9) == []


def words(**given: object) -> TopicWords:
    facts = {"people": 20, "branch_id": None, "law": "", "dispute": "", "proposal": "", "to_decide": ""}
    return TopicWords(**{"title": "路灯", "demand": "三天不亮", **facts, **given})  # type: ignore[arg-type]


def test_a_topic_is_written_until_it_is_decided(office: Office) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING, at=MONDAY_9))
    topics.write(topic, words(law="条例第八条"), by=office.supervisor, at=MONDAY_9)
    assert (topic.title, topic.law, topic.people) == ("路灯", "条例第八条", 20)

    meeting = held(office, topic)
    with pytest.raises(NotAllowedNow, match="会议已召开，不能再更改议题。"):
        topics.write(topic, words(), by=office.supervisor, at=MONDAY_9)
    deciding.decide(topic, decision(office), by=office.supervisor, at=meeting.ends_at)
    with pytest.raises(NotAllowedNow, match="议题已决定，不能再更改。"):
        topics.drop(topic, by=office.supervisor, at=MONDAY_9, note="x")


def test_a_topic_taken_off_lets_its_cases_go(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    topic = topic_of(office, case)
    with pytest.raises(BadInput, match="请填写撤下议题的原因。"):
        topics.drop(topic, by=office.supervisor, at=MONDAY_9, note="")

    topics.drop(topic, by=office.supervisor, at=MONDAY_9, note="单位已自行协商")
    db.session.commit()

    assert topic.state is TopicState.DROPPED
    assert topic_of(office, case).state is TopicState.POOLED


def test_when_and_where_says_both_days_where_there_are_two(office: Office) -> None:
    over_night = plan(office, ends_at=MONDAY_9 + timedelta(days=2), video_url="https://meet.example/1")
    meeting = preparing.make(over_night, by=office.supervisor, at=MONDAY_9)

    said = preparing.when_and_where(meeting)

    assert said.startswith("3月3日（周二）09:00至3月4日09:00，市政府第二会议室，https://meet.example/1。")
