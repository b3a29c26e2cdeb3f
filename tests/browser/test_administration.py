"""The administrators' pages shut nobody out, on a desk and on a phone, and need no width they have not got."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from models.base import db
from models.category import Category
from models.routing_rule import RoutingRule
from models.transaction import unit_of_work
from tests.support.city_packs import write_pack
from tests.support.clock import MONDAY_9
from tests.support.factories import make_rules, make_user
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
PLACES = (
    "users", "users/new", "users/{user}", "roles", "roles/1", "departments", "departments?q=scgj",
    "departments/new", "departments/2", "categories", "categories?under={branch}", "categories/{branch}",
    "areas", "areas/2", "catalogue", "catalogue/new", "catalogue/{rule}", "dictionaries/grounds",
    "dictionaries/hazard-words/new", "rules", "rules/1", "rules/new", "work-calendar",
    "work-calendar?year=2090", "audit-log",
)  # fmt: skip


@pytest.fixture
def city(app: object, tmp_path: Path) -> dict[str, int]:
    """Load the small city and return ids that the pages' addresses need."""
    pack = read(write_pack(tmp_path / "pack"))
    with unit_of_work():
        load(pack, at=MONDAY_9)
    make_rules()
    branch = db.session.scalars(db.select(Category).filter_by(code="01")).one()
    rule = db.session.scalars(db.select(RoutingRule)).first()
    assert rule is not None
    return {"branch": branch.id, "rule": rule.id, "user": make_user("officer").id}


def test_no_page_shuts_anybody_out(open_browser: Callable[..., Page], city: dict[str, int]) -> None:
    page, axe, faults = open_browser(user=make_user("administrator", "auditor")), Axe(), []

    for place in PLACES:
        answer = page.goto(f"/administration/{place.format(**city)}")
        assert answer is not None
        assert answer.status == 200, place
        violations = axe.run(page).response["violations"]
        faults += [f"{place}: {fault['id']} {fault['nodes'][0]['html'][:200]}" for fault in violations]

    assert not faults, "\n".join(faults)


def test_no_page_is_wider_than_a_phone(open_browser: Callable[..., Page], city: dict[str, int]) -> None:
    page = open_browser(user=make_user("administrator", "auditor"), phone=True)

    for place in PLACES:
        page.goto(f"/administration/{place.format(**city)}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place


def test_a_unit_is_chosen_by_its_letters_and_a_day_changed_by_keyboard(
    open_browser: Callable[..., Page], city: dict[str, int]
) -> None:
    page = open_browser(user=make_user("administrator"))
    page.goto("/administration/users/new")
    page.get_by_label("用户名").fill("zhangsan")
    page.get_by_label("姓名").fill("张三")
    page.locator("#department_id-ts-control").click()
    page.keyboard.type("scgj")
    page.keyboard.press("Enter")
    page.get_by_label("承办人员").check()
    page.get_by_role("button", name="新增用户").click()

    expect(page.locator(".one-time-password")).to_be_visible()

    page.goto("/administration/work-calendar?year=2026")
    page.get_by_label("日期").fill("2026-03-04")
    page.get_by_label("休息").check()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("新增 1 天")).to_be_visible()
