"""Taking a case in: what is kept, what follows from the category, what goes out at once."""

from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.citizen import Citizen
from models.dictionary import HazardWord
from models.queries import assignments, cases, clocks
from models.queries.search import find_case_ids
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import (
    Action,
    AreaLevel,
    CaseScope,
    CaseState,
    Channel,
    ClockKind,
    Confidentiality,
    Desk,
    Handling,
    Kind,
    LimitClass,
    Urgency,
)
from tests.support.clock import MONDAY_9, TUESDAY_9
from tests.support.factories import (
    make_area,
    make_category,
    make_city,
    make_department,
    make_rule,
    make_rules,
    make_user,
    saved,
)
from tests.support.statements import statements
from workflows import dispatch
from workflows.errors import BadInput
from workflows.intake import Receipt, Request, complete, query_code_index, register

EVERYTHING = CaseScope(None, frozenset(Desk))


@pytest.fixture
def agent(app: Flask) -> User:
    make_city()
    make_rules()
    return make_user("agent")


def wanted(**given: Any) -> Request:
    """Return what a caller wants: a lamp that is out, told by telephone."""
    if "category_id" not in given:
        given["category_id"] = make_category().id
    defaults = {
        "channel": Channel.PHONE,
        "kind": Kind.HELP,
        "title": "路灯不亮",
        "content": "小区门口的路灯三天不亮。",
        "phone": "13812345678",
        "name": "王小明",
    }
    return Request(**{**defaults, **given})


def take_in(agent: User, answer: str = "", **given: Any) -> Receipt:
    request = wanted(**given)
    with unit_of_work():
        return register(request, by=agent, at=MONDAY_9, answer=answer)


def notes_of(case: Case) -> list[str]:
    events = db.session.scalars(db.select(CaseEvent).filter_by(case_id=case.id).order_by(CaseEvent.id))
    return [event.note for event in events]


def test_a_case_gets_number_code_clock_and_its_first_line(agent: User) -> None:
    first, second = take_in(agent), take_in(agent)

    assert first.case.number == "LS20260302000001"
    assert second.case.number == "LS20260302000002"
    assert first.case.state is CaseState.PENDING_REVIEW
    assert len(first.query_code) == 16
    assert first.case.query_code_index == query_code_index(first.query_code)
    assert [clock.kind for clock in clocks.running(first.case.id)] == [ClockKind.REVIEW]
    assert first.case.next_clock is ClockKind.REVIEW
    assert first.case.rule_pack_id is not None
    assert find_case_ids("路灯", EVERYTHING) == [second.case.id, first.case.id]


def test_a_code_is_known_however_it_is_read_back(agent: User) -> None:
    code = "0A1B2C3D4E5F6G7H"
    for written in ("0a1b-2c3d-4e5f-6g7h", "OA1B 2C3D 4E5F 6G7H", "oAlB2C3D4E5F6G7H"):
        assert query_code_index(written) == query_code_index(code)


def test_the_caller_is_kept_sealed_and_found_by_number(agent: User) -> None:
    case = take_in(agent, id_number="620102199001011234").case

    raw = db.session.execute(db.text("SELECT name, phone, id_number FROM citizen")).one()
    assert not any("王" in cell or "138" in cell or "6201" in cell for cell in raw)
    citizen = db.session.scalars(db.select(Citizen).filter_by(case_id=case.id)).one()
    assert (citizen.name, citizen.phone) == ("王小明", "13812345678")
    assert citizen.phone_index
    assert citizen.phone_tail_index
    assert citizen.id_number_index


def test_an_answer_on_the_spot_closes_the_case(agent: User) -> None:
    case = take_in(agent, answer="路灯维修请拨打……").case

    assert (case.state, case.handling) == (CaseState.CLOSED, Handling.DIRECT)
    assert case.closed_at == case.finished_at == MONDAY_9
    assert case.public_answer == "路灯维修请拨打……"
    assert clocks.running(case.id) == []
    assert notes_of(case) == ["路灯维修请拨打……"]


def test_place_and_category_say_the_rest(agent: User) -> None:
    district = make_area()
    street = make_area(level=AreaLevel.STREET, parent=district)
    community = make_area(level=AreaLevel.COMMUNITY, parent=street)
    category = make_category(limit_class=LimitClass.URGENT, desk=Desk.YOUTH)

    case = take_in(agent, area_id=community.id, category_id=category.id).case

    assert case.district_id == district.id
    assert case.urgency is Urgency.URGENT
    assert case.desk is Desk.YOUTH
    assert case.confidentiality is Confidentiality.CONFIDENTIAL


def test_an_informer_is_kept_confidential_unasked(agent: User) -> None:
    assert take_in(agent, kind=Kind.REPORT).case.confidentiality is Confidentiality.CONFIDENTIAL


def test_of_an_anonymous_caller_nothing_is_kept(agent: User) -> None:
    case = take_in(agent, confidentiality=Confidentiality.ANONYMOUS, id_number="620102199001011234").case

    citizen = db.session.scalars(db.select(Citizen).filter_by(case_id=case.id)).one()
    assert not any([citizen.name, citizen.phone, citizen.id_number, citizen.phone_index])
    assert citizen.wants_reply is False


