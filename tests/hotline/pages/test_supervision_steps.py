"""Urging and supervising from the case page, by the people whose steps they are."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import supervisions
from models.supervision import Supervision
from models.vocabulary import CaseState, SupervisionKind, SupervisionLevel, SupervisionState, Trigger
from tests.support.factories import make_category, make_rule
from tests.support.office import Office, again, make_office
from tests.support.pages import Visitor
from workflows import supervision
from workflows.limit import Limit

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def orders_of(case: Case) -> list[Supervision]:
    rows = supervisions.of_case(case.id)
    return [row for row in rows if row.kind is SupervisionKind.ORDER]


def ordered(office: Office, case: Case) -> Supervision:
    row = supervision.order(
        again(case),
        by=office.supervisor,
        at=datetime.now(UTC),
        level=SupervisionLevel.ORDER,
        reason="反复来电",
        requirement="三日内修复。",
        limit=Limit.parse("3wd"),
    )
    db.session.commit()
    return row


def test_a_reminder_and_the_next_one_too_soon(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    dispatcher = visit(user=office.dispatcher)

    page = dispatcher.get(f"/cases/{case.id}").follow("催办").fill(note="请今日回复").press("催办")
    assert "催办：已完成。" in page.text
    assert "请今日回复" in page.text

    again_ = page.follow("催办").press("催办", status=409)
    assert "该工单 10 分钟内已催办过，请稍后再催。" in again_.text


def test_an_order_is_issued_answered_returned_answered_and_struck_off(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    supervisor, officer = visit(user=office.supervisor), visit(user=office.officer)
    url = f"/cases/{case.id}"

    form = supervisor.get(url).follow("督办").fill(reason="反复来电未解决", days="2")
    form.fill(requirement="两日内修复并书面回复。").press("督办")
    (row,) = orders_of(case)
    assert (row.reply_limit, row.trigger, row.level) == ("2wd", Trigger.MANUAL, SupervisionLevel.ORDER)
    assert "两日内修复并书面回复。" in officer.get(url).follow("回复督办").text

    officer.get(url).follow("回复督办").fill(note="已更换灯具。").press("回复督办")
    supervisor.get(url).follow("督办退回再办").fill(note="未附照片").press("督办退回再办")
    page = officer.get(url).follow("回复督办")
    assert "未附照片" in page.text
    page.fill(note="照片已上传。").press("回复督办")
    done = supervisor.get(url).follow("督办销号").press("督办销号")

    assert "督办销号：已完成。" in done.text
    db.session.expire_all()
    (row,) = orders_of(case)
    assert (row.state, row.round) == (SupervisionState.CONFIRMED, 2)


def test_a_leaders_instruction_becomes_an_order_in_their_name(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)

    page = visit(user=office.leader).get(f"/cases/{case.id}").follow("督办")
    page.fill(reason="请城管委本周内解决。").press("督办")

    (row,) = orders_of(case)
    assert row.trigger is Trigger.LEADER_INSTRUCTION
    assert row.reason == f"{office.leader.full_name}批示：请城管委本周内解决。"


def test_an_order_that_lacks_something_is_asked_for_again(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)

    form = visit(user=office.supervisor).get(f"/cases/{case.id}/supervision")
    refused = form.fill(reason="", days="0", requirement="").press("督办", status=422)

    assert "请填写督办事由；领导批示件请录入批示原文。" in refused.text
    assert "请填写 1 至 90 的整数。" in refused.text
    assert "请填写督办要求。" in refused.text
    assert not orders_of(case)


@pytest.mark.both_databases
def test_one_of_several_orders_is_answered(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    first, second = ordered(office, case), ordered(office, case)

    page = visit(user=office.officer).get(f"/cases/{case.id}/supervision/reply")
    page.fill(order_id=str(first.id), note="已办").press("回复督办")

    db.session.expire_all()
    assert [row.state for row in orders_of(case)] == [SupervisionState.REPLIED, SupervisionState.OPEN]
    assert second.state is SupervisionState.OPEN


def test_an_order_of_another_case_or_department_is_not_offered(office: Office, visit: Visit) -> None:
    mine, other = office.case_in(CaseState.HANDLING), office.case_in(CaseState.HANDLING)
    ordered(office, mine)
    foreign = ordered(office, other)
    officer = visit(user=office.officer)

    page = officer.get(f"/cases/{mine.id}/supervision/reply").fill(order_id=str(foreign.id), note="x")
    page.press("回复督办", status=422)
    stranger = visit(user=office.person("officer", department=office.other))
    stranger.get(f"/cases/{mine.id}/supervision/reply", status=404)

    assert orders_of(other)[0].state is SupervisionState.OPEN


def test_two_supervisors_at_once_one_is_told(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    row = ordered(office, case)
    supervision.reply(again(case), row, by=office.officer, at=datetime.now(UTC), note="已办")
    db.session.commit()
    url = f"/cases/{case.id}/supervision/confirmation"
    first, second = visit(user=office.supervisor).get(url), visit(user=office.head).get(url)

    first.press("督办销号")
    refused = second.fill(note="同意").press("督办销号", status=409)

    assert "这条记录刚被他人更新" in refused.text
    assert "同意" in refused.html


def test_a_hazard_is_taken_with_a_word_on_it(office: Office, visit: Visit) -> None:
    leak = make_category(name="燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=leak)
    case = office.register(category_id=leak.id)
    supervisor = visit(user=office.supervisor)

    page = supervisor.get(f"/cases/{case.id}").follow("接手险情").fill(note="已电话值班员").press("接手险情")

    assert "已电话值班员" in page.text
    assert "接手险情" not in page.links()
