"""Which matters the typed words point to, and which place they name."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.matter_words import alike, likely, place_in


@dataclass
class Leaf:
    id: int
    path: str
    keywords: str


LEAVES = [
    Leaf(1, "城市管理/照明/路灯故障", "路灯、灯杆"),
    Leaf(2, "城市管理/市容/占道经营", "摆摊、夜市、路灯"),
    Leaf(3, "公用事业/供暖/暖气不热", "暖气、供暖（供热）"),
    Leaf(4, "其他/其他", "其"),
]


def test_a_matter_is_found_by_its_words_and_says_by_which() -> None:
    found = likely("小区门口的路灯杆倒了，灯杆压着车", LEAVES)
    assert [(each.category_id, each.name, each.words) for each in found] == [
        (1, "路灯故障", ("灯杆", "路灯")),
        (2, "占道经营", ("路灯",)),
    ]


def test_what_says_far_less_than_the_first_is_left_out() -> None:
    wish = Leaf(9, "建议/热线工作建议", "希望")
    assert [each.category_id for each in likely("路灯杆倒了，路灯也坏了，希望处理", [LEAVES[0], wish])] == [
        1,
        9,
    ]
    long = Leaf(8, "环境/餐饮油烟", "餐饮油烟、油烟")
    assert [each.category_id for each in likely("餐饮油烟太大，希望处理", [long, wish])] == [8]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("暖气一点都不热", True),
        ("家里暖气片从昨晚起不热了", True),
        ("暖气。水也不热", False),
        ("不热的不是暖气", False),
        ("暖气费交了，客服说过几天来看看为什么不热", False),
    ],
)
def test_a_thing_and_its_state_may_stand_apart(text: str, said: bool) -> None:
    cold = [Leaf(5, "公用事业/供热/室温偏低", "暖气不热")]
    assert [each.words for each in likely(text, cold)] == ([("暖气不热",)] if said else [])


def test_what_is_said_outright_says_more() -> None:
    dark, smoke = Leaf(1, "照明/路灯不亮", ""), Leaf(2, "环境/油烟扰民", "")
    found = likely("路灯有三盏不亮，还有油烟扰民", [dark, smoke])
    assert [each.category_id for each in found] == [2, 1]


def test_full_width_and_brackets_are_read() -> None:
    assert [each.category_id for each in likely("今年供热不好", LEAVES)] == [3]
    assert likely("没有什么事", LEAVES) == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it_and_nothing_is_said_without_its_word(text: str) -> None:
    for each in likely(text, LEAVES):
        assert each.words
        assert each.weight > 0


@pytest.mark.parametrize(
    ("name", "address", "content", "place"),
    [
        ("天庆雅苑", "", "", "天庆雅苑"),
        ("天庆莱茵小镇二期", "", "", "天庆莱茵"),
        ("", "我住在天庆雅苑三号楼", "", "天庆雅苑"),
        ("", "", "庆阳路上的路灯不亮", "庆阳路"),
        ("", "西津西路12号", "", "津西路"),
        ("", "", "安居小区停暖三天", "安居小区"),
        ("", "", "什么都没说", ""),
        ("，。", "", "", ""),
    ],
)
def test_a_place_is_taken_from_what_was_typed(name: str, address: str, content: str, place: str) -> None:
    assert place_in(name, address, content) == place


def test_texts_are_alike_by_their_pairs() -> None:
    assert alike("路灯不亮", "路灯不亮") == 1.0
    assert alike("路灯不亮", "暖气不热") == 0.0
    assert alike("", "路灯") == 0.0
    assert 0 < alike("小区路灯不亮", "小区门口路灯坏了") < 1
