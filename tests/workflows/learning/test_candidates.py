"""The second look at the likeliest labels: its trees say what the library that grew them says."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from workflows.learning import growing
from workflows.learning.candidates import Trees, ahead, in_question, looked_at_again, what_speaks
from workflows.learning.growing import grow, trees_of
from workflows.learning.packing import arrays_of_trees
from workflows.learning.predicting import trees_in

TEXTS, LABELS = 400, 12


@pytest.fixture(scope="module")
def shares() -> np.ndarray:
    """Shares of the labels of made-up texts."""
    some = np.random.default_rng(3).random((TEXTS, LABELS))
    return some / some.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def trees(shares: np.ndarray) -> Trees:
    # The second likeliest is the right one, always; forty trees are enough to find that out.
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(growing, "ROUNDS", 40)
        return grow(shares, [shares * 2], in_question(shares)[:, 1], np.zeros(LABELS))


def test_the_trees_say_what_the_machine_says() -> None:
    random = np.random.default_rng(4)
    rows = random.random((TEXTS, 5))
    machine = HistGradientBoostingClassifier(max_iter=20, max_depth=3).fit(rows, rows[:, 1] + rows[:, 3] > 1)

    trees = trees_of(machine, rows[:1])

    assert np.allclose(trees.chances(rows), machine.predict_proba(rows)[:, 1])


def test_they_find_the_right_label_behind_the_likeliest(shares: np.ndarray, trees: Trees) -> None:
    again = looked_at_again(shares, [shares * 2], trees, np.zeros(LABELS))

    assert (again.argmax(axis=1) == in_question(shares)[:, 1]).mean() > 0.95


def test_they_come_back_from_the_file_as_they_went(shares: np.ndarray, trees: Trees) -> None:
    again = trees_in(arrays_of_trees(trees))
    rows = what_speaks(shares, [shares * 2], in_question(shares), np.zeros(LABELS))

    assert again is not None
    assert np.array_equal(again.chances(rows), trees.chances(rows))
    assert trees_in({}) is None


def test_a_lead_is_over_the_best_of_the_others() -> None:
    scores = np.array([[0.5, 0.2, 0.9, 0.1]])

    assert np.allclose(ahead(scores, np.array([[2, 0, 3]])), [[0.4, -0.4, -0.8]])
