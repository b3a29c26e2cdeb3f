"""A hazard nobody signs for climbs the ladder until somebody signs or takes it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.dictionary import EscalationStep
from models.notice import Notice
from models.queries import hazards
from models.vocabulary import Action, CaseScope, Desk, Rung
from tests.support.clock import MONDAY_9
from tests.support.factories import make_category, make_department, make_rule, saved
from tests.support.office import Office, again, make_office
from workflows import escalation, handling, returns
from workflows.errors import NotAllowedForYou, NotAllowedNow

EVERYTHING = CaseScope(None, frozenset(Desk))
LADDER = (
    (0, Rung.DUTY_OFFICER),
    (5, Rung.DEPARTMENT_LEADER),
    (10, Rung.PARENT_LEADER),
    (15, Rung.SUPERVISOR),
    (30, Rung.CENTRE_HEAD),
)


@pytest.fixture
def office(app: Flask) -> Office:
    office = make_office()
    for number, (minutes, rung) in enumerate(LADDER, 1):
        saved(EscalationStep(step=number, after_minutes=minutes, tell=rung.value))
    parent = make_department(name="市政府值班室")
    office.bureau.parent_id = parent.id
    db.session.commit()
    office.person("officer", department=office.bureau, full_name="值班员甲", is_duty_officer=True)
    office.person("officer", department=office.bureau, full_name="局长乙", is_leader=True)
    office.person("officer", department=parent, full_name="秘书长丙", is_leader=True)
    office.supervisor.full_name, office.head.full_name = "主管丁", "主任戊"
    assert office.leader
    db.session.commit()
    return office


@pytest.fixture
def leak(office: Office) -> Case:
    category = make_category(name="燃气泄漏", path="公用事业/燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=category)
    return office.register(category_id=category.id, title="楼道煤气味很重", at=MONDAY_9)


def after(minutes: float) -> datetime:
    return MONDAY_9 + timedelta(minutes=minutes)


def told(case: Case) -> list[str]:
    rows = db.select(CaseEvent).filter_by(case_id=case.id, action=Action.ESCALATE).order_by(CaseEvent.id)
    return [event.note for event in db.session.scalars(rows)]


def climb(case: Case, minutes: float) -> int:
    rungs = escalation.climb(case, at=after(minutes))
    db.session.commit()
    return rungs


def test_each_rung_is_told_once_when_its_minutes_have_passed(office: Office, leak: Case) -> None:
    counts = [climb(leak, minutes) for minutes in (0, 0.25, 4.9, 5, 5.25, 10, 15, 29, 30, 90)]

    assert counts == [1, 0, 0, 1, 0, 1, 1, 0, 1, 0]
    assert told(leak) == [
        "第 1 级 承办单位值班员：值班员甲",
        "第 2 级 承办单位负责人：局长乙",
        "第 3 级 上级单位负责人：秘书长丙",
        "第 4 级 督办主管：主管丁",
        "第 5 级 中心主任：主任戊",
    ]
    assert again(leak).escalation_step == 5


def test_the_told_find_an_urgent_message(office: Office, leak: Case) -> None:
    climb(leak, 5)

    urgent = db.session.scalars(db.select(Notice).filter_by(is_urgent=True).order_by(Notice.id)).all()
    titles = [notice.title for notice in urgent if notice.title.startswith("险情")]
    assert titles == [f"险情待签收：{leak.number}", f"险情 5 分钟无人签收：{leak.number}"]


def test_after_a_standstill_the_missed_rungs_are_told_at_once(office: Office, leak: Case) -> None:
    assert climb(leak, 16) == 4


def test_an_empty_rung_is_passed_at_once(office: Office) -> None:
    category = make_category(name="自来水安全", path="公用事业/自来水安全", is_hazard=True)
    make_rule(office.other, category=category)
    case = office.register(category_id=category.id, at=MONDAY_9)

    assert climb(case, 0) == 4, "no officer, leader or parent: the supervisor is told at once"
    assert told(case)[0] == "第 1 级 承办单位值班员：未登记人员，直接上报下一级"
    assert told(case)[3] == "第 4 级 督办主管：主管丁"
    assert climb(case, 29) == 0
    assert climb(case, 30) == 1


def test_a_hazard_that_the_catalogue_names_nobody_for_reaches_the_supervisor_at_once(office: Office) -> None:
    category = make_category(name="地基下陷", path="房屋/地基下陷", is_hazard=True)
    case = office.register(category_id=category.id, at=MONDAY_9)

    assert climb(case, 0) == 4
    assert case.dispatched_at is None


def test_signing_ends_it(office: Office, leak: Case) -> None:
    climb(leak, 0)
    handling.sign_for(leak, by=office.officer, at=after(3))
    db.session.commit()

    assert climb(leak, 20) == 0
    assert not hazards.untaken_ids()
    assert (leak.hazard_taken_at, leak.hazard_taken_by_id) == (after(3), office.officer.id)


def test_taking_ends_it_and_is_done_once(office: Office, leak: Case) -> None:
    assert [case.id for case in hazards.untaken(EVERYTHING)] == [leak.id]
    escalation.take(leak, by=office.supervisor, at=after(1), note="已电话值班员")
    db.session.commit()

    assert climb(leak, 20) == 0
    assert not hazards.untaken(EVERYTHING)
    with pytest.raises(NotAllowedNow, match="该险情已有人接手或签收，无需再次接手。"):
        escalation.take(leak, by=office.head, at=after(2))


def test_only_who_supervises_takes_only_hazards(office: Office, leak: Case) -> None:
    with pytest.raises(NotAllowedForYou):
        escalation.take(leak, by=office.dispatcher, at=after(1))
    with pytest.raises(NotAllowedNow, match="该工单不是险情工单，无需接手。"):
        escalation.take(office.register(), by=office.supervisor, at=after(1))


def test_a_new_department_is_told_from_the_first_rung_on(office: Office, leak: Case) -> None:
    climb(leak, 6)
    returns.send_back(leak, office.return_wish(), by=office.officer, at=after(7))
    returns.accept(leak, by=office.dispatcher, at=after(8), lead_id=office.other.id)
    db.session.commit()

    assert climb(leak, 8) == 4
    assert again(leak).escalation_step == 4


def test_being_told_above_does_not_refuse_who_is_about_to_sign(office: Office, leak: Case) -> None:
    seen = leak.version

    climb(leak, 5)

    assert again(leak).version == seen


def test_who_may_not_see_a_desk_is_told_without_its_words(office: Office) -> None:
    category = make_category(name="轻生倾向", path="心理/轻生倾向", is_hazard=True, desk=Desk.PSYCH)
    case = office.register(category_id=category.id, title="来电人情绪激动", at=MONDAY_9)

    climb(case, 0)

    notice = db.session.scalars(db.select(Notice).filter_by(user_id=office.supervisor.id, is_urgent=True))
    assert {row.body for row in notice} == {"专席工单，内容仅专席人员可见。"}
