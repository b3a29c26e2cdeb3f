"""Learns a router from labelled texts. Only a process of its own imports this module: it brings scikit-learn.

Every text is first judged by members that have not seen it (cross-fitting); from that come the members'
weights, the confidence and the honest figures of the card. Then the members are fitted on all texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from workflows.errors import Refused
from workflows.learning.corpus import Corpus, corpus_of, rarities, weighed
from workflows.learning.folds import folds, groups
from workflows.learning.growing import grow
from workflows.learning.joining import (
    Floats,
    Joining,
    evidence,
    judged,
    probabilities,
    stacked,
    summed,
)
from workflows.learning.joining import Scores as Said
from workflows.learning.members import FEWEST_OF_A_LABEL, Linear, Ratios, fit_members
from workflows.learning.scoring import BEST, Scores, score
from workflows.learning.settings import Settings, settings_for
from workflows.learning.texts import clean

FOLDS = 4
AT_ONCE = 2
FEWEST_PER_LABEL = 5
HELD_BACK = 0.01
FEW_LABELS = 20
ENOUGH_FOR_TREES = 1_000
LARGEST_TABLES = 46_000_000
MOST_LOOKS = 30
HELD_FREE = 0.1
MOST_ROUNDS = 1000
NEVER = -50.0

Numbers = NDArray[np.intp]
Progress = Callable[[str], None]


class TooLittle(Refused):
    """Texts from which nothing can be learnt; str() says why."""


@dataclass(frozen=True)
class Fitted:
    """A router as it comes from fitting, and what its members said of texts that they had not seen."""

    labels: tuple[str, ...]
    settings: Settings
    corpus: Corpus
    linear: tuple[Linear, ...]
    ratios: Ratios
    joining: Joining
    scores: Scores


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    seed: int,
    say: Progress,
    settings: Settings | None = None,
) -> Fitted:
    """Learn from texts and their labels; TooLittle where there are not two labels with five texts each.

    Without settings they are chosen by how long the texts are.
    """
    judge(labels)
    names, numbers = np.unique(np.array(labels, dtype=object), return_inverse=True)
    settings = settings or settings_for(float(np.median([len(clean(text)) for text in texts])))
    many = len(names) > FEW_LABELS
    most = most_keys(np.bincount(numbers), len(settings.linear)) if many else None
    corpus = corpus_of(texts, settings.kinds, settings.rarest, most)
    everything = np.arange(len(texts))
    say(f"特征：{sum(map(len, corpus.keys)):,} 个")
    grouped = groups(weighed(corpus, rarities(corpus, everything), settings.weights))
    fold = folds(numbers, grouped, FOLDS, seed)
    say(f"相近的文本归为一组：{grouped.max() + 1:,} 组；分 {FOLDS} 折")

    def members(rows: Numbers) -> tuple[tuple[Linear, ...], Ratios]:
        return fit_members(corpus, numbers, len(names), rows, settings)

    with ThreadPoolExecutor(AT_ONCE) as workers:
        whole = workers.submit(members, everything)
        parts = workers.map(members, [np.flatnonzero(fold != part) for part in range(FOLDS)])
        scores = list(np.zeros((len(settings.linear) + 1, len(texts), len(names))))
        for part, (linear, ratios) in enumerate(parts):
            rows = np.flatnonzero(fold == part)
            for said, member in zip(scores, linear, strict=False):
                said[rows] = member.scores(corpus, settings, rows)
            scores[-1][rows] = ratios.scores(corpus, rows)
            say(f"第 {part + 1} 折完成")
        final = whole.result()
    joining = joining_of(scores, numbers)
    return Fitted(
        tuple(names), settings, corpus, *final, joining, crossed(scores, numbers, fold, list(names))
    )


def judge(labels: Sequence[str]) -> None:
    """Refuse what nothing can be learnt from."""
    enough = [label for label, count in Counter(labels).items() if count >= FEWEST_PER_LABEL]
    if len(enough) < 2:
        raise TooLittle(f"训练数据不足：至少需要 2 个类别、每类 {FEWEST_PER_LABEL} 件。")


def most_keys(texts_of: Numbers, linear: int) -> int:
    """Return how many keys may be kept, so that the tables (keys x labels, half precision) stay within the size."""
    tables = linear * len(texts_of) + 2 * int((texts_of >= FEWEST_OF_A_LABEL).sum())
    return LARGEST_TABLES // (2 * max(tables, 1))


def joining_of(scores: Said, numbers: Numbers) -> Joining:
    """Find the members' weights by the likelihood of the right labels, then what tells how sure that is."""

    def loss(logs: Floats) -> float:
        shares = summed(scores, np.exp(logs))
        return float(-np.log(shares[np.arange(len(numbers)), numbers] + 1e-9).mean())

    count = scores[0].shape[1]
    begin = np.zeros(len(scores))
    joining = Joining(
        np.exp(minimize(loss, begin, method="Nelder-Mead", options={"maxfev": MOST_LOOKS * len(scores)}).x),
        second_opinion(scores, numbers),
        np.zeros(0),
        np.zeros(count),
        np.log(np.bincount(numbers, minlength=count) + 1.0),
    )
    shares = probabilities(scores, joining)
    first = shares.argmax(axis=1)
    joining = replace(joining, trust=trust_in(first, first == numbers, count))
    found = regression(evidence(shares, scores[0], joining.trust), first == numbers)
    joining = replace(joining, coefficients=found)
    if count <= FEW_LABELS or len(numbers) < ENOUGH_FOR_TREES:
        return joining
    return replace(joining, trees=grow(shares, scores, numbers, joining.frequency))


