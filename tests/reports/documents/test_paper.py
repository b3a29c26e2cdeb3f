"""A paper numbers its headings and annexes, and keeps the figure of every number it says."""

import pytest

from reports.documents.paper import Annex, Heading, Said, chinese, joined, numbered, say
from tests.support.papers import RECEIVED, make_paper


def test_headings_are_numbered_by_level_and_count_anew_below_the_next() -> None:
    levels = [1, 2, 3, 4, 4, 3, 2, 3, 1, 2]
    blocks = [Heading(level, "题") for level in levels]

    numbers = [number for _, number in numbered(blocks)]

    assert numbers == ["一、", "（一）", "1.", "（1）", "（2）", "2.", "（二）", "1.", "二、", "（一）"]


def test_a_lone_annex_has_no_number_and_several_have() -> None:
    assert [number for _, number in numbered([Annex("甲")])] == ["附件"]
    several = [Heading(1, "正文"), Annex("甲"), Heading(1, "一"), Annex("乙"), Heading(1, "一")]
    assert [number for _, number in numbered(several)] == ["一、", "附件1", "一、", "附件2", "一、"]


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numbers_are_said_in_chinese(count: int, said: str) -> None:
    assert chinese(count) == said


def test_a_sentence_keeps_the_figure_of_its_number() -> None:
    said = joined(say("共{received}件", received=RECEIVED), say("，其中{part}。", part="无"))

    assert said.text == "共1234件，其中无。"
    assert [part.source for part in said.parts if part.number is not None] == [RECEIVED.source]


def test_a_place_that_is_not_filled_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="rest"):
        say("还有{rest}件", received=RECEIVED)


def test_a_value_is_never_read_as_a_template() -> None:
    assert say("{title}", title="{received} {0}").text == "{received} {0}"


def test_a_paper_gives_all_that_it_says_with_its_figures() -> None:
    said = list(make_paper().said())

    assert Said("统计口径：按受理时间归期。") in said
    assert {part.source.figure.id for part in said if part.source} == {"received", "on_time_rate"}
    assert sum(part.text == "89.82%" for part in said) == 1 + 3 + 3
