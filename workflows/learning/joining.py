"""From the members' scores to probabilities and a confidence: applied in predicting, its numbers found in fitting.

The confidence is the chance that the first label is the right one. Where labels are many it is what the trees of
the second look say (candidates.py); else it is made from the two best probabilities, the ridge's two best scores
and how often this label was right when it was proposed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workflows.learning.candidates import Trees, looked_at_again

Floats = NDArray[np.float64]
SMALLEST = 1e-6
SIZE_OF_RIDGE = 5.0
SIZE_OF_RATIOS = 2.0


@dataclass(frozen=True)
class Joining:
    """How much each member's score counts, and the coefficients of the confidence.

    `second`, where labels are few, judges instead of the weighted sum: a logistic regression on all scores
    (2 x labels + 1, labels), which knows that a score for one label may speak for another. `trust`: for each
    label the log odds that it was right when proposed. `trees`, where labels and texts are many, look again at the
    likeliest labels; `frequency`: the log of how many texts each label had.
    """

    ridge_weight: float
    ratio_weight: float
    second: Floats | None
    coefficients: Floats
    trust: Floats
    frequency: Floats
    trees: Trees | None = None


def judged(ridge: Floats, ratios: Floats, joining: Joining) -> tuple[Floats, Floats]:
    """Return the share of each label (texts x labels), and for each text the chance that its first is right."""
    shares = probabilities(ridge, ratios, joining)
    if joining.trees is None:
        return shares, confidence(shares, ridge, joining)
    chances = looked_at_again(shares, sized(ridge, ratios), joining.trees, joining.frequency)
    return chances / chances.sum(axis=1, keepdims=True), chances.max(axis=1)


def probabilities(ridge: Floats, ratios: Floats, joining: Joining) -> Floats:
    """Return probabilities (texts x labels) from both members' scores."""
    if joining.second is None:
        return summed(ridge, ratios, joining.ridge_weight, joining.ratio_weight)
    return softmax(stacked(ridge, ratios) @ joining.second)


def summed(ridge: Floats, ratios: Floats, ridge_weight: float, ratio_weight: float) -> Floats:
    """Return the probabilities that a weighted sum of the scores of each label gives."""
    return softmax(ridge_weight * ridge + ratio_weight * ratios)


def stacked(ridge: Floats, ratios: Floats) -> Floats:
    """Return all scores side by side, brought to like sizes, and a column of ones."""
    return np.hstack([*sized(ridge, ratios), np.ones((len(ridge), 1))])


def sized(ridge: Floats, ratios: Floats) -> tuple[Floats, Floats]:
    """Return the members' scores brought to like sizes."""
    return SIZE_OF_RIDGE * ridge, SIZE_OF_RATIOS * ratios


def softmax(logits: Floats) -> Floats:
    """Return shares that sum to one in each row."""
    shares: Floats = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def evidence(shares: Floats, ridge: Floats, trust: Floats) -> Floats:
    """Return what speaks for the first label (texts x 6), the last column being ones."""
    first = shares.argmax(axis=1)
    best = -np.sort(-shares, axis=1)[:, :2]
    scores = -np.sort(-ridge, axis=1)[:, :2]
    own = np.clip(best[:, 0], SMALLEST, 1 - SMALLEST)
    return np.column_stack(
        [
            np.log(own / (1 - own)),
            np.log(own / np.maximum(best[:, 1], SMALLEST)),
            scores[:, 0],
            scores[:, 0] - scores[:, 1],
            trust[first],
            np.ones(len(first)),
        ]
    )


def confidence(shares: Floats, ridge: Floats, joining: Joining) -> Floats:
    """Return for each text the chance that its likeliest label is right."""
    sum_of_evidence = evidence(shares, ridge, joining.trust) @ joining.coefficients
    return 1 / (1 + np.exp(-np.clip(sum_of_evidence, -30, 30)))
