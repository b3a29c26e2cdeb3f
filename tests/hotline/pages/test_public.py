"""What a citizen without an account may see, and what nobody without the code may."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from hotline.security import limiter
from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.follow_up import FollowUp
from models.vocabulary import CaseState, Confidentiality, Desk, Rating, RequestKind, RequestState
from tests.support.clock import TUESDAY_9
from tests.support.factories import make_case, make_city, make_department, make_rules, make_user, saved
from tests.support.pages import Page, Visitor
from workflows.intake import query_code_index

pytestmark = pytest.mark.one_database

CODE = "0A1B2C3D4E5F6G7H"
PHONE = "13812345678"
SAME = "没有查到。请核对工单编号、查询码和手机号后四位后再试。"


@pytest.fixture(autouse=True)
def city(app: Flask) -> None:
    make_city()
    make_rules()
    limiter.reset()


def make_known_case(**given: Any) -> Case:
    citizen = given.pop("citizen", {"name": "王小明", "phone": PHONE})
    unit = make_department(name="市照明所")
    return make_case(query_code_index=query_code_index(CODE), citizen=citizen, department=unit, **given)


def ask(visitor: Visitor, case: Case, *, code: str = CODE, tail: str = "5678", status: int = 200) -> Page:
    form = visitor.get("/query").fill(number=case.number, code=code, tail=tail)
    return form.press("查询", status=status)


def test_number_and_code_show_how_the_case_stands(visit: Callable[..., Visitor]) -> None:
    case = make_known_case(state=CaseState.CLOSED, public_answer="路灯已修复。", content="家住三单元")

    page = ask(visit(), case, code="0a1b 2c3d-4e5f 6g7h")

    assert "已办结。" in page.text
    assert "市照明所" in page.text
    assert "路灯已修复。" in page.text
    for hidden in ("王小明", PHONE, "5678", "家住三单元"):
        assert hidden not in page.text


@pytest.mark.parametrize("state", [s for s in CaseState if s not in (CaseState.FOLLOW_UP, CaseState.CLOSED)])
def test_an_answer_that_is_not_out_yet_is_not_shown(visit: Callable[..., Visitor], state: CaseState) -> None:
    page = ask(visit(), make_known_case(state=state, public_answer="早先的答复"))

    shown = state in (CaseState.NOT_ACCEPTED, CaseState.TERMINATED)
    assert ("早先的答复" in page.text) is shown
    assert "请您评价" not in page.text


def test_a_granted_extension_is_told(visit: Callable[..., Visitor]) -> None:
    case = make_known_case(state=CaseState.HANDLING, due_at=TUESDAY_9)
    user = make_user("officer")
    for state in (RequestState.APPROVED, RequestState.REJECTED):
        saved(
            CaseRequest(
                case_id=case.id, kind=RequestKind.EXTENSION, state=state, reason="内部理由", requested_by_id=user.id,
                requested_at=TUESDAY_9, decided_at=TUESDAY_9,
            )
        )  # fmt: skip

    page = ask(visit(), case)

    assert page.text.count("已于 2026-03-03 同意") == 1
    assert "内部理由" not in page.text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, {"code": "0000000000000000"}),
        ({}, {"tail": "0000"}),
        ({}, {"tail": ""}),
        ({"number": "LS20260302999999"}, {}),
        ({"query_code_index": ""}, {"code": ""}),
    ],
    ids=["wrong code", "wrong telephone", "no telephone", "wrong number", "no code"],
)
def test_every_miss_gets_one_answer(
    visit: Callable[..., Visitor], given: dict[str, str], asked: dict[str, str]
) -> None:
    case = make_known_case()
    code = asked.get("code", CODE) or "0" * 16
    if "query_code_index" in given:
        case.query_code_index = ""
        db.session.commit()
    form = (
        visit()
        .get("/query")
        .fill(number=given.get("number", case.number), code=code, tail=asked.get("tail", "5678"))
    )

    page = form.press("查询", status=422)

    assert SAME in page.text
    assert "路灯" not in page.text


@pytest.mark.both_databases
def test_a_case_without_telephone_needs_none(visit: Callable[..., Visitor]) -> None:
    assert "办理进度" in ask(visit(), make_known_case(citizen=None), tail="").text


@pytest.mark.parametrize("given", [{"desk": Desk.YOUTH}, {"confidentiality": Confidentiality.CONFIDENTIAL}])
def test_of_a_quiet_case_only_the_state_is_shown(
    visit: Callable[..., Visitor], given: dict[str, Any]
) -> None:
    case = make_known_case(state=CaseState.CLOSED, public_answer="答复", **given)

    page = ask(visit(), case)

    assert "已办结。" in page.text
    assert "市照明所" not in page.text
    assert "请您评价" not in page.text
    assert "为保护您的信息" in page.text


def test_the_eleventh_try_is_turned_away(visit: Callable[..., Visitor]) -> None:
    case, visitor = make_known_case(), visit()
    for _ in range(10):
        ask(visitor, case, code="1" * 16, status=422)

    page = ask(visitor, case, status=429)

    assert "操作太频繁" in page.text


def test_a_citizen_rates_once(visit: Callable[..., Visitor]) -> None:
    case, visitor = make_known_case(state=CaseState.FOLLOW_UP, public_answer="已修。"), visit()
    page = ask(visitor, case)

    refused = page.fill(result_rating="2", hotline_rating="5").press("提交评价", status=422)
    assert "请写明不满意的原因" in refused.text
    done = page.fill(result_rating="5", hotline_rating="5", solved="yes").press("提交评价")

    assert "评价已收到" in done.text
    assert "请您评价" not in done.text
    case = db.session.get_one(Case, case.id)
    assert (case.state, case.result_rating) == (CaseState.CLOSED, Rating.VERY_SATISFIED)
    again = page.fill(result_rating="1", hotline_rating="1", reason="x").press("提交评价", status=422)
    assert "已评价过" in again.text
    assert db.session.scalar(db.select(db.func.count()).select_from(FollowUp)) == 1


def test_without_the_code_nothing_opens(visit: Callable[..., Visitor]) -> None:
    visitor = visit()

    assert visitor.get("/query/progress").heading == "进度查询"
    case = make_known_case(state=CaseState.CLOSED)
    assert ask(visitor, case).press("查询完毕，退出").heading == "进度查询"
    assert visitor.get("/query/progress").heading == "进度查询"


def test_the_privacy_notice_is_public(visit: Callable[..., Visitor]) -> None:
    assert "您的权利" in visit().get("/privacy").text
