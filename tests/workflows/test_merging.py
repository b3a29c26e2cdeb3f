"""Merging, taking it back, and what every caller of a merged case gets when the master is answered or ends."""

from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.queries import assignments, clocks
from models.vocabulary import Action, CaseState, ClockKind, Confidentiality, Handling
from tests.support.clock import MONDAY_9
from tests.support.office import Office, again, dissatisfied, make_office, satisfied
from workflows import answered, exclusion, follow_up, merging
from workflows.errors import BadInput, NotAllowedNow
from workflows.requests import Wish

LATER = MONDAY_9 + timedelta(hours=5)
pytestmark = pytest.mark.one_database


@pytest.fixture
def office(app: Flask) -> Office:
    with app.app_context():
        return make_office()


def merged_into(office: Office, master: Case, child: Case) -> Case:
    merging.merge(child, again(master), by=office.dispatcher, at=MONDAY_9)
    db.session.commit()
    return again(child)


def answer_master(office: Office, master: Case) -> None:
    office.answer(again(master), LATER)
    office.approve(again(master), LATER)
    db.session.commit()


def told(case: Case, action: Action) -> str:
    events = db.session.scalars(db.select(CaseEvent).filter_by(case_id=case.id, action=action))
    return "".join(event.note for event in events)


def test_merging_is_told_on_both_and_what_was_merged_before_goes_along(office: Office) -> None:
    grandchild, child, master = (office.register(at=MONDAY_9) for _ in range(3))
    merged_into(office, child, grandchild)

    merged_into(office, master, child)

    assert [again(case).merged_into_id for case in (grandchild, child)] == [master.id] * 2
    assert told(master, Action.MERGE) == f"{child.number}、{grandchild.number} 并入本单。"
    assert f"随 {child.number} 并入 {master.number}。" in told(grandchild, Action.MERGE)
    assert again(master).state is CaseState.PENDING_REVIEW


def test_a_merging_is_taken_back_with_a_clock_of_its_own(office: Office) -> None:
    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    child = merged_into(office, master, office.case_in(CaseState.DISPATCHED, at=MONDAY_9))

    merging.unmerge(child, by=office.dispatcher, at=LATER, note="不是同一处")
    db.session.commit()

    child = again(child)
    assert (child.state, child.merged_into_id) == (CaseState.PENDING_REVIEW, None)
    assert child.related_case_id == master.id
    assert [(clock.kind, clock.started_at) for clock in clocks.running(child.id)] == [
        (ClockKind.REVIEW, LATER)
    ]
    assert not assignments.open_of_case(child.id)
    assert told(master, Action.UNMERGE) == f"{child.number} 自本单分出。不是同一处"
    office.send(child, LATER)
    assert child.state is CaseState.DISPATCHED


def test_every_caller_gets_the_answer_and_is_asked_on_their_own(office: Office) -> None:
    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    asked = merged_into(office, master, office.register(at=MONDAY_9))
    silent = merged_into(office, master, office.register(at=MONDAY_9, wants_reply=False))
    nameless = office.register(at=MONDAY_9, confidentiality=Confidentiality.ANONYMOUS)
    merged_into(office, master, nameless)

    answer_master(office, master)

    assert [again(case).state for case in (master, asked)] == [CaseState.FOLLOW_UP] * 2
    assert [again(case).state for case in (silent, nameless)] == [CaseState.CLOSED] * 2
    assert {again(case).public_answer for case in (master, asked, silent)} == {"路灯已于今日修复并恢复照明。"}
    assert again(asked).finished_at == again(master).finished_at
    assert again(asked).next_due_at is not None
    follow_up.attempt(again(asked), satisfied(), by=office.follow_up, at=LATER)
    assert (again(asked).state, again(asked).merged_into_id) == (CaseState.CLOSED, master.id)
    assert again(asked).result_rating is not None
    assert again(master).result_rating is None


def test_a_caller_who_is_not_content_is_served_apart_by_the_masters_department(office: Office) -> None:
    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    child = merged_into(office, master, office.register(at=MONDAY_9))
    answer_master(office, master)

    follow_up.attempt(again(child), dissatisfied(), by=office.follow_up, at=LATER)
    db.session.commit()

    child = again(child)
    assert (child.state, child.redo_count, child.handling) == (CaseState.REDO, 1, Handling.DISPATCHED)
    assert (child.department_id, child.due_at) == (office.bureau.id, again(master).due_at)
    assert (child.merged_into_id, child.related_case_id) == (None, master.id)
    assert [clock.kind for clock in clocks.running(child.id)] == [ClockKind.REDO]
    assert again(master).state is CaseState.FOLLOW_UP
    office.answer(child, LATER + timedelta(hours=1))
    office.approve(child, LATER + timedelta(hours=2))
    assert child.state is CaseState.FOLLOW_UP


def test_a_master_that_ends_without_an_answer_gives_the_others_back_to_review(office: Office) -> None:
    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    child = merged_into(office, master, office.register(at=MONDAY_9))

    office.terminate(again(master), LATER)
    db.session.commit()

    assert (again(child).state, again(child).merged_into_id) == (CaseState.PENDING_REVIEW, None)
    assert f"主单 {master.number} 终止办理，本单恢复审核。" in told(child, Action.UNMERGE)


def test_a_merged_case_that_is_taken_up_again_goes_its_own_way(office: Office) -> None:
    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    child = merged_into(office, master, office.register(at=MONDAY_9, wants_reply=False))
    answer_master(office, master)

    follow_up.reopen(again(child), by=office.follow_up, at=LATER, note="又坏了")

    assert (again(child).state, again(child).merged_into_id) == (CaseState.PENDING_REVIEW, None)


def test_what_may_not_be_merged_and_what_was_answered_is_refused(office: Office) -> None:
    answered_one = office.case_in(CaseState.FOLLOW_UP, at=MONDAY_9)
    case = office.case_in(CaseState.DISPATCHED, at=MONDAY_9)

    with pytest.raises(BadInput, match="请选择正在办理、尚未答复的主单。"):
        merging.merge(case, answered_one, by=office.dispatcher, at=LATER)

    master = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    child = merged_into(office, master, case)
    answer_master(office, master)
    with pytest.raises(NotAllowedNow, match="工单当前为“待回访”，不能执行“撤销并单”。"):
        merging.unmerge(again(child), by=office.dispatcher, at=LATER, note="并错了")
    with pytest.raises(NotAllowedNow, match="本单已并入他单，不单独考核，不需申请。"):
        exclusion.request_exclusion(
            again(child), Wish(reason="理由", evidence="照片"), by=office.officer, at=LATER
        )
    answered.take_along(again(master), at=LATER)
    assert again(child).follow_up_attempts == 0
