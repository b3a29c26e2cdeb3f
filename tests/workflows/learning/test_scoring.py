"""What an evaluation states is what counting by hand gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.learning.scoring import coverage, score


def test_figures_by_hand() -> None:
    truth = ["甲", "甲", "乙", "丙"]
    ranked = [["甲", "乙"], ["乙", "甲"], ["乙", "丙"], ["甲", "乙"]]

    scores = score(truth, ranked, [0.9, 0.8, 0.7, 0.1])

    assert scores.accuracy == 0.5
    assert scores.top3 == 0.75
    assert scores.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0) / 3)
    assert scores.by_class[0].label == "甲"
    assert scores.confusions == (("甲", "乙", 1), ("丙", "甲", 1))
    assert scores.coverage == {95: 0.25, 97: 0.25, 99: 0.25}


@given(
    st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=40, unique_by=lambda x: x[0])
)
@settings(max_examples=60, deadline=None)
def test_coverage_is_the_longest_beginning_that_is_right_enough(rows: list[tuple[int, bool]]) -> None:
    ordered = [right for _, right in sorted(rows, reverse=True)]
    lengths = [n for n in range(1, len(rows) + 1) if sum(ordered[:n]) * 100 >= 95 * n]

    found = coverage([sure for sure, _ in rows], np.array([right for _, right in rows]), 95)

    assert found == pytest.approx(max(lengths, default=0) / len(rows))
