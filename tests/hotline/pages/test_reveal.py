"""The caller's details: masked, shown for a minute for a reason, kept in the audit log and nowhere else."""

from collections.abc import Callable

import pytest

from models.audit_entry import AuditEntry
from models.base import db
from models.case_event import CaseEvent
from models.queries import clocks
from models.vocabulary import AssignmentRole, CaseState, Confidentiality
from tests.support.desk import Desk
from tests.support.office import again, make_office
from tests.support.pages import Visitor
from workflows import dispatch

pytestmark = pytest.mark.one_database

PLAIN = "路灯三天不亮。"


@pytest.fixture
def desk(app: object, visit: Callable[..., Visitor]) -> Desk:
    """Return the people of an office at their browsers."""
    assert app
    return Desk(make_office(), visit)


def case_clock(case_id: int) -> int:
    return clocks.running(case_id)[0].id


def reveals() -> list[AuditEntry]:
    return list(db.session.scalars(db.select(AuditEntry).filter_by(kind="reveal_identity")))


@pytest.mark.both_databases
def test_a_reason_lifts_the_masks_for_a_minute_and_is_kept_in_the_audit_log_alone(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING, content=PLAIN)
    events = len(db.session.scalars(db.select(CaseEvent).filter_by(case_id=case.id)).all())
    page = desk.open("officer", case)
    assert "138****2345" in page.text
    assert "13893112345" not in page.html

    page = page.fill(reveal_reason="约定上门时间").press("显示完整信息")

    assert "13893112345" in page.text
    assert "王建国" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Refresh"] == f"60; url=/cases/{case.id}"
    (line,) = reveals()
    assert (line.user_id, line.object_id, line.summary) == (
        desk.office.officer.id,
        case.number,
        "约定上门时间",
    )
    assert len(db.session.scalars(db.select(CaseEvent).filter_by(case_id=case.id)).all()) == events
    assert "13893112345" not in desk.open("officer", case).html


def test_without_a_reason_nothing_is_shown(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING, content=PLAIN)

    page = desk.open("dispatcher", case).fill(reveal_reason="看").press("显示完整信息", status=422)

    assert "查看事由须为 4 至 200 个字。" in page.text
    assert "13893112345" not in page.html
    assert not reveals()


def test_looking_too_often_is_slowed_down(desk: Desk) -> None:
    case = desk.office.case_in(CaseState.HANDLING, content=PLAIN)
    page = desk.open("officer", case)
    for _ in range(6):
        page.fill(reveal_reason="约定上门时间").press("显示完整信息")

    refused = page.fill(reveal_reason="约定上门时间").press("显示完整信息", status=429)

    assert "操作太频繁，请稍后再试。" in refused.text
    assert len(reveals()) == 6


def test_of_a_confidential_case_a_department_learns_nothing_and_cannot_ask(desk: Desk) -> None:
    case = desk.office.case_in(
        CaseState.HANDLING, confidentiality=Confidentiality.CONFIDENTIAL, title="王建国反映路灯不亮"
    )

    page = desk.open("officer", case)

    assert "请通过热线转达" in page.text
    assert "显示完整信息" not in page.buttons()
    for secret in ("13893112345", "王建国", "138****2345", "王先生"):
        assert secret not in page.html
        for tail in ("print", "reply", f"clocks/{case_clock(case.id)}/why"):
            assert secret not in desk.visitor("officer").get(f"/cases/{case.id}/{tail}").html
    again(case).confidentiality = Confidentiality.OPEN
    db.session.commit()
    forged = desk.open("officer", case).fill(reveal_reason="约定上门时间")
    again(case).confidentiality = Confidentiality.CONFIDENTIAL
    db.session.commit()
    assert "您不能查看本单诉求人的信息" in forged.press("显示完整信息", status=403).text
    assert not reveals()


@pytest.mark.both_databases
def test_the_lead_lets_a_helper_see_the_caller_and_takes_it_back(desk: Desk) -> None:
    office = desk.office
    case = office.case_in(CaseState.HANDLING, content=PLAIN)
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=case.received_at)
    db.session.commit()
    helping = office.person("officer", department=office.helper)
    assert "王先生" not in desk.open(helping, case).text

    page = desk.open("officer", case).press("授权查看诉求人")
    assert "王先生" in desk.open(helping, case).text
    assert "授权查看诉求人" not in desk.open(helping, case).buttons()
    page.press("收回身份查看授权")

    assert "王先生" not in desk.open(helping, case).text
    assert not office.part(again(case), AssignmentRole.SUPPORTING).identity_granted
    kinds = [line.kind for line in db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id))]
    assert kinds[-2:] == ["grant_identity", "withdraw_identity"]


def test_the_hotline_sees_the_same_caller_s_other_cases_and_departments_do_not(desk: Desk) -> None:
    office = desk.office
    earlier = office.register(title="井盖松动")
    case = office.case_in(CaseState.HANDLING)

    assert "井盖松动" in desk.open("agent", case).text
    assert earlier.number not in desk.open("officer", case).text
