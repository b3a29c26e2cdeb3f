"""A citizen's whole story over HTTP: sent out, signed, called, answered, reviewed, followed up; and the detours."""

from collections.abc import Callable
from datetime import datetime

import pytest

from config import LOCAL_TIMEZONE
from models.base import db
from models.routing_rule import RoutingRule
from models.vocabulary import Action, CaseState
from tests.support.desk import Desk, state_of
from tests.support.office import GROUND, again, make_office
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database

A = Action
REPLY = {
    "is_true": "yes",
    "is_ours": "yes",
    "contact": "reached",
    "contacted_at": f"{datetime.now(LOCAL_TIMEZONE):%Y-%m-%dT00:00}",
    "solved": "yes",
    "internal_record": "现场更换灯泡两只。",
    "public_answer": "路灯已修复。",
}
SATISFIED = {
    "outcome": "rated",
    "was_contacted": "yes",
    "solved": "yes",
    "result_rating": "4",
    "hotline_rating": "5",
}
DISSATISFIED = SATISFIED | {"solved": "no", "result_rating": "2", "reason": "灯还是不亮"}


@pytest.fixture
def desk(app: object, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    return Desk(make_office(), visit)


def test_a_call_is_sent_out_signed_answered_reviewed_followed_up_and_closed(desk: Desk) -> None:
    case = desk.office.register()

    page = desk.take("dispatcher", case, A.DISPATCH, note="请今日内修复")
    assert "待签收" in page.text
    assert "路灯不亮" in page.heading
    page = desk.take("officer", case, A.SIGN_FOR)
    assert "请今日内修复" in page.text
    assert "王先生" in page.text
    assert "13893112345" not in str(page.links())
    desk.take("officer", case, A.RECORD_CONTACT, outcome="reached", note="约下午到场")
    desk.take("officer", case, A.NOTE_PROGRESS, note="已到现场")
    desk.take("officer", case, A.REPLY, **REPLY)
    assert state_of(case) is CaseState.REPLIED
    desk.take("dispatcher", case, A.APPROVE_REPLY)
    page = desk.take("follow_up", case, A.ATTEMPT_FOLLOW_UP, **SATISFIED)

    assert state_of(case) is CaseState.CLOSED
    done = again(case)
    assert done.result_rating == "4"
    assert done.hotline_rating == "5"
    assert done.was_contacted
    assert list(page.texts("strong", class_="entry__title"))[:2] == [
        "登记回访（已办结）",
        "审核通过（待回访）",
    ]


@pytest.mark.both_databases
def test_a_second_return_goes_to_the_panel_whose_ruling_guides_the_next_case(desk: Desk) -> None:
    office = desk.office
    case = office.case_in(CaseState.DISPATCHED)
    wish = {
        "ground_code": GROUND,
        "reason": "不归我管",
        "basis": "三定规定",
        "proposed_department_id": office.other.id,
    }

    desk.take("officer", case, A.SEND_BACK, **wish)
    desk.take("dispatcher", case, A.REJECT_RETURN, note="路灯归城管")
    assert state_of(case) is CaseState.HANDLING
    page = desk.take("officer", case, A.SEND_BACK, **wish, status=409)
    assert "本单位对该工单已退单 1 次" in page.text
    assert "不归我管" in page.html

    twice = office.case_in(CaseState.PANEL_PENDING)
    page = desk.take(
        "supervisor", twice, A.RULE_BY_PANEL, department_id=office.helper.id, note="供电设施归供电公司"
    )
    assert state_of(twice) is CaseState.HANDLING
    assert "已裁定" in page.text
    ruling = db.session.scalars(db.select(RoutingRule).filter_by(source="先例")).one()
    assert ruling.precedent_case_number == twice.number
    following = office.register()
    page = desk.open("dispatcher", following).follow(A.DISPATCH.label)
    assert "建议主办：市供电公司" in page.text
    assert "先例" in page.text


@pytest.mark.both_databases
def test_a_dissatisfied_citizen_has_the_case_done_again(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.FOLLOW_UP)

    page = desk.take("follow_up", case, A.ATTEMPT_FOLLOW_UP, **DISSATISFIED, status=422)
    assert "不满意而不重办的，请说明办结理由。" in page.text
    assert "灯还是不亮" in page.html
    desk.take("follow_up", case, A.ATTEMPT_FOLLOW_UP, **DISSATISFIED, wants_redo="y")
    assert state_of(case) is CaseState.REDO
    page = desk.open("officer", case)
    assert "重办 正常 还剩" in page.text
    desk.take("officer", case, A.REPLY, **REPLY)
    desk.take("dispatcher", case, A.RETURN_REPLY, note="未附照片")
    assert state_of(case) is CaseState.REDO
    desk.take("officer", case, A.REPLY, **REPLY)
    desk.take("dispatcher", case, A.APPROVE_REPLY)
    desk.take("follow_up", case, A.ATTEMPT_FOLLOW_UP, **SATISFIED)

    assert state_of(case) is CaseState.CLOSED
    assert again(case).redo_count == 1


def test_more_time_is_asked_for_and_granted_and_the_first_due_date_is_kept(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)
    first = case.due_at

    desk.take("officer", case, A.REQUEST_EXTENSION, ground_code=GROUND, days="3", reason="需采购灯杆")
    assert A.REQUEST_EXTENSION.label not in desk.open("officer", case).links()
    page = desk.open("supervisor", case).follow(A.DECIDE_EXTENSION.label)
    assert "需采购灯杆" in page.text
    page = page.fill(verdict="yes", note="同意").press(A.DECIDE_EXTENSION.label)

    after = again(case)
    assert after.due_at is not None
    assert first is not None
    assert after.due_at > first
    assert after.original_due_at == first
    why = page.follow("怎么算的")
    assert "办结时限 5个工作日" in why.text
    assert "第 1 次延期 3个工作日" in why.text


@pytest.mark.both_databases
def test_a_case_on_the_books_is_taken_up_again_with_the_time_it_had_left(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING)

    desk.take("officer", case, A.REQUEST_DEFERRAL, ground_code=GROUND, reason="待开春", plan="三月施工")
    page = desk.open("supervisor", case).follow(A.DECIDE_DEFERRAL.label)
    page.fill(verdict="yes").press(A.DECIDE_DEFERRAL.label)
    assert state_of(case) is CaseState.DEFERRED
    assert "暂停" in desk.open("officer", case).text
    desk.take("officer", case, A.RESUME, note="提前施工")

    assert state_of(case) is CaseState.HANDLING
    assert again(case).next_due_at is not None


def test_work_is_shared_with_a_unit_below_and_a_helper_and_the_lead_answers_for_all(desk: Desk) -> None:
    office = desk.office
    case = office.case_in(CaseState.HANDLING)
    below = office.person("officer", department=office.street)
    helping = office.person("officer", department=office.helper)

    desk.take("dispatcher", case, A.ADD_SUPPORTING, department_id=office.helper.id, note="查电源")
    desk.take("officer", case, A.PASS_DOWN, department_id=office.street.id, days="2")
    page = desk.take("officer", case, A.REPLY, **REPLY, status=409)
    assert "市供电公司、市政所尚未回复" in page.text
    assert "现场更换灯泡两只。" in page.html
    desk.take(below, case, A.SIGN_FOR)
    desk.take(below, case, A.SUPPORT_REPLY, note="已换灯")
    page = desk.take(helping, case, A.SUPPORT_REPLY, note="电源正常")
    assert "13893112345" not in page.html
    assert "王" not in page.texts("div", id="caller")[0]
    page = desk.open("officer", case)
    assert "电源正常" in page.text
    assert "已换灯" in page.text
    desk.take("officer", case, A.REPLY, **REPLY)

    assert state_of(case) is CaseState.REPLIED
    assert "电源正常" not in desk.open(below, case).text
