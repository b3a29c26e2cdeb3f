"""The dashboard draws itself anew each minute: what was unfolded and the focus stay, and old numbers say that they are old."""

from collections.abc import Callable

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models.base import db
from models.vocabulary import CaseState
from tests.support.office import make_office

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_a_minute_later_it_stands_anew_with_what_was_unfolded_and_the_focus(
    app: Flask, open_browser: Callable[..., Page]
) -> None:
    office = make_office()
    office.case_in(CaseState.HANDLING)
    page = open_browser(user=office.leader)
    page.clock.install()
    page.goto("/dashboard")
    expect(page.locator("[data-chart] canvas").first).to_be_visible()
    fold = page.locator("#by-hour details")
    fold.locator("summary").click()
    number = page.locator("#board .stat__value a").first
    number.focus()
    page.evaluate("""() => {
        document.getElementById("board").dataset.old = "yes";
        window.oldChart = document.querySelector("[data-chart]").drawn;
    }""")
    # What this session read before the server wrote is not what it may write on.
    db.session.rollback()
    office.case_in(CaseState.HANDLING)

    page.clock.fast_forward(61_000)

    expect(page.locator("#board[data-old]")).to_have_count(0)
    expect(number).to_have_text("2")
    expect(number).to_be_focused()
    expect(fold).to_have_attribute("open", "")
    expect(page.locator("#hours-chart canvas")).to_be_visible()
    assert page.evaluate("window.oldChart.isDisposed()")

    stale = page.locator("[data-stale]")
    expect(stale).to_be_hidden()
    # A request that fails would be complained of by the browser itself; htmx says it like this.
    page.evaluate("htmx.trigger('#board', 'htmx:sendError', {elt: document.getElementById('board')})")
    expect(stale).to_be_visible()
    expect(stale).to_contain_text("连接中断，以上数字没有更新")


@pytest.mark.parametrize("address", ["/dashboard", "/dashboard?wall=1"])
def test_on_paper_it_is_one_sheet_with_a_row_of_today_and_one_of_the_month(
    app: Flask, open_browser: Callable[..., Page], address: str
) -> None:
    office = make_office()
    office.case_in(CaseState.HANDLING)
    page = open_browser(user=office.leader)
    page.goto(address)
    expect(page.locator("[data-chart] canvas").first).to_be_visible()

    sheet = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.emulate_media(media="print")
    today, month, panels = (
        page.locator(part).bounding_box() or {}
        for part in (".board__today", ".board__month", ".board__panels")
    )

    assert len(sheet) == 1
    assert sheet[0].get_width() > sheet[0].get_height()
    assert today["y"] + today["height"] <= month["y"] <= panels["y"]
    assert today["width"] == month["width"] == panels["width"]
