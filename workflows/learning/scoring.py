"""How good predictions are: accuracy, macro-F1, top-3, and the coverage at a precision (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PRECISIONS = (95, 97, 99)
BEST = 3


@dataclass(frozen=True)
class ClassScore:
    """How one label fares: shares between 0 and 1, `count` texts that truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True)
class Scores:
    """What an evaluation states. Shares between 0 and 1; `coverage` by precision in per cent."""

    count: int
    accuracy: float
    macro_f1: float
    top3: float
    coverage: dict[int, float]
    by_class: tuple[ClassScore, ...]
    confusions: tuple[tuple[str, str, int], ...]


def score(truth: Sequence[str], ranked: Sequence[Sequence[str]], confidence: Sequence[float]) -> Scores:
    """Score predictions: `ranked` holds the labels of each text from the likeliest on.

    Macro-F1 is the mean F1 over the labels that the truth has, as a label nobody asked for cannot be missed.
    """
    first = [labels[0] for labels in ranked]
    right = np.array([true == guess for true, guess in zip(truth, first, strict=True)], dtype=bool)
    by_class = tuple(class_scores(truth, first))
    wrong = Counter(pair for pair in zip(truth, first, strict=True) if pair[0] != pair[1])
    return Scores(
        count=len(truth),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([each.f1 for each in by_class])),
        top3=float(np.mean([true in labels[:BEST] for true, labels in zip(truth, ranked, strict=True)])),
        coverage={percent: coverage(confidence, right, percent) for percent in PRECISIONS},
        by_class=by_class,
        confusions=tuple((true, guess, count) for (true, guess), count in wrong.most_common(10)),
    )


def class_scores(truth: Sequence[str], first: Sequence[str]) -> list[ClassScore]:
    """Return precision, recall and F1 of every label of the truth, the most frequent first."""
    true, guessed = Counter(truth), Counter(first)
    both = Counter(label for label, guess in zip(truth, first, strict=True) if label == guess)
    return [
        ClassScore(
            label,
            precision=both[label] / guessed[label] if guessed[label] else 0.0,
            recall=both[label] / count,
            f1=2 * both[label] / (count + guessed[label]),
            count=count,
        )
        for label, count in true.most_common()
    ]


def coverage(confidence: Sequence[float], right: NDArray[np.bool_], percent: int) -> float:
    """Return the largest share of texts, taken from the surest on, of which `percent` per cent are right."""
    order = np.argsort(-np.asarray(confidence), kind="stable")
    hits = np.cumsum(right[order])
    enough = np.flatnonzero(hits * 100 >= percent * np.arange(1, len(order) + 1))
    return float(enough[-1] + 1) / len(order) if len(enough) else 0.0
