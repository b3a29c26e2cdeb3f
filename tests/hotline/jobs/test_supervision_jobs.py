"""What supervision does by itself, through the runner: each thing once."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from hotline.jobs import clock_jobs, supervision_jobs
from hotline.jobs.runner import find_job, run_now
from models.base import db
from models.case import Case
from models.dictionary import SupervisionTrigger
from models.queries import clocks
from models.supervision import Supervision
from models.vocabulary import (
    AreaLevel,
    AssignmentRole,
    CaseState,
    ClockKind,
    SupervisionKind,
    SupervisionLevel,
    Trigger,
)
from tests.support.clock import MONDAY_9, local
from tests.support.factories import make_area, saved
from tests.support.office import Office, make_office
from tests.support.requests import own_session_aside
from workflows import dispatch


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def trigger(kind: Trigger, level: SupervisionLevel, threshold: int = 0) -> None:
    saved(
        SupervisionTrigger(
            code=kind.value,
            name=kind.label,
            trigger=kind,
            threshold=threshold,
            level=level,
            reply_limit="3wd",
        )
    )


def drawn(case: Case) -> list[tuple[SupervisionKind, int | None]]:
    rows = db.select(Supervision).filter_by(case_id=case.id).order_by(Supervision.id)
    return [(row.kind, row.department_id) for row in db.session.scalars(rows)]


def mark(at: datetime) -> int:
    touched = sum(clock_jobs.mark_clock(i, at=at) for i in clock_jobs.find_clocks_to_mark(at))
    db.session.commit()
    return touched


def test_one_yellow_and_one_red_card_a_round(office: Office) -> None:
    trigger(Trigger.DUE_SOON, SupervisionLevel.REMINDER)
    trigger(Trigger.OVERDUE, SupervisionLevel.WRITTEN)
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    assert case.due_at == local("2026-03-09 18:00")

    mark(local("2026-03-05 09:00"))
    assert drawn(case) == []
    mark(local("2026-03-06 09:00"))
    mark(local("2026-03-06 10:00"))
    assert drawn(case) == [(SupervisionKind.YELLOW_CARD, office.bureau.id)]
    mark(local("2026-03-09 18:01"))
    mark(local("2026-03-10 18:01"))

    assert drawn(case) == [
        (SupervisionKind.YELLOW_CARD, office.bureau.id),
        (SupervisionKind.RED_CARD, office.bureau.id),
    ]


def test_the_card_is_shown_to_who_owes_and_not_for_first_steps(office: Office) -> None:
    trigger(Trigger.OVERDUE, SupervisionLevel.WRITTEN)
    case = office.case_in(CaseState.DISPATCHED, at=MONDAY_9)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=MONDAY_9)
    db.session.commit()

    mark(local("2026-03-05 09:00"))
    assert drawn(case) == [], "the sign clocks are late, and no more than listed"
    mark(local("2026-03-09 18:01"))

    assert sorted(unit for _, unit in drawn(case)) == sorted([office.bureau.id, office.helper.id])


def test_a_missed_review_day_of_a_deferred_case_is_supervised(office: Office) -> None:
    trigger(Trigger.DEFERRAL_MISSED, SupervisionLevel.ORDER)
    case = office.case_in(CaseState.DEFERRED, at=MONDAY_9)
    review = next(c for c in clocks.running(case.id) if c.kind is ClockKind.DEFERRAL)

    mark(review.due_at - timedelta(hours=1))
    assert drawn(case) == []
    mark(review.due_at + timedelta(minutes=1))
    mark(review.due_at + timedelta(days=1))

    assert drawn(case) == [(SupervisionKind.ORDER, office.bureau.id)]


def act_on_days(at: datetime) -> list[bool]:
    done = [supervision_jobs.act_on_overdue_days(i, at=at) for i in supervision_jobs.find_long_overdue(at)]
    db.session.commit()
    return done


def test_more_than_five_working_days_late_is_criticised_once(office: Office) -> None:
    trigger(Trigger.OVERDUE_WORKING_DAYS, SupervisionLevel.CRITICISM, 5)
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    assert case.due_at == local("2026-03-09 18:00"), "a Monday: five working days end on Monday the 16th"

    assert act_on_days(local("2026-03-16 17:00")) == []
    assert act_on_days(local("2026-03-17 08:00")) == [True]
    assert act_on_days(local("2026-03-17 09:00")) == []

    assert drawn(case) == [(SupervisionKind.ORDER, office.bureau.id)]
    assert case.supervision_level == 2


def test_a_holiday_is_no_working_day_late(office: Office) -> None:
    trigger(Trigger.OVERDUE_WORKING_DAYS, SupervisionLevel.CRITICISM, 5)
    office.case_in(CaseState.HANDLING, at=local("2026-02-06 09:00"))  # due on Friday the 13th

    # The 14th is worked, 15 to 23 February are not: 14, 24, 25, 26 and 27 February have to pass.
    assert act_on_days(local("2026-02-27 17:00")) == []
    assert act_on_days(local("2026-02-28 08:00")) == [True]


@pytest.fixture
def streets(office: Office) -> dict[str, int]:
    district = make_area(name="七里河区")
    street = make_area(name="西园街道", level=AreaLevel.STREET, parent=district)
    inside = make_area(name="建兰社区", level=AreaLevel.COMMUNITY, parent=street)
    elsewhere = make_area(name="秀川街道", level=AreaLevel.STREET, parent=district)
    return {"street": street.id, "inside": inside.id, "elsewhere": elsewhere.id}


def watch(at: datetime) -> int:
    found = supervision_jobs.find_same_matters(at)
    done = sum(supervision_jobs.act_on_same_matter(case_id, at=at) for case_id in found)
    db.session.commit()
    return done


def call(office: Office, number: int, area_id: int, at: datetime = MONDAY_9) -> Case:
    return office.case_in(CaseState.DISPATCHED, at=at, phone=f"1389311{number:04d}", area_id=area_id)


def test_many_callers_of_one_street_are_one_order(office: Office, streets: dict[str, int]) -> None:
    trigger(Trigger.SAME_MATTER_CALLERS, SupervisionLevel.ORDER, 3)
    first = call(office, 1, streets["street"])
    call(office, 1, streets["street"])
    call(office, 2, streets["elsewhere"])
    call(office, 3, streets["inside"])
    assert watch(MONDAY_9) == 0, "the same caller twice and another street do not count"

    call(office, 4, streets["inside"])
    assert watch(MONDAY_9) == 1
    call(office, 5, streets["street"])
    assert watch(MONDAY_9) == 0

    assert drawn(first) == [(SupervisionKind.ORDER, office.bureau.id)]


def test_callers_of_the_week_before_last_do_not_count(office: Office, streets: dict[str, int]) -> None:
    trigger(Trigger.SAME_MATTER_CALLERS, SupervisionLevel.ORDER, 2)
    call(office, 1, streets["street"], at=MONDAY_9 - timedelta(days=8))
    call(office, 2, streets["street"])

    assert watch(MONDAY_9) == 0


def test_without_its_trigger_nothing_is_searched(office: Office, streets: dict[str, int]) -> None:
    call(office, 1, streets["street"])

    assert supervision_jobs.find_same_matters(MONDAY_9) == []


def test_the_jobs_run_by_hand(app: Flask, office: Office) -> None:
    trigger(Trigger.OVERDUE_WORKING_DAYS, SupervisionLevel.CRITICISM, 5)
    case = office.case_in(CaseState.HANDLING, at=datetime.now(UTC) - timedelta(days=60))
    assert office.part(case, AssignmentRole.LEAD)

    for name in ("watch-overdue-days", "escalate-hazards", "watch-same-matters", "close-unreachable"):
        job = find_job(name)
        assert job is not None
        with own_session_aside():
            assert run_now(app, job)

    assert [kind for kind, _ in drawn(case)] == [SupervisionKind.ORDER]
