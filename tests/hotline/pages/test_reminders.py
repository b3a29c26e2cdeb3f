"""Urging in bulk: picked from a list, previewed, and every failure named."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.vocabulary import CaseState
from tests.support.office import Office, again, make_office
from tests.support.pages import Visitor
from tests.support.statements import statements
from workflows import supervision

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def reminded(case: Case) -> int:
    db.session.expire_all()
    return again(case).reminder_count


def test_picked_cases_are_previewed_and_urged(office: Office, visit: Visit) -> None:
    cases = [office.case_in(CaseState.HANDLING) for _ in range(3)]
    visitor = visit(user=office.supervisor)
    boxes = visitor.get("/worklists/open").all("input", name="case", form="picked")
    assert sorted(box.get("value", "") for box in boxes) == sorted(str(case.id) for case in cases)

    preview = visitor.get("/reminders", query_string=[("case", case.id) for case in cases[:2]])
    assert "所选 2 件，可催办 2 件。" in preview.text
    done = preview.fill(note="节前办结").press("催办 2 件")

    assert "已催办 2 件。" in done.text
    assert [reminded(case) for case in cases] == [1, 1, 0]


def test_who_cannot_be_urged_is_named_before_and_after(office: Office, visit: Visit) -> None:
    fresh, urged = office.case_in(CaseState.HANDLING), office.case_in(CaseState.HANDLING)
    closed = office.case_in(CaseState.CLOSED)
    supervision.remind(urged, by=office.supervisor, at=datetime.now(UTC))
    db.session.commit()
    url = f"/reminders?case={fresh.id}&case={urged.id}&case={closed.id}"

    preview = visit(user=office.dispatcher).get(url)
    assert "所选 3 件，可催办 1 件。" in preview.text
    assert "该工单 10 分钟内已催办过，请稍后再催。" in preview.text
    assert "工单当前为“已办结”，不能执行“催办”。" in preview.text
    supervision.remind(again(fresh), by=office.supervisor, at=datetime.now(UTC))
    db.session.commit()
    done = preview.press("催办 1 件")

    assert "没有催办任何工单。" in done.text
    assert fresh.number in done.text
    assert reminded(fresh) == 1


def test_only_who_urges_picks(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    agent = visit(user=office.agent)

    assert not agent.get("/worklists/open").all("input", name="case")
    agent.get(f"/reminders?case={case.id}", status=403)


def test_nothing_picked_says_so(office: Office, visit: Visit) -> None:
    page = visit(user=office.supervisor).get("/reminders")

    assert "没有选中工单，请返回列表勾选。" in page.text
    assert not page.all("form", action="/reminders")


def test_the_lamp_of_a_list_unfolds_to_all_running_clocks(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.DISPATCHED)
    visitor = visit(user=office.supervisor)

    listed = visitor.get("/worklists/open")
    (fold,) = listed.all("div", class_="lamp-fold")
    with statements() as sent:
        clocks = visitor.get(fold.get("hx-get", ""))

    assert fold.get("hx-get") == f"/cases/{case.id}/clocks"
    assert [text.split()[0] for text in clocks.texts("li")] == ["签收", "首次联系", "办结"]
    assert len(sent) < 15
