"""From the members' scores to probabilities and a confidence: applied in predicting, its numbers found in fitting.

The confidence is the chance that the first label is the right one. Where labels are many it is what the trees of
the second look say (candidates.py); else it is made from the two best probabilities, the first member's two best scores
and how often this label was right when it was proposed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.learning.candidates import Trees, looked_at_again

Floats = NDArray[np.float64]
SMALLEST = 1e-6

Scores = Sequence[Floats]
"""What each member said (texts x labels): the linear ones, the ratios."""


@dataclass(frozen=True)
class Joining:
    """How much each member's score counts (`weights`), and the coefficients of the confidence.

    `second`, where labels are few, judges instead of the weighted sum: a logistic regression on all scores
    (members x labels + 1, labels), which knows that a score for one label may speak for another. `trust`: for each
    label the log odds that it was right when proposed. `trees`, where labels and texts are many, look again at the
    likeliest labels; `frequency`: the log of how many texts each label had.
    """

    weights: Floats
    second: Floats | None
    coefficients: Floats
    trust: Floats
    frequency: Floats
    trees: Trees | None = None


def judged(scores: Scores, joining: Joining) -> tuple[Floats, Floats]:
    """Return the share of each label (texts x labels), and for each text the chance that its first is right."""
    shares = probabilities(scores, joining)
    if joining.trees is None:
        return shares, confidence(shares, scores[0], joining)
    chances = looked_at_again(shares, scores, joining.trees, joining.frequency)
    return chances / chances.sum(axis=1, keepdims=True), chances.max(axis=1)


def probabilities(scores: Scores, joining: Joining) -> Floats:
    """Return probabilities (texts x labels) from the members' scores."""
    if joining.second is None:
        return summed(scores, joining.weights)
    return softmax(stacked(scores) @ joining.second)


def summed(scores: Scores, weights: Floats) -> Floats:
    """Return the probabilities that a weighted sum of the scores of each label gives."""
    total: Floats = sum(
        (weight * each for weight, each in zip(weights, scores, strict=True)), start=np.zeros(1)
    )
    return softmax(total)


def stacked(scores: Scores) -> Floats:
    """Return all scores side by side, and a column of ones."""
    return np.hstack([*scores, np.ones((len(scores[0]), 1))])


def softmax(logits: Floats) -> Floats:
    """Return shares that sum to one in each row."""
    shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def evidence(shares: Floats, scores: Floats, trust: Floats) -> Floats:
    """Return what speaks for the first label (texts x 6), the last column being ones."""
    first = shares.argmax(axis=1)
    best = -np.sort(-shares, axis=1)[:, :2]
    lead = -np.sort(-scores, axis=1)[:, :2]
    own = np.clip(best[:, 0], SMALLEST, 1 - SMALLEST)
    return np.column_stack(
        [
            np.log(own / (1 - own)),
            np.log(own / np.maximum(best[:, 1], SMALLEST)),
            lead[:, 0],
            lead[:, 0] - lead[:, 1],
            trust[first],
            np.ones(len(first)),
        ]
    )


def confidence(shares: Floats, scores: Floats, joining: Joining) -> Floats:
    """Return for each text the chance that its likeliest label is right."""
    sum_of_evidence = evidence(shares, scores, joining.trust) @ joining.coefficients
    return 1 / (1 + np.exp(-np.clip(sum_of_evidence, -30, 30)))
