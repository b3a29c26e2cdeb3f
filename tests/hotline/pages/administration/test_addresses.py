"""The address book: places added and changed, found at once by their letters, one of a name in an area."""

from collections.abc import Callable

import pytest
from flask import Flask

from models.address import Address
from models.area import Area
from models.base import db
from models.queries import addresses
from tests.support.factories import make_area
from tests.support.pages import Visitor


@pytest.fixture
def keeper(app: Flask, visit: Callable[..., Visitor]) -> Visitor:
    return visit("administrator")


@pytest.fixture
def district(app: Flask) -> Area:
    return make_area(name="城关区")


def test_a_place_that_is_added_is_found_by_its_alias(keeper: Visitor, district: Area) -> None:
    page = keeper.get("/administration/addresses").follow("新增地点")
    facts = {
        "name": "兰州站",
        "kind": "station",
        "area_id": str(district.id),
        "aliases": "火车站\n兰州火车站",
    }
    assert "已新增“兰州站”。" in page.fill(**facts).press("新增地点").text

    for words in ("lzz", "huochezhan", "火车站"):
        assert [place.name for place in addresses.find(words)] == ["兰州站"]
    assert "兰州站" in keeper.get("/administration/addresses?q=hcz").text
    assert "没有找到这样的地点。" in keeper.get("/administration/addresses?q=nowhere").text


def test_a_changed_name_is_found_by_its_new_letters(keeper: Visitor, district: Area) -> None:
    form = keeper.get("/administration/addresses/new")
    form.fill(name="东方红广场", kind="park", area_id=str(district.id)).press("新增地点")
    row = db.session.scalars(db.select(Address)).one()
    page = keeper.get(f"/administration/addresses/{row.id}").fill(name="中心广场", aliases="东方红")
    page.press("保存")
    assert [place.name for place in addresses.find("zxgc")] == ["中心广场"]
    assert [place.name for place in addresses.find("dfh")] == ["中心广场"]
    assert not addresses.find("dfhgc")


def test_one_name_is_one_place_in_an_area(keeper: Visitor, district: Area) -> None:
    facts = {"name": "中山桥", "kind": "building", "area_id": str(district.id)}
    keeper.get("/administration/addresses/new").fill(**facts).press("新增地点")
    page = keeper.get("/administration/addresses/new")
    assert "该区划已有名为“中山桥”的地点。" in page.fill(**facts).press("新增地点", status=422).text
    assert "请选择所在区划。" in page.fill(name="铁桥", area_id="").press("新增地点", status=422).text
