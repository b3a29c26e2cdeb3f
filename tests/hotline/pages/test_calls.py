"""The call on the agent's screen and what it leads to: another case, an older one, a note, its recording."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from config import LOCAL_TIMEZONE
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.notice import Notice
from models.queries.hot_topics import Near
from models.telephone import CallerNote, CallerNoteKind, Exchange, PhoneCall
from models.vocabulary import Action, CaseState
from tests.support.calls import CALLER, Line, call_of, line_of, make_exchange, sit_down, value_of
from tests.support.factories import make_area, make_user, saved
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor
from tests.support.statements import statements

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
HTMX = {"HX-Request": "true"}
MOST_STATEMENTS = 12


@pytest.fixture
def office(app: Flask) -> Office:
    make_exchange(recording_hosts=["pbx.example.cn"])
    office = make_office()
    sit_down(office.agent)
    return office


@pytest.fixture
def line(app: Flask, office: Office) -> Line:
    return line_of(app)


def ring(line: Line, call_id: str = "c-1", **fields: str) -> PhoneCall:
    line.report("newCall", call_id, user="8001", **fields)
    line.report("answer", call_id, user="8001")
    return call_of(call_id)


def screen(visitor: Visitor) -> Page:
    return visitor.get("/calls/current", headers=HTMX)


def note(office: Office, text: str = "听力不便，请放慢语速", days: int = 30, **given: object) -> CallerNote:
    today = datetime.now(LOCAL_TIMEZONE).date()
    index = Office.register(office).citizen.phone_index
    facts = {"number": CALLER, "phone_index": index, "kind": CallerNoteKind.CARE, "text": text}
    facts |= {
        "set_by_id": office.supervisor.id,
        "set_at": datetime.now(UTC),
        "ends_on": today + timedelta(days=days),
    }
    return saved(CallerNote(**{**facts, **given}))


@pytest.mark.both_databases
def test_nothing_is_on_the_screen_while_nobody_rings(office: Office, visit: Visit) -> None:
    assert not screen(visit(user=office.agent)).text


def test_the_screen_shows_who_calls_without_the_number(office: Office, visit: Visit, line: Line) -> None:
    case = office.register()
    line.report("newCall", user="8001")
    agent = visit(user=office.agent)

    ringing = screen(agent)
    line.report("answer", user="8001")
    answered = screen(agent)

    assert "来电 138****2345 振铃中" in ringing.text
    assert "上次登记姓名：王**" in ringing.text
    assert "上次登记姓名：王建国" in answered.text
    for page in (ringing, answered):
        assert CALLER not in page.html
        assert "第 2 次反映" in page.text
        assert "在办 1 件" in page.text
        assert "路灯不亮" in page.text
        assert page.all("a", href=f"/cases/{case.id}")
        assert page.all("span", class_="light")
    line.report("hangup")
    assert "通话已结束，没有登记工单。" in screen(agent).text


@pytest.mark.both_databases
def test_a_call_that_is_taken_up_again_shows_what_was_typed(office: Office, visit: Visit, line: Line) -> None:
    call, agent = ring(line), visit(user=office.agent)
    address = f"/intake?call={call.id}"
    form = agent.get(address)
    names = ("csrf_token", "token", "draft_window", "phone_call_id", "phone")
    sent = {name: value_of(form, name) for name in names} | {"content": "雁滩路水管爆了"}
    agent.post("/intake/draft", MultiDict(sent), status=204)

    again = agent.get(address)
    assert again.texts("textarea", name="content") == ["雁滩路水管爆了"]
    assert "保存的草稿" in again.text
    assert value_of(again, "token") == value_of(form, "token")
    case = office.register()
    assert agent.get(f"{address}&related={case.id}").texts("textarea", name="content") == [""]
    assert visit("agent").get(address).texts("textarea", name="content") == [""]


def test_only_the_agent_whose_call_it_is_sees_it(office: Office, visit: Visit, line: Line) -> None:
    call, other = ring(line), visit("agent")

    assert not screen(other).text
    other.get(f"/calls/{call.id}", status=404)
    assert CALLER not in other.get(f"/intake?call={call.id}").html
    case = office.register()
    other.client.post(f"/calls/{call.id}/cases/{case.id}")
    assert call_of().case_id is None


def test_every_pop_is_in_the_audit_log_once(office: Office, visit: Visit, line: Line) -> None:
    ring(line)
    agent = visit(user=office.agent)
    for _ in range(3):
        screen(agent)
    told = db.session.scalars(db.select(AuditEntry).filter_by(kind="screen_pop")).all()
    assert [(entry.user_id, entry.summary) for entry in told] == [(office.agent.id, "来电弹屏：138****2345")]


def test_a_call_that_rings_for_several_shows_no_history_yet(office: Office, visit: Visit, line: Line) -> None:
    office.register()
    other = make_user("agent", name="other")
    line.report("newCall", **{"user[]": ["8001", "other"]})
    for page in (screen(visit(user=office.agent)), screen(visit(user=other))):
        assert "138****2345" in page.text
        assert "路灯不亮" not in page.text
        assert "登记" not in page.text


def test_who_sits_at_a_telephone_sees_the_waiting_line(office: Office, visit: Visit, line: Line) -> None:
    line.report("newCall", queue="市民热线")
    assert "排队来电 1 个" in screen(visit(user=office.agent)).text
    assert not screen(visit("agent")).text


def test_notes_say_who_set_them_and_when_they_end(office: Office, visit: Visit, line: Line) -> None:
    set_now = note(office)
    note(office, "过期的话", days=-1)
    note(office, "撤销的话", ended_at=datetime.now(UTC))
    ring(line)

    text = screen(visit(user=office.agent)).text

    assert (
        f"特殊照顾听力不便，请放慢语速 {office.supervisor.full_name} 标注，有效至 {set_now.ends_on}" in text
    )
    assert "过期的话" not in text
    assert "撤销的话" not in text


@pytest.mark.both_databases
def test_what_many_of_the_street_report_today_is_said(office: Office, visit: Visit, line: Line) -> None:
    street = make_area(name="皋兰路街道", level="street")
    # A minute ahead, so that midnight may pass in between.
    at = datetime.now(UTC) + timedelta(minutes=1)
    for number in ("13893112345", "13800001111", "13800002222"):
        office.register(area_id=street.id, phone=number, at=at)
    ring(line)
    said = f"今天已有 3 位市民反映皋兰路街道{office.category.name}"
    assert said in screen(visit(user=office.agent)).text


@pytest.mark.both_databases
def test_a_hot_topic_of_the_street_is_said_by_its_title(
    office: Office, visit: Visit, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = make_area(name="皋兰路街道", level="street")
    office.register(area_id=street.id, place_name="天庆雅苑")
    asked: list[object] = []

    def near(*_given: object, **where: object) -> Near:
        asked.append((where["street_id"], where["place_name"]))
        return Near(7, 23, "天庆雅苑 · 停暖")

    monkeypatch.setattr("hotline.call_screen.hot_topics.near", near)
    ring(line)

    assert "今天已有 23 位市民反映：天庆雅苑 · 停暖。" in screen(visit(user=office.agent)).text
    assert asked == [(street.id, "天庆雅苑")]


@pytest.mark.both_databases
def test_one_press_adds_the_call_to_a_case(office: Office, visit: Visit, line: Line) -> None:
    case = office.case_in(CaseState.HANDLING)
    call, agent = ring(line), visit(user=office.agent)

    page = agent.get(f"/calls/{call.id}").press("补充到此单", within="note-form")

    assert page.url.endswith(f"/cases/{case.id}")
    assert f"本次来电已补充到工单 {case.number}。" in page.text
    assert call_of().case_id == case.id
    event = db.session.scalars(db.select(CaseEvent).filter_by(action=Action.ADD_CALL)).one()
    assert (event.case_id, event.note, event.to_state) == (case.id, "诉求人再次来电。", CaseState.HANDLING)
    told = db.session.scalars(db.select(Notice).filter_by(case_id=case.id)).all()
    assert any(f"诉求人再次来电：{case.number}" in notice.title for notice in told)
    assert db.session.query(Case).count() == 1


def test_what_the_caller_adds_is_on_the_timeline(office: Office, visit: Visit, line: Line) -> None:
    office.case_in(CaseState.HANDLING)
    call, agent = ring(line), visit(user=office.agent)
    page = agent.get(f"/calls/{call.id}").fill(note="楼下也不亮").press("补充到此单", within="note-form")
    assert "楼下也不亮" in page.text


def test_a_call_is_added_once_and_to_open_cases_only(office: Office, visit: Visit, line: Line) -> None:
    closed, case = office.case_in(CaseState.CLOSED), office.case_in(CaseState.HANDLING)
    call, agent = ring(line), visit(user=office.agent)
    page = agent.get(f"/calls/{call.id}")

    refused = page.fill(note="x" * 501).press("补充到此单", within="note-form", status=422)
    assert "最多 500 个字" in refused.text
    url, token = f"/calls/{call.id}/cases/", {"csrf_token": value_of(page, "csrf_token")}
    assert agent.client.post(f"{url}{closed.id}", data=token).status_code == 409
    assert agent.client.post(f"{url}{case.id}", data=token).status_code == 303
    assert agent.client.post(f"{url}{case.id}", data=token).status_code == 409
    assert db.session.query(CaseEvent).filter_by(action=Action.ADD_CALL).count() == 1


@pytest.mark.both_databases
def test_one_press_opens_the_form_with_the_number_and_the_case_keeps_the_call(
    office: Office, visit: Visit, line: Line
) -> None:
    call, agent = ring(line), visit(user=office.agent)

    form = screen(agent).follow("登记")
    assert value_of(form, "phone") == CALLER
    assert value_of(form, "call_id") == "c-1"
    form.fill(kind="help", content="路灯又不亮了", category_id=str(office.category.id), name="王建国").press(
        "提交派单"
    )

    case = db.session.scalars(db.select(Case)).one()
    assert call_of().case_id == case.id
    assert "查看已登记的工单" in screen(agent).text
    page = agent.get(f"/cases/{case.id}")
    assert page.all("a", href=f"/calls/{call.id}")
    assert "有录音" not in page.text
    line.report("hangup", recordingUrl="https://pbx.example.cn/1.wav")
    assert "有录音" in agent.get(f"/cases/{case.id}").text


def test_a_department_does_not_see_the_calls(office: Office, visit: Visit, line: Line) -> None:
    case = office.case_in(CaseState.HANDLING)
    call = ring(line)
    call.case_id = case.id
    db.session.commit()
    assert "通话" in visit(user=office.agent).get(f"/cases/{case.id}").text
    page = visit(user=office.officer).get(f"/cases/{case.id}")
    assert not page.all("section", id="calls")


@pytest.mark.both_databases
def test_a_recording_is_opened_with_a_reason_and_written_down(
    office: Office, visit: Visit, line: Line
) -> None:
    call = ring(line)
    line.report("hangup", recordingUrl="https://pbx.example.cn/1.wav")
    own, supervisor = visit(user=office.agent), visit(user=office.supervisor)

    page = own.get(f"/calls/{call.id}").press("调听录音")
    assert page.all("a", href="https://pbx.example.cn/1.wav")
    refused = supervisor.get(f"/calls/{call.id}").press("调听录音", status=422)
    assert "请填写调听录音的理由。" in refused.text
    page = supervisor.get(f"/calls/{call.id}").fill(reason="质检抽查").press("调听录音")
    assert page.all("a", href="https://pbx.example.cn/1.wav")
    visit(user=office.dispatcher).get(f"/calls/{call.id}", status=404)
    told = db.session.scalars(db.select(AuditEntry.summary).filter_by(kind="listen_recording")).all()
    assert list(told) == ["本人接听的通话", "质检抽查"]


@pytest.mark.both_databases
def test_the_list_is_ones_own_or_everybodys(office: Office, visit: Visit, line: Line) -> None:
    ring(line)
    line.report("hangup")
    line.report("newCall", "c-2", queue="市民热线", **{"from": "13800001111"})
    line.report("hangup", "c-2", cause="cancel", **{"from": "13800001111"})

    own, supervisor = visit(user=office.agent).get("/calls"), visit(user=office.supervisor)

    assert "138****2345" in own.text
    assert "138****1111" not in own.text
    everything = supervisor.get("/calls")
    assert "138****2345" in everything.text
    assert "138****1111" in everything.text
    missed = supervisor.get("/calls?state=missed")
    assert "138****2345" not in missed.text
    today = datetime.now(LOCAL_TIMEZONE).date()
    assert "138****1111" in supervisor.get(f"/calls?day={today}&unlinked=y").text
    assert "没有这样的通话。" in supervisor.get("/calls?day=2020-01-01").text
    supervisor.get("/calls?state=odd", status=422)


@pytest.mark.both_databases
def test_the_list_goes_on_by_pages(office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hotline.pages.calls.PAGE", 2)
    at = datetime.now(UTC)
    exchange = db.session.scalars(db.select(Exchange)).one()
    for number in range(5):
        facts = {
            "exchange_id": exchange.id,
            "external_id": f"p-{number}",
            "direction": "in",
            "state": "missed",
        }
        db.session.add(
            PhoneCall(**facts, agent_id=office.agent.id, rang_at=at - timedelta(minutes=number // 2))
        )
    db.session.commit()
    page, seen = visit(user=office.agent).get("/calls"), 0
    while True:
        seen += len(page.all("a", class_="row-link"))
        if "下一页" not in page.links():
            break
        page = page.follow("下一页")
    assert seen == 5


@pytest.mark.both_databases
def test_an_extension_is_one_persons(office: Office, visit: Visit) -> None:
    page = visit("agent").get("/calls").fill(extension="8001").press("就座")
    assert f"分机 8001 已由{office.agent.full_name}使用。" in page.text
    page = page.fill(extension="8 0").press("就座")
    assert "分机号为 1 至 32 位数字或字母。" in page.text
    page = page.fill(extension="8002").press("就座")
    assert "分机 8002" in page.text
    page = page.press("离座")
    assert "已离座" in page.text
    page.fill(extension="8002").press("就座")


@pytest.mark.both_databases
def test_a_note_is_set_from_a_call_and_ended_by_who_may(office: Office, visit: Visit, line: Line) -> None:
    call, agent, other = ring(line), visit(user=office.agent), visit("agent")
    form = agent.get(f"/calls/{call.id}/note")

    assert (
        "标注的截止日期应在今天起一年以内。"
        in form.fill(text="说方言", ends_on="2020-01-01").press("保存标注", status=422).text
    )
    lasts = datetime.now(LOCAL_TIMEZONE).date() + timedelta(days=90)
    page = form.fill(kind="language", text="说东乡语，需要翻译", ends_on=f"{lasts}").press("保存标注")
    assert "标注已保存" in page.text
    assert "说东乡语，需要翻译" in screen(agent).text
    other.get(f"/calls/{call.id}/note", status=404)
    notes = other.get("/caller-notes")
    assert "138****2345" in notes.text
    assert "撤销" not in notes.buttons()
    page = visit(user=office.supervisor).get("/caller-notes").press("撤销")
    assert "标注已撤销。" in page.text
    assert "没有有效的来电标注。" in page.text
    stored = db.session.execute(db.text("SELECT number, text FROM caller_note")).one()
    assert CALLER not in stored.number
    assert "东乡" not in stored.text


def test_the_intake_panel_shows_notes_too(office: Office, visit: Visit) -> None:
    note(office)
    agent = visit(user=office.agent)
    token = value_of(agent.get("/intake"), "csrf_token")
    answer = agent.client.post("/intake/caller", data={"phone": CALLER, "csrf_token": token})
    assert "听力不便，请放慢语速" in answer.text


@pytest.mark.both_databases
def test_the_simulator_rings_where_an_exchange_is_there_for_training(office: Office, visit: Visit) -> None:
    agent = visit(user=office.agent)
    assert "还没有用于演练的交换机" in agent.get("/telephone/simulator").text
    make_exchange("another", name="演练", is_training=True)
    case = office.register()

    page = agent.get("/telephone/simulator").fill(caller=str(case.id)).press("来电")
    assert "138****2345" in page.text
    assert CALLER not in page.html
    assert "演练" in screen(agent).text
    page = page.press("接听")
    assert "通话中" in page.text
    page = page.press("挂断")
    assert "已结束" in page.text
    call = db.session.scalars(db.select(PhoneCall)).one()
    assert (call.number, call.agent_id) == (CALLER, office.agent.id)
    page = page.fill(number="1", target="queue").press("来电")
    assert "振铃中" in page.text
    agent.get("/telephone/simulator?call=999999", status=404)


def test_nobody_ends_a_real_call_on_the_simulator(office: Office, visit: Visit, line: Line) -> None:
    call, agent = ring(line), visit(user=office.agent)
    token = value_of(agent.get("/intake"), "csrf_token")
    answer = agent.client.post(f"/telephone/simulator/{call.id}/hangup", data={"csrf_token": token})
    assert answer.status_code == 404
    assert call_of().ended_at is None


@pytest.mark.one_database
def test_the_screen_costs_few_statements(office: Office, visit: Visit, line: Line) -> None:
    for _ in range(4):
        office.register()
    note(office)
    ring(line)
    agent = visit(user=office.agent)
    screen(agent)
    with statements() as sent:
        screen(agent)
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)
