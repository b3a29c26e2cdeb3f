"""The intake's hints without a script: one button shows them all, others take what is offered; what was typed stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.category import Category
from models.dictionary import HazardWord
from models.public_notice import Outage, PublicNotice
from models.queries import article_lists
from models.vocabulary import CaseState, Kind, Urgency
from tests.support.articles import make_article
from tests.support.factories import make_case, make_category, make_department, make_rule, saved
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]
TOLD = "小区门口的路灯三天不亮，楼道里还闻到燃气味。"
PHONE = "13812345678"


@pytest.fixture
def office(app: Flask) -> Office:
    office = make_office()
    gas = make_category(name="燃气泄漏", path="公用事业/供气/燃气泄漏", is_hazard=True)
    saved(HazardWord(words="燃气", category_id=gas.id, urgency=Urgency.CRITICAL, say="请开窗，不要开灯。"))
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯")
    unit = make_department(name="市照明所")
    make_rule(unit, category=lamp)
    citizen = {"name": "王小明", "phone": PHONE}
    make_case(category=lamp, title="井盖缺失", citizen=citizen, state=CaseState.DISPATCHED)
    now = datetime.now(UTC)
    facts = {
        "outage": Outage.POWER,
        "title": "检修停电",
        "department_id": unit.id,
        "made_by_id": office.agent.id,
    }
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=9), "made_at": now}
    saved(PublicNotice(**facts, **span))
    make_article("路灯故障由谁负责", wording={"short_answer": "公共道路由路灯所维修。"})
    return office


@pytest.fixture
def hinted(office: Office, visit: Visit) -> Page:
    form = visit(user=office.agent).get("/intake").fill(phone=PHONE, content=TOLD, wish="修好")
    return form.press("查看提示")


def lamp() -> Category:
    return db.session.scalars(db.select(Category).filter_by(name="路灯故障")).one()


def kept(page: Page) -> bool:
    """Say whether what was typed stands in the form still."""
    (text,), (wish,) = page.texts("textarea", name="content"), page.all("input", name="wish")
    return (text, wish.get("value")) == (TOLD, "修好")


@pytest.mark.both_databases
def test_one_button_shows_all_hints_and_keeps_what_was_typed(hinted: Page) -> None:
    for told in (
        "请开窗，不要开灯。",
        "可能的分类",
        "可能的类型",
        "建议承办单位",
        "市照明所",
        "同号码在办",
        "停电：检修停电",
        "公共道路由路灯所维修。",
        "共 1 件，在办 1 件",
    ):
        assert told in hinted.text
    assert kept(hinted)
    assert not db.session.scalars(db.select(Case).filter_by(content=TOLD)).all()


def test_what_is_offered_is_taken_by_its_button_until_the_case_is_handed_in(hinted: Page) -> None:
    page = hinted.press("路灯故障").press("求助").press("市照明所").press("填入").press("关联此单")
    assert kept(page)
    assert "事项提示" in page.text
    assert "办结时限" in page.text
    page.press("提交派单")

    case = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    assert (case.category_id, case.kind) == (lamp().id, Kind.HELP)
    assert case.related_case_id is not None
    assert hinted.visitor.get(f"/cases/{case.id}").heading


def test_a_hazards_matter_is_taken_and_another_case_put_aside(hinted: Page) -> None:
    page = hinted.press("改选分类：燃气泄漏")
    assert "可能是同一件" in page.text
    page = page.press("关联此单").press("取消关联").press("不是同一件")

    assert "可能是同一件" not in page.text
    assert [field.get("value") for field in page.all("input", name="related_case_id")] in ([""], [None])
    assert kept(page)


def test_an_article_is_found_and_cited_in_an_answer(hinted: Page) -> None:
    article = make_article("井盖由谁负责", wording={"short_answer": "井盖由权属单位维修。"})
    page = hinted.press("路灯故障").press("咨询" if "咨询" in hinted.buttons() else "求助")
    page = page.fill(article_words="井盖").press("查找知识").press("插入并引用")

    assert "井盖由权属单位维修。" in page.texts("textarea", name="answer")
    again = page.press("插入并引用")
    assert again.texts("textarea", name="answer") == ["井盖由权属单位维修。"]
    again.press("直接答复并办结")
    case = db.session.scalars(db.select(Case).filter_by(content=TOLD)).one()
    assert f"{article.number}《井盖由谁负责》" in (case.answer_basis or "")
    assert [row[0].id for row in article_lists.cited_in(case.id)] == [article.id]


def test_a_reply_cites_without_a_script_and_its_draft_keeps_what_is_cited(
    office: Office, visit: Visit
) -> None:
    case = office.case_in(CaseState.HANDLING)
    article = make_article("路灯多久修好", wording={"short_answer": "三日内修复。"})
    officer = visit(user=office.officer)
    form = officer.get(f"/cases/{case.id}/reply").fill(
        internal_record="已更换灯泡。", article_words="多久修好"
    )
    page = form.press("查找知识").press("插入并引用")

    assert page.texts("textarea", name="public_answer") == ["三日内修复。"]
    assert page.texts("textarea", name="internal_record") == ["已更换灯泡。"]
    (box,) = page.all("input", name="cites")
    token = page.all("input", name="csrf_token")[0].get("value", "")
    data = {"csrf_token": token, "cites": box.get("value", ""), "public_answer": "三日内修复。"}
    officer.client.post(f"/cases/{case.id}/reply/draft", data=data)
    again = officer.get(f"/cases/{case.id}/reply")
    assert [each.get("value") for each in again.all("input", name="cites")] == [box.get("value")]
    page.fill(is_true="yes", is_ours="yes", contact="unreached", solved="yes").press("回复办结")
    assert [row[0].id for row in article_lists.cited_in(case.id)] == [article.id]
