"""The palette as a page: names of places and views lead there, a case's number to the case, other words to the search."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.base import db
from models.transaction import unit_of_work
from models.vocabulary import Action, CaseState
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, make_user
from tests.support.office import again, make_office
from tests.support.pages import Visitor
from workflows import macros, saved_views
from workflows.saved_views import Wish

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.one_database


def test_names_lead_to_places_and_views_and_numbers_to_cases(visit: Visit) -> None:
    case, by = make_case(title="路灯不亮"), make_user("dispatcher")
    with unit_of_work():
        saved_views.save("cases", {"kind": "complaint"}, Wish("只看投诉"), by=by, at=MONDAY_9)
    visitor = visit(user=by)

    page = visitor.get("/").follow("命令 Ctrl K")
    assert page.heading == "命令"
    assert {"工单查询", "只看投诉"} <= set(page.links())
    assert visitor.get("/go?q=工单查询").url.endswith("/cases")
    assert visitor.get("/go?q=只看").url.endswith("/cases?kind=complaint"), "the only one"
    assert visitor.get(f"/go?q={case.number.lower()}").url.endswith(f"/cases/{case.id}")
    several = visitor.get("/go?q=工")
    assert several.heading == "命令"
    assert "工单查询" in several.links()
    assert several.links()["在工单中查“工”"] == "/cases?q=%E5%B7%A5"
    searched = visitor.get("/go?q=路灯").url
    assert searched.endswith("/cases?q=%E8%B7%AF%E7%81%AF"), "what is nothing's name is looked for"


def test_nobody_is_led_where_they_may_not_go(visit: Visit) -> None:
    case = make_case()
    auditor = visit("auditor")

    page = auditor.get("/go")
    assert "工单查询" not in page.links()
    assert "没有名称含" in auditor.get(f"/go?q={case.number}").text


def test_names_are_found_by_pinyin_and_by_initials(visit: Visit) -> None:
    visitor = visit("dispatcher")
    for words in ("gongdanchaxun", "gdcx", "GDCX"):
        assert visitor.get(f"/go?q={words}").url.endswith("/cases"), words
    assert "受理登记" in visitor.get("/go?q=shou").links()


def test_on_a_case_its_steps_and_macros_are_offered_and_a_macro_is_pressed_not_followed(
    app: Flask, visit: Visit
) -> None:
    office = make_office()
    case = office.case_in(CaseState.REPLIED)
    with unit_of_work():
        recipe = macros.Recipe(name="材料不全", action=Action.RETURN_REPLY, note="请写明处理结果。")
        macros.write(recipe, by=office.dispatcher, at=MONDAY_9)
    visitor = visit(user=office.dispatcher)

    page = visitor.get(f"/cases/{case.id}").follow("命令 Ctrl K")

    assert page.links()["审核通过"].startswith(f"/cases/{case.id}/")
    assert "材料不全1" in page.buttons()
    asked = visitor.get(f"/go?case={case.id}&q=cailiaobu")
    assert asked.heading == "命令"
    asked.press("材料不全1")
    db.session.expire_all()
    assert again(case).state is CaseState.HANDLING
    theirs = visit(user=office.person("officer", department=office.other)).get(f"/go?case={case.id}")
    assert "审核通过" not in theirs.links()
