"""Setting right what a case is about: what follows before dispatch, and what stays afterwards."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from models.base import db
from models.case import Case
from models.queries import case_lists, case_records
from models.vocabulary import AreaLevel, CaseScope, CaseState, CoordinateSystem, LimitClass, Urgency
from tests.support.factories import make_area, make_category, make_rule
from tests.support.office import Office, again, make_office
from workflows import catalogue_lines, correction
from workflows.errors import BadInput


@pytest.fixture
def office(app: object) -> Office:
    """Return an office."""
    assert app
    return make_office()


def correct(office: Office, case: Case, category_id: int, **given: Any) -> None:
    place = replace(correction.whereabouts(case), **given)
    correction.correct(case, category_id=category_id, place=place, by=office.dispatcher, at=datetime.now(UTC))
    db.session.commit()


def test_before_dispatch_the_urgency_and_the_suggestion_follow_the_new_matter(office: Office) -> None:
    case = office.register()
    heating = make_category(name="供暖不热", path="公用事业/供热/供暖不热", limit_class=LimitClass.URGENT)
    make_rule(office.other, category=heating)

    correct(office, case, heating.id)

    assert again(case).urgency is Urgency.URGENT
    assert catalogue_lines.suggest(again(case), at=datetime.now(UTC)).lead == office.other
    event = case_records.timeline(case.id)[0]
    assert event.changes["诉求分类"] == ["市政设施/照明/路灯不亮", "公用事业/供热/供暖不热"]


def test_a_case_that_turns_out_a_hazard_goes_out_at_once(office: Office) -> None:
    case = office.register()
    gas = make_category(name="燃气泄漏", is_hazard=True, limit_class=LimitClass.CRITICAL)
    make_rule(office.other, category=gas)

    correct(office, case, gas.id)

    assert again(case).state is CaseState.DISPATCHED
    assert again(case).department_id == office.other.id


def test_after_dispatch_only_matter_and_place_change(office: Office) -> None:
    case = office.case_in(CaseState.HANDLING)
    due_at = case.due_at
    gas = make_category(name="燃气泄漏", is_hazard=True, limit_class=LimitClass.CRITICAL)
    district = make_area(name="七里河区")
    street = make_area(name="西园街道", level=AreaLevel.STREET, parent=district)

    correct(office, case, gas.id, area_id=street.id, address="张掖路 3 号")

    after = again(case)
    assert after.category_id == gas.id
    assert (after.area_id, after.district_id) == (street.id, district.id)
    assert (after.due_at, after.urgency, after.department_id) == (due_at, Urgency.NORMAL, office.bureau.id)
    assert after.state is CaseState.HANDLING


def test_a_correction_that_changes_nothing_is_refused(office: Office) -> None:
    case = office.register()

    with pytest.raises(BadInput, match="没有改动。"):
        correct(office, case, case.category_id)


def test_the_case_is_found_by_its_new_address(office: Office) -> None:
    case = office.register()

    correct(office, case, case.category_id, address="雁滩路 88 号")

    everything = CaseScope(None, frozenset())
    found = case_lists.page(case_lists.Filter(words="雁滩"), everything, before_id=None, limit=5)
    assert [row.id for row in found] == [case.id]


def test_a_point_on_the_map_is_set_right_and_taken_away(office: Office) -> None:
    case = office.register()
    wgs = CoordinateSystem.WGS84

    correct(
        office,
        case,
        case.category_id,
        point=(103.83417, 36.06138),
        coordinate_system=wgs,
        place_name="中山桥",
    )

    after = again(case)
    assert (after.point, after.coordinate_system) == ((103.83417, 36.06138), wgs)
    assert after.place_name == "中山桥"
    event = case_records.timeline(case.id)[0]
    assert event.changes["地图坐标"] == ["", "103.834170,36.061380 WGS84"]
    assert event.changes["小区、路段或涉事单位"] == ["", "中山桥"]
    correct(office, again(case), case.category_id, point=None)
    assert (again(case).point, again(case).coordinate_system) == (None, None)
