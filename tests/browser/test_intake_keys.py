"""A complete, dispatched case in 25 keystrokes besides its text, by the keys that the screen shows with ?."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from models.address import Address, AddressKind
from models.base import db
from models.case import Case
from models.citizen import Citizen
from models.vocabulary import AreaLevel, CaseState, Kind
from tests.support.calls import CALLER, line_of, make_exchange, sit_down
from tests.support.factories import make_area, make_category, make_city, make_rule, make_user, saved
from tests.support.office import make_office
from tests.support.trained_agent import MOST_KEYSTROKES, count_keys, keys_shown, keystrokes, log_call
from workflows.administration.addresses import found_by

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
TEXT = "小区门口的路灯三天不亮，晚上出行不便，希望尽快修好。"


def test_a_dispatched_case_takes_25_keystrokes_besides_its_text(
    app: Flask, open_browser: Callable[..., Page]
) -> None:
    make_city()
    make_exchange()
    office = make_office()
    office.register()
    lamp = make_category(name="路灯故障", path="城市管理/照明/路灯故障", keywords="路灯、出行不便")
    make_rule(office.bureau, category=lamp)
    street = make_area(name="皋兰路街道", level=AreaLevel.STREET, parent=make_area(name="城关区"))
    saved(Address(area_id=street.id, name="皋兰路", kind=AddressKind.ROAD, found_by=found_by("皋兰路", [])))
    agent = make_user("agent", "dispatcher")
    sit_down(agent)
    line = line_of(app)
    window = open_browser(user=agent)
    window.goto("/calls")
    keys = keys_shown(window)
    count_keys(window)
    window.reload()
    line.report("newCall", user="8001")
    line.report("answer", user="8001")
    expect(window.locator("#call .call--answered")).to_be_visible()

    number = log_call(window, keys, text=TEXT, place="gaolan")

    assert keystrokes(window) <= MOST_KEYSTROKES
    case = db.session.scalars(db.select(Case).filter_by(number=number)).one()
    assert (case.state, case.department_id) == (CaseState.DISPATCHED, office.bureau.id)
    assert (case.category_id, case.kind, case.content) == (lamp.id, Kind.HELP, TEXT)
    assert (case.area_id, case.place_name) == (street.id, "皋兰路")
    citizen = db.session.scalars(db.select(Citizen).filter_by(case_id=case.id)).one()
    assert (citizen.phone, citizen.name) == (CALLER, "王建国")
    # The keys of the form are few because it offers the rest, not because they went unseen.
    assert keystrokes(window) >= len(keys)
