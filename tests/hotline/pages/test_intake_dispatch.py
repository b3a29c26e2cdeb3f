"""Which departments the intake offers, what becomes of the agent's proposal, and 登记并派单 in one press."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.category import Category
from models.department import Department
from models.dictionary import Ground
from models.unit_proposal import UnitProposal
from models.vocabulary import Action, AreaLevel, CaseState, Desk, Urgency
from tests.support.factories import (
    make_area,
    make_category,
    make_city,
    make_department,
    make_rule,
    make_rules,
    saved,
)
from tests.support.pages import Page, Visitor
from workflows import unit_advice
from workflows.learning.current import Suggested

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]
LAMP = "小区门口的路灯三天不亮，希望尽快修好。"


@pytest.fixture
def lamp(app: Flask) -> Category:
    """Make a city in which one department has the lamps of all the city, and another may lead too."""
    make_city()
    make_rules()
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯")
    make_rule(make_department(name="市照明所"), category=lamp, source="权责清单")
    make_department(name="区城管局")
    make_department(name="某社区", can_lead=False)
    return lamp


def unit(name: str) -> Department:
    return db.session.scalars(db.select(Department).filter_by(name=name)).one()


def told(monkeypatch: pytest.MonkeyPatch, *ranked: tuple[str, float]) -> None:
    """Have a router say these departments with these chances."""
    (first, chance), *others = [(unit(name).id, chance) for name, chance in ranked]
    found = Suggested(first, chance, ("路灯",), tuple(others), 7)
    monkeypatch.setattr(unit_advice, "suggest", lambda _purpose, _text: found)


def aids(visitor: Visitor, **fields: object) -> Page:
    (csrf, *_) = [e.get("value") for e in visitor.get("/intake").all("input", name="csrf_token")]
    given = {name: str(value) for name, value in fields.items()}
    return visitor.post("/intake/aids", MultiDict({"csrf_token": csrf, "content": LAMP, **given}))


def offered(page: Page) -> list[tuple[str, str]]:
    """Return the departments a fragment offers, each with its key."""
    buttons = [each for each in page.all("button") if each.get("data-take-unit")]
    return [(each.get("data-name") or "", each.get("data-alt-key") or "") for each in buttons]


def filled(visitor: Visitor, lamp: Category, **fields: object) -> Page:
    given = {"phone": "13812345678", "content": LAMP, "category_id": lamp.id, "kind": "help"}
    return visitor.get("/intake").fill(**{**given, **fields})


def only_case() -> Case:
    return db.session.scalars(db.select(Case)).one()


def actions() -> list[tuple[Action, str]]:
    rows = db.session.scalars(db.select(CaseEvent).order_by(CaseEvent.id))
    return [(event.action, event.actor_name) for event in rows]


def test_the_catalogues_department_comes_first_and_a_routers_beside_a_citywide_line(
    visit: Visit, lamp: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, ("区城管局", 0.96), ("市照明所", 0.3), ("某社区", 0.2))

    page = aids(visit("agent"))

    assert offered(page) == [("市照明所", "z"), ("区城管局", "x")]
    assert "派单目录：城市管理/照明/路灯故障 × 全市（权责清单），把握 30%" in page.text
    assert "按“路灯故障”" in page.text
    assert "另有建议" in page.text
    assert "模型建议（版本 7），把握 96%，依据“路灯”" in page.text
    taken = aids(visit("agent"), lead_id=unit("区城管局").id)
    assert [each.get("data-name") for each in taken.all("button", aria_pressed="true")] == ["区城管局"]


def test_a_line_for_the_place_itself_needs_no_second_opinion(
    visit: Visit, lamp: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = make_area(name="长丰街道", level=AreaLevel.STREET, parent=make_area())
    make_rule(unit("区城管局"), category=lamp, area_id=street.id)
    told(monkeypatch, ("市照明所", 0.96))

    page = aids(visit("agent"), street_id=street.id)

    assert offered(page) == [("区城管局", "z")]


@pytest.mark.parametrize(
    "fields", [{"kind": "report"}, {"confidentiality": "confidential"}, {"content": "他说不想活了"}]
)
def test_no_router_is_asked_of_what_is_protected(
    visit: Visit, lamp: Category, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    make_category(name="轻生", path="心理/危机/轻生", keywords="不想活", desk=Desk.PSYCH)
    monkeypatch.setattr(unit_advice, "suggest", lambda *_: pytest.fail("asked"))

    assert "模型建议" not in aids(visit("agent"), **fields).text


def test_without_a_line_the_routers_department_stands_alone(
    visit: Visit, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_city()
    make_rules()
    make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯")
    make_department(name="市照明所")
    told(monkeypatch, ("市照明所", 0.9))

    page = aids(visit("agent"))

    assert offered(page) == [("市照明所", "z")]
    assert "另有建议" not in page.text


@pytest.mark.both_databases
def test_the_reviewer_sees_whom_the_agent_would_send_it_to(visit: Visit, lamp: Category) -> None:
    agent = visit("agent")
    assert "登记并派单" not in agent.get("/intake").buttons()
    page = filled(agent, lamp).press("列出单位")
    assert "区城管局" in page.texts("option")
    assert "某社区" not in page.texts("option")
    page.fill(lead_id=unit("区城管局").id).press("提交派单")

    case = only_case()
    assert case.state is CaseState.PENDING_REVIEW
    assert db.session.scalars(db.select(UnitProposal.department_id)).all() == [unit("区城管局").id]
    page = visit("dispatcher").get(f"/cases/{case.id}/dispatch")
    assert "接线员建议：区城管局" in page.text
    assert "建议主办：市照明所" in page.text
    chosen = [option.get("value") for option in page.all("option", selected="")]
    assert str(unit("市照明所").id) in chosen


def test_one_press_takes_in_and_sends_out(visit: Visit, lamp: Category) -> None:
    receipt = filled(visit("dispatcher"), lamp).press("登记并派单")

    case = only_case()
    assert "已派至市照明所" in receipt.text
    assert (case.state, case.department_id) == (CaseState.DISPATCHED, unit("市照明所").id)
    assert [action for action, _ in actions()] == [Action.SUBMIT, Action.DISPATCH]
    assert len({name for _, name in actions()}) == 1
    assert case.dispatch_reason.startswith("派单目录")
    assert not db.session.scalars(db.select(UnitProposal)).all()


def test_the_department_that_was_chosen_gets_it(visit: Visit, lamp: Category) -> None:
    chosen = unit("区城管局")
    filled(visit("dispatcher"), lamp).press("列出单位").fill(lead_id=chosen.id).press("登记并派单")

    assert only_case().department_id == chosen.id
    assert only_case().dispatch_reason.startswith("人工指定")


def test_a_hazard_goes_to_whom_the_person_chose_and_only_once(visit: Visit, lamp: Category) -> None:
    gas = make_category(name="燃气泄漏", path="公用事业/供气/燃气泄漏", is_hazard=True)
    make_rule(unit("市照明所"), category=gas)
    chosen = unit("区城管局")

    page = filled(visit("dispatcher"), gas).press("列出单位")
    page.fill(lead_id=chosen.id).press("登记并派单")

    assert only_case().department_id == chosen.id
    assert [action for action, _ in actions()].count(Action.DISPATCH) == 1


def test_what_nobody_gets_is_not_taken_in(visit: Visit, lamp: Category) -> None:
    other = make_category(name="其他", path="其他/其他/其他")
    page = filled(visit("dispatcher"), other).press("登记并派单", status=422)

    assert "派单目录中没有适用的条目，请人工选择承办单位。" in page.text
    assert page.texts("textarea", name="content") == [LAMP]
    assert not db.session.scalars(db.select(Case)).all()


def test_a_desks_case_and_one_advised_against_go_to_their_reviewers(visit: Visit, lamp: Category) -> None:
    saved(Ground(kind="not_accepted", code="in_petition", name="已进入信访程序"))
    secret = make_category(name="心理求助", path="心理/求助/心理求助", desk=Desk.PSYCH)
    dispatcher = visit("dispatcher")
    page = filled(dispatcher, secret).press("登记并派单", status=422)
    assert "工单由专席审核派单，请按“提交派单”。" in page.text
    advice = {"refusal_code": "in_petition", "refusal_note": "已有告知书。"}
    page = filled(dispatcher, lamp, **advice).press("登记并派单", status=422)
    assert "建议不予受理的，请按“提交派单”交审核" in page.text
    assert not db.session.scalars(db.select(Case)).all()


def test_a_forged_button_sends_nothing_out(visit: Visit, lamp: Category) -> None:
    page = filled(visit("agent"), lamp)
    (button,) = page.all("button", value="hints")
    button.set("value", "dispatch")
    page.press("查看提示")

    case = only_case()
    assert (case.state, case.department_id) == (CaseState.PENDING_REVIEW, None)
    assert case.dispatch_reason.startswith("未免审")


def test_a_case_sent_back_is_completed_and_sent_out_in_one_press(visit: Visit, lamp: Category) -> None:
    dispatcher = visit("dispatcher")
    filled(dispatcher, lamp).press("提交派单")
    case = only_case()
    dispatcher.get(f"/cases/{case.id}/to-agent").fill(note="哪盏灯？").press("退回补充")
    dispatcher.get(f"/intake/{case.id}").fill(urgency="urgent").press("登记并派单")

    db.session.expire_all()
    case = only_case()
    assert (case.state, case.urgency) == (CaseState.DISPATCHED, Urgency.URGENT)
