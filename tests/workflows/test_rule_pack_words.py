"""A rule pack is read in Chinese, and two packs are compared place by place."""

import pytest

from tests.support.rule_packs import PACKS, least, pack
from workflows.rule_pack import RulePack
from workflows.rule_pack_words import differences, entries, parts, said


def test_values_are_said_in_chinese() -> None:
    entered = dict(entries(pack("lanzhou")))

    assert entered["退单规则·退单期限"] == "1个工作日"
    assert entered["时限规则第 1 行·签收时限"] == "15分钟"
    assert entered["时限规则第 1 行·立即督办"] == "是"
    assert entered["办公时间"] == "08:30-12:00、14:30-18:00"
    assert said(None) == "—"
    assert said(()) == "不限"


@pytest.mark.parametrize("name", PACKS)
def test_every_value_of_a_pack_stands_in_one_part(name: str) -> None:
    shown = parts(pack(name))

    cells = sum(len(part.pairs) + sum(map(len, part.rows)) for part in shown)
    assert cells == sum(1 for _ in entries(pack(name)))
    assert [part.title for part in shown[:2]] == ["时限规则", "计时"]
    assert shown[0].headings[0] == "诉求类型"


def test_a_pack_differs_from_itself_in_nothing() -> None:
    assert differences(pack("beijing"), pack("beijing")) == []


def test_the_order_of_words_makes_no_difference() -> None:
    one, other = ({"kinds": kinds, "feedback": "1wd"} for kinds in (["help", "report"], ["report", "help"]))
    rest = {"feedback": "5wd"}

    packs = [RulePack.from_dict(least(limits=[row, rest])) for row in (one, other)]

    assert differences(*packs) == []


def test_differences_name_place_before_and_after() -> None:
    old = RulePack.from_dict(least())
    new = RulePack.from_dict(least(limits=[{"kinds": ["inquiry"], "feedback": "1wd"}, {"feedback": "7d"}]))

    changed = {place: (before, after) for place, before, after in differences(old, new)}

    assert changed["时限规则第 1 行·办结时限"] == ("5个工作日", "1个工作日")
    assert changed["时限规则第 2 行·办结时限"] == ("（无）", "7个自然日")
    assert ("时限规则第 2 行·办结时限", "7个自然日", "（无）") in differences(new, old)
