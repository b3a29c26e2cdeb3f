"""A psychological-aid case and a youth case over HTTP, from intake to closed, seen by the desk's people alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from models.area import Area
from models.base import db
from models.case import Case
from models.notice import Notice
from models.queries import people, search
from models.user import User
from models.vocabulary import Action, AreaLevel, CaseState
from models.vocabulary import Desk as ConfidentialDesk
from tests.journeys.test_a_case_from_call_to_close import REPLY, SATISFIED
from tests.support.desk import Desk, state_of
from tests.support.factories import make_area, make_category, make_rule, make_user
from tests.support.office import GROUND, again, make_office
from tests.support.pages import Visitor

A = Action
TITLE = "孩子夜里睡不着，不想上学"
OTHER = {ConfidentialDesk.PSYCH: "youth", ConfidentialDesk.YOUTH: "psych"}
STRANGERS = ("agent", "dispatcher", "follow_up", "supervisor", "head", "leader", "officer")


@pytest.fixture
def desk(app: object, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


@pytest.fixture(params=list(ConfidentialDesk), ids=lambda of: of.value)
def of(request: pytest.FixtureRequest, desk: Desk) -> ConfidentialDesk:
    """Return the desk, whose matter the catalogue gives to the bureau."""
    kept: ConfidentialDesk = request.param
    desk.office.category = make_category(name="心理疏导", path="心理/心理疏导", desk=kept)
    make_rule(desk.office.bureau, category=desk.office.category)
    return kept


def take_in(desk: Desk, who: User) -> Case:
    """Take the case in by the form, as the person who sits at the telephone."""
    office = desk.office
    district = db.session.scalars(db.select(Area).filter_by(name="城关区")).one()
    street = make_area(name="酒泉路街道", level=AreaLevel.STREET, parent=district)
    form = desk.visitor(who).get("/intake").fill(district_id=district.id).press("载入下级区划")
    receipt = form.fill(
        phone="13893112345",
        title=TITLE,
        content="来电人说孩子夜里睡不着，不想上学，希望有人谈一谈。",
        kind="help",
        category_id=office.category.id,
        street_id=street.id,
        channel="phone",
        confidentiality="open",
        wants_reply="y",
    )
    receipt = receipt.press("提交派单")
    assert "受理回执" in receipt.heading
    case = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    search.index_case(case.id, TITLE)
    db.session.commit()
    return again(case)


def seen_nowhere_by(desk: Desk, who: str | User, case: Case) -> None:
    """Look for the case wherever the person may look."""
    visitor = desk.visitor(who)
    visitor.get(f"/cases/{case.id}", status=404)
    for step in ("/print", "/clocks", "/caller"):
        visitor.get(f"/cases/{case.id}{step}", status=404)
    user = people.find_user(who.id if isinstance(who, User) else getattr(desk.office, who).id)
    assert user is not None
    for address in (
        "/cases",
        f"/cases?q={case.number}",
        "/cases?q=睡不着",
        "/cases?phone=13893112345",
        "/",
        "/inbox",
    ):
        page = visitor.get(address)
        assert case.number not in page.text, f"{user.role_codes} on {address}"
        assert TITLE not in page.text, f"{user.role_codes} on {address}"
    for link in visitor.get("/").links().values():
        if "/worklists/" in link or "/requests/" in link or "/supervision" in link:
            assert case.number not in visitor.get(link).text, f"{user.role_codes} on {link}"
    told = db.select(Notice).filter_by(case_id=case.id, user_id=user.id)
    assert not db.session.scalars(told).all(), f"{user.role_codes} was told"


@pytest.mark.one_database
def test_from_the_call_to_the_close_by_the_desk_alone(desk: Desk, of: ConfidentialDesk) -> None:
    office = desk.office
    staff = office.person(of.value)
    handler = office.person("desk_officer", department=office.bureau)
    elsewhere = office.person("desk_officer", department=office.other)
    outside = [*STRANGERS, OTHER[of], elsewhere]
    for who in outside:
        desk.visitor(who)

    case = take_in(desk, staff)
    assert (case.desk, case.state) == (of, CaseState.PENDING_REVIEW)
    worklist = desk.visitor(staff).get("/worklists/review").text
    assert case.number in worklist
    assert TITLE in worklist
    assert case.number in desk.visitor(staff).get(f"/worklists/{of.value}").text
    assert case.number in desk.visitor(staff).get("/cases?q=睡不着").text

    desk.take(staff, case, A.DISPATCH, note="请联系家长")
    assert case.number in desk.visitor(handler).get("/worklists/sign").text
    assert TITLE not in desk.visitor(handler).get("/worklists/sign").text
    desk.take(handler, case, A.SIGN_FOR)
    desk.take(handler, case, A.REQUEST_EXTENSION, ground_code=GROUND, days="2", reason="约定周末面谈")
    page = desk.open(staff, case).follow(A.DECIDE_EXTENSION.label)
    page.fill(verdict="yes", note="同意").press(A.DECIDE_EXTENSION.label)
    for who in outside:
        seen_nowhere_by(desk, who, case)
    desk.take(handler, case, A.REPLY, **(REPLY | {"contact": "not_needed", "contacted_at": ""}))
    assert case.number in desk.visitor(staff).get("/worklists/replies").text
    desk.take(staff, case, A.APPROVE_REPLY)
    if state_of(case) is CaseState.FOLLOW_UP:
        desk.take(staff, case, A.ATTEMPT_FOLLOW_UP, **SATISFIED)

    assert state_of(case) is CaseState.CLOSED
    for who in outside:
        desk.open(who, case, status=404)
        assert case.number not in desk.visitor(who).get("/cases").text


def test_the_desk_sees_no_other_cases(desk: Desk, of: ConfidentialDesk) -> None:
    other = desk.office.category
    desk.office.category = make_category(name="路灯", path="市政/路灯")
    make_rule(desk.office.bureau, category=desk.office.category)
    ordinary = desk.office.register()
    desk.office.category = other
    staff = desk.office.person(of.value)

    desk.visitor(staff).get(f"/cases/{ordinary.id}", status=404)
    for address in ("/cases", "/worklists/review", f"/cases?q={ordinary.number}", "/cases?phone=13893112345"):
        assert ordinary.number not in desk.visitor(staff).get(address).text
    told = db.select(Notice).filter_by(user_id=staff.id)
    assert not db.session.scalars(told).all()


def test_an_agent_who_takes_it_in_gets_the_receipt_and_no_more(desk: Desk, of: ConfidentialDesk) -> None:
    agent, staff = desk.office.person("agent"), desk.office.person(of.value)
    case = take_in(desk, agent)

    seen_nowhere_by(desk, agent, case)
    desk.take(staff, case, A.SEND_BACK_TO_AGENT, note="请补充孩子年级")
    seen_nowhere_by(desk, agent, case)
    assert case.number in desk.visitor(staff).get("/worklists/completion").text


def test_a_department_without_a_named_officer_is_refused(desk: Desk, of: ConfidentialDesk) -> None:
    staff = desk.office.person(of.value)
    case = take_in(desk, staff)

    page = desk.take(staff, case, A.DISPATCH, status=422)

    assert f"市城市管理委员会没有可以承办{of.label}工单的人员" in page.text
    assert state_of(case) is CaseState.PENDING_REVIEW


def test_the_desk_answers_at_once(desk: Desk, of: ConfidentialDesk) -> None:
    staff = desk.office.person(of.value)
    desk.visitor(staff)
    case = take_in(desk, staff)
    assert case.received_at <= datetime.now(UTC)

    desk.take(staff, case, A.NOT_ACCEPT, ground_code=GROUND, reason="已由12356接续")
    colleague = desk.office.person(of.value)
    page = desk.open(colleague, case).follow(A.DECIDE_NON_ACCEPTANCE.label)
    page.fill(verdict="yes", note="同意").press(A.DECIDE_NON_ACCEPTANCE.label)

    assert state_of(case) is CaseState.NOT_ACCEPTED


def test_an_ordinary_officer_of_the_lead_department_sees_nothing(desk: Desk, of: ConfidentialDesk) -> None:
    staff = desk.office.person(of.value)
    desk.office.person("desk_officer", department=desk.office.bureau)
    colleague = make_user("officer", department=desk.office.bureau)
    case = take_in(desk, staff)

    desk.take(staff, case, A.DISPATCH)

    seen_nowhere_by(desk, colleague, case)
