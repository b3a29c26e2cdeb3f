"""What stands beside the form while the caller speaks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from models.address import Address, AddressKind
from models.audit_entry import AuditEntry
from models.base import db
from models.dictionary import HazardWord
from models.queries import search
from models.user import User
from models.vocabulary import AreaLevel, CaseState, Desk, LimitClass, Rating, Urgency
from tests.support.articles import make_article
from tests.support.factories import (
    make_area,
    make_case,
    make_category,
    make_city,
    make_department,
    make_rule,
    make_rules,
    make_user,
    saved,
)
from tests.support.pages import Page, Visitor
from tests.support.statements import statements
from workflows.administration.addresses import found_by

PHONE = "13812345678"
NUMBERS = [
    {"number": "119", "name": "消防救援", "when": "火灾"},
    {"number": "120", "name": "急救", "when": "伤病"},
]


@pytest.fixture
def agent(app: Flask) -> User:
    make_city(settings={"emergency_numbers": NUMBERS})
    make_rules()
    return make_user("agent")


@pytest.fixture
def ask(visit: Callable[..., Visitor], agent: User) -> Callable[..., Page]:
    """Return a function that posts fields to one of the aids."""
    visitor = visit(user=agent)
    (csrf, *_) = [e.get("value") for e in visitor.get("/intake").all("input", name="csrf_token")]

    def post(aid: str, **fields: object) -> Page:
        data = {name: str(value) for name, value in fields.items()}
        return visitor.post(f"/intake/{aid}", MultiDict({"csrf_token": csrf, **data}))

    return post


def test_a_number_brings_the_callers_cases_and_a_line_in_the_audit_log(
    ask: Callable[..., Page], agent: User
) -> None:
    citizen = {"name": "王小明", "phone": PHONE}
    make_case(citizen=citizen, title="路灯不亮")
    make_case(citizen=citizen, title="井盖缺失", state=CaseState.CLOSED, result_rating=Rating.SATISFIED)
    make_case(citizen={"phone": "13900001111"}, title="别人的事")
    make_case(citizen=citizen, title="专席的事", desk=Desk.PSYCH)

    page = ask("caller", phone="138-1234-5678")

    assert "共 2 件，在办 1 件" in page.text
    assert "上次评价：满意" in page.text
    assert "王小明" in page.text
    assert page.text.index("井盖缺失") < page.text.index("路灯不亮")
    assert "别人的事" not in page.text
    assert "专席的事" not in page.text
    entry = db.session.scalars(db.select(AuditEntry).filter_by(kind="screen_pop")).one()
    assert (entry.user_id, entry.summary) == (agent.id, "来电弹屏：138****5678")


def test_the_last_ten_contacts_are_shown_and_all_are_counted(ask: Callable[..., Page]) -> None:
    for number in range(12):
        make_case(citizen={"phone": PHONE}, title=f"第{number}件事")

    page = ask("caller", phone=PHONE)

    assert "共 12 件" in page.text
    assert "第2件事" in page.text
    assert "第1件事" not in page.text


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [("13900001111", "首次来电"), ("1390000111", "号码不正确"), ("", "输入号码后按回车")],
)
def test_a_number_without_history_says_so(ask: Callable[..., Page], phone: str, sentence: str) -> None:
    assert sentence in ask("caller", phone=phone).text


@pytest.mark.both_databases
def test_articles_that_answer_what_is_typed_are_offered(ask: Callable[..., Page]) -> None:
    heat = make_category(name="暖气不热", path="公用事业/供热/暖气不热", keywords="家里冷")
    make_article("暖气不热找谁", wording={"short_answer": "请先联系热力公司。"})

    with statements() as seen:
        told = ask("articles", content="我家住五楼，家里暖气不热，已经两天了")
    assert len(seen) <= 12
    assert "请先联系热力公司。" in told.text
    (button,) = [e for e in told.all("button") if e.get("data-alt-key") == "s"]
    assert button.get("data-text") == "请先联系热力公司。"
    assert "请先联系热力公司。" in ask("articles", content="家里冷得受不了").text
    assert "请先联系热力公司。" in ask("articles", content="", category_id=heat.id).text
    assert not ask("articles", content="路灯坏了").text.strip()
    assert not ask("articles", content="").text.strip()


def test_the_caller_is_fetched_in_few_statements(ask: Callable[..., Page]) -> None:
    for _ in range(5):
        make_case(citizen={"phone": PHONE}, department=make_department())
    ask("caller", phone=PHONE)

    with statements() as seen:
        ask("caller", phone=PHONE)

    assert len(seen) <= 12, "\n".join(seen)


def test_words_of_a_hazard_bring_what_to_say_and_do(ask: Callable[..., Page]) -> None:
    gas = make_category(name="燃气泄漏", is_hazard=True)
    saved(
        HazardWord(
            words="燃气、漏",
            category_id=gas.id,
            urgency=Urgency.CRITICAL,
            say="请开窗，不要开灯。",
            do="着火的转119。",
        )
    )

    page = ask("aids", content="楼道里燃气漏了")

    assert "险情：燃气、漏" in page.text
    assert "请开窗，不要开灯。" in page.text
    assert "转 119 消防救援" in page.text
    assert "转 120" not in page.text
    assert page.all("button", **{"data-take-category": str(gas.id)})
    chosen = ask("aids", content="楼道里燃气漏了", category_id=gas.id)
    assert not chosen.all("button", **{"data-take-category": str(gas.id)})


def test_words_of_distress_lead_to_the_confidential_desk(ask: Callable[..., Page]) -> None:
    desk = make_category(name="轻生危机求助", desk=Desk.PSYCH)
    saved(HazardWord(words="不想活", category_id=desk.id, urgency=Urgency.CRITICAL, say="我在听。"))

    page = ask("aids", content="他说不想活了")

    assert "心理援助专席办理，自动保密" in page.text


def test_nothing_alarming_shows_only_the_usual_kind(ask: Callable[..., Page]) -> None:
    saved(HazardWord(words="燃气、漏", urgency=Urgency.CRITICAL))

    assert ask("aids", content="路灯不亮").text == "可能的类型 求助Alt+K"


def test_the_matter_shows_advice_limit_department_and_like_cases(
    visit: Callable[..., Visitor], agent: User
) -> None:
    street = make_area(name="长丰街道", level=AreaLevel.STREET, parent=make_area())
    community = make_area(level=AreaLevel.COMMUNITY, parent=street)
    category = make_category(name="路灯故障", advice="记清灯杆编号。", limit_class=LimitClass.URGENT)
    make_rule(make_department(name="市照明所"), category=category, legal_basis="《条例》第四条")
    now = datetime.now(UTC)
    make_case(category=category, area=community, title="灯杆倾斜", received_at=now - timedelta(days=1))
    make_case(category=category, area=street, title="老早的事", received_at=now - timedelta(days=8))
    make_case(category=category, title="别处的事", received_at=now - timedelta(days=1))
    query = {"category_id": category.id, "street_id": street.id, "kind": "help", "urgency": "normal"}

    page = visit(user=agent).get("/intake/matter", query_string=query)

    assert "记清灯杆编号。" in page.text
    assert "5个工作日" in page.text
    assert "市照明所" in page.text
    assert "依据《条例》第四条" in page.text
    assert "近 7 天长丰街道同类诉求 1 件" in page.text
    assert "灯杆倾斜" in page.text


@pytest.mark.parametrize("given", ["", "x", "999999", "1e3"])
def test_no_matter_is_no_fault(visit: Callable[..., Visitor], agent: User, given: str) -> None:
    page = visit(user=agent).get("/intake/matter", query_string={"category_id": given})

    assert "选定分类后" in page.text


def test_places_are_fetched_step_by_step(visit: Callable[..., Visitor], agent: User) -> None:
    district = make_area(name="河东区")
    make_area(name="长丰街道", level=AreaLevel.STREET, parent=district)
    visitor = visit(user=agent)

    assert visitor.get(f"/intake/areas?parent={district.id}").texts("option") == ["请选择", "长丰街道"]
    assert visitor.get("/intake/areas?parent=").texts("option") == ["没有下一级"]


@pytest.mark.parametrize("path", ["/intake/matter", "/intake/areas"])
def test_the_aids_are_for_those_who_take_in(visit: Callable[..., Visitor], agent: User, path: str) -> None:
    visit("leader").get(path, status=403)


LAMP = "小区门口的路灯三天不亮，晚上看不见路"


def test_likely_matters_are_offered_with_their_words_and_a_key(ask: Callable[..., Page]) -> None:
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯、灯杆")
    make_category(name="暖气不热", path="公用事业/供暖/暖气不热", keywords="暖气")

    page = ask("aids", content=LAMP)

    (offer,) = page.all("button", **{"data-take-category": str(lamp.id)})
    assert offer.get("data-alt-key") == "q"
    assert "依据“路灯”" in page.text
    assert "暖气不热" not in page.text
    assert "依据" not in ask("aids", content=LAMP, category_id=lamp.id).text


def test_cases_that_may_be_the_same_are_shown_with_their_reasons(ask: Callable[..., Page]) -> None:
    street = make_area(name="长丰街道", level=AreaLevel.STREET, parent=make_area())
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯、灯杆")
    now = datetime.now(UTC)
    facts = {"category": lamp, "received_at": now - timedelta(days=2), "state": CaseState.DISPATCHED}
    both = make_case(**facts, area_id=street.id, title="同号又同地", citizen={"phone": PHONE})
    near = make_case(**facts, area_id=street.id, title="只是同地")
    make_case(**facts | {"received_at": now - timedelta(days=40)}, area_id=street.id, title="很久以前")
    make_case(**facts | {"state": CaseState.CLOSED}, area_id=street.id, title="已经办结")
    make_case(**facts, title="专席的事", desk=Desk.PSYCH, citizen={"phone": PHONE})

    page = ask("aids", content=LAMP, phone=PHONE, street_id=street.id)

    shown = [link.get("href") for link in page.all("a")]
    assert shown == [f"/cases/{both.id}", f"/cases/{near.id}"]
    assert "同号码在办 同地同事项" in page.text or "同号码在办同地同事项" in page.text
    aside = ask("aids", content=LAMP, phone=PHONE, street_id=street.id, not_same=f"{near.id},")
    assert [link.get("href") for link in aside.all("a")] == [f"/cases/{both.id}"]


def test_the_same_place_and_words_are_found_without_a_street(ask: Callable[..., Page]) -> None:
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯、灯杆")
    now = datetime.now(UTC)
    same = make_case(category=lamp, received_at=now, title="路灯不亮", content="天庆雅苑门口路灯三天不亮")
    other = make_case(category=lamp, received_at=now, title="路灯不亮", content="安居小区门口路灯不亮")
    for case in (same, other):
        search.index_case(case.id, search.searchable(case.title, case.content))
    db.session.commit()

    page = ask("aids", content="天庆雅苑的路灯一直不亮，三天了")

    assert [link.get("href") for link in page.all("a")] == [f"/cases/{same.id}"]
    assert "地点和用词相同" in page.text


def test_all_aids_together_cost_few_statements(ask: Callable[..., Page]) -> None:
    street = make_area(name="长丰街道", level=AreaLevel.STREET, parent=make_area())
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯、灯杆")
    for number in range(3):
        make_case(category=lamp, area_id=street.id, title=f"第{number}件", citizen={"phone": PHONE})
    ask("aids", content=LAMP)

    with statements() as seen:
        ask("aids", content=LAMP + "天庆雅苑", phone=PHONE, street_id=street.id)

    assert len(seen) <= 14, "\n".join(seen)


def test_places_are_found_by_a_few_letters_and_fill_in_the_divisions(
    visit: Callable[..., Visitor], agent: User
) -> None:
    district = make_area(name="城关区")
    street = make_area(name="皋兰路街道", level=AreaLevel.STREET, parent=district)
    facts = {"name": "皋兰路", "kind": AddressKind.ROAD, "found_by": found_by("皋兰路", [])}
    saved(Address(area_id=street.id, **facts))
    visitor = visit(user=agent)

    page = visitor.get("/intake/places?place_words=gll")
    (offer,) = page.all("button", data_place_name="皋兰路")
    assert "城关区 / 皋兰路街道" in page.text
    row = visitor.get(offer.get("data-place-url") or "")
    chosen = [option.get("value") for option in row.all("option", selected="")]
    assert [str(district.id), str(street.id)] == [value for value in chosen if value]
    assert "没有找到" in visitor.get("/intake/places?place_words=nowhere").text
    assert not visitor.get("/intake/places").text
    visitor.get("/intake/place-row?area=987654")
