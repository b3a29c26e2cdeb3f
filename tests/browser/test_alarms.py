"""A hazard that is registered elsewhere is on the supervisor's screen within fifteen seconds, until it is taken."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models.base import db
from models.case import Case
from tests.support.factories import make_category, make_rule
from tests.support.office import Office, make_office
from tests.support.pages import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
Open = Callable[..., Page]
MOST_MILLISECONDS = 15_000


@pytest.fixture
def office(app: Flask) -> Office:
    office = make_office()
    leak = make_category(name="燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=leak)
    office.category = leak
    assert office.supervisor
    return office


def register(office: Office, visit: Callable[..., Visitor]) -> None:
    """Take a gas leak in over HTTP as the agent, in a session of its own."""
    page = visit(user=office.agent).get("/intake")
    page.fill(
        kind="help",
        title="楼道煤气味很重",
        content="三单元楼道里煤气味很重，已经开窗。",
        category_id=str(office.category.id),
        phone="13893112345",
        name="王建国",
    ).press("提交派单", status=None)
    assert db.session.scalars(db.select(Case)).one().is_hazard


def test_an_untaken_hazard_shows_without_reloading_and_stays_until_taken(
    office: Office, open_browser: Open, visit: Callable[..., Visitor]
) -> None:
    window = open_browser(user=office.supervisor)
    window.goto("/worklists/overdue")
    banner = window.locator("#alarms .alarm")
    expect(banner).to_have_count(0)
    marked = window.evaluate("window.notReloaded = true")

    register(office, visit)

    expect(banner).to_have_count(1, timeout=MOST_MILLISECONDS)
    expect(banner).to_contain_text("燃气泄漏")
    expect(banner).to_contain_text("尚未签收")
    expect(window.locator("html")).to_have_class(re.compile("alarm-rings"))
    assert marked
    assert window.evaluate("window.notReloaded")
    window.goto("/supervision")
    expect(banner).to_have_count(1)

    banner.get_by_role("button", name="由我处置").click()

    expect(window).to_have_url(re.compile(r"/cases/\d+$"))
    expect(banner).to_have_count(0)
    window.goto("/worklists/overdue")
    expect(banner).to_have_count(0)


def test_a_hazard_taken_by_another_leaves_every_screen(
    office: Office, open_browser: Open, visit: Callable[..., Visitor]
) -> None:
    case = office.register(category_id=office.category.id)
    window = open_browser(user=office.head)
    window.goto("/")
    banner = window.locator("#alarms .alarm")
    expect(banner).to_have_count(1)

    answer: Any = visit(user=office.supervisor).get("/").press("由我处置")
    assert answer.url.endswith(f"/cases/{case.id}")

    expect(banner).to_have_count(0, timeout=MOST_MILLISECONDS)
    expect(window.locator("html")).not_to_have_class(re.compile("alarm-rings"))
