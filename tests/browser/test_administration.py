"""An administrator with a real browser: units are found by their letters, forms sent from the keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.transaction import unit_of_work
from tests.support.city_packs import write_pack
from tests.support.clock import MONDAY_9
from tests.support.factories import make_rules, make_user
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def city(app: object, tmp_path: Path) -> None:
    """Load the small city."""
    pack = read(write_pack(tmp_path / "pack"))
    with unit_of_work():
        load(pack, at=MONDAY_9)
    make_rules()


@pytest.mark.usefixtures("city")
def test_a_unit_is_chosen_by_its_letters_and_a_day_changed_by_keyboard(
    open_browser: Callable[..., Page],
) -> None:
    page = open_browser(user=make_user("administrator"))
    page.goto("/administration/users/new")
    page.get_by_label("用户名").fill("zhangsan")
    page.get_by_label("姓名").fill("张三")
    page.locator("#department_id-ts-control").click()
    page.keyboard.type("scgj")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="承办人员", exact=True).check()
    page.get_by_role("button", name="新增用户").click()

    expect(page.locator(".one-time-password")).to_be_visible()

    page.goto("/administration/work-calendar?year=2026")
    page.get_by_label("日期").fill("2026-03-04")
    page.get_by_label("休息").check()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("新增 1 天")).to_be_visible()
