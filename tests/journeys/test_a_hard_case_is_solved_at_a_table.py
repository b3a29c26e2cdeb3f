"""A hard case's whole way over HTTP: three units and two returns, a meeting, a decision, a late task, struck off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask

from config import LOCAL_TIMEZONE
from hotline.jobs import meeting_jobs
from models.base import db
from models.case import Case
from models.dictionary import SupervisionTrigger
from models.joint_meeting import JointMeeting
from models.meeting_action import ActionItem
from models.supervision import Supervision
from models.vocabulary import Action, CaseState, SupervisionLevel, Trigger
from tests.support.desk import Desk, state_of
from tests.support.factories import make_city, make_department, saved
from tests.support.meetings import make_candidate_rules
from tests.support.office import GROUND, Office, again, make_office
from tests.support.pages import Page, Visitor

A = Action
FORM = "%Y-%m-%dT%H:%M"


def sent_back_twice(desk: Desk) -> Case:
    """Let the case go through three units, two of which send it back; the panel has yet to rule."""
    office = desk.office
    case = office.register()
    desk.take("dispatcher", case, A.DISPATCH, supporting_ids=[office.helper.id])
    wish = {"ground_code": GROUND, "reason": "不归我管", "basis": "三定规定"}
    desk.take("officer", case, A.SEND_BACK, proposed_department_id=office.other.id, **wish)
    desk.take("dispatcher", case, A.ACCEPT_RETURN, lead_id=office.other.id)
    second = office.person("officer", department=office.other)
    desk.take(second, case, A.SEND_BACK, proposed_department_id=office.bureau.id, **wish)
    return case


def planned(page: Page, office: Office, company_id: int) -> Page:
    """Fill the form of a meeting that begins in an hour."""
    starts = datetime.now(LOCAL_TIMEZONE) + timedelta(hours=1)
    ends = starts + timedelta(hours=2)
    units = [office.bureau.id, office.other.id, company_id]
    return page.fill(
        title="路灯管护联席会议", chair="李副市长", place="市政府第二会议室", department_ids=units,
        starts_at=f"{starts:{FORM}}", ends_at=f"{ends:{FORM}}",
    )  # fmt: skip


def begin(meeting: JointMeeting) -> None:
    """Let the hour of the meeting come."""
    meeting.starts_at = datetime.now(UTC) - timedelta(minutes=1)
    db.session.commit()


def test_a_hard_case_is_solved_at_a_table(app: Flask, visit: Callable[..., Visitor]) -> None:
    desk = Desk(make_office(), visit)
    office = desk.office
    make_city()
    make_candidate_rules(departments_involved=3, times_returned=2)
    kind = Trigger.MEETING_ACTION_OVERDUE
    saved(SupervisionTrigger(code="m", name="议定事项超期", trigger=kind, level=SupervisionLevel.ORDER))
    company = make_department(name="市路灯公司")
    case = sent_back_twice(desk)
    assert state_of(case) is CaseState.PANEL_PENDING
    convener = desk.visitor("supervisor")

    # The rules find it, with both reasons; the convener makes it a topic.
    found = convener.get("/joint-meetings/candidates")
    assert found.rows()[0][2] == "涉及 3 个单位 退单 2 次"
    topic_form = found.fill(case=[case.id], title="路灯由谁修").press("将所选列为议题")
    topic = topic_form.fill(dispute="灯杆与电源分属两家", proposal="由路灯公司统一管护").press("保存")
    assert "13893112345" not in topic.html

    # The departments say what they think.
    topic.follow("征求意见").press("发出征求意见")
    theirs = desk.visitor("officer").get("/joint-meetings/opinions").follow("提交意见")
    theirs.fill(stance="agree", opinion="同意由路灯公司管护").press("提交意见")

    # A meeting is made; its agenda, the invitation, the answer.
    agenda = planned(convener.get("/joint-meetings/new"), office, company.id).press("新建会议")
    meeting = db.session.scalars(db.select(JointMeeting)).one()
    topic_id = topic.url.rsplit("/", 1)[-1]
    page = agenda.fill(**{f"place-{topic_id}": "1"}).press("保存议程")
    page = page.follow("发出会议通知").press("发出通知")
    assert desk.visitor("officer").get("/inbox").text.count("会议通知") == 1
    fitter = office.person("officer", department=company)
    answer = desk.visitor(fitter).get(f"/joint-meetings/{meeting.id}").follow("回执")
    answer.fill(reply="yes", attendee="马经理").press("提交回执")

    # It is held and decides: a new lead, a new day, a line of the catalogue.
    begin(meeting)
    page = convener.get(f"/joint-meetings/{meeting.id}").follow("登记召开").press("登记召开")
    day = (datetime.now(LOCAL_TIMEZONE) + timedelta(days=15)).date()
    decide = convener.get(f"/joint-meetings/topics/{topic_id}/decision")
    decide.fill(
        text="由市路灯公司统一管护，先行修复。", lead_id=company.id, due_on=day.isoformat(),
        supporting_ids=[], writes_catalogue="y",
    ).press("录入决定")  # fmt: skip
    decided = again(case)
    assert decided.department_id == company.id
    assert decided.due_at is not None
    assert decided.due_at.astimezone(LOCAL_TIMEZONE).date() == day
    desk.open("officer", case, status=404)
    assert "由市路灯公司统一管护" in desk.open(fitter, case).text
    assert A.SEND_BACK.label not in desk.open(fitter, case).links()
    suggestion = desk.open("dispatcher", office.register()).follow(A.DISPATCH.label)
    assert "建议主办：市路灯公司" in suggestion.text
    minutes = convener.get(f"/joint-meetings/{meeting.id}/minutes/issue").press("印发纪要")
    assert "临热线联纪〔" in minutes.text
    assert "会议决定：由市路灯公司统一管护，先行修复。" in minutes.text

    # The task is late: supervision by the hour's job, once.
    item = db.session.scalars(db.select(ActionItem)).one()
    late = item.due_at + timedelta(days=1)
    for thing in meeting_jobs.find_late_actions(late):
        meeting_jobs.supervise_action(thing, at=late)
    db.session.commit()
    assert meeting_jobs.find_late_actions(late) == []
    order = db.session.scalars(db.select(Supervision).filter_by(trigger=kind)).one()
    assert order.department_id == company.id
    assert (order.number or "") in desk.visitor(fitter).get("/supervision/to-answer").text

    # It heads the next agenda until it is struck off.
    planned(convener.get("/joint-meetings/new"), office, company.id).press("新建会议")
    following = db.session.scalars(db.select(JointMeeting).order_by(JointMeeting.id.desc())).first()
    assert following is not None
    assert item.task in convener.get(f"/joint-meetings/{following.id}").text
    report = desk.visitor(fitter).get(f"/joint-meetings/actions/{item.id}").follow("报告进展")
    done = report.fill(note="已修复并移交", is_done="y").press("提交")
    done.follow("申请销号").fill(note="全部完成").press("申请销号")
    convener.get(f"/joint-meetings/actions/{item.id}").follow("销号").press("销号")
    page = convener.get(f"/joint-meetings/{following.id}")
    assert item.task not in page.text
    assert "以往会议的议定事项已全部销号。" in page.text
