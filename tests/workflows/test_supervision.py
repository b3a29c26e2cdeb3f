"""Urging a department, cards, orders and what sets them off."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.dictionary import SupervisionTrigger
from models.queries import clocks
from models.supervision import Supervision
from models.vocabulary import (
    Action,
    CaseState,
    ClockKind,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
    Trigger,
)
from models.work_day import WorkDay
from tests.support.clock import MONDAY_9
from tests.support.factories import make_category, make_rule, saved
from tests.support.office import Office, again, make_office
from workflows import dispatch, handling, returns, supervision
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.limit import Limit
from workflows.recounting import recount_open

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def trigger(kind: Trigger, level: SupervisionLevel, threshold: int = 0, limit: str = "3wd") -> None:
    saved(
        SupervisionTrigger(
            code=kind.value,
            name=kind.label,
            trigger=kind,
            threshold=threshold,
            level=level,
            reply_limit=limit,
        )
    )


def given(case: Case, kind: SupervisionKind = SupervisionKind.ORDER) -> list[Supervision]:
    rows = db.select(Supervision).filter_by(case_id=case.id, kind=kind).order_by(Supervision.id)
    return list(db.session.scalars(rows))


def lines(case: Case, action: Action) -> list[str]:
    rows = db.select(CaseEvent).filter_by(case_id=case.id, action=action).order_by(CaseEvent.id)
    return [event.note for event in db.session.scalars(rows)]


def ordered(office: Office, case: Case, at: datetime, **changes: object) -> Supervision:
    wish: dict[str, object] = {
        "level": SupervisionLevel.ORDER,
        "reason": "群众反复来电",
        "requirement": "三日内修复并书面回复。",
        "limit": Limit.parse("3wd"),
    }
    row = supervision.order(case, by=office.supervisor, at=at, **(wish | changes))  # type: ignore[arg-type]
    db.session.commit()
    return row


def test_a_case_is_urged_once_in_ten_minutes(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    supervision.remind(case, by=office.supervisor, at=MONDAY_9 + HOUR, note="请尽快")

    with pytest.raises(NotAllowedNow, match="该工单 10 分钟内已催办过，请稍后再催。"):
        supervision.remind(case, by=office.dispatcher, at=MONDAY_9 + HOUR + 9 * MINUTE)
    supervision.remind(case, by=office.dispatcher, at=MONDAY_9 + HOUR + 10 * MINUTE)

    assert case.reminder_count == 2
    assert lines(case, Action.REMIND) == ["请尽快", ""]


def test_bulk_urging_names_who_could_not_be_urged(office: Office) -> None:
    urged, closed = office.case_in(CaseState.HANDLING), office.case_in(CaseState.CLOSED)
    fresh = office.case_in(CaseState.DISPATCHED)
    at = datetime.now(MONDAY_9.tzinfo)
    supervision.remind(urged, by=office.supervisor, at=at)

    refused = supervision.remind_all([urged, closed, fresh], by=office.supervisor, at=at)

    assert refused == {
        urged.number: "该工单 10 分钟内已催办过，请稍后再催。",
        closed.number: "工单当前为“已办结”，不能执行“催办”。",
    }
    assert fresh.reminder_count == 1


def test_an_order_is_numbered_addressed_and_clocked(office: Office) -> None:
    office.bureau.leader_name = "王主任"
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)

    first, second = ordered(office, case, MONDAY_9), ordered(office, case, MONDAY_9)

    assert (first.number, second.number) == ("督〔2026〕1号", "督〔2026〕2号")
    assert (first.department_id, first.addressed_to) == (office.bureau.id, "王主任")
    assert case.supervision_level == 3
    clock = next(c for c in clocks.running(case.id) if c.supervision_id == first.id)
    assert clock.kind is ClockKind.SUPERVISION
    assert clock.due_at == first.due_at
    assert lines(case, Action.ORDER_SUPERVISION)[0] == "督〔2026〕1号（督办）：群众反复来电"


def test_an_order_needs_a_reason_and_a_requirement(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)

    with pytest.raises(BadInput, match="请填写督办的说明。"):
        ordered(office, case, MONDAY_9, reason=" ")
    with pytest.raises(BadInput, match="请填写督办要求。"):
        ordered(office, case, MONDAY_9, requirement=" ")


def test_only_the_supervisor_orders_and_only_the_department_answers(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    row = ordered(office, case, MONDAY_9)

    with pytest.raises(NotAllowedForYou):
        supervision.order(
            case,
            by=office.dispatcher,
            at=MONDAY_9,
            level=SupervisionLevel.ORDER,
            reason="x",
            requirement="y",
            limit=Limit.parse("3wd"),
        )
    stranger = office.person("officer", department=office.other)
    with pytest.raises(NotAllowedForYou, match="只能回复发给本单位的督办单。"):
        supervision.reply(case, row, by=stranger, at=MONDAY_9, note="已办")


def test_an_order_is_answered_sent_back_answered_again_and_struck_off(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    row = ordered(office, case, MONDAY_9)
    with pytest.raises(NotAllowedNow, match="督办单回复后才能销号。"):
        supervision.confirm(case, row, by=office.supervisor, at=MONDAY_9)

    supervision.reply(case, row, by=office.officer, at=MONDAY_9 + HOUR, note="已派人维修")
    assert not [c for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION]
    with pytest.raises(NotAllowedNow, match="该督办单待确认，不能再回复。"):
        supervision.reply(case, row, by=office.officer, at=MONDAY_9 + HOUR, note="再答")
    supervision.another_round(case, row, by=office.supervisor, at=MONDAY_9 + 2 * HOUR, note="未附照片")
    assert (row.state, row.round) == (SupervisionState.OPEN, 2)
    assert [c.supervision_id for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION] == [row.id]
    supervision.reply(case, row, by=office.officer, at=MONDAY_9 + 3 * HOUR, note="附照片")
    supervision.confirm(case, row, by=office.supervisor, at=MONDAY_9 + 4 * HOUR)

    assert row.state is SupervisionState.CONFIRMED
    assert case.supervision_level is None
    assert lines(case, Action.RETURN_SUPERVISION) == ["督〔2026〕1号第2轮：未附照片"]


def test_the_highest_open_order_is_the_level_of_the_case(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    low = ordered(office, case, MONDAY_9, level=SupervisionLevel.CRITICISM)
    high = ordered(office, case, MONDAY_9, level=SupervisionLevel.LISTED)
    assert case.supervision_level == 4

    for row in (high, low):
        supervision.reply(case, row, by=office.officer, at=MONDAY_9, note="已办")
    supervision.confirm(case, high, by=office.supervisor, at=MONDAY_9)

    assert case.supervision_level == 2


def test_a_hazard_is_supervised_with_its_dispatch_once(office: Office) -> None:
    trigger(Trigger.HAZARD, SupervisionLevel.ORDER, 1, limit="24h")
    leak = make_category(name="燃气泄漏", path="公用事业/燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=leak)

    case = office.register(category_id=leak.id, at=MONDAY_9)

    (row,) = given(case)
    assert (row.level, row.trigger) == (SupervisionLevel.ORDER, Trigger.HAZARD)
    assert row.due_at == MONDAY_9 + timedelta(hours=24)
    returns.send_back(case, office.return_wish(), by=office.officer, at=MONDAY_9 + MINUTE)
    returns.accept(case, by=office.dispatcher, at=MONDAY_9 + 2 * MINUTE, lead_id=office.other.id)
    db.session.commit()
    (row,) = given(again(case))
    assert row.department_id == office.other.id, "the order goes on with the case"
    running = [c for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION]
    assert [c.department_id for c in running] == [office.other.id]
    assert row.due_at == MONDAY_9 + 2 * MINUTE + timedelta(hours=24)


def test_an_ordinary_case_is_dispatched_without_supervision(office: Office) -> None:
    trigger(Trigger.HAZARD, SupervisionLevel.ORDER, 1)

    assert not given(office.case_in(CaseState.HANDLING))


def test_the_second_redo_is_supervised(office: Office) -> None:
    trigger(Trigger.REDONE_TIMES, SupervisionLevel.ORDER, 2)
    case = office.case_in(CaseState.REDO, at=MONDAY_9)
    assert not given(case)

    office.answer(case, MONDAY_9)
    office.approve(case, MONDAY_9)
    office.ask_redo(case, MONDAY_9)

    (row,) = given(case)
    assert (row.trigger, row.department_id) == (Trigger.REDONE_TIMES, office.bureau.id)


def test_the_second_return_is_supervised(office: Office) -> None:
    trigger(Trigger.RETURN_TIMES, SupervisionLevel.CRITICISM, 2)
    case = office.case_in(CaseState.RETURN_PENDING, at=MONDAY_9)
    assert not given(case)

    twice = office.case_in(CaseState.PANEL_PENDING, at=MONDAY_9)

    assert [row.level for row in given(twice)] == [SupervisionLevel.CRITICISM]


def test_a_trigger_that_is_switched_off_does_nothing(office: Office) -> None:
    trigger(Trigger.RETURN_TIMES, SupervisionLevel.CRITICISM, 2)
    db.session.scalars(db.select(SupervisionTrigger)).one().is_active = False
    db.session.commit()

    assert not given(office.case_in(CaseState.PANEL_PENDING))


def test_a_reply_to_the_case_is_no_reply_to_the_order(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    row = ordered(office, case, MONDAY_9)
    due_at = row.due_at

    office.answer(case, MONDAY_9 + HOUR)

    (clock,) = [c for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION]
    assert (clock.supervision_id, clock.due_at, row.due_at) == (row.id, due_at, due_at)
    assert row.state is SupervisionState.OPEN
    assert not [c for c in clocks.running(case.id) if c.kind is ClockKind.FEEDBACK]
    handling.return_reply(case, by=office.dispatcher, at=MONDAY_9 + 2 * HOUR, note="请附照片")
    assert len([c for c in clocks.unstopped(case.id) if c.kind is ClockKind.SUPERVISION]) == 1


def test_an_order_outlives_the_part_it_was_addressed_to(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=MONDAY_9)
    row = ordered(office, case, MONDAY_9, department_id=office.helper.id)
    helper = office.person("officer", department=office.helper)

    handling.support_reply(case, by=helper, at=MONDAY_9 + HOUR, note="线路正常")

    assert [c.supervision_id for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION] == [row.id]
    supervision.reply(case, row, by=helper, at=MONDAY_9 + 2 * HOUR, note="已巡线")
    assert not [c for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION]


@pytest.mark.parametrize("end", [CaseState.CLOSED, CaseState.TERMINATED])
def test_an_order_is_still_owed_after_its_case_has_ended(office: Office, end: CaseState) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    row = ordered(office, case, MONDAY_9)
    steps = {CaseState.CLOSED: (Office.answer, Office.approve, Office.close)}
    for step in steps.get(end, (Office.terminate,)):
        step(office, case, MONDAY_9 + HOUR)
        db.session.commit()
        case = again(case)
    assert case.state is end

    assert [c.kind for c in clocks.running(case.id)] == [ClockKind.SUPERVISION]
    assert (case.next_clock, case.next_due_at) == (None, None), "nobody waits for the case itself"
    supervision.reply(case, row, by=office.officer, at=MONDAY_9 + 2 * HOUR, note="已办")
    supervision.another_round(case, row, by=office.supervisor, at=MONDAY_9 + 3 * HOUR, note="未附照片")
    assert (row.round, row.state) == (2, SupervisionState.OPEN)
    supervision.reply(case, row, by=office.officer, at=MONDAY_9 + 4 * HOUR, note="附照片")
    supervision.confirm(case, row, by=office.supervisor, at=MONDAY_9 + 5 * HOUR)
    assert not clocks.running(case.id)


def test_a_changed_calendar_moves_the_order_with_its_clock(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING, at=MONDAY_9)
    row = ordered(office, case, MONDAY_9)
    before = row.due_at
    saved(WorkDay(day=before.date(), is_workday=False, name="防汛停工", source="本地"))

    recount_open(by=None, at=MONDAY_9 + HOUR)

    (clock,) = [c for c in clocks.running(case.id) if c.kind is ClockKind.SUPERVISION]
    assert before < clock.due_at == row.due_at
