"""Two people on one case see each other: who looks, who writes, and that it is forgotten."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.presence import Presence
from models.queries import presences
from models.vocabulary import CaseState
from tests.support.office import Office, make_office
from tests.support.pages import Visitor
from tests.support.statements import statements

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def beat(visitor: Visitor, case_id: int, writes: str = "0", status: int = 200) -> str:
    page = visitor.get("/")
    token = page.all("input", name="csrf_token")[0].get("value")
    answer = visitor.client.post(f"/cases/{case_id}/presence", data={"csrf_token": token, "writes": writes})
    assert answer.status_code == status
    return " ".join(answer.get_data(as_text=True).split())


def test_each_sees_the_other_and_not_themselves(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    officer, supervisor = visit(user=office.officer), visit(user=office.supervisor)

    assert beat(officer, case.id) == ""
    seen = beat(supervisor, case.id, writes="1")
    assert f"{office.officer.full_name} 正在查看" in seen
    assert office.supervisor.full_name not in seen
    assert f"{office.supervisor.full_name} 正在填写" in beat(officer, case.id)
    assert db.session.query(Presence).count() == 2


def test_who_left_is_forgotten(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    beat(visit(user=office.officer), case.id)
    db.session.query(Presence).update({"seen_at": datetime.now(UTC) - timedelta(minutes=2)})
    db.session.commit()
    assert beat(visit(user=office.supervisor), case.id) == ""
    assert presences.remove_before(datetime.now(UTC) - timedelta(minutes=1)) == 1
    db.session.commit()


def test_who_may_not_see_the_case_learns_nothing(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    beat(visit(user=office.officer), case.id)
    stranger = visit(user=office.person("officer", department=office.other))
    assert office.officer.full_name not in beat(stranger, case.id, status=404)
    assert db.session.query(Presence).count() == 1


def test_the_pages_say_that_they_are_open(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    officer = visit(user=office.officer)
    for page, writes in ((f"/cases/{case.id}", "0"), (f"/cases/{case.id}/progress", "1")):
        (said,) = officer.get(page).all("div", hx_post=f"/cases/{case.id}/presence")
        assert said.get("hx-vals") == f'{{"writes": "{writes}"}}'


@pytest.mark.one_database
def test_a_beat_costs_few_statements_and_writes_seldom(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    officer = visit(user=office.officer)
    beat(officer, case.id)
    token = officer.get("/").all("input", name="csrf_token")[0].get("value")
    with statements() as sent:
        officer.client.post(f"/cases/{case.id}/presence", data={"csrf_token": token, "writes": "0"})
    assert len(sent) <= 6, "\n".join(sent)
    assert not [text for text in sent if text.startswith("INSERT")]
