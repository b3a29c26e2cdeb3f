"""The supervisor's board of calls, a draft as its agent has saved it, and taking both over without losing a word."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.intake_draft import IntakeDraft
from models.queries import call_events
from models.vocabulary import Permission
from tests.support.calls import CALLER, Line, call_of, line_of, make_exchange, sit_down, talk, value_of
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def office(app: Flask) -> Office:
    make_exchange()
    office = make_office()
    sit_down(office.agent)
    return office


@pytest.fixture
def line(app: Flask, office: Office) -> Line:
    return line_of(app)


def typing(agent: Visitor, call_id: int, **words: str) -> dict[str, str]:
    """Open the form of the call; return what its page sends with these words."""
    form = agent.get(f"/intake?call={call_id}")
    names = ("csrf_token", "token", "draft_window", "draft_version", "phone_call_id", "phone")
    return {name: value_of(form, name) for name in names} | words


def save(agent: Visitor, sent: dict[str, str]) -> tuple[int, str]:
    answer = agent.client.post("/intake/draft", data=sent, headers={"X-Autosave": "1"})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.both_databases
def test_the_board_shows_who_talks_how_long_and_about_what(office: Office, visit: Visit, line: Line) -> None:
    agent, call_id = visit(user=office.agent), talk(line)
    save(agent, typing(agent, call_id, content="雁滩路水管爆了", name="王建国", district_id="7"))
    supervisor = visit(user=office.supervisor)

    page = supervisor.get("/calls/board")
    (row,) = page.rows()
    assert row[0] == office.agent.full_name
    assert row[1:5] == ["通话中", row[2], "138****2345", "雁滩路水管爆了"]
    live = page.follow(office.agent.full_name)
    assert "诉求内容 雁滩路水管爆了" in live.text
    assert CALLER not in live.html
    piece = supervisor.get(f"/calls/{call_id}/live", headers=HTMX)
    assert "雁滩路水管爆了" in piece.text
    assert not piece.all("nav")
    told = db.session.scalars(db.select(AuditEntry).filter_by(kind="watch_call")).all()
    assert [(entry.user_id, entry.summary) for entry in told] == [
        (office.supervisor.id, f"138****2345 {office.agent.full_name}")
    ]
    line.report("hangup")
    assert "现在没有正在进行的通话。" in supervisor.get("/calls/board").text
    visit(user=office.agent).get("/calls/board", status=403)
    visit(user=office.agent).get(f"/calls/{call_id}/live", status=403)


def taken(visit: Visit, office: Office, call_id: int) -> tuple[Visitor, Page]:
    supervisor = visit(user=office.supervisor)
    return supervisor, supervisor.get(f"/calls/{call_id}/live").press("接管通话")


@pytest.mark.both_databases
def test_call_and_draft_go_to_the_supervisor_and_not_a_word_is_lost(
    office: Office, visit: Visit, line: Line
) -> None:
    agent, call_id = visit(user=office.agent), talk(line)
    sent = typing(
        agent, call_id, content="雁滩路水管爆了", name="王建国", category_id=str(office.category.id)
    )
    assert save(agent, sent)[0] == 204

    supervisor, form = taken(visit, office, call_id)

    assert form.all("textarea", name="content")[0].text.strip() == "雁滩路水管爆了"
    assert value_of(form, "phone_call_id") == str(call_id)
    assert call_of().agent_id == office.supervisor.id
    notice = f"本次通话已由{office.supervisor.full_name}接管，您写的内容已保留。"
    assert notice in agent.get("/calls/current", headers=HTMX).text
    assert notice in agent.get(f"/calls/{call_id}/ending", headers=HTMX).text
    # What was under way from the agent's page when the draft had gone.
    assert save(agent, sent | {"content": "雁滩路水管爆了，三户进水"}) == (409, notice)
    beside = supervisor.get(f"/calls/{call_id}/ending", headers=HTMX)
    assert "原坐席在接管后还写了 1 项" in beside.text
    assert "雁滩路水管爆了，三户进水" in beside.text
    assert "雁滩路水管爆了，三户进水" in supervisor.get(f"/calls/{call_id}").text
    stored = db.session.execute(db.text("SELECT late FROM call_take_over")).scalar_one()
    assert "进水" not in stored
    # Pressing submit makes no second case.
    pressed = agent.client.post("/intake", data=sent | {"kind": "help", "step": "submit"})
    assert pressed.status_code == 303
    assert db.session.query(Case).count() == 0
    form.fill(kind="help").press("提交派单")
    assert (db.session.query(Case).count(), call_of().case_id is None) == (1, False)
    assert (
        f"{office.supervisor.full_name}从{office.agent.full_name}接管"
        in supervisor.get(f"/calls/{call_id}").text
    )
    summaries = db.session.scalars(db.select(AuditEntry.summary).filter_by(kind="take_over_call")).all()
    assert list(summaries) == [f"138****2345 原坐席：{office.agent.full_name}"]


@pytest.mark.both_databases
def test_both_screens_are_woken_and_the_exchange_gives_nothing_back(
    office: Office, visit: Visit, line: Line
) -> None:
    call_id = talk(line)
    before = max(number for number, _ in call_events.after(0))
    supervisor, form = taken(visit, office, call_id)
    assert "原坐席没有写内容" in form.text
    assert {who for _, who in call_events.after(before)} == {office.agent.id, office.supervisor.id}
    line.report("answer", user="8001")
    assert call_of().agent_id == office.supervisor.id
    assert not db.session.query(IntakeDraft).count()
    refused = supervisor.client.post(
        f"/calls/{call_id}/take-over", data={"csrf_token": value_of(form, "csrf_token")}
    )
    assert refused.status_code == 409


def test_other_drafts_of_the_agent_stay_theirs(office: Office, visit: Visit, line: Line) -> None:
    agent, call_id = visit(user=office.agent), talk(line)
    other = typing(agent, call_id, content="窗口来访的事", phone_call_id="")
    save(agent, other)
    taken(visit, office, call_id)
    assert (
        save(agent, other | {"content": "窗口来访的事，补充", "draft_version": version_of(other)})[0] == 204
    )


def version_of(sent: dict[str, str]) -> str:
    db.session.rollback()
    draft = db.session.scalars(db.select(IntakeDraft).filter_by(token=sent["token"])).one()
    return draft.saved_at.isoformat()


def test_a_confidential_desk_is_not_looked_into(office: Office, visit: Visit, line: Line) -> None:
    sit_down(office.psych, "8002")
    for step in ("newCall", "answer"):
        line.report(step, "p-1", user="8002")
    call_id = call_of("p-1").id
    desk = visit(user=office.psych)
    save(desk, typing(desk, call_id, content="不想活了"))
    supervisor = visit(user=office.supervisor)
    page = supervisor.get("/calls/board")
    assert "专席，不开放" in page.text
    assert "不想活了" not in page.text
    supervisor.get(f"/calls/{call_id}/live", status=403)
    data = {"csrf_token": value_of(page, "csrf_token")}
    assert supervisor.client.post(f"/calls/{call_id}/take-over", data=data).status_code == 403
    assert call_of("p-1").agent_id == office.psych.id


def test_who_may_not_register_does_not_take_over(office: Office, visit: Visit, line: Line) -> None:
    call_id = talk(line)
    role = office.supervisor.roles[0]
    role.permissions = [each for each in role.permissions if each != Permission.REGISTER_CASE]
    db.session.commit()
    supervisor = visit(user=office.supervisor)
    page = supervisor.get(f"/calls/{call_id}/live")
    assert "接管通话" not in page.buttons()
    data = {"csrf_token": value_of(page, "csrf_token")}
    assert supervisor.client.post(f"/calls/{call_id}/take-over", data=data).status_code == 403
    line.report("hangup")
    assert call_of().agent_id == office.agent.id
