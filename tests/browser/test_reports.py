"""Leadership reads the completion page with a real browser, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.factories import make_user
from tests.support.hand_counted import make_march

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
MARCH = "/reports/completion?period=month&on=2026-03"


@pytest.mark.parametrize(("tab", "phone"), [("department", False), ("trend", True)])
def test_the_charts_shut_nobody_out(open_browser: Callable[..., Page], tab: str, *, phone: bool) -> None:
    make_march()
    page = open_browser(user=make_user("leader"), phone=phone)
    page.goto(f"{MARCH}&by={tab}")

    expect(page.locator("[data-chart] canvas").first).to_be_visible()
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
