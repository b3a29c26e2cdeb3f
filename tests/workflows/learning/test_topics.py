"""Which messages are one topic: the same matter in the same place, whatever their order."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.made_up_topics import made_up
from workflows.learning import topics
from workflows.learning.names import names_of, split
from workflows.learning.topics import Message, TooMany, find

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)


def together(rows: list[tuple[str, str, str]]) -> set[frozenset[tuple[str, str]]]:
    """Return the topics as sets of messages."""
    found = find([Message(subject, text) for _, subject, text in rows])
    assert sorted(place for topic in found for place in topic.members) == list(range(len(rows)))
    return {frozenset(rows[place][1:] for place in topic.members) for topic in found}


def test_each_matter_of_each_place_is_a_topic() -> None:
    rows = made_up()
    meant = {frozenset(row[1:] for row in rows if row[0] == topic) for topic in {row[0] for row in rows}}

    assert together(rows) == meant


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = made_up()
    random.Random(3).shuffle(rows)

    assert together(rows) == together(made_up())


def test_a_topic_says_where_what_and_when() -> None:
    rows = [row for row in made_up() if not row[0].startswith("独")]
    found = find(
        [Message(subject, text, NOON + timedelta(days=n)) for n, (_, subject, text) in enumerate(rows)]
    )

    largest = found[0]
    assert len(largest.members) == 4
    assert largest.place in {"青松岭小区", "鹤鸣苑", "望江楼花园"}
    assert set(largest.words) & {"不热", "供热", "油烟", "电梯"}
    assert largest.first == NOON + timedelta(days=min(largest.members))
    assert largest.last == NOON + timedelta(days=max(largest.members))


def test_what_lies_far_apart_in_time_is_no_topic() -> None:
    both = [Message("投诉鹤鸣苑停水", "鹤鸣苑停水三天", NOON + timedelta(days=n * 40)) for n in range(2)]

    assert [len(topic.members) for topic in find(both)] == [2]
    assert [len(topic.members) for topic in find(both, window=timedelta(days=30))] == [1, 1]


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [Message("", "")],
        [Message("停水", "停水")],
        [Message("", ""), Message("。", "\ud800"), Message("a" * 5000, "🙂" * 5000)],
    ],
)
def test_little_or_strange_is_still_grouped(messages: list[Message]) -> None:
    assert sum(len(topic.members) for topic in find(messages)) == len(messages)


def test_a_polite_word_that_all_say_makes_no_topic() -> None:
    messages = [
        Message("幸福小区停暖三天", "幸福小区停暖三天了，家里很冷，请尽快处理。"),
        Message("人民路路灯不亮", "人民路路灯晚上不亮，出行不便，请处理。"),
        Message("学校食堂饭菜质量差", "学校食堂饭菜质量差，孩子吃不饱，请调查。"),
    ]

    assert [len(topic.members) for topic in find(messages)] == [1, 1, 1]


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "MOST", 1)

    with pytest.raises(TooMany, match="一次最多 1 条，文件有 2 条，请按时间分段。"):
        find([Message("", ""), Message("", "")])


def test_a_name_ends_where_the_texts_go_on_differently() -> None:
    texts = [
        "城关区鹤鸣苑停水",
        "城关区鹤鸣苑电梯坏了",
        "反映城关区鹤鸣苑油烟",
        "城关区张家酒馆吵闹",
        "城关区市民来电",
    ]
    names = names_of(texts)

    assert names == {"鹤鸣苑"}
    assert split("城关区鹤鸣苑的人", names) == (frozenset({"鹤鸣苑"}), "||的人")
