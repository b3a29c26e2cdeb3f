"""The pages of the joint meeting: who sees what, what is refused in words, what the numbers open."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from icalendar import Calendar

from hotline.pages.joint_meetings import files
from models.attachment import Attachment
from models.audit_entry import AuditEntry
from models.base import db
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.meeting_topic import MeetingTopic
from models.queries import joint_meetings
from models.user import User
from models.vocabulary import ActionState, CaseState, MeetingState, Permission, TopicState
from reports.catalogue import FileForm
from reports.documents.typesetting import CannotTypeset
from tests.support.factories import make_user
from tests.support.meetings import decision, held, invited, make_candidate_rules, prepared, topic_of
from tests.support.office import Office, make_office
from tests.support.pages import Visitor
from workflows.joint_meeting import actions, choosing, deciding, topics

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
DAY = timedelta(days=1)
FORMAT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def office(app: object) -> Office:
    return make_office()


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def helper(office: Office) -> User:
    return office.person("officer", department=office.helper)


def decided(office: Office, now: datetime) -> tuple[JointMeeting, MeetingTopic, ActionItem]:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    meeting = held(office, topic, at=now)
    given = decision(office, at=now)
    (item,) = deciding.decide(topic, given, by=office.supervisor, at=meeting.ends_at)
    db.session.commit()
    return meeting, topic, item


def test_candidates_are_shown_with_their_reasons_and_counted(office: Office, visit: Visit) -> None:
    make_candidate_rules(times_returned=1, departments_involved=2)
    once, twice = office.case_in(CaseState.RETURN_PENDING), office.case_in(CaseState.PANEL_PENDING)

    page = visit(user=office.supervisor).get("/joint-meetings/candidates")

    assert [row[1].split()[0] for row in page.rows()] == [twice.number, once.number]
    assert page.rows()[0][2] == "退单 2 次 涉及 2 个单位"
    assert {"全部 2", "退单次数 2", "涉及单位数 1"} <= set(page.links())
    assert len(page.follow("涉及单位数 1").rows()) == 1


def test_a_long_list_of_candidates_turns_its_pages(
    office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.pages.joint_meetings.candidates.PAGE", 1)
    make_candidate_rules(times_returned=1)
    for _ in range(2):
        office.case_in(CaseState.RETURN_PENDING)

    first = visit(user=office.supervisor).get("/joint-meetings/candidates")
    second = first.follow("下一页")

    assert first.rows()[0] != second.rows()[0]
    assert second.follow("上一页").rows() == first.rows()


def test_where_nothing_is_a_candidate_the_page_says_where_the_rules_are(office: Office, visit: Visit) -> None:
    page = visit(user=office.supervisor).get("/joint-meetings/candidates")

    assert "没有符合候选规则的工单。" in page.text
    assert "还没有待上会的议题" in page.html


@pytest.mark.both_databases
def test_ticked_candidates_become_one_topic(office: Office, visit: Visit) -> None:
    make_candidate_rules(times_returned=1)
    one, two = office.case_in(CaseState.RETURN_PENDING), office.case_in(CaseState.RETURN_PENDING)
    page = visit(user=office.supervisor).get("/joint-meetings/candidates")

    form = page.fill(case=[one.id, two.id], title="路灯由谁修").press("将所选列为议题")

    assert form.heading == "编写议题"
    topic = db.session.scalars(db.select(MeetingTopic)).one()
    assert joint_meetings.case_ids(topic.id) == [one.id, two.id]
    shown = form.fill(dispute="灯杆归城管，电源归供电", people="120").press("保存")
    assert "灯杆归城管，电源归供电" in shown.text
    assert f"流转经过：{one.number}" in shown.text
    assert "待上会议题（1）" in shown.visitor.get("/joint-meetings/candidates").text


@pytest.mark.both_databases
def test_nothing_ticked_is_said_and_changes_nothing(office: Office, visit: Visit) -> None:
    make_candidate_rules(times_returned=1)
    office.case_in(CaseState.RETURN_PENDING)

    page = visit(user=office.supervisor).get("/joint-meetings/candidates").press("将所选列为议题")

    assert "请选择要列为议题的工单。" in page.text
    assert not db.session.scalars(db.select(MeetingTopic)).all()


def test_a_candidate_is_put_aside_with_a_reason(office: Office, visit: Visit) -> None:
    make_candidate_rules(times_returned=1)
    case = office.case_in(CaseState.RETURN_PENDING)
    visitor = visit(user=office.supervisor)

    form = visitor.get("/joint-meetings/candidates").follow("不列入")
    assert "退单 1 次" in form.text
    form = form.fill(note=" ").press("不列入", status=422)
    assert "请填写不列入的理由。" in form.text
    page = form.fill(note="首次退单").press("不列入")

    assert "已记录，不列入候选。" in page.text
    assert case.number not in page.text


def test_a_meeting_is_made_filled_invited_and_answered(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    visitor = visit(user=office.supervisor)
    form = visitor.get("/joint-meetings").follow("新建会议")
    form = form.fill(title="路灯专题会", chair="李副市长").press("新建会议", status=422)
    assert "请填写开始时间。" in form.text
    starts = datetime.now().astimezone() + DAY
    filled = form.fill(
        starts_at=f"{starts:{FORMAT}}",
        ends_at=f"{starts + timedelta(hours=2):{FORMAT}}",
        video_url="https://meet.example.cn/1",
        department_ids=[office.bureau.id, office.helper.id],
    )

    agenda = filled.press("新建会议")

    assert agenda.heading == "编排议程"
    page = agenda.fill(**{f"place-{topic.id}": "1"}).press("保存议程")
    assert "路灯由谁修" in page.text
    sending = page.follow("发出会议通知")
    assert "市供电公司" in sending.text
    page = sending.press("发出通知")
    assert "年第1次" in page.text
    theirs = visit(user=helper)
    seat = theirs.get(page.url).follow("回执").fill(reply="yes").press("提交回执", status=422)
    assert "请填写参会人姓名和职务。" in seat.text
    answered = seat.fill(attendee="张副总经理").press("提交回执")
    assert "张副总经理" in answered.text


def test_the_calendar_file_is_handed_out_once_the_meeting_has_a_number(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    silent = prepared(office, at=now)
    meeting = invited(office, topic_of(office, office.case_in(CaseState.HANDLING), at=now), at=now)
    visitor = visit(user=helper)

    answer = visitor.client.get(f"/joint-meetings/{meeting.id}/invitation.ics")

    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert "路灯由谁修" in str(event["description"])
    visit(user=office.supervisor).get(f"/joint-meetings/{silent.id}/invitation.ics", status=404)


@pytest.mark.both_databases
def test_a_department_sees_only_meetings_it_is_invited_to(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    secret = prepared(office, at=now)
    meeting = invited(office, topic, at=now, department_ids=(office.helper.id,))
    invited_one, stranger = visit(user=helper), visit(user=office.officer)

    assert [row[1].split()[0] for row in invited_one.get("/joint-meetings").rows()] == ["路灯与供电联席会议"]
    assert "还没有通知本单位参加的会议。" in stranger.get("/joint-meetings").text
    for visitor, seen in ((invited_one, 200), (stranger, 404)):
        visitor.get(f"/joint-meetings/{meeting.id}", status=seen)
        visitor.get(f"/joint-meetings/topics/{topic.id}", status=seen)
        visitor.get(f"/joint-meetings/{secret.id}", status=404)
    seat = joint_meetings.seats_of(meeting.id)[0]
    stranger.get(f"/joint-meetings/{meeting.id}/seats/{seat.id}", status=404)


def test_a_department_reads_the_others_opinions_once_the_invitation_is_out(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    case = office.case_in(CaseState.HANDLING)
    topic = topic_of(office, case, at=now)
    both = [office.bureau.id, office.helper.id]
    topics.ask_opinions(topic, both, due_at=now + DAY, by=office.supervisor, at=now)
    db.session.commit()
    form = visit(user=office.officer).get("/joint-meetings/opinions").follow("提交意见")
    form.fill(stance="disagree", opinion="电源不归城管").press("提交意见")
    theirs = visit(user=helper)
    address = f"/joint-meetings/topics/{topic.id}"

    page = theirs.get(address)
    assert "电源不归城管" not in page.text
    assert case.number not in page.links(), "the helper has no part in the case"
    invited(office, topic, at=now)

    assert "电源不归城管" in theirs.get(address).text


@pytest.mark.both_databases
def test_opinions_wait_and_are_listed_when_given(office: Office, visit: Visit, now: datetime) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    visitor = visit(user=office.supervisor)
    asking = visitor.get(f"/joint-meetings/topics/{topic.id}").follow("征求意见")
    chosen = asking.all("option", selected="selected") or [
        option for option in asking.all("option") if option.get("selected") is not None
    ]
    assert [option.get("value") for option in chosen] == [str(office.bureau.id)], "who had a part is chosen"
    asking.press("发出征求意见")
    theirs = visit(user=office.officer)

    form = theirs.get("/joint-meetings/opinions").follow("提交意见")
    form = form.fill(opinion="同意").press("提交意见", status=422)
    assert "请选择同意、不同意或另有意见。" in form.text
    page = form.fill(stance="agree", opinion="同意", proposed_lead_id=office.helper.id).press("提交意见")

    assert "没有等待本单位提交的意见。" in page.text
    given = page.follow("已提交")
    assert given.rows()[0][1:4] == ["路灯由谁修", "市城市管理委员会", "同意"]
    topic = db.session.get_one(MeetingTopic, topic.id)
    stranger = office.person("officer", department=office.other)
    row = joint_meetings.opinions_of([topic.id])[topic.id][0]
    visit(user=stranger).get(f"/joint-meetings/opinions/{row.id}", status=404)


@pytest.mark.both_databases
def test_a_meeting_changed_by_another_meanwhile_is_not_overwritten(
    office: Office, visit: Visit, now: datetime
) -> None:
    meeting = prepared(office, at=now)
    form = visit(user=office.supervisor).get(f"/joint-meetings/{meeting.id}/plan")
    meeting.chair = "王市长"
    db.session.commit()

    page = form.fill(chair="李副市长").press("保存", status=409)

    assert "这条记录刚被他人更新" in page.text
    assert "李副市长" in page.html
    db.session.expire_all()
    assert db.session.get_one(JointMeeting, meeting.id).chair == "王市长"


def test_a_meeting_is_called_off_with_a_reason(office: Office, visit: Visit, now: datetime) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    meeting = invited(office, topic, at=now)
    page = visit(user=office.supervisor).get(f"/joint-meetings/{meeting.id}").follow("取消会议")

    page = page.fill(note="暴雪").press("取消会议")

    assert "暴雪" in page.text
    assert "发出会议通知" not in page.links()
    db.session.expire_all()
    assert db.session.get_one(MeetingTopic, topic.id).state is TopicState.POOLED


def test_a_topic_is_taken_off(office: Office, visit: Visit, now: datetime) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)

    page = visit(user=office.supervisor).get(f"/joint-meetings/topics/{topic.id}").follow("撤下议题")
    page = page.fill(note="已协商解决").press("撤下议题")

    assert "议题已撤下" in page.text
    assert "待上会议题（0）" in page.text


@pytest.mark.both_databases
def test_attendance_decision_and_minutes(office: Office, visit: Visit, helper: User, now: datetime) -> None:
    case = office.case_in(CaseState.HANDLING)
    topic = topic_of(office, case, at=now)
    meeting = invited(office, topic, at=now)
    meeting.starts_at = now - timedelta(hours=1)
    db.session.commit()
    visitor = visit(user=office.supervisor)
    address = f"/joint-meetings/{meeting.id}"
    visitor.get(f"{address}/minutes", status=404)
    seats = joint_meetings.seats_of(meeting.id)

    page = visitor.get(address).follow("登记召开").fill(seat=[seats[0].id]).press("登记召开")
    assert "缺席" in page.text
    form = page.follow("录入决定")
    form = form.fill(text="由供电公司修复").press("录入决定", status=422)
    assert "请选择牵头单位。" in form.text
    day = (now + 20 * DAY).date()
    done = form.fill(
        lead_id=office.helper.id, due_on=day.isoformat(), supporting_ids=[],
        task_1="更换变压器", deliverable_1="竣工照片", task_2="补装路灯", lead_2=office.bureau.id,
    ).press("录入决定")  # fmt: skip
    assert "更换变压器" in done.text
    draft = visitor.get(f"{address}/minutes")
    assert "草稿" in draft.text
    issued = visitor.get(address).follow("印发纪要").fill(closing="请抓紧落实。").press("印发纪要")

    assert "草稿" not in issued.text
    assert f"于{day.year}年{day.month}月{day.day}日前办结" in issued.text
    assert "（1）更换变压器，责任单位：市供电公司" in issued.text
    assert "缺席：" in issued.text
    theirs = visit(user=helper)
    assert "请抓紧落实。" in theirs.get(f"{address}/minutes").text
    assert "由供电公司修复" in theirs.get(f"/cases/{case.id}").text
    assert "录入决定" not in visitor.get(address).text


def test_a_refused_decision_keeps_the_words(office: Office, visit: Visit, now: datetime) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    meeting = held(office, topic, at=now)
    deciding.put_off(topic, by=office.supervisor, at=meeting.ends_at, note="待批复")
    db.session.commit()
    form = visit(user=office.supervisor).get(f"/joint-meetings/topics/{topic.id}/decision")

    day = (now + 20 * DAY).date().isoformat()
    page = form.fill(text="由供电公司修复", lead_id=office.helper.id, due_on=day).press(
        "录入决定", status=409
    )

    assert "议题暂缓决定，不能作出决定。" in page.text
    assert "由供电公司修复" in page.html


def test_a_topic_is_put_off(office: Office, visit: Visit, now: datetime) -> None:
    topic = topic_of(office, office.case_in(CaseState.HANDLING), at=now)
    meeting = held(office, topic, at=now)
    page = visit(user=office.supervisor).get(f"/joint-meetings/topics/{topic.id}/postponement")

    page = page.fill(note="待省厅批复").press("暂缓决定")

    assert page.url.endswith(f"/joint-meetings/{meeting.id}")
    assert "暂缓：待省厅批复" in page.text


def test_a_department_reports_with_evidence_and_is_struck_off(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    _meeting, _topic, item = decided(office, now)
    theirs, convener = visit(user=helper), visit(user=office.supervisor)
    address = f"/joint-meetings/actions/{item.id}"
    page = theirs.get("/joint-meetings/actions").follow(item.task).follow("报告进展")
    page = page.fill(note="").press("提交", status=422)
    assert "请填写进展情况。" in page.text
    page = page.fill(note="已更换", is_done="y").press("提交")
    assert "报告完成" in page.text
    page = page.follow("申请销号").fill(note="全部完成").press("申请销号")
    assert "申请销号" in page.text

    back = convener.get(address).follow("退回再办").fill(note="未附照片").press("退回再办")
    assert "推进中" in back.text
    theirs.get(address).follow("报告进展").fill(note="已附照片", is_done="y").press("提交")
    theirs.get(address).follow("申请销号").fill(note="全部完成").press("申请销号")
    moved = convener.get(address).follow("调整期限")
    moved = moved.fill(due_on=(now + 40 * DAY).date().isoformat(), note="雨季").press("调整期限")
    assert "原定" in moved.text
    page = convener.get(address).follow("销号").fill(note="现场已看").press("销号")

    assert "已销号" in page.text
    db.session.expire_all()
    assert db.session.get_one(ActionItem, item.id).state is ActionState.STRUCK_OFF
    assert "没有这样的议定事项。" in convener.get("/joint-meetings/actions").text
    assert len(convener.get("/joint-meetings/actions?show=all").rows()) == 1


@pytest.mark.both_databases
def test_a_file_that_came_with_a_report_joins_the_case(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    _meeting, _topic, item = decided(office, now)
    page = visit(user=helper).get(f"/joint-meetings/actions/{item.id}/report")
    photo = (BytesIO(b"%PDF-1.4\n%%EOF\n"), "竣工.pdf")

    page.fill(note="见附件", files=photo).press("提交")

    assert db.session.scalars(db.select(Attachment.original_name).filter_by(case_id=item.case_id)).all() == [
        "竣工.pdf"
    ]


@pytest.mark.both_databases
def test_the_ledger_is_filtered_and_its_numbers_are_its_lines(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    _meeting, _topic, late = decided(office, now)
    _other, _again, soon = decided(office, now)
    late.due_at, soon.due_at = now - DAY, now + timedelta(hours=1)
    db.session.commit()
    visitor = visit(user=office.supervisor)

    page = visitor.get("/joint-meetings/actions")

    assert {"未销号 2", "超期 1", "临期 1"} <= set(page.links())
    assert len(page.follow("超期 1").rows()) == 1
    assert len(visitor.get(f"/joint-meetings/actions?lead={office.bureau.id}").rows()) == 0
    visitor.get("/joint-meetings/actions?state=nothing", status=422)
    actions.report(late, "已完成", is_done=True, by=helper, at=now)
    db.session.commit()
    assert "超期 0" in visitor.get("/joint-meetings/actions").links()


@pytest.mark.both_databases
def test_a_stranger_department_sees_no_item_of_others(office: Office, visit: Visit, now: datetime) -> None:
    _meeting, _topic, item = decided(office, now)
    stranger = visit(user=office.person("officer", department=office.other))

    stranger.get(f"/joint-meetings/actions/{item.id}", status=404)
    assert stranger.get("/joint-meetings/actions").rows() == []


def test_who_only_looks_on_is_offered_no_step(office: Office, visit: Visit, now: datetime) -> None:
    meeting, topic, item = decided(office, now)
    leader = visit(user=office.leader)

    for address in (f"{meeting.id}", f"topics/{topic.id}", f"actions/{item.id}"):
        offered = set(leader.get(f"/joint-meetings/{address}").links())
        assert not offered & {"发出会议通知", "更改安排", "编写议题", "调整期限", "报告进展", "录入决定"}
    others = [each for each in Permission if each is not Permission.CONVENE_MEETING]
    nobody = visit(user=make_user(permissions=others))
    for address in (f"{meeting.id}/agenda", f"topics/{topic.id}/decision", "candidates", "new"):
        nobody.get(f"/joint-meetings/{address}", status=403)


@pytest.mark.both_databases
def test_the_meetings_of_a_year_are_listed(office: Office, visit: Visit, now: datetime) -> None:
    prepared(office, at=now)
    choosing.candidates(at=now)
    year = (now + DAY).astimezone().year

    page = visit(user=office.leader).get("/joint-meetings").follow(f"{year}年")

    assert len(page.rows()) == 1
    assert page.rows()[0][5] == MeetingState.PREPARING.label
    assert visit(user=office.leader).get("/joint-meetings?year=1999").rows() == []


def test_the_papers_are_taken_as_files_and_that_is_kept(
    office: Office, visit: Visit, helper: User, now: datetime
) -> None:
    meeting, _topic, _item = decided(office, now)
    convener, theirs = visit(user=office.supervisor).client, visit(user=helper).client
    beginnings = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}
    agenda, minutes = (f"/joint-meetings/{meeting.id}/{paper}/file" for paper in ("agenda", "minutes"))

    for form, beginning in beginnings.items():
        assert convener.get(f"{agenda}?format={form}").data.startswith(beginning)
    assert convener.get("/joint-meetings/actions/file").data.startswith(b"PK")
    for form in ("docx", "pdf"):
        assert convener.get(f"{minutes}?format={form}").data.startswith(beginnings[form])
    for wrong in (f"{agenda}?format=exe", f"{minutes}?format=xlsx"):
        assert convener.get(wrong).status_code == 404
    assert theirs.get(agenda).status_code == 403
    assert theirs.get(minutes).status_code == 404, "a draft is not for departments"
    deciding.issue_minutes(
        db.session.get_one(JointMeeting, meeting.id), "概况。", "", by=office.supervisor, at=now
    )
    db.session.commit()
    assert theirs.get(minutes).status_code == 200

    taken = db.session.scalars(db.select(AuditEntry.summary).filter_by(kind="export_report")).all()
    assert taken[:3] == [f"联席会议材料_{meeting.number}.{form}" for form in beginnings]
    assert taken[3].startswith("联席会议议定事项台账_")
    assert taken[-1].startswith("联席会议纪要_联纪〔")


def test_what_cannot_be_typeset_here_is_said(
    office: Office, visit: Visit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise CannotTypeset("本机没有可用的中文字体，不能生成 PDF。")

    monkeypatch.setitem(files.WRITERS, FileForm.PDF, refuse)
    meeting, _topic, _item = decided(office, now)

    page = visit(user=office.supervisor).get(
        f"/joint-meetings/{meeting.id}/agenda/file?format=pdf", status=409
    )

    assert "不能生成 PDF。" in page.text
