"""Lanzhou's matters, places and units are complete and speak the vocabulary's words."""

from collections import Counter
from datetime import date

import pytest

from models.vocabulary import AreaLevel, DepartmentKind, Desk, LimitClass
from tests.support.lanzhou import YES_OR_NO, by_code, leaves, rows, split, validity

# Named like streets by the statistics office, but no street office governs them.
PLACES_WITHOUT_OFFICE = {"620102400", "620102402", "620102403"}


def test_the_categories_are_twenty_branches_with_groups_and_leaves() -> None:
    counted = Counter(len(row["code"]) for row in rows("categories"))

    assert counted[2] == 20
    assert counted[4] >= 90
    assert counted[6] >= 220
    assert set(counted) == {2, 4, 6}
    assert all(row["parent_code"] == row["code"][:-2] for row in rows("categories"))


def test_every_group_has_a_leaf() -> None:
    groups = {row["code"] for row in rows("categories") if len(row["code"]) == 4}

    assert {leaf["parent_code"] for leaf in leaves()} == groups


def test_no_two_categories_have_the_same_path() -> None:
    names = {code: row["name"] for code, row in by_code("categories").items()}
    paths = Counter("/".join(names[code[:end]] for end in range(2, len(code) + 1, 2)) for code in names)

    assert {path: count for path, count in paths.items() if count > 1} == {}


def test_categories_use_the_words_of_the_vocabulary() -> None:
    for row in rows("categories"):
        assert row["limit_class"] in set(LimitClass), row
        assert row["is_hazard"] in YES_OR_NO, row
        assert row["retired"] in YES_OR_NO, row
        assert not row["desk"] or row["desk"] in set(Desk), row


def test_a_matter_of_life_and_property_is_a_hazard_and_only_that() -> None:
    for row in rows("categories"):
        assert (row["limit_class"] == LimitClass.CRITICAL) == (row["is_hazard"] == "是"), row


def test_the_agent_is_told_what_to_do_about_every_pressing_matter() -> None:
    silent = [
        leaf["name"] for leaf in leaves() if leaf["limit_class"] != LimitClass.NORMAL and not leaf["advice"]
    ]

    assert silent == []


@pytest.mark.parametrize(
    "name",
    [
        "燃气泄漏",
        "房屋墙体裂缝",
        "房屋沉降倾斜",
        "地基下陷与采空区",
        "地面塌陷",
        "自来水水质安全",
        "高空坠物",
    ],
)
def test_the_hazards_the_city_named_are_marked(name: str) -> None:
    [row] = [leaf for leaf in leaves() if leaf["name"] == name]

    assert row["is_hazard"] == "是"


@pytest.mark.parametrize("name", ["停水", "停电", "停气", "停暖", "信号灯故障", "井盖缺失破损"])
def test_outages_signals_and_manholes_are_urgent(name: str) -> None:
    [row] = [leaf for leaf in leaves() if leaf["name"] == name]

    assert row["limit_class"] == LimitClass.URGENT


def test_every_leaf_can_be_found_by_at_least_two_words() -> None:
    for leaf in leaves():
        words = split(leaf["keywords"])
        assert len(words) >= 2, leaf
        assert len(words) == len(set(words)), leaf


def test_the_branch_of_the_confidential_desks_is_theirs_alone() -> None:
    at_desks = {leaf["code"] for leaf in leaves() if leaf["desk"]}

    assert {leaf["code"] for leaf in leaves() if leaf["code"].startswith("19")} <= at_desks
    assert {leaf["desk"] for leaf in leaves() if leaf["code"][:4] in {"1901", "1902"}} == {Desk.PSYCH}
    assert {leaf["desk"] for leaf in leaves() if leaf["code"][:4] == "1903"} == {Desk.YOUTH}


def test_areas_reach_from_the_city_to_the_grid_each_under_the_next_larger() -> None:
    order = list(AreaLevel)
    known = by_code("areas")
    counted = Counter(row["level"] for row in known.values())

    assert counted[AreaLevel.CITY] == 1
    assert counted[AreaLevel.DISTRICT] == 9
    assert counted[AreaLevel.STREET] == 116
    assert counted[AreaLevel.COMMUNITY] == 1177
    for row in known.values():
        position = order.index(AreaLevel(row["level"]))
        parent = known.get(row["parent_code"])
        assert (parent is None) == (position == 0), row
        assert parent is None or order.index(AreaLevel(parent["level"])) == position - 1, row
        assert row["short_name"], row
        assert validity(row)[0] == date(2010, 1, 1), row


def test_at_least_two_streets_have_grids() -> None:
    streets = {row["code"][:9] for row in rows("areas") if row["level"] == AreaLevel.GRID}

    assert len(streets) >= 2


def test_departments_stand_in_four_levels_below_the_centre() -> None:
    known = by_code("departments")
    areas = by_code("areas")

    assert [row["code"] for row in known.values() if row["level"] == "1"] == ["D0"]
    assert len(known) >= 90
    for row in known.values():
        parent = known.get(row["parent_code"])
        if parent is not None and row["level"] == "4":
            assert parent["kind"] == DepartmentKind.DISTRICT, row
        elif parent is not None:
            assert int(parent["level"]) == int(row["level"]) - 1, row
        assert row["kind"] in set(DepartmentKind), row
        assert (row["kind"] == DepartmentKind.CENTRE) == (row["level"] == "1"), row
        assert (row["kind"] == DepartmentKind.STREET) == (row["level"] == "4"), row
        assert row["can_lead"] in YES_OR_NO, row
        assert not row["area_code"] or row["area_code"] in areas, row


def test_department_names_and_places_in_the_official_order_are_unique() -> None:
    for column in ("name", "short_name", "official_order"):
        counted = Counter(row[column] for row in rows("departments"))
        assert {value: count for value, count in counted.items() if count > 1} == {}


def test_only_companies_do_not_see_who_called() -> None:
    for row in rows("departments"):
        assert (row["identity_visible"] == "否") == (row["kind"] == DepartmentKind.UTILITY), row


def test_every_district_has_its_government_and_every_street_its_office() -> None:
    areas = by_code("areas")
    governments = {
        row["area_code"] for row in rows("departments") if row["kind"] == "district" and row["level"] == "2"
    }
    offices = {row["area_code"]: row for row in rows("departments") if row["kind"] == DepartmentKind.STREET}

    assert {code for code, row in areas.items() if row["level"] == AreaLevel.DISTRICT} <= governments
    streets = {code for code, row in areas.items() if row["level"] == AreaLevel.STREET}
    assert set(offices) == streets - PLACES_WITHOUT_OFFICE
    assert all(office["can_lead"] == "是" for office in offices.values())


def test_no_community_or_grid_is_a_department() -> None:
    areas = by_code("areas")
    small = {AreaLevel.COMMUNITY, AreaLevel.GRID}

    assert not [
        row for row in rows("departments") if row["area_code"] and areas[row["area_code"]]["level"] in small
    ]


def test_every_district_has_a_tile_of_its_own_on_the_map() -> None:
    tiles = {
        row["code"]: (row["tile_row"], row["tile_column"])
        for row in rows("areas")
        if row["tile_row"] or row["tile_column"]
    }

    assert set(tiles) == {row["code"] for row in rows("areas") if row["level"] == AreaLevel.DISTRICT}
    assert len(set(tiles.values())) == len(tiles)
    assert all(all(place) for place in tiles.values())
