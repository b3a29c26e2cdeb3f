"""Which of the likeliest labels of a text is the right one: a second look, by decision trees (numpy alone).

Where labels are many, the weighted sum of the members finds the right one among the first few more often
than at the first place. For each of these the trees tell from its scores, how far it lies before the best of the
others, and how frequent it is, how likely it is the right one. Grown in growing.py, asked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

MOST = 8
SMALLEST = 1e-9
AT_ONCE = 4_000


@dataclass(frozen=True)
class Trees:
    """Decision trees, node by node: go left where the feature is at most the threshold.

    A leaf leads to itself. `roots` are the trees' first nodes, `depth` the longest way down; the sum of the
    leaves' values over all trees and `base` is the log odds.
    """

    roots: Numbers
    feature: Numbers
    threshold: Floats
    left: Numbers
    right: Numbers
    value: Floats
    base: float
    depth: int

    def chances(self, rows: Floats) -> Floats:
        """Return for each row of features the chance that what it describes is so."""
        odds = np.concatenate(
            [self.odds(rows[start : start + AT_ONCE]) for start in range(0, max(len(rows), 1), AT_ONCE)]
        )
        chances: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return chances

    def odds(self, rows: Floats) -> Floats:
        """Walk every row down every tree and add up."""
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        across = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[across, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        total: Floats = self.base + self.value[at].sum(axis=1)
        return total


def in_question(shares: Floats) -> Numbers:
    """Return the likeliest labels of each text (texts x at most eight), the likeliest first."""
    best: Numbers = np.argsort(-shares, axis=1, kind="stable")[:, :MOST]
    return best


def what_speaks(shares: Floats, scores: Sequence[Floats], labels: Numbers, frequency: Floats) -> Floats:
    """Return the features (texts * labels, features) of the labels in question of each text."""
    columns = []
    for each in (np.log(shares + SMALLEST), *scores):
        columns += [np.take_along_axis(each, labels, axis=1), ahead(each, labels)]
    columns.append(frequency[labels])
    columns.append(np.broadcast_to(np.arange(labels.shape[1], dtype=float), labels.shape))
    return np.stack(columns, axis=-1).reshape(labels.size, len(columns))


def ahead(scores: Floats, labels: Numbers) -> Floats:
    """Return how far each label lies before the best of the others; behind is below 0."""
    own = np.take_along_axis(scores, labels, axis=1)
    two = -np.partition(-scores, 1, axis=1)[:, :2]
    lead: Floats = own - np.where(own >= two[:, :1], two[:, 1:], two[:, :1])
    return lead


def looked_at_again(shares: Floats, scores: Sequence[Floats], trees: Trees, frequency: Floats) -> Floats:
    """Return for each text (texts x labels) the chance of each label in question; next to none for the others."""
    labels = in_question(shares)
    chances = trees.chances(what_speaks(shares, scores, labels, frequency)).reshape(labels.shape)
    result = shares * SMALLEST
    np.put_along_axis(result, labels, np.maximum(chances, SMALLEST), axis=1)
    return result