def second_opinion(scores: Said, numbers: Numbers) -> Floats | None:
    """Fit the logistic regression on all scores; among many labels it would know each too little."""
    count = scores[0].shape[1]
    if count > FEW_LABELS or len(np.unique(numbers)) < 2:
        return None
    machine = LogisticRegression(C=HELD_FREE, max_iter=MOST_ROUNDS, fit_intercept=False)
    machine.fit(stacked(scores), numbers)
    two = len(machine.classes_) == 2
    second = np.zeros((len(scores) * count + 1, count))
    second[-1] = NEVER
    second[:, machine.classes_] = (np.vstack([-machine.coef_, machine.coef_]) / 2 if two else machine.coef_).T
    return second


def regression(seen: Floats, right: NDArray[np.bool_]) -> Floats:
    """Return the coefficients of a logistic regression, gently held back."""

    def doubt(coefficients: Floats) -> tuple[float, Floats]:
        total = seen @ coefficients
        chance = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
        held = HELD_BACK * coefficients
        value = np.logaddexp(0, np.where(right, -total, total)).mean() + (held * coefficients).sum() / 2
        return float(value), seen.T @ (chance - right) / len(right) + held

    found: Floats = minimize(doubt, np.zeros(seen.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def trust_in(first: Numbers, right: NDArray[np.bool_], count: int) -> Floats:
    """Return the log odds that each label is right when proposed, drawn to the mean by ten texts of it."""
    mean = min(max(right.mean(), 0.01), 0.99)
    proposed = np.bincount(first, minlength=count) + 10
    share = (np.bincount(first, weights=right, minlength=count) + 10 * mean) / proposed
    share = np.clip(share, 0.01, 0.99)
    odds: Floats = np.log(share / (1 - share))
    return odds


def crossed(scores: Said, numbers: Numbers, fold: Numbers, names: Sequence[str]) -> Scores:
    """Score the predictions of unseen texts; how they are joined was found on the other folds too."""
    shares, sure = np.zeros_like(scores[0]), np.zeros(len(numbers))
    for part in range(FOLDS):
        rows, others = fold == part, fold != part
        joining = joining_of([each[others] for each in scores], numbers[others])
        shares[rows], sure[rows] = judged([each[rows] for each in scores], joining)
    ranked = np.argsort(-shares, axis=1, kind="stable")[:, :BEST]
    return score([names[n] for n in numbers], [[names[n] for n in row] for row in ranked], list(sure))
