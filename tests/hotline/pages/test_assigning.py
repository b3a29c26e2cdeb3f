"""Who works on a case: taken, given on, given back; "my" lists hold what their counts say."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from models.base import db
from models.case import Case
from models.queries import assignments, case_records, worklists
from models.queries.worklist_counts import count_by_whose
from models.vocabulary import Action, CaseState, Desk, Light
from tests.support.factories import make_case, make_department
from tests.support.office import Office, again, make_office
from tests.support.pages import Visitor
from workflows.permissions import scope_of

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def holder(case: Case) -> int | None:
    db.session.rollback()
    db.session.expire_all()
    return again(case).assigned_to_id


def part_holder(case: Case) -> int | None:
    db.session.rollback()
    db.session.expire_all()
    return assignments.of_case(case.id)[0].assigned_to_id


def send(visitor: Visitor, url: str, *, status: int = 200, by_script: bool = False) -> TestResponse:
    """Send a form of one button; redirects are not followed."""
    token = visitor.get("/account/password").all("input", name="csrf_token")[0].get("value")
    headers = {"HX-Request": "true"} if by_script else {}
    answer = visitor.client.post(url, data={"csrf_token": token}, headers=headers)
    assert answer.status_code == status
    return answer


def counts_of(name: str, user: object) -> dict[str, int]:
    """Count each cut of a list, having checked that the list is as long, of every light."""
    worklist, at, scope = worklists.WORKLISTS[name], datetime.now(UTC), scope_of(user)  # type: ignore[arg-type]
    counts = count_by_whose(worklist, user, scope, at)  # type: ignore[arg-type]
    for whose, lights in counts.items():
        given = {"user": user, "scope": scope, "at": at, "whose": whose}
        assert {light: len(worklists.page(worklist, light=light, **given)) for light in Light} == lights  # type: ignore[arg-type]
        assert len(worklists.page(worklist, **given)) == sum(lights.values())  # type: ignore[arg-type]
    return {whose.value: sum(lights.values()) for whose, lights in counts.items()}


def test_a_step_at_the_hotline_is_taken_given_on_given_back_and_free_once_the_case_moves_on(
    office: Office, visit: Visit
) -> None:
    first, second = (office.case_in(CaseState.PENDING_REVIEW) for _ in range(2))
    colleague = office.person("dispatcher", full_name="李小红")
    visitor, other = visit(user=office.dispatcher), visit(user=colleague)
    assert counts_of("review", office.dispatcher) == {"mine": 0, "all": 2}

    visitor.get(f"/cases/{first.id}").press("领取m")

    assert holder(first) == office.dispatcher.id
    assert counts_of("review", office.dispatcher) == {"mine": 1, "all": 2}
    opened = visitor.get("/worklists/review")
    assert first.number in opened.text
    assert second.number not in opened.text, "a list opens with what one has taken"
    assert f"经办：{office.dispatcher.full_name}" in other.get("/worklists/review").text
    desk = visitor.get("/").texts("h2")
    assert desk.index("我领取的") < desk.index("我的待审核派单：最先到期")

    # Another may not simply take it, but be given it, or take it over with a reason.
    refused = send(other, f"/cases/{first.id}/take", status=409)
    assert f"已由{office.dispatcher.full_name}领取" in refused.text
    form = other.get(f"/cases/{first.id}").follow("交给同事")
    assert (
        "请说明改由他人经办的原因" in form.fill(colleague_id=colleague.id).press("交给同事", status=422).text
    )
    form.fill(colleague_id=colleague.id, note="李小红休假").press("交给同事")
    assert holder(first) == colleague.id
    assert "已改由李小红经办" in visitor.get("/inbox").text
    events = [event for event in case_records.timeline(first.id) if event.action is Action.HAND_OVER]
    assert [event.changes for event in events] == [{"经办人": [office.dispatcher.full_name, "李小红"]}]

    other.get(f"/cases/{first.id}").press("放回待领")
    assert holder(first) is None
    visitor.get(f"/cases/{first.id}").press("领取m")
    office.send(again(first), datetime.now(UTC))
    db.session.commit()
    assert holder(first) is None, "the next step is anybody's"


def test_an_officer_takes_a_part_and_keeps_it_through_a_redo(office: Office, visit: Visit) -> None:
    case, other = office.case_in(CaseState.HANDLING), office.case_in(CaseState.HANDLING)
    colleague = office.person("officer", department=office.bureau, full_name="赵刚")
    stranger = office.person("officer", department=office.other)
    visitor = visit(user=office.officer)

    page = visitor.get(f"/cases/{case.id}").press("领取m")

    assert "经办人：我" in page.text
    assert (part_holder(case), holder(case)) == (office.officer.id, None)
    assert counts_of("handle", office.officer) == {"mine": 1, "unit": 2, "all": 2}
    assert counts_of("handle", colleague) == {"mine": 0, "unit": 2, "all": 2}
    assert [row[2] for row in visitor.get("/worklists/handle").rows()] == [case.number]
    both = visitor.get("/worklists/handle?whose=unit")
    assert {row[2] for row in both.rows()} == {case.number, other.number}
    send(visit(user=stranger), f"/cases/{case.id}/take", status=404)
    assert (
        "所选人员不能办理"
        not in page.follow("交给同事").fill(colleague_id=colleague.id).press("交给同事").text
    )
    assert part_holder(case) == colleague.id

    at = datetime.now(UTC)
    for step in (office.answer, office.approve, office.ask_redo):
        step(again(case), at)
        db.session.commit()
    assert part_holder(case) == colleague.id
    assert counts_of("handle", colleague) == {"mine": 1, "unit": 2, "all": 2}


@pytest.mark.one_database
def test_the_key_in_a_list_answers_with_who_has_it(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.REPLIED)
    colleague = office.person("dispatcher")
    taken = send(visit(user=office.dispatcher), f"/cases/{case.id}/take", by_script=True)
    assert f"经办：{office.dispatcher.full_name}" in taken.text
    assert '"success"' in taken.headers["HX-Trigger"]
    late = send(visit(user=colleague), f"/cases/{case.id}/take", by_script=True)
    assert f"经办：{office.dispatcher.full_name}" in late.text
    assert '"error"' in late.headers["HX-Trigger"]


@pytest.mark.one_database
def test_a_unit_with_units_below_it_has_a_cut_of_its_own(office: Office) -> None:
    below = make_department(parent=office.bureau)
    office.case_in(CaseState.DISPATCHED)
    assert counts_of("sign", office.person("officer", department=below)) == {"mine": 0, "unit": 0}
    assert counts_of("sign", office.person("officer", department=office.bureau)) == {
        "mine": 0,
        "unit": 1,
        "all": 1,
    }


@pytest.mark.one_database
def test_only_who_may_do_the_work_can_have_it(office: Office, visit: Visit) -> None:
    closed, waiting = office.case_in(CaseState.CLOSED), office.case_in(CaseState.PENDING_REVIEW)
    kept = make_case(title="专席的事", desk=Desk.PSYCH)
    send(visit(user=office.agent), f"/cases/{waiting.id}/take", status=403)
    visitor = visit(user=office.dispatcher)
    assert "没有可由您领取的工作" in send(visitor, f"/cases/{closed.id}/take", status=409).text
    assert "只能放回由您领取的工单" in send(visitor, f"/cases/{waiting.id}/give-back", status=409).text
    send(visitor, f"/cases/{kept.id}/take", status=404)
    desk = visit(user=office.psych).get(f"/cases/{kept.id}").press("领取m").follow("交给同事")
    offered = {option.get("value") for option in desk.all("option")}
    assert str(office.psych.id) in offered
    assert str(office.dispatcher.id) not in offered, "a desk's case stays with the desk's people"
