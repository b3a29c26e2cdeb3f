"""When a caller who did not answer is tried again, and when the asking ends."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from hotline.jobs import follow_up_jobs
from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.vocabulary import Action, CaseState, FollowUpOutcome
from tests.support.clock import local
from tests.support.office import Office, make_office
from workflows import follow_up
from workflows.follow_up import next_attempt_at

MONDAY = local("2026-03-02 09:00")


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def unanswered(office: Office, case: Case, at: datetime) -> None:
    asked = follow_up.Asked(outcome=FollowUpOutcome.NO_ANSWER)
    follow_up.attempt(case, asked, by=office.follow_up, at=at)
    db.session.commit()


def close(at: datetime) -> int:
    closed = sum(follow_up_jobs.close_unreachable(i, at=at) for i in follow_up_jobs.find_unreachable(at))
    db.session.commit()
    return closed


@pytest.mark.parametrize(
    ("tried", "again"),
    [
        ("2026-03-02 09:40", "2026-03-03 15:00"),
        ("2026-03-02 12:29", "2026-03-03 15:00"),
        ("2026-03-02 15:10", "2026-03-03 19:00"),
        ("2026-03-02 19:30", "2026-03-03 09:30"),
        ("2026-03-02 23:59", "2026-03-03 09:30"),
    ],
)
def test_who_did_not_answer_is_tried_another_day_in_another_part_of_it(tried: str, again: str) -> None:
    assert next_attempt_at(local(tried), spread_days=3) == local(again)


def test_without_spreading_the_next_part_of_the_same_day_will_do() -> None:
    assert next_attempt_at(local("2026-03-02 09:40"), spread_days=1) == local("2026-03-02 15:00")
    assert next_attempt_at(local("2026-03-02 19:40"), spread_days=1) == local("2026-03-03 09:30")


def test_a_case_leaves_the_list_until_its_next_attempt(office: Office) -> None:
    case = office.case_in(CaseState.FOLLOW_UP, at=MONDAY)

    unanswered(office, case, local("2026-03-02 10:00"))

    assert case.next_follow_up_at == local("2026-03-03 15:00")
    assert case.state is CaseState.FOLLOW_UP


def test_the_last_attempt_in_vain_closes_the_case_unrated(office: Office) -> None:
    case = office.case_in(CaseState.FOLLOW_UP, at=MONDAY)

    for day in range(3):
        unanswered(office, case, local("2026-03-02 10:00") + timedelta(days=day))

    assert case.state is CaseState.CLOSED
    assert (case.result_rating, case.hotline_rating, case.followed_up_at) == (None, None, None)


def test_a_case_whose_time_for_asking_has_long_run_out_is_closed_unrated(office: Office) -> None:
    case = office.case_in(CaseState.FOLLOW_UP, at=MONDAY)
    unanswered(office, case, local("2026-03-02 10:00"))
    assert close(local("2026-03-09 18:00")) == 0, "due on the 4th, three working days of grace"

    assert close(local("2026-03-10 07:15")) == 1
    assert close(local("2026-03-10 07:16")) == 0

    assert case.state is CaseState.CLOSED
    assert case.closed_at == local("2026-03-10 07:15")
    assert (case.result_rating, case.solved, case.next_due_at) == (None, None, None)
    events = db.session.scalars(db.select(CaseEvent).filter_by(case_id=case.id, action=Action.CLOSE))
    assert [event.note for event in events] == ["回访 1 次未能联系上诉求人，按规则办结，记为未评价。"]


def test_a_case_nobody_tried_to_ask_about_stays_open(office: Office) -> None:
    case = office.case_in(CaseState.FOLLOW_UP, at=MONDAY)

    assert close(local("2026-06-01 07:15")) == 0
    assert case.state is CaseState.FOLLOW_UP
