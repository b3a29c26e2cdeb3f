"""Standard texts over HTTP; macros take the same step as the button, are refused like it, and lead to the next case."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.base import db
from models.case_event import CaseEvent
from models.macro import Macro
from models.vocabulary import Action, CaseState
from tests.support.factories import make_user
from tests.support.office import Office, again, make_office
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.mark.both_databases
def test_a_text_is_written_previewed_and_offered_in_the_form(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    officer = visit(user=office.officer)
    page = officer.get("/standard-texts")
    assert "您还没有自己的常用语。" in page.text
    form = page.follow("新建常用语")
    assert "变量“电话”不存在。" in form.fill(title="收到", body="{电话}").press("保存", status=422).text
    page = form.fill(kind="handling", title="收到", body="{工单编号}已由{经办人}收到。").press("保存")
    assert "LZ20260302000001已由李明收到。" in page.follow("收到").text
    reply = officer.get(f"/cases/{case.id}/reply")
    buttons = {each.get("aria-label"): each.get("data-text") for each in reply.all("button")}
    assert buttons["插入 收到"] == f"{case.number}已由{office.officer.full_name}收到。"
    other = visit("officer")
    assert "收到" not in other.get("/standard-texts").text
    other.get("/standard-texts/1", status=404)
    administrator = visit("administrator")
    assert "收到" not in administrator.get("/administration/dictionaries/quick-replies").text
    administrator.get("/administration/dictionaries/quick-replies/1", status=404)
    page = officer.get("/standard-texts/1").fill(is_active=[]).press("保存")
    assert "停用" in page.text


def make_macro(visitor: Visitor, **given: str) -> None:
    """Make a macro on its page."""
    page = visitor.get("/standard-texts/macros/new").fill(**given)
    assert "宏已保存" in page.press("保存").text


def test_a_macro_takes_the_step_and_leads_to_the_next_case(office: Office, visit: Visit) -> None:
    first, second = office.case_in(CaseState.HANDLING), office.case_in(CaseState.HANDLING)
    officer = visit(user=office.officer)
    make_macro(
        officer, name="已约看现场", action="note_progress", note="已约定看现场，{经办人}。", then="next"
    )
    lines = officer.get("/worklists/handle")
    assert len(lines.rows()) == 2

    page = officer.get(f"/cases/{first.id}").press("已约看现场1")

    assert page.url.endswith(f"/cases/{second.id}")
    note = db.session.scalars(
        db.select(CaseEvent.note).filter_by(case_id=first.id).order_by(CaseEvent.id.desc())
    ).first()
    assert note == f"已约定看现场，{office.officer.full_name}。"


def test_the_last_of_a_list_leads_back_to_it(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.DISPATCHED)
    officer = visit(user=office.officer)
    officer.get("/worklists/sign")
    page = officer.get(f"/cases/{case.id}/sign").press("签收，办下一件")
    assert page.url.endswith("/worklists/sign")
    assert "这个清单里没有下一件了。" in page.text
    assert again(case).state is CaseState.HANDLING


def test_a_macro_is_refused_like_the_button(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.REPLIED)
    supervisor = visit(user=office.supervisor)
    make_macro(supervisor, name="退回补充", action="return_reply", note="请补充现场情况。", then="stay")
    page = supervisor.get(f"/cases/{case.id}")
    office.approve(again(case), case.received_at)
    db.session.commit()

    refused = page.press("退回补充1", status=409)
    by_hand = supervisor.get(f"/cases/{case.id}/reply/return", status=409)

    assert "刚被他人更新" in refused.text
    assert "现在不能执行“审核退回”" in by_hand.text
    assert "退回补充" not in supervisor.get(f"/cases/{case.id}").text


@pytest.mark.both_databases
def test_a_macro_without_its_facts_is_not_pressed_blindly(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.PENDING_REVIEW)
    dispatcher = visit(user=office.dispatcher)
    make_macro(
        dispatcher, name="退回", action="send_back_to_agent", note="{承办单位}：请补充地点。", then="stay"
    )
    page = dispatcher.get(f"/cases/{case.id}")
    assert "退回：缺少承办单位，请用“退回补充”办理。" in page.text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": "", "action": "sign_for"}, "请填写名称。"),
        ({"name": "x", "action": "return_reply"}, "这一步须写文字。"),
        ({"name": "x", "action": "sign_for", "note": "好"}, "这一步没有文字，请留空。"),
        ({"name": "x", "action": "remind", "note": "{姓名}"}, "变量“姓名”不存在。"),
        ({"name": "x", "action": "attempt_follow_up"}, "请选择回访结果。"),
    ],
)
def test_what_cannot_be_a_macro_is_refused_in_words(
    app: Flask, visit: Visit, given: dict[str, str], sentence: str
) -> None:
    page = visit("supervisor").get("/standard-texts/macros/new").fill(**given).press("保存", status=422)
    assert sentence in page.text
    assert db.session.scalars(db.select(Macro)).all() == []


def test_a_call_that_nobody_took_is_one_press(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.FOLLOW_UP)
    caller = visit(user=office.follow_up)
    make_macro(caller, name="无人接听", action="attempt_follow_up", outcome="no_answer", then="stay")
    page = caller.get(f"/cases/{case.id}").press("无人接听1")
    assert "登记回访：已完成。" in page.text
    assert Action.ATTEMPT_FOLLOW_UP in {event.action for event in db.session.scalars(db.select(CaseEvent))}


@pytest.mark.both_databases
def test_who_shares_gives_a_macro_to_everybody(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.DISPATCHED)
    supervisor = visit(user=office.supervisor)
    page = supervisor.get("/standard-texts/macros/new")
    page.fill(name="一键签收", action="sign_for", is_shared=["y"]).press("保存")
    officer = visit(user=office.officer)
    assert "一键签收1" in officer.get(f"/cases/{case.id}").buttons()
    assert "一键签收" in officer.get("/standard-texts?shared=1").text
    officer.get("/standard-texts/macros/1").press("保存", status=403)
    visit(user=make_user("auditor")).get("/standard-texts", status=403)
