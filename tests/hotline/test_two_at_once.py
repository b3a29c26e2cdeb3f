"""Two people act on one case in the same moment: one wins, the other is told; never both."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.base import db
from models.case_event import CaseEvent
from models.grid import GridEvent
from models.queries import grid_figures
from models.queries.tallies import local_day
from models.user import User
from models.vocabulary import Action, AssignmentRole, CaseState
from tests.support.factories import make_user
from tests.support.grid_rows import FOUND, event, make_classes, make_events
from tests.support.office import again, make_office
from tests.support.sessions import session_cookie

ROUNDS = 4


@pytest.fixture
def unforged(app: Flask) -> Flask:
    """Let forms through without their token: the race is about the case."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def race(app: Flask, presses: list[tuple[User, str, dict[str, object]]]) -> list[int]:
    """Send all the forms at the same moment from threads of their own; return the statuses."""
    db.session.commit()
    start = threading.Barrier(len(presses))
    statuses: list[int] = []
    clients = []
    for user, url, data in presses:
        client = FlaskClient(app)
        cookie = session_cookie(app, user)
        client.set_cookie(cookie["name"], cookie["value"])
        clients.append((client, url, data))

    def press(client: FlaskClient, url: str, data: dict[str, object]) -> None:
        start.wait()
        statuses.append(client.post(url, data=data).status_code)

    threads = [threading.Thread(target=press, args=each) for each in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    db.session.expire_all()
    return sorted(statuses)


def test_two_officers_signing_at_once_sign_once(unforged: Flask) -> None:
    office = make_office()
    colleague = office.person("officer", department=office.bureau)

    for _ in range(ROUNDS):
        case = office.case_in(CaseState.DISPATCHED)
        form = {"version": case.version}
        both = [(who, f"/cases/{case.id}/sign", form) for who in (office.officer, colleague)]

        assert race(unforged, both) == [303, 409]
        signed = db.select(CaseEvent).filter_by(case_id=case.id, action=Action.SIGN_FOR)
        assert len(db.session.scalars(signed).all()) == 1


def test_two_dispatchers_sending_a_case_to_two_departments_send_it_to_one(unforged: Flask) -> None:
    office = make_office()
    colleague = office.person("dispatcher")

    for _ in range(ROUNDS):
        case = office.register()
        url, version = f"/cases/{case.id}/dispatch", case.version
        presses = [
            (office.dispatcher, url, {"version": version, "lead_id": office.bureau.id}),
            (colleague, url, {"version": version, "lead_id": office.other.id}),
        ]

        assert race(unforged, presses) == [303, 409]
        assert office.part(again(case), AssignmentRole.LEAD).department_id == again(case).department_id


def test_a_second_click_on_submit_writes_one_line(unforged: Flask) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    form = {"version": case.version, "note": "已到现场"}

    assert race(unforged, [(office.officer, f"/cases/{case.id}/progress", form)] * 3) == [303, 409, 409]
    noted = db.select(CaseEvent).filter_by(case_id=case.id, action=Action.NOTE_PROGRESS)
    assert len(db.session.scalars(noted).all()) == 1


def test_events_dealt_with_at_once_are_all_counted(unforged: Flask) -> None:
    make_classes()
    workers = [make_user("grid") for _ in range(4)]

    for number in range(ROUNDS):
        day = FOUND + timedelta(days=number)
        own = {"source": "", "registered_at": day}
        make_events(*(event(f"{number}-{each.id}", registered_by_id=each.id, **own) for each in workers))
        found = db.session.query(GridEvent).filter_by(registered_on=local_day(day))
        ids = {row.registered_by_id: row.id for row in found}
        form = {"version": 1, "outcome": "已修复"}
        presses = [(each, f"/grid/events/{ids[each.id]}/processing", form) for each in workers]

        assert race(unforged, presses) == [303] * 4
        [sums] = grid_figures.sums(local_day(day), local_day(day))
        assert sums.counts["grid_processed"] == 4