def test_a_call_without_a_number_is_refused(agent: User) -> None:
    with pytest.raises(BadInput, match="请填写联系电话"):
        take_in(agent, phone="")


@pytest.mark.parametrize("given", [{"is_leaf": False}, {"is_retired": True}])
def test_only_a_leaf_in_use_may_be_carried(agent: User, given: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="请选择诉求分类的末级事项"):
        take_in(agent, category_id=make_category(**given).id)


def test_a_hazard_goes_out_at_once_to_lead_and_helper(agent: User) -> None:
    lead, helper = make_department(), make_department()
    officer = make_user("officer", department=lead)
    category = make_category(is_hazard=True, limit_class=LimitClass.CRITICAL)
    make_rule(lead, category=category, supporting_ids=[helper.id])

    case = take_in(agent, category_id=category.id).case

    assert (case.state, case.handling) == (CaseState.DISPATCHED, Handling.DISPATCHED)
    assert case.department_id == lead.id
    assert case.due_at is not None
    assert [p.department_id for p in assignments.of_case(case.id)] == [lead.id, helper.id]
    assert ClockKind.REVIEW not in {clock.kind for clock in clocks.running(case.id)}
    assert "险情自动派出" in notes_of(case)[-1]
    told = db.session.execute(db.text("SELECT user_id FROM notice")).scalars().all()
    assert told == [officer.id]


@pytest.mark.parametrize("trouble", ["nobody", "closed"])
def test_a_hazard_that_nobody_can_take_waits_in_review_and_says_so(agent: User, trouble: str) -> None:
    category = make_category(is_hazard=True, limit_class=LimitClass.CRITICAL)
    if trouble == "closed":
        make_rule(make_department(is_active=False), category=category)

    case = take_in(agent, category_id=category.id).case

    assert case.state is CaseState.PENDING_REVIEW
    assert case.dispatch_reason.startswith("险情未能自动派出")
    assert [clock.kind for clock in clocks.running(case.id)] == [ClockKind.REVIEW]


def test_alarming_words_make_a_hazard_of_an_ordinary_matter(agent: User) -> None:
    saved(HazardWord(words="燃气、漏", urgency=Urgency.CRITICAL))
    lead = make_department()
    category = make_category()
    make_rule(lead, category=category)

    case = take_in(agent, category_id=category.id, content="楼道里燃气好像漏了").case

    assert (case.is_hazard, case.urgency, case.state) == (True, Urgency.CRITICAL, CaseState.DISPATCHED)
    assert notes_of(case)[0] == "文中有险情词“燃气、漏”，按险情处理。"


def test_the_agent_may_say_why_it_is_no_hazard(agent: User) -> None:
    saved(HazardWord(words="燃气、漏", urgency=Urgency.CRITICAL))

    case = take_in(agent, content="咨询燃气收费漏洞", not_hazard_reason="只是咨询收费").case

    assert (case.is_hazard, case.urgency, case.state) == (False, Urgency.NORMAL, CaseState.PENDING_REVIEW)
    assert notes_of(case)[0] == "文中有险情词“燃气、漏”，坐席判断不是险情：只是咨询收费"


def test_words_that_only_press_make_no_hazard(agent: User) -> None:
    saved(HazardWord(words="裂缝", urgency=Urgency.URGENT))

    assert take_in(agent, content="墙上有裂缝").case.is_hazard is False


def test_a_case_sent_back_is_completed_and_reviewed_again(agent: User) -> None:
    case_id = take_in(agent).case.id
    dispatcher = make_user("dispatcher")
    with unit_of_work():
        case = cases.find(case_id, EVERYTHING)
        assert case is not None
        dispatch.send_back_to_agent(case, by=dispatcher, at=MONDAY_9, note="请补充门牌号")
    request = wanted(content="中山路12号门口的路灯三天不亮。", phone="09908461234")

    with unit_of_work():
        case = cases.find(case_id, EVERYTHING)
        assert case is not None
        complete(case, request, by=agent, at=TUESDAY_9)

    db.session.expire_all()
    case = cases.find(case_id, EVERYTHING)
    assert case is not None
    assert (case.state, case.content) == (CaseState.PENDING_REVIEW, "中山路12号门口的路灯三天不亮。")
    assert case.citizen is not None
    assert case.citizen.phone == "09908461234"
    assert [clock.kind for clock in clocks.running(case.id)] == [ClockKind.REVIEW]
    assert find_case_ids("中山路", EVERYTHING) == [case_id]
    actions = db.session.scalars(db.select(CaseEvent.action).order_by(CaseEvent.id)).all()
    assert actions == [Action.SUBMIT, Action.SEND_BACK_TO_AGENT, Action.SUBMIT]


def test_taking_in_needs_few_statements(agent: User) -> None:
    area = make_area()
    category = make_category()
    take_in(agent, category_id=category.id, area_id=area.id)
    db.session.remove()
    request = wanted(category_id=category.id, area_id=area.id)

    with statements() as seen, unit_of_work():
        register(request, by=agent, at=MONDAY_9)

    assert len(seen) <= 18, "\n".join(seen)
