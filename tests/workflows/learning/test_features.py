"""What a text is made of: hashed runs of characters and words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.learning.features import FACTOR, KINDS, SALTS, block, blocks, mixed
from workflows.learning.texts import clean, head
from workflows.learning.words import words

WRAP = 2**64


@given(st.text(min_size=0, max_size=12))
@settings(max_examples=60, deadline=None)
def test_runs_of_characters_are_those_that_one_would_write_down(text: str) -> None:
    runs = {text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1)}

    def key(run: str) -> int:
        total = 0
        for sign in run:
            total = (total * int(FACTOR) + ord(sign) + 1) % WRAP
        return total

    by_hand = np.array([key(run) for run in runs], dtype=np.uint64)
    assert set(block("characters", text).keys) == set(mixed(by_hand ^ SALTS["characters"]))


def test_each_kind_has_keys_of_its_own_and_counts_what_repeats() -> None:
    found = blocks("路灯不亮，路灯不亮", KINDS, words)

    assert [each.kind for each in found] == list(KINDS)
    keys = [key for each in found for key in each.keys]
    assert len(keys) == len(set(keys))
    assert found[0].counts.max() == 2


@pytest.mark.parametrize("text", ["", " \n ", "\ud800", "\U0001f600", "=1+1"])
def test_any_text_has_features(text: str) -> None:
    assert all(len(each.keys) == len(each.counts) for each in blocks(text, KINDS, words))


def test_long_numbers_leave_no_trace() -> None:
    assert clean("致电 13812345678 或 １２３４５") == "致电 # 或 12345"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("供热问题\n尊敬的领导：家中不热", "供热问题"),
        ("\n  \n暖气不热。第二句", "暖气不热"),
        ("您好！小区停水三天 大家都很着急", "小区停水三天"),
        ("停水", "停水"),
        ("长" * 60, "长" * 40),
        ("", ""),
    ],
)
def test_the_head_is_the_first_line_or_sentence(text: str, first: str) -> None:
    assert head(text) == first
