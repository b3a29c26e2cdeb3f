"""Which cases are about one matter in one place, by what the hotline wrote down of them."""

from dataclasses import replace

import pytest

from workflows.hot_topic_rules import (
    Traits,
    belong_together,
    chosen,
    common_words,
    plain_place,
    runs_of,
    same_place,
)

ONE = Traits(
    category_id=5,
    branch_id=2,
    district_id=3,
    street_id=9,
    place="青松小区",
    runs=runs_of("投诉青松小区暖气不热"),
)


@pytest.mark.parametrize(
    ("other", "together"),
    [
        ({}, True),
        ({"place": "青松小区3号楼", "street_id": None}, True),
        ({"district_id": 4}, False),
        ({"category_id": 6}, True),
        ({"category_id": 6, "branch_id": 3}, False),
        ({"category_id": 6, "runs": runs_of("咨询电费票据")}, False),
        ({"place": "鹤鸣苑", "runs": runs_of("鹤鸣苑暖气不热")}, True),
        ({"place": "鹤鸣苑", "runs": runs_of("鹤鸣苑热力公司退费")}, False),
        ({"place": "鹤鸣苑", "street_id": 8}, False),
        ({"place": "", "runs": frozenset()}, True),
        ({"place": "", "street_id": None}, True),
        ({"place": "", "street_id": None, "runs": runs_of("热力公司退费")}, False),
    ],
)
def test_matter_and_place_decide(other: dict[str, object], together: bool) -> None:
    two = replace(ONE, **other)  # type: ignore[arg-type]

    assert belong_together(ONE, two) is together
    assert belong_together(two, ONE) is together


def test_a_protected_case_is_compared_by_category_and_street_alone() -> None:
    silent = replace(ONE, place="", runs=frozenset(), is_protected=True)

    assert belong_together(silent, replace(ONE, place="鹤鸣苑", runs=frozenset()))
    assert not belong_together(silent, replace(ONE, category_id=6))
    assert not belong_together(silent, replace(ONE, street_id=8))
    assert not belong_together(replace(silent, street_id=None), replace(ONE, street_id=None))


def test_a_building_is_part_of_its_estate() -> None:
    assert plain_place("青松小区 3号楼2单元") == "青松"
    assert same_place("青松小区", "东岸青松小区12栋")
    assert not same_place("青松小区", "")
    assert not same_place("3号楼", "5号楼")


def test_the_words_of_a_topic_are_those_that_many_titles_share() -> None:
    titles = ["投诉青松小区暖气不热", "青松暖气冰凉", "反映暖气不热", "暖气不热无人修"]

    assert common_words(titles)[0] == "暖气不热"
    assert "投诉" not in "".join(common_words(titles))
    assert common_words(["路灯不亮"]) == []
    assert common_words(["滨江路一带占道经营", "滨江路一带占道经营"]) == ["占道经营", "滨江路"]
    assert common_words(["靖远路 3号楼供热供水管网改造", "供热供水管网改造停工"]) == ["供热供水管网改造"]


def test_most_of_the_alike_decide_and_of_equals_the_oldest() -> None:
    assert chosen([7, 8, 8]) == 8
    assert chosen([8, 7]) == 7
    assert chosen([]) is None
