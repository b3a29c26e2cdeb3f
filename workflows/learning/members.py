"""The linear classifiers that make up a router, fitted here and nowhere else.

Linear: least squares on TF-IDF towards 1 for the right label and 0 for the others, or a support vector machine for
each label. Ratios: for each label, whether a run occurs at all, times the log of how much likelier it is in that
label's texts, into a support vector machine (Wang and Manning, ACL 2012). They err differently; joined they are
better than any one. Each gives scores of about the same size.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from workflows.learning.corpus import Corpus, Rows, of_length, rarities, weighed
from workflows.learning.settings import LeastSquares, Machines, Settings

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

MOST_ROUNDS = 60
CLOSE_ENOUGH = 1e-3
SMALLEST = 1e-9
FEWEST_OF_A_LABEL = 8
SQUARES_SIZE, MARGIN_SIZE = np.float32(5), np.float32(2)
"""What brings the scores of least squares and of support vector machines to like sizes."""
NEVER = np.float32(-2) * MARGIN_SIZE


@dataclass(frozen=True)
class Linear:
    """Score of a text: its TF-IDF times `weights` (keys x labels), plus `base` (for least squares: how frequent)."""

    rarity: Floats
    weights: Floats
    base: Floats

    def scores(self, corpus: Corpus, settings: Settings, rows: Rows) -> Floats:
        """Score texts of the corpus (rows x labels)."""
        bounds = np.cumsum([0, *(counts.shape[1] for counts in corpus.counts)])
        rarity = [self.rarity[start:end] for start, end in pairwise(bounds)]
        features = weighed(only(corpus, rows), rarity, settings.weights)
        scores: Floats = features @ self.weights + self.base
        return scores


@dataclass(frozen=True)
class Ratios:
    """Score of a text: the sum of `weights` over the root of the sum of `squares` (keys x labels), plus `base`."""

    weights: Floats
    squares: Floats
    base: Floats

    def scores(self, corpus: Corpus, rows: Rows) -> Floats:
        """Score texts of the corpus (rows x labels)."""
        here = presence(only(corpus, rows))
        lengths = np.sqrt(np.maximum(here @ self.squares, SMALLEST))
        scores: Floats = (here @ self.weights) / lengths + self.base
        return scores


def only(corpus: Corpus, rows: Rows) -> Corpus:
    """Return the corpus of some of its texts."""
    return Corpus(corpus.kinds, corpus.keys, tuple(counts[rows] for counts in corpus.counts))


def presence(corpus: Corpus) -> sp.csr_matrix:
    """Return which keys a text has, as ones, all kinds side by side."""
    joined = sp.hstack(corpus.counts, format="csr", dtype=np.float32)
    joined.data[:] = 1
    return joined


def fit_members(
    corpus: Corpus, labels: Numbers, count: int, rows: Rows, settings: Settings
) -> tuple[tuple[Linear, ...], Ratios]:
    """Fit all members on these rows of the corpus: the linear ones as the settings name them, and the ratios."""
    rarity = rarities(corpus, rows)
    features = weighed(only(corpus, rows), rarity, settings.weights)
    one = np.concatenate(rarity)
    linear = (Linear(one, *fit_linear(features, labels[rows], count, how)) for how in settings.linear)
    return tuple(linear), fit_ratios(corpus, labels, count, rows, settings)


def fit_linear(
    features: sp.csr_matrix, labels: Numbers, count: int, how: LeastSquares | Machines
) -> tuple[Floats, Floats]:
    """Return the weights (keys x labels) and the base of a linear member."""
    if isinstance(how, LeastSquares):
        targets = np.eye(count, dtype=np.float32)[labels]
        base = targets.mean(axis=0)
        return SQUARES_SIZE * least_squares(features, targets - base, how.penalty), SQUARES_SIZE * base
    weights, base = np.zeros((features.shape[1], count), dtype=np.float32), np.full(count, NEVER)
    if len(np.unique(labels)) == 1:
        base[labels[0]] = MARGIN_SIZE
        return weights, base
    machine = LinearSVC(C=how.cost, class_weight="balanced" if how.balanced else None, random_state=0)
    machine.fit(features, labels)
    # Of two labels the machine keeps one margin: what speaks for the second speaks against the first.
    sides = np.array([-1, 1] if len(machine.classes_) == 2 else [1])
    weights[:, machine.classes_] = MARGIN_SIZE * machine.coef_.T * sides
    base[machine.classes_] = MARGIN_SIZE * machine.intercept_ * sides
    return weights, base


def least_squares(features: sp.csr_matrix, targets: Floats, penalty: float) -> Floats:
    """Return weights (keys x targets) by conjugate gradients over the texts, all targets at once.

    Stops where no target's residual is above a thousandth of what it began with.
    """
    across = features.T.tocsr()
    solution = np.zeros_like(targets)
    residual = targets.copy()
    direction = residual.copy()
    square = (residual * residual).sum(axis=0)
    enough = np.maximum(square * CLOSE_ENOUGH**2, 1e-12)
    for _ in range(MOST_ROUNDS):
        ahead = features @ (across @ direction) + penalty * direction
        step = square / np.maximum((direction * ahead).sum(axis=0), 1e-12)
        solution += step * direction
        residual -= step * ahead
        before, square = square, (residual * residual).sum(axis=0)
        if np.all(square <= enough):
            break
        direction = residual + (square / np.maximum(before, 1e-12)) * direction
    weights: Floats = across @ solution
    return weights


def fit_ratios(corpus: Corpus, labels: Numbers, count: int, rows: Rows, settings: Settings) -> Ratios:
    """Fit one machine for each label that at least eight of these rows have; others are never proposed."""
    here = presence(only(corpus, rows))
    kinds = np.repeat(settings.ratio_weights, [counts.shape[1] for counts in corpus.counts])
    having = np.bincount(here.indices, minlength=here.shape[1])
    use = np.where(having > 0, kinds, 0).astype(np.float32)
    weights = np.zeros((here.shape[1], count), dtype=np.float32)
    squares, base = np.ones_like(weights), np.full(count, NEVER)
    totals = np.asarray(here.sum(axis=0)).ravel()
    for label in range(count):
        own = labels[rows] == label
        if own.sum() < FEWEST_OF_A_LABEL or own.all():
            continue
        scale = use * likelier(np.asarray(here[own].sum(axis=0)).ravel(), totals)
        features = here.copy()
        features.data = scale[features.indices]
        features.eliminate_zeros()
        machine = LinearSVC(C=settings.ratio_cost, random_state=0).fit(of_length(features, 1), own)
        weights[:, label] = MARGIN_SIZE * machine.coef_[0] * scale
        squares[:, label] = scale * scale
        base[label] = MARGIN_SIZE * machine.intercept_[0]
    return Ratios(weights, squares, base)


def likelier(inside: Floats, everywhere: Floats) -> Floats:
    """Return the log of how much likelier each key is inside a label than outside, one text added to each."""
    outside = everywhere - inside + 1
    inside = inside + 1
    ratio: Floats = np.log((inside / inside.sum()) / (outside / outside.sum())).astype(np.float32)
    return ratio
