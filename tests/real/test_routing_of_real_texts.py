"""A small sample of real messages and cases is learnt better than by chance: a floor that catches a fall."""

import random
from collections import Counter

import pytest

from tests.support.shared_data import shared_rows
from workflows.learning.fitting import fit

pytestmark = [pytest.mark.shared, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("file", "text", "label", "floor"),
    [("citizen_messages.csv", "subject", "label1", 0.68), ("hotline_cases.csv", "text_clean", "dept", 0.72)],
)
def test_a_sample_is_learnt(file: str, text: str, label: str, floor: float) -> None:
    rows = [row for row in shared_rows(file) if row[text] and row[label]]
    frequent = {name for name, _ in Counter(row[label] for row in rows).most_common(7)}
    rows = random.Random(4).sample([row for row in rows if row[label] in frequent], 700)

    scores = fit([row[text] for row in rows], [row[label] for row in rows], seed=5, say=lambda _: None).scores

    assert scores.accuracy > floor
    assert scores.top3 > floor + 0.15
