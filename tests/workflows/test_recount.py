"""A changed calendar moves what is still to come, and nothing that was promised or paused away."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.clock import Clock
from models.queries import clocks as queries
from models.vocabulary import CaseState, ClockKind
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9, local
from tests.support.factories import saved
from tests.support.office import Office, make_office
from workflows import clocks, deferral
from workflows.limit import Limit
from workflows.recounting import recount_open


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def clock_of(case: Case, kind: ClockKind) -> Clock:
    return next(clock for clock in queries.unstopped(case.id) if clock.kind is kind)


def recount(at: datetime) -> int:
    moved = recount_open(by=None, at=at).moved
    db.session.commit()
    return moved


def test_a_clock_that_was_paused_keeps_its_pause(office: Office) -> None:
    case = office.case_in(CaseState.DEFERRED, at=MONDAY_9)
    deferral.resume(case, by=office.officer, at=local("2026-03-09 09:00"))
    db.session.commit()
    assert clock_of(case, ClockKind.FEEDBACK).due_at == local("2026-03-16 18:00"), (
        "five days and a pause of five"
    )

    assert recount(local("2026-03-09 10:00")) == 0
    saved(WorkDay(day=date(2026, 3, 12), is_workday=False, name="城市活动"))
    assert recount(local("2026-03-09 10:00")) == 1

    assert clock_of(case, ClockKind.FEEDBACK).due_at == local("2026-03-17 18:00")
    assert case.due_at == local("2026-03-17 18:00")


def test_a_promised_review_day_and_a_halted_clock_stay(office: Office) -> None:
    case = office.case_in(CaseState.DEFERRED, at=MONDAY_9)
    before = {clock.id: clock.due_at for clock in queries.unstopped(case.id)}
    saved(WorkDay(day=date(2026, 3, 5), is_workday=False, name="城市活动"))

    assert recount(MONDAY_9 + timedelta(hours=1)) == 0

    assert {clock.id: clock.due_at for clock in queries.unstopped(case.id)} == before


def test_every_extension_is_counted_again(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    feedback = clock_of(case, ClockKind.FEEDBACK)
    clocks.lengthen(case, feedback, Limit.parse("2wd"))
    clocks.lengthen(case, feedback, Limit.parse("3wd"))
    db.session.commit()
    assert feedback.due_at == local("2026-03-16 18:00")
    saved(WorkDay(day=date(2026, 3, 11), is_workday=False, name="城市活动"))

    assert recount(MONDAY_9) == 1

    assert feedback.due_at == local("2026-03-17 18:00")
    assert feedback.original_due_at == local("2026-03-09 18:00")
