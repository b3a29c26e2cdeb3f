"""Asking for decent language in steps, the reason of a call that led to no case, and the counts by reason."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.dictionary import Ground, QuickReply
from models.telephone import Exchange
from tests.support.calls import Line, call_of, line_of, make_exchange, sit_down
from tests.support.factories import saved
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(app: Flask) -> Office:
    make_exchange()
    office = make_office()
    sit_down(office.agent)
    for code, name in (("silent", "无声来电"), ("abuse", "骚扰或辱骂")):
        saved(Ground(kind="call_end", code=code, name=name))
    for number, body in enumerate(("请您使用文明用语。", "我再次提醒您。", "现在结束通话。"), 1):
        saved(QuickReply(code=f"warning_{number}", kind="warning", title=f"第 {number} 步", body=body))
    return office


@pytest.fixture
def line(app: Flask, office: Office) -> Line:
    return line_of(app)


def talk(line: Line, call_id: str = "c-1", *, hangs_up: bool = True) -> None:
    for step in ("newCall", "answer", "hangup")[: 3 if hangs_up else 2]:
        line.report(step, call_id, user="8001")


def screen(visitor: Visitor) -> Page:
    return visitor.get("/calls/current", headers=HTMX)


def test_a_call_without_a_case_asks_why_and_one_key_tells(office: Office, visit: Visit, line: Line) -> None:
    talk(line)
    agent = visit(user=office.agent)

    asked = screen(agent)
    assert "通话已结束，没有登记工单。请选择结束原因：" in asked.text
    keys = {each.get("data-alt-key"): each.get("value") for each in asked.all("button", name="code")}
    assert keys == {"1": "silent", "2": "abuse"}
    told = agent.get(f"/calls/{call_of().id}").press("无声来电")

    assert "结束原因已记录。" in told.text
    assert call_of().end_code == "silent"
    assert not screen(agent).text, "nothing more is asked"
    summaries = db.session.scalars(db.select(AuditEntry.summary).filter_by(kind="say_call_end")).all()
    assert list(summaries) == ["138****2345 无声来电"]


@pytest.mark.one_database
def test_a_call_that_goes_on_comes_before_one_that_lacks_its_reason(
    office: Office, visit: Visit, line: Line
) -> None:
    talk(line)
    talk(line, "c-2", hangs_up=False)
    assert screen(visit(user=office.agent)).all("section", **{"data-call": str(call_of("c-2").id)})


def test_a_call_that_its_exchange_lost_does_not_stand_before_the_next_ones_question(
    office: Office, visit: Visit, line: Line
) -> None:
    agent = visit(user=office.agent)
    talk(line, "lost", hangs_up=False)
    agent.get(f"/calls/{call_of('lost').id}/ending", headers=HTMX).press("无声来电")
    assert screen(agent).all("section", **{"data-call": str(call_of("lost").id)})
    talk(line, "next")

    assert screen(agent).all("section", **{"data-call": str(call_of("next").id)})
    assert "通话已结束，没有登记工单。" in screen(agent).text


@pytest.mark.one_database
def test_only_answered_calls_of_citizens_are_asked_about(office: Office, visit: Visit, line: Line) -> None:
    line.report("newCall", "missed", user="8001")
    line.report("hangup", "missed", user="8001", cause="cancel")
    for step in ("newCall", "answer", "hangup"):
        line.report(step, "out", user="8001", direction="out", to="13800001111")
    agent = visit(user=office.agent)
    assert not screen(agent).text
    token = {
        "csrf_token": agent.get("/intake").all("input", name="csrf_token")[0].get("value"),
        "code": "silent",
    }
    for call_id in ("missed", "out"):
        answer = agent.client.post(f"/calls/{call_of(call_id).id}/ending", data=token)
        assert answer.status_code == 409


@pytest.mark.one_database
def test_a_case_takes_the_place_of_a_reason_and_a_reason_not_of_a_case(
    office: Office, visit: Visit, line: Line
) -> None:
    talk(line)
    agent = visit(user=office.agent)
    page = agent.get(f"/calls/{call_of().id}")
    page.press("无声来电")
    agent.get(f"/intake?call={call_of().id}").fill(
        kind="help", content="路灯又不亮了", category_id=str(office.category.id), name="王建国"
    ).press("提交派单")
    assert (call_of().end_code, call_of().case_id is None) == (None, False)
    refused = page.press("骚扰或辱骂", status=409)
    assert "本次通话已登记到工单，不需要填写结束原因。" in refused.text


def test_what_is_no_reason_is_refused_and_others_calls_are_not_found(
    office: Office, visit: Visit, line: Line
) -> None:
    talk(line)
    agent, other = visit(user=office.agent), visit("agent")
    for visitor, code, status in ((agent, "odd", 409), (other, "silent", 404)):
        token = visitor.get("/intake").all("input", name="csrf_token")[0].get("value")
        data = {"csrf_token": token, "code": code}
        assert visitor.client.post(f"/calls/{call_of().id}/ending", data=data).status_code == status
    other.get(f"/calls/{call_of().id}/ending", status=404)
    assert call_of().end_code is None


@pytest.mark.one_database
def test_decent_language_is_asked_for_in_steps_and_then_the_call_ends(
    office: Office, visit: Visit, line: Line
) -> None:
    talk(line, hangs_up=False)
    agent = visit(user=office.agent)
    beside = agent.get(f"/calls/{call_of().id}/ending", headers=HTMX)
    assert beside.all("button", **{"data-alt-key": "u"})

    page = agent.get(f"/calls/{call_of().id}").press("文明用语提醒")
    assert "第 1 步：请您使用文明用语。" in page.text
    page = page.press("文明用语：再提醒")
    assert "第 2 步：我再次提醒您。" in page.text
    again = page.press("文明用语：再提醒")
    page.press("文明用语：再提醒")
    assert call_of().warnings == 3, "the same press twice is one step"
    assert "第 3 步：现在结束通话。" in again.text
    assert "文明用语：再提醒" not in again.buttons()
    again.press("骚扰或辱骂")
    assert (call_of().end_code, call_of().ended_at) == ("abuse", None)
    line.report("hangup")
    assert not screen(agent).text
    assert "138****2345 第 3 次提醒" in list(db.session.scalars(db.select(AuditEntry.summary)))


@pytest.mark.one_database
def test_the_intake_form_of_the_call_has_the_steps_beside_it(
    office: Office, visit: Visit, line: Line
) -> None:
    talk(line, hangs_up=False)
    agent = visit(user=office.agent)
    place = agent.get(f"/intake?call={call_of().id}").all("div", class_="call-place")
    assert [each.get("hx-get") for each in place] == [f"/calls/{call_of().id}/ending"]
    assert not agent.get("/intake").all("div", class_="call-place")


def test_each_number_of_the_counts_leads_to_its_calls(office: Office, visit: Visit, line: Line) -> None:
    for number in range(4):
        talk(line, f"c-{number}")
    agent = visit(user=office.agent)
    for number, reason in enumerate(("无声来电", "无声来电", "骚扰或辱骂")):
        agent.get(f"/calls/{call_of(f'c-{number}').id}").press(reason)
    make_exchange("played", name="演练", is_training=True)
    played = Line(line.client, "played")
    talk(played, "p-1")
    case = office.register()
    talk(line, "c-9")
    call_of("c-9").case_id = case.id
    db.session.commit()
    assert db.session.query(Exchange).count() == 2

    page = visit(user=office.supervisor).get("/calls/endings")

    counted = {row[0]: row[1:] for row in page.rows()}
    assert counted == {
        "已登记工单": ["1", "20.0%"],
        "无声来电": ["2", "40.0%"],
        "骚扰或辱骂": ["1", "20.0%"],
        "未填原因": ["1", "20.0%"],
    }
    for name, (number, _) in counted.items():
        link = next(each for each in page.all("a") if each.get("aria-label") == f"{name} {number}")
        assert len(visit(user=office.supervisor).get(link.get("href")).rows()) == int(number), name
    total = next(each for each in page.all("a") if "ending=any" in (each.get("href") or ""))
    assert len(visit(user=office.supervisor).get(total.get("href")).rows()) == 5
    assert "这段时间没有接通的来电。" in visit(user=office.person("agent")).get("/calls/endings").text
    visit(user=office.supervisor).get("/calls/endings?day=odd", status=422)
