"""Hazard words: what alarms, what does not, and what presses most."""

from dataclasses import dataclass

import pytest

from models.vocabulary import Urgency
from workflows.hazards import most_pressing, recognise


@dataclass
class Line:
    words: str
    urgency: Urgency = Urgency.CRITICAL


GAS = Line("燃气、漏")
CRACK = Line("裂缝、墙", Urgency.URGENT)


@pytest.mark.parametrize(
    "text",
    [
        "家里燃气漏了",
        "漏气了，是燃气",
        "燃 气 泄 漏",
        "燃气\n漏",
        "热水器没有漏水，可是燃气管漏气",
        "楼里有没有人管，燃气漏了",
        "想问燃气有没有漏",
    ],
)
def test_all_words_of_a_line_together_alarm(text: str) -> None:
    assert [match.line for match in recognise(text, [GAS, CRACK])] == [GAS]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "燃气费怎么交",
        "燃气没有漏",
        "燃气未发现漏气",
        "燃气不漏了",
        "燃气不再漏",
        "检查过燃气，没有闻到漏气",
    ],
)
def test_a_word_that_is_missing_or_denied_alarms_nobody(text: str) -> None:
    assert recognise(text, [GAS]) == []


def test_full_width_and_capital_letters_are_the_same_words() -> None:
    assert recognise("ＣＯ中毒", [Line("co、中毒")])


def test_the_most_pressing_line_comes_first_and_the_longer_of_two() -> None:
    longer = Line("燃气、泄漏")
    matches = recognise("墙上有裂缝，燃气泄漏", [CRACK, GAS, longer])

    assert [match.line for match in matches] == [longer, GAS, CRACK]
    assert most_pressing(matches) == matches[0]
    assert most_pressing(recognise("墙上有裂缝", [CRACK])) is None


def test_a_line_without_words_never_alarms() -> None:
    assert recognise("什么都有", [Line(""), Line("、")]) == []
