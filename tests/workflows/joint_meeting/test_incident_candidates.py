"""An incident of enough callers that waits too long is a candidate for the joint meeting, by its master."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.queries.meeting_candidates import counted
from models.vocabulary import CaseState, Criterion
from tests.support.clock import MONDAY_9
from tests.support.office import again, make_office
from workflows import incidents

pytestmark = pytest.mark.one_database
WEEK = timedelta(days=7)


def found(least: int, moment: datetime = MONDAY_9 + WEEK) -> list[tuple[int, int]]:
    rows = db.session.execute(counted(Criterion.INCIDENT_CALLERS, least, moment))
    return [tuple(row) for row in rows]


def test_the_master_stands_for_the_callers_until_it_is_answered(app: Flask) -> None:
    office = make_office()
    phones = ("13900000001", "13900000002", "13900000002", "13900000003")
    called = [office.register(phone=phone) for phone in phones]
    master = office.case_in(CaseState.HANDLING, phone="13900000004")
    by = office.supervisor
    made = incidents.make("路灯成片不亮", [*called, master], master, by=by, at=MONDAY_9)

    assert found(4) == [(master.id, 4)], "who calls twice counts once"
    assert found(5) == []
    assert found(4, MONDAY_9 + WEEK - timedelta(seconds=1)) == [], "not before a week"
    office.answer(again(master), MONDAY_9 + WEEK)
    assert found(4) == [], "what is answered waits for no meeting"

    linked = [office.register(phone=phone) for phone in phones]
    incidents.make("灯", linked, None, by=by, at=MONDAY_9)
    assert found(3) == [(linked[0].id, 3)], "without a master, the first"
    assert made.dissolved_at is None
