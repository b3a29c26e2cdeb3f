"""Grows the trees of the second look from what the members said of texts that they had not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from workflows.learning.candidates import Floats, Numbers, Trees, in_question, what_speaks

ROUNDS = 200
DEPTH = 4
STEP = 0.05
FEWEST_IN_A_LEAF = 100
HELD_BACK = 1.0


def grow(shares: Floats, scores: Sequence[Floats], numbers: Numbers, frequency: Floats) -> Trees:
    """Boost trees that tell the right label of a text from the others in question."""
    labels = in_question(shares)
    features = what_speaks(shares, scores, labels, frequency)
    machine = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        max_depth=DEPTH,
        learning_rate=STEP,
        min_samples_leaf=FEWEST_IN_A_LEAF,
        l2_regularization=HELD_BACK,
        early_stopping=False,
    ).fit(features, (labels == numbers[:, None]).ravel())
    return trees_of(machine, features[:1])


def trees_of(machine: HistGradientBoostingClassifier, sample: Floats) -> Trees:
    """Take the trees out of the machine; what it says of one row gives the base."""
    nodes = [tree.nodes for (tree,) in machine._predictors]
    starts = np.cumsum([0, *map(len, nodes)])[:-1]
    whole = np.concatenate(nodes)
    shift = np.repeat(starts, [len(each) for each in nodes])
    leaf, own = whole["is_leaf"].astype(bool), np.arange(len(whole))
    trees = Trees(
        roots=starts,
        feature=np.where(leaf, 0, whole["feature_idx"]).astype(np.intp),
        threshold=np.where(leaf, 0.0, whole["num_threshold"]),
        left=np.where(leaf, own, whole["left"] + shift),
        right=np.where(leaf, own, whole["right"] + shift),
        value=np.where(leaf, whole["value"], 0.0),
        base=0.0,
        depth=int(whole["depth"].max()),
    )
    base = float(machine.decision_function(sample)[0] - trees.odds(sample)[0])
    return Trees(**{**vars(trees), "base": base})
