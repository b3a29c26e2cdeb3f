"""A person signs in with a real browser, by keyboard only, on a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.factories import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_someone_signs_in_by_keyboard(page: Page) -> None:
    user = make_user("agent", full_name="马小兰")

    page.goto("/sign-in")
    page.get_by_label("用户名").focus()
    page.keyboard.type(user.name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_text("马小兰").first).to_be_visible()
