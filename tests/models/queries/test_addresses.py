"""Places found by what somebody types of them, and in which order."""

import pytest
from flask import Flask

from models.address import Address, AddressKind
from models.area import Area
from models.queries import addresses
from models.vocabulary import AreaLevel
from tests.support.factories import make_area, saved
from workflows.administration.addresses import found_by


@pytest.fixture
def district(app: Flask) -> Area:
    district = make_area(name="城关区")
    make_area(name="皋兰路街道", level=AreaLevel.STREET, parent=district)
    for name, kind, aliases in (
        ("皋兰路", AddressKind.ROAD, []),
        ("皋兰山公园", AddressKind.PARK, []),
        ("兰州大学", AddressKind.SCHOOL, ["兰大"]),
        ("兰州大学第一医院", AddressKind.HOSPITAL, ["兰大一院"]),
        ("100%大厦_A座", AddressKind.BUILDING, []),
    ):
        facts = {"name": name, "kind": kind, "aliases": aliases, "found_by": found_by(name, aliases)}
        saved(Address(area_id=district.id, **facts))
    gone = {"name": "皋兰旧站", "kind": AddressKind.STATION, "found_by": " 皋兰旧站 ", "is_active": False}
    saved(Address(area_id=district.id, **gone))
    return district


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("皋兰路", ["皋兰路", "皋兰路街道"]),
        ("皋兰", ["皋兰路", "皋兰山公园", "皋兰路街道"]),
        ("gll", ["皋兰路"]),
        ("gaolan", ["皋兰路", "皋兰山公园"]),
        ("gaolanl", ["皋兰路"]),
        ("兰大", ["兰州大学", "兰州大学第一医院"]),
        ("lzdx", ["兰州大学", "兰州大学第一医院"]),
        ("一院", ["兰州大学第一医院"]),
        ("ＧＬＬ", ["皋兰路"]),
        ("城关", ["城关区"]),
        ("皋", []),
        ("%%", []),
        ("_A", []),
        ("没有这里", []),
        ("", []),
    ],
)
def test_a_place_is_found_by_chinese_pinyin_initials_and_what_else_it_is_called(
    district: Area, words: str, found: list[str]
) -> None:
    assert [place.label for place in addresses.find(words)] == found


def test_a_place_says_where_it_lies(district: Area) -> None:
    (road,) = addresses.find("gll")
    assert (road.area_id, road.name, road.within) == (district.id, "皋兰路", "城关区")
    street = addresses.find("皋兰路街道")[0]
    assert (street.name, street.within) == ("", "城关区")


def test_no_more_are_shown_than_fit(district: Area) -> None:
    assert len(addresses.find("皋兰", limit=2)) == 2
