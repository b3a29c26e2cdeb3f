"""The scripts of static/js in a real browser, on the gallery's pages, under the house's content policy."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE
from tests.support.gallery.pages import make_gallery, served

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALARM = {
    "number": "261122000001",
    "title": "楼道内有浓烈燃气味",
    "hazard": "燃气泄漏",
    "at": "14:03",
    "url": "/case",
    "take_url": "/alarms/take",
}


@pytest.fixture
def gallery() -> Flask:
    return make_gallery()


@pytest.fixture
def visit(chromium: Browser, gallery: Flask) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page; errors, policy violations and calls elsewhere fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    with served(gallery) as address:

        def begin(path: str, *, viewport: dict[str, int] = DESKTOP, scripts: bool = True) -> Page:
            context = chromium.new_context(
                base_url=address, viewport=viewport, java_script_enabled=scripts, locale="zh-CN"
            )
            contexts.append(context)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on(
                "console",
                lambda m: faults.append(m.text) if m.type == "error" and "422" not in m.text else None,
            )
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on(
                "request", lambda r: None if r.url.startswith((address, "data:")) else faults.append(r.url)
            )
            page.goto(path)
            return page

        yield begin
        for context in contexts:
            context.close()
    assert not faults


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_single_keys_walk_a_list_and_open_a_case(visit: Callable[..., Page]) -> None:
    page = visit("/list")

    for key in ("j", "j", "x", "j", "k"):
        page.keyboard.press(key)

    assert _focused(page) == "261122000001"
    assert page.locator("tbody input:checked").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/case?from=261122000001")


def test_keys_find_help_search_and_places_but_are_silent_in_fields(visit: Callable[..., Page]) -> None:
    page = visit("/list")

    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("gi?j")
    assert page.locator("#global-search").input_value() == "gi?j"
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("i")

    page.wait_for_url("**/intake")


def test_ctrl_k_goes_to_what_the_page_leads_to_by_its_name(visit: Callable[..., Page]) -> None:
    page = visit("/list")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("受理")
    expect(page.locator("#palette-goals li")).to_have_text(["受理登记"])
    page.locator("#palette-words").fill("shoulid")
    expect(page.locator("#palette-goals li")).to_have_text(["受理登记"])
    page.keyboard.press("Enter")

    page.wait_for_url("**/intake")


def test_a_category_is_found_by_chinese_and_by_initials_without_a_mouse(visit: Callable[..., Page]) -> None:
    page = visit("/intake")
    box = page.locator("#matter-ts-control")

    box.focus()
    page.keyboard.type("rqxl")
    page.keyboard.press("Enter")
    assert page.locator("#matter").input_value() == "2"
    page.keyboard.press("Tab")
    assert _focused(page) == "happened_on"
    box.focus()
    page.keyboard.type("漏水")
    page.keyboard.press("Enter")

    assert page.locator("#matter").input_value() == "1"


def test_a_district_brings_its_streets(visit: Callable[..., Page]) -> None:
    page = visit("/intake")

    page.locator("#district-ts-control").focus()
    page.keyboard.type("西区")
    with page.expect_response("**/streets?parent=2"):
        page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#street').options.length === 2")
    page.locator("#street-ts-control").focus()
    page.keyboard.type("2号")
    page.keyboard.press("Enter")

    assert page.locator("#street").input_value() == "9"


def test_a_draft_is_saved_while_someone_writes(visit: Callable[..., Page], gallery: Flask) -> None:
    page = visit("/intake")

    page.locator("#phone").fill("13800000000")

    expect(page.locator("[data-autosave-status]")).to_contain_text("草稿已保存")
    assert gallery.config["SEEN"]["draft"] == "13800000000"
    assert page.locator("#draft_id").input_value() == "7"


def test_ctrl_enter_submits_and_the_errors_take_the_focus(visit: Callable[..., Page]) -> None:
    page = visit("/intake")

    page.locator("#title").fill("路面积水")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="事项分类：请选择事项分类").click()
    assert _focused(page) == "matter-ts-control"


def test_a_second_press_on_submit_sends_nothing(visit: Callable[..., Page], gallery: Flask) -> None:
    page = visit("/intake")
    page.locator("#phone").fill("13800000000")
    page.locator("#title").fill("路面积水")
    page.locator("#text").fill("门口积水")
    page.locator("#kind-0").check()
    page.evaluate("document.querySelector('#matter').tomselect.setValue('1')")

    page.evaluate(
        "document.querySelector('form.stack').requestSubmit(); document.querySelector('form.stack').requestSubmit()"
    )
    page.wait_for_url("**/list")

    assert gallery.config["SEEN"]["posts"] == ["路面积水"]


def test_a_question_opens_over_the_page_or_as_a_page_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/list")
    page.get_by_role("link", name="退回", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("确定退回所选工单？")
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    plain = visit("/list", scripts=False)
    plain.get_by_role("link", name="退回", exact=True).click()
    plain.wait_for_url("**/case")


def test_a_step_done_by_htmx_says_so_in_a_toast(visit: Callable[..., Page]) -> None:
    page = visit("/list")

    page.keyboard.press("s")

    expect(page.locator(".toast")).to_have_text("已签收")
    expect(page.locator("#bulk button")).to_be_enabled()


def test_a_hazard_shows_at_once_and_rings_until_taken(visit: Callable[..., Page], gallery: Flask) -> None:
    page = visit("/list")
    expect(page.locator("[data-alarm]")).to_have_count(0)

    gallery.config["SEEN"]["alarms"].append(ALARM)
    gallery.config["SEEN"]["rings"].set()

    expect(page.locator("[data-alarm]")).to_contain_text("燃气泄漏")
    assert page.evaluate("document.documentElement.classList.contains('alarm-rings')")
    page.get_by_role("button", name="由我处置").click()
    page.wait_for_url("**/list")
    expect(page.locator("[data-alarm]")).to_have_count(0)


def test_charts_draw_and_show_their_numbers_within_the_policy(visit: Callable[..., Page]) -> None:
    page = visit("/figures")
    canvas = page.locator("#chart-stacked canvas")
    canvas.scroll_into_view_if_needed()

    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)

    assert page.locator("[data-chart] canvas").count() == 4
    page.locator("#chart-bar").get_by_role("link", name="130").click()
    page.wait_for_url("**/list?m=2")


def test_the_menu_opens_on_a_phone_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("/list", viewport=PHONE, scripts=False)

    page.locator("summary", has_text="菜单").click()
    page.get_by_role("link", name="受理登记").click()

    page.wait_for_url("**/intake")
