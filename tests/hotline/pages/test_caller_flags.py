"""Flags on callers who harass: evidence, a second person's decision, their last day, appeals, and that no call is blocked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from config import LOCAL_TIMEZONE
from models.audit_entry import AuditEntry
from models.base import db
from models.caller_flag import CallerFlag, FlagState
from models.notice import Notice
from tests.support.calls import CALLER, Line, call_of, line_of, make_exchange, sit_down, talk, value_of
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor
from workflows import caller_flags

# What is asked here is the same on both databases; the tables are made on both by tests/migrations.
pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]
HTMX = {"HX-Request": "true"}
SHOWN = "请照常接听受理，先听有无险情。"


@pytest.fixture
def office(app: Flask) -> Office:
    make_exchange()
    office = make_office()
    sit_down(office.agent)
    return office


@pytest.fixture
def line(app: Flask, office: Office) -> Line:
    return line_of(app)


def flag() -> CallerFlag:
    db.session.rollback()
    return db.session.scalars(db.select(CallerFlag).order_by(CallerFlag.id.desc())).first()


def proposed(visit: Visit, office: Office, line: Line, **more: str) -> Page:
    talk(line, "c-0")
    agent = visit(user=office.agent)
    page = agent.get(f"/calls/{talk(line)}/flag")
    return page.fill(reason="夜间来电十一次，辱骂接线员。", **more).press("提请主管审批")


def in_force(visit: Visit, office: Office, line: Line) -> Visitor:
    proposed(visit, office, line)
    supervisor = visit(user=office.supervisor)
    supervisor.get(f"/caller-flags/{flag().id}/approval").press("批准")
    return supervisor


def told_of(title: str) -> set[int | None]:
    """Return who was told so, having checked that the number is masked."""
    notices = db.session.scalars(db.select(Notice).filter_by(title=title)).all()
    assert not [notice for notice in notices if CALLER in notice.body or "138****2345" not in notice.body]
    return {notice.user_id for notice in notices}


def screen(visitor: Visitor) -> Page:
    return visitor.get("/calls/current", headers=HTMX)


@pytest.mark.both_databases
def test_an_agent_proposes_with_evidence_and_another_person_approves(
    office: Office, visit: Visit, line: Line
) -> None:
    case, earlier, decider = office.register(), talk(line, "c-0"), office.supervisor
    page = proposed(visit, office, line, calls=str(earlier), cases=str(case.id))

    assert "夜间来电十一次，辱骂接线员。" in page.text
    assert case.number in page.text
    assert CALLER not in page.html
    assert [call.external_id for call in flag().calls] == ["c-0", "c-1"], "the call itself is evidence always"
    assert SHOWN not in screen(visit(user=office.agent)).text
    assert told_of("提请骚扰标记，待审批") == {decider.id}
    approved = (
        visit(user=office.supervisor)
        .get("/caller-flags?standing=pending")
        .follow("138****2345")
        .follow("批准")
    )
    approved.fill(decision="录音属实").press("批准")

    ends_on = datetime.now(LOCAL_TIMEZONE).date() + timedelta(days=90)
    names = f"{office.agent.full_name} 提请，{office.supervisor.full_name} 批准，有效至 {ends_on}"
    agent = visit(user=office.agent)
    assert f"骚扰标记{SHOWN} {names}" in screen(agent).text
    token = value_of(agent.get("/intake"), "csrf_token")
    beside = agent.client.post("/intake/caller", data={"phone": CALLER, "csrf_token": token})
    assert names in beside.text
    assert "登记" in screen(agent).text, "the call is taken as any other"
    told = db.session.scalars(db.select(AuditEntry).where(AuditEntry.object_type == "caller_flag")).all()
    assert [(entry.kind, entry.user_id) for entry in told] == [
        ("propose_flag", office.agent.id),
        ("approve_flag", office.supervisor.id),
    ]
    assert not any(CALLER in entry.summary or "辱骂" in entry.summary for entry in told)
    stored = db.session.execute(db.text("SELECT number, reason FROM caller_flag")).one()
    assert CALLER not in stored.number
    assert "辱骂" not in stored.reason


@pytest.mark.both_databases
def test_who_proposed_does_not_decide(office: Office, visit: Visit, line: Line) -> None:
    proposed(visit, office, line)
    row = flag()
    row.proposed_by_id = office.supervisor.id
    db.session.commit()
    supervisor = visit(user=office.supervisor)
    assert "须由他人审批" in supervisor.get(f"/caller-flags/{row.id}").text
    refused = supervisor.get(f"/caller-flags/{row.id}/approval").press("批准", status=403)
    assert "骚扰标记须由提请人以外的人审批。" in refused.text
    visit(user=office.agent).get(f"/caller-flags/{row.id}/approval", status=403)
    assert flag().state is FlagState.PENDING


def test_a_proposal_is_refused_with_words_and_may_come_again(
    office: Office, visit: Visit, line: Line
) -> None:
    proposed(visit, office, line)
    agent = visit(user=office.agent)
    again = agent.get(f"/calls/{call_of().id}/flag").fill(reason="再次").press("提请主管审批", status=409)
    assert "该号码已有待审批的骚扰标记，不能重复提请。" in again.text
    page = visit(user=office.supervisor).get(f"/caller-flags/{flag().id}/refusal")
    assert "请填写说明。" in page.press("不批准", status=422).text
    page.fill(words="只是催办").press("不批准")
    assert flag().state is FlagState.REFUSED
    assert SHOWN not in screen(agent).text
    agent.get(f"/calls/{call_of().id}/flag").fill(reason="又来").press("提请主管审批")
    assert flag().state is FlagState.PENDING


def test_a_flag_ends_by_itself_and_not_later_than_half_a_year(
    office: Office, visit: Visit, line: Line
) -> None:
    proposed(visit, office, line)
    supervisor, today = visit(user=office.supervisor), datetime.now(LOCAL_TIMEZONE).date()
    form = supervisor.get(f"/caller-flags/{flag().id}/approval")
    for wrong in (today - timedelta(days=1), today + timedelta(days=181)):
        assert "180 天以内。" in form.fill(ends_on=str(wrong)).press("批准", status=422).text
    form.fill(ends_on=str(today)).press("批准")
    assert SHOWN in screen(visit(user=office.agent)).text
    row = flag()
    row.ends_on = today - timedelta(days=1)
    db.session.commit()
    assert SHOWN not in screen(visit(user=office.agent)).text
    assert "已到期" in supervisor.get("/caller-flags?standing=over").text
    late = supervisor.get(f"/caller-flags/{row.id}/end").fill(words="错了").press("撤销标记", status=409)
    assert "该标记不在有效期内。" in late.text
    visit(user=office.agent).get(f"/calls/{call_of().id}/flag").fill(reason="又来").press("提请主管审批")


def test_it_is_ended_before_its_time_with_words(office: Office, visit: Visit, line: Line) -> None:
    supervisor = in_force(visit, office, line)
    page = (
        supervisor.get(f"/caller-flags/{flag().id}").follow("撤销标记").fill(words="已道歉").press("撤销标记")
    )
    assert "已道歉" in page.text
    assert SHOWN not in screen(visit(user=office.agent)).text
    assert "现有有效标记 0 个" in supervisor.get("/caller-flags").text


def test_an_appeal_is_answered_by_who_had_no_part_in_it(office: Office, visit: Visit, line: Line) -> None:
    supervisor = in_force(visit, office, line)
    agent = visit(user=office.agent)
    form = agent.get(f"/caller-flags/{flag().id}/appeal")
    form.fill(words="那天喝多了，以后不会。").press("登记申诉")
    form = agent.get(f"/caller-flags/{flag().id}/appeal")
    assert "该标记的申诉正在处理。" in form.fill(words="再次").press("登记申诉", status=409).text
    assert "138****2345" in supervisor.get("/caller-flags?standing=appealed").text

    own = (
        supervisor.get(f"/caller-flags/{flag().id}/appeal-answer")
        .fill(words="维持")
        .press("维持标记", status=403)
    )
    assert "申诉须由提请人和批准人以外的人复核" in own.text
    head = visit(user=office.head)
    page = (
        head.get(f"/caller-flags/{flag().id}/appeal-answer").fill(words="录音属实，维持。").press("维持标记")
    )
    assert "录音属实，维持。" in page.text
    assert "那天喝多了" in page.text
    assert not flag().is_appealed
    form = agent.get(f"/caller-flags/{flag().id}/appeal").fill(words="还是不服").press("登记申诉")
    assert told_of("骚扰标记申诉，待复核") == {office.head.id}
    supervisor.get(f"/caller-flags/{flag().id}/end").fill(words="申诉成立").press("撤销标记")
    assert (flag().state, flag().appeal_answer) == (FlagState.ENDED, "申诉成立")


def test_the_numbers_of_the_list_are_its_rows(office: Office, visit: Visit, line: Line) -> None:
    supervisor = in_force(visit, office, line)
    today = datetime.now(LOCAL_TIMEZONE).date()
    page = supervisor.get(f"/caller-flags?standing=live&day={today}&until={today}")
    assert len(page.rows()) == 1
    assert "现有有效标记 1 个，待审批 0 个。" in page.text
    assert "没有这样的标记。" in supervisor.get("/caller-flags?until=2020-01-01").text
    supervisor.get("/caller-flags?day=odd", status=422)
    visit(user=office.officer).get("/caller-flags", status=403)


def test_a_call_without_a_number_and_others_calls_cannot_be_flagged(
    office: Office, visit: Visit, line: Line
) -> None:
    for step in ("newCall", "answer"):
        line.report(step, "nobody", user="8001", **{"from": "anonymous"})
    agent = visit(user=office.agent)
    page = (
        agent.get(f"/calls/{call_of('nobody').id}/flag").fill(reason="无声").press("提请主管审批", status=409)
    )
    assert "本次来电没有号码，不能提请标记。" in page.text
    visit(user=office.person("agent")).get(f"/calls/{call_of('nobody').id}/flag", status=404)


@pytest.mark.both_databases
def test_evidence_of_another_number_is_refused(office: Office, app: Flask, line: Line) -> None:
    mine, other = call_of_number(line, "c-1", CALLER), call_of_number(line, "c-2", "13800001111")
    with pytest.raises(Exception, match="只能选择同一号码的通话。"):
        caller_flags.propose(mine, "骚扰", [other], [], by=office.agent, at=datetime.now(UTC))


def call_of_number(line: Line, call_id: str, number: str) -> object:
    for step in ("newCall", "answer"):
        line.report(step, call_id, user="8001", **{"from": number})
    return call_of(call_id)
