"""The case page in a real browser: steps open in a dialog, masks are lifted in place, clocks unfold."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models.vocabulary import CaseState
from tests.support.desk import state_of
from tests.support.office import make_office

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_a_case_is_dispatched_from_the_dialog(open_browser: Callable[..., Page]) -> None:
    office = make_office()
    case = office.register()
    window = open_browser(user=office.dispatcher)

    window.goto(f"/cases/{case.id}")
    window.get_by_role("link", name="派单", exact=True).click()
    dialog = window.get_by_role("dialog", name="派单")
    expect(dialog).to_contain_text("建议主办：市城市管理委员会")
    dialog.get_by_label("派单说明").fill("请今日内修复")
    dialog.get_by_role("button", name="派单").click()

    expect(window.get_by_text("派单：已完成。")).to_be_visible()
    assert state_of(case) is CaseState.DISPATCHED


def test_the_masks_are_lifted_where_they_are(open_browser: Callable[..., Page]) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING, content="路灯三天不亮。")
    window = open_browser(user=office.officer)

    window.goto(f"/cases/{case.id}")
    expect(window.locator("#caller")).to_contain_text("138****2345")
    window.get_by_label("查看事由").fill("约定上门时间")
    window.get_by_role("button", name="显示完整信息").click()

    expect(window.locator("#caller")).to_contain_text("13893112345")
    expect(window.locator("#caller")).to_contain_text("仅显示 60 秒")


def test_the_other_clocks_unfold_and_explain_themselves(open_browser: Callable[..., Page]) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    window = open_browser(user=office.supervisor)

    window.goto(f"/cases/{case.id}")
    last = window.locator(".clock-menu__list a").last
    expect(last).to_be_hidden()
    window.locator(".clock-menu").hover()
    expect(last).to_contain_text("为何是这天")
    last.click()

    expect(window.get_by_role("dialog")).to_contain_text("办结时限 5个工作日")


@pytest.mark.parametrize("role", ["officer", "supervisor"])
def test_the_case_page_fits_a_phone(open_browser: Callable[..., Page], role: str) -> None:
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    window = open_browser(user=getattr(office, role), phone=True)

    window.goto(f"/cases/{case.id}")

    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    expect(window.get_by_role("link", name="去办理")).to_be_visible()
