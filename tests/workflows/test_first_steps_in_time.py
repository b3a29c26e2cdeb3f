"""Whether the lead signed and rang the caller in time is kept on the case, and whether the first dispatch was right."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import figures, ledger
from models.transaction import unit_of_work
from models.vocabulary import CaseState, ContactOutcome, Dimension
from tests.support.clock import MONDAY_9
from tests.support.office import Office, answer, make_office
from workflows import handling, returns

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def contact(
    case: Case, office: Office, at: datetime, outcome: ContactOutcome = ContactOutcome.REACHED
) -> None:
    handling.record_contact(case, by=office.officer, at=at, outcome=outcome, contacted_at=at)


def counts(*names: str) -> list[int]:
    db.session.commit()
    figures.bring_up_to_date()
    later = MONDAY_9 + 20 * WEEK
    span = (figures.local_day(MONDAY_9), figures.local_day(later))
    [[found]] = ledger.sums([Dimension.ALL], [span], later)
    return [found.counts[name] for name in names]


def test_a_lead_that_signs_and_rings_within_the_limits_was_in_time(office: Office) -> None:
    case = office.case_in(CaseState.DISPATCHED, at=MONDAY_9)
    assert (case.is_signed_in_time, case.is_contacted_in_time) == (False, False)

    office.sign(case, MONDAY_9 + HOUR)
    contact(case, office, MONDAY_9 + HOUR, ContactOutcome.UNREACHED)
    assert (case.is_signed_in_time, case.is_contacted_in_time) == (True, False)
    contact(case, office, MONDAY_9 + 2 * HOUR)

    assert case.is_contacted_in_time
    told = counts("due_to_sign", "due_signed_in_time", "due_to_contact", "due_contacted_in_time")
    assert told == [1, 1, 1, 1]


def test_a_lead_that_comes_too_late_was_late_and_stays_so(office: Office) -> None:
    case = office.case_in(CaseState.DISPATCHED, at=MONDAY_9)

    office.sign(case, MONDAY_9 + WEEK)
    contact(case, office, MONDAY_9 + WEEK)
    contact(case, office, MONDAY_9 + WEEK + HOUR)

    told = counts("due_to_sign", "due_signed_in_time", "due_to_contact", "due_contacted_in_time")
    assert told == [1, 0, 1, 0]


def test_a_contact_told_with_the_reply_counts_by_its_own_time(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    with unit_of_work():
        case = db.session.get_one(Case, case.id)
        handling.reply(case, answer(contacted_at=MONDAY_9 + HOUR), by=office.officer, at=MONDAY_9 + WEEK)

    assert case.is_contacted_in_time


def test_a_return_that_is_refused_leaves_the_dispatch_right_and_the_lead_signed(office: Office) -> None:
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9)

    returns.reject(case, by=office.dispatcher, at=MONDAY_9 + HOUR, note="属本单位职责")

    assert case.is_signed_in_time
    assert counts("dispatched", "dispatched_right", "returned") == [1, 1, 1]


def test_a_return_that_is_agreed_to_was_a_wrong_dispatch_and_begins_anew(office: Office) -> None:
    case = office.case_in(CaseState.DISPATCHED, at=MONDAY_9)
    office.sign(case, MONDAY_9 + HOUR)
    office.return_it(case, MONDAY_9 + HOUR)

    returns.accept(case, by=office.dispatcher, at=MONDAY_9 + 2 * HOUR, lead_id=office.other.id)

    assert case.is_signed_in_time is False
    assert counts("dispatched", "dispatched_right", "due_to_sign", "due_signed_in_time") == [1, 0, 1, 0]


def test_a_case_closed_a_day_before_it_is_due_is_early(office: Office) -> None:
    office.case_in(CaseState.CLOSED, at=MONDAY_9)

    assert counts("due_closed", "due_early", "to_follow_up", "to_follow_up_done") == [1, 1, 1, 1]
