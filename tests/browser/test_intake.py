"""The intake screen in a real browser: by keyboard alone, with the caller's history, hazards, draft and receipt."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from models.base import db
from models.case import Case
from models.category import Category
from models.dictionary import HazardWord, QuickReply
from models.user import User
from models.vocabulary import AreaLevel, CaseState, Urgency
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
from tests.support.sessions import session_cookie
from workflows.intake import query_code_index

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CODE = "0A1B2C3D4E5F6G7H"


@pytest.fixture
def agent(app: Flask) -> User:
    """Make a city with a lamp matter, a gas hazard, a street, and a caller who has called before."""
    make_city(settings={"emergency_numbers": [{"number": "119", "name": "消防救援", "when": "火灾"}]})
    make_rules()
    lamp = make_category(
        name="路灯故障", path="城市管理/照明/路灯故障", initials="ldgz", keywords="路灯、灯杆"
    )
    gas = make_category(name="燃气泄漏", path="公用事业/供气/燃气泄漏", initials="rqxl", is_hazard=True)
    make_rule(make_department(name="市照明所"), category=lamp)
    make_rule(make_department(name="市燃气公司"), category=gas)
    say, do = "请开窗，不要开灯。", "着火的转119。"
    saved(HazardWord(words="燃气、漏", category_id=gas.id, urgency=Urgency.CRITICAL, say=say, do=do))
    saved(QuickReply(code="q1", kind="intake", title="收尾", body="请您保持电话畅通。"))
    district = make_area(name="河东区")
    make_area(name="长丰街道", level=AreaLevel.STREET, parent=district)
    make_case(category=lamp, title="井盖缺失", citizen={"name": "王小明", "phone": "13812345678"})
    return make_user("agent")


def violations(window: Page) -> list[str]:
    found = Axe().run(window, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [f"{v['id']}: {[node['html'][:90] for node in v['nodes'][:3]]}" for v in found]


def test_a_choice_made_quicker_than_the_browsers_timers_closes_the_list(
    open_browser: Callable[..., Page], agent: User
) -> None:
    window = open_browser(user=agent)
    window.add_init_script(
        "const later = setTimeout; window.setTimeout = (act, ms) => later(act, (ms || 0) + 300)"
    )
    window.goto("/intake")
    window.locator("#content").fill("路灯不亮")
    keys, listed = window.keyboard, window.locator(".ts-dropdown").first

    keys.press("Tab")
    keys.type("ldgz")
    keys.press("Enter")
    expect(window.locator("#matter")).to_contain_text("市照明所")
    window.wait_for_timeout(700)
    expect(listed).to_be_hidden()
    keys.press("ArrowDown")
    expect(listed).to_be_visible()


def test_a_case_is_taken_in_by_keyboard_alone(open_browser: Callable[..., Page], agent: User) -> None:
    window = open_browser(user=agent)
    window.goto("/intake")
    keys = window.keyboard

    expect(window.locator("#phone")).to_be_focused()
    keys.type("138 1234 5678")
    keys.press("Enter")
    expect(window.locator("#caller")).to_contain_text("井盖缺失")
    keys.press("Alt+n")
    expect(window.locator("#name")).to_have_value("王小明")
    for _ in range(4):
        keys.press("Tab")
    expect(window.locator("#content")).to_be_focused()
    keys.type("小区门口的路灯三天不亮，希望尽快修好。")
    keys.press("Tab")
    keys.type("ldgz")
    keys.press("Enter")
    expect(window.locator("#matter")).to_contain_text("市照明所")
    expect(window.locator(".ts-dropdown").first).to_be_hidden()
    keys.press("Tab")
    expect(window.locator("#title")).to_be_focused()
    keys.press("Tab")
    expect(window.locator("#kind-0")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Control+Enter")

    expect(window.locator("h1")).to_have_text("受理回执")
    expect(window.get_by_role("link", name="受理下一件")).to_be_focused()
    case = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first()
    assert case is not None
    assert window.locator("#receipt-number").inner_text() == case.number
    keys.press("Enter")
    expect(window.locator("#phone")).to_be_focused()


def test_the_agent_is_told_of_a_hazard_while_typing(open_browser: Callable[..., Page], agent: User) -> None:
    window = open_browser(user=agent)
    window.goto("/intake")

    expect(window.locator("#not_hazard_reason")).to_be_hidden()
    window.locator("#content").press_sequentially("楼道里燃气漏了")
    expect(window.locator("#hazards")).to_contain_text("请开窗，不要开灯。")
    expect(window.locator("#hazards")).to_contain_text("转 119 消防救援")
    expect(window.locator("#not_hazard_reason")).to_be_visible()
    assert violations(window) == []
    window.keyboard.press("Alt+h")

    gas = db.session.scalars(db.select(Category).filter_by(name="燃气泄漏")).one()
    expect(window.locator("#category_id")).to_have_value(str(gas.id))
    expect(window.locator("#matter")).to_contain_text("市燃气公司")


def test_a_draft_survives_a_closed_window(open_browser: Callable[..., Page], agent: User) -> None:
    window = open_browser(user=agent)
    window.goto("/intake")
    window.locator("#content").press_sequentially("路灯不亮")
    expect(window.locator("[data-autosave-status]")).to_contain_text("草稿已保存")
    # A browser that crashed opens the address again.
    window.reload()
    expect(window.locator("#content")).to_have_value("路灯不亮")
    expect(window.locator("[data-autosave-status]")).to_contain_text("保存的草稿")
    window.close()

    window = open_browser(user=agent)
    window.goto("/intake")
    window.get_by_text("未完成的草稿 1").click()
    assert violations(window) == []
    window.get_by_role("link", name="继续 路灯不亮").click()
    expect(window.locator("#content")).to_have_value("路灯不亮")


def test_a_suggestion_is_taken_with_one_key_and_a_like_case_put_aside(
    open_browser: Callable[..., Page], agent: User
) -> None:
    window = open_browser(user=agent)
    window.goto("/intake")
    window.locator("#phone").fill("13812345678")
    window.locator("#content").press_sequentially("小区门口的路灯三天不亮")

    expect(window.locator("#suggestions")).to_contain_text("依据“路灯”")
    expect(window.locator("#duplicates")).to_contain_text("同号码在办")
    assert violations(window) == []
    window.keyboard.press("Alt+q")
    lamp = db.session.scalars(db.select(Category).filter_by(name="路灯故障")).one()
    expect(window.locator("#category_id")).to_have_value(str(lamp.id))
    expect(window.locator("#suggestions [data-take-category]")).to_have_count(0)
    window.keyboard.press("Alt+d")
    expect(window.locator("#related")).to_be_visible()
    window.get_by_role("button", name="不是同一件").first.click()
    expect(window.locator("#duplicates")).not_to_contain_text("同号码在办")
    expect(window.locator("#content")).to_have_value("小区门口的路灯三天不亮")


def test_what_is_typed_without_a_network_is_not_lost(
    app: Flask, chromium: Browser, live_server: str, agent: User
) -> None:
    # A context of its own: without a network the browser complains on its console, and rightly.
    context = chromium.new_context(base_url=live_server, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.add_cookies([{**session_cookie(app, agent), "url": live_server}])
    window = context.new_page()
    window.goto("/intake")
    status = window.locator("[data-autosave-status]")
    window.locator("#content").fill("路灯不亮")
    expect(status).to_contain_text("草稿已保存")

    window.context.set_offline(True)
    window.locator("#content").fill("路灯不亮，断网时写的话")
    expect(status).to_contain_text("网络中断")
    window.keyboard.press("Control+Enter")
    expect(status).to_contain_text("没有提交")
    expect(window.locator("#content")).to_have_value("路灯不亮，断网时写的话")
    window.context.set_offline(False)
    window.locator("#content").press("End")
    window.locator("#content").press_sequentially("。")
    expect(status).to_contain_text("草稿已保存")

    assert not window.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft'))")
    window.goto("/intake")
    window.get_by_text("未完成的草稿 1").click()
    window.get_by_role("link", name="继续").click()
    expect(window.locator("#content")).to_have_value("路灯不亮，断网时写的话。")
    context.close()


def test_places_relations_and_quick_replies_are_taken_over(
    open_browser: Callable[..., Page], agent: User
) -> None:
    window = open_browser(user=agent)
    window.goto("/intake")

    window.locator("#district_id").select_option(label="河东区")
    window.locator("#street_id").select_option(label="长丰街道")
    window.locator("#phone").fill("13812345678")
    window.locator("#phone").press("Enter")
    window.locator("#caller").get_by_role("button", name="关联工单").click()
    expect(window.locator("#related")).to_be_visible()
    window.get_by_role("button", name="取消关联").click()
    expect(window.locator("#related")).to_be_hidden()
    window.locator("#quick-reply").select_option(label="收尾")
    window.get_by_role("button", name="插入").click()
    expect(window.locator("#answer")).to_have_value("请您保持电话畅通。")


def test_the_field_in_focus_is_not_behind_the_buttons(open_browser: Callable[..., Page], agent: User) -> None:
    window = open_browser(user=agent)
    window.set_viewport_size({"width": 1366, "height": 700})
    window.goto("/intake")
    window.locator("#title").focus()

    window.locator("#address").focus()

    field, buttons = (
        window.locator("#address").bounding_box(),
        window.locator(".actions--sticky").bounding_box(),
    )
    assert field
    assert buttons
    assert field["y"] + field["height"] <= buttons["y"]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_files_are_uploaded_as_soon_as_they_are_chosen(
    open_browser: Callable[..., Page], agent: User, phone: bool
) -> None:
    window = open_browser(user=agent, phone=phone)
    window.goto("/intake")
    window.locator("#content").fill("路灯三天不亮")
    window.get_by_text("附件：图片、视频、录音").click()
    picture = {"name": "路灯.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 40}
    voice = {"name": "录音.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3\x03...."}

    window.locator("#files").set_input_files([picture, voice])
    expect(window.get_by_text("附件：图片、视频、录音（2 个）")).to_be_visible()
    expect(window.get_by_text("正在上传…")).to_be_hidden()
    assert violations(window) == []
    window.locator("#files").set_input_files([{**picture, "name": "程序.exe"}])
    expect(window.locator("#files-error")).to_contain_text("附件“程序.exe”不能上传")
    window.get_by_role("button", name="移除 录音.mp3").click()
    expect(window.get_by_text("录音.mp3")).to_be_hidden()

    expect(window.locator("#content")).to_have_value("路灯三天不亮")
    expect(window.locator("[data-autosave-status]")).to_contain_text("草稿已保存")
    window.goto("/intake")
    window.get_by_text("未完成的草稿 1").click()
    window.get_by_role("link", name="继续 路灯三天不亮").click()
    expect(window.get_by_text("路灯.png")).to_be_visible()


def test_the_first_screen_holds_what_a_call_needs(open_browser: Callable[..., Page], agent: User) -> None:
    window = open_browser(user=agent)
    window.set_viewport_size({"width": 1366, "height": 768})
    window.goto("/intake")
    bar = window.locator(".actions--sticky").bounding_box()

    for field in (
        "#phone",
        "#content",
        "#title",
        "#kind-0",
        "#urgency-0",
        "#grid_id",
        "#address",
        "#occurred_at",
    ):
        box = window.locator(field).bounding_box()
        assert box is not None
        assert bar is not None
        assert box["y"] + box["height"] <= bar["y"], field


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_screen_is_for_everyone(open_browser: Callable[..., Page], agent: User, phone: bool) -> None:
    window = open_browser(user=agent, phone=phone)
    window.goto("/intake")
    assert violations(window) == []
    window.get_by_role("button", name="提交派单").click()
    expect(window.locator(".error-summary")).to_be_visible()
    assert violations(window) == []
    width = window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_citizens_pages_are_for_everyone(
    open_browser: Callable[..., Page], agent: User, phone: bool
) -> None:
    unit = make_department(name="市照明所二所")
    case = make_case(
        state=CaseState.CLOSED,
        public_answer="路灯已修复。",
        query_code_index=query_code_index(CODE),
        department=unit,
    )
    window = open_browser(phone=phone)
    window.goto("/privacy")
    assert violations(window) == []
    window.goto("/query")
    assert violations(window) == []
    window.get_by_label("工单编号").fill(case.number)
    window.get_by_label("查询码").fill(CODE)
    window.get_by_role("button", name="查询").click()

    expect(window.locator("h1")).to_have_text("办理进度")
    expect(window.get_by_text("路灯已修复。")).to_be_visible()
    assert violations(window) == []
