"""Which labels a text most likely gets, how sure that is, and the words that speak for it.

numpy alone: it gathers the rows of the keys that the text has, so one text takes about a millisecond.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workflows.learning.candidates import Trees
from workflows.learning.cohesion import Cohesion
from workflows.learning.features import SALTS, Block, Cut, blocks, character_keys, mixed
from workflows.learning.joining import Joining, judged
from workflows.learning.router_file import BadRouter, Router
from workflows.learning.texts import clean

MOST_WORDS = 5
SHORTEST_WORD = 2
SMALLEST = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """A label, and the chance that it is the right one."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Prediction:
    """The three likeliest labels, the likeliest first."""

    ranked: tuple[Choice, ...]


@dataclass(frozen=True)
class Found:
    """The rows of a router that a text touches, with their TF-IDF there."""

    rows: NDArray[np.intp]
    weights: NDArray[np.float32]


class Predictor:
    """A router made ready for texts.

    `cut` cuts a text into words (words.py); without it the router must look at characters alone, and the words
    that it shows are cut by how these hold together (cohesion.py). BadRouter where that does not do.
    """

    def __init__(self, router: Router, cut: Cut | None = None) -> None:
        card, arrays = router.card, router.arrays
        self.labels = router.labels
        self.kinds: tuple[str, ...] = tuple(card["kinds"])
        if cut is None and any(kind.endswith("words") for kind in self.kinds):
            raise BadRouter("这个分派模型需要分词，不能在网页中使用，请重新训练。")
        self.cut = cut or Cohesion(router).cut
        self.roots = dict(zip(self.kinds, np.sqrt(card["weights"]), strict=True))
        self.keys = {kind: arrays[f"keys {kind}"] for kind in self.kinds}
        self.starts = dict(
            zip(self.kinds, np.cumsum([0, *(len(self.keys[kind]) for kind in self.kinds)]), strict=False)
        )
        self.arrays: dict[str, NDArray[Any]] = arrays
        self.linear = sum(name.startswith("linear ") and name.endswith(" base") for name in arrays)
        # The ratios propose frequent labels only; the others have no column.
        self.proposed = arrays["ratio labels"].astype(np.intp)
        self.joining = Joining(
            np.asarray(arrays["weights"]),
            np.asarray(arrays["second"]) if "second" in arrays else None,
            np.asarray(arrays["coefficients"]),
            np.asarray(arrays["trust"]),
            np.asarray(arrays["frequency"]),
            trees_in(arrays),
        )

    def predict(self, text: str) -> Prediction:
        """Return the likeliest labels of a text; one without any word known gets confidence 0."""
        found = [self.found(each) for each in blocks(text, self.kinds, self.cut)]
        rows = np.concatenate([each.rows for each in found])
        weights = np.concatenate([each.weights for each in found])
        scores = [*(self.said(n, rows, weights) for n in range(self.linear)), self.ratios(rows)]
        shares, sure = judged([each[None, :].astype(float) for each in scores], self.joining)
        return self.ranked(shares[0], float(sure[0]) if len(rows) else 0.0)

    def said(self, member: int, rows: NDArray[np.intp], weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what a linear member says of each label."""
        score: NDArray[np.float32] = weights @ self.gathered(f"linear {member} weights", rows)
        score += self.arrays[f"linear {member} base"]
        return score

    def ratios(self, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return what the ratios say of each label."""
        squares = self.gathered("ratio squares", rows).sum(axis=0)
        lengths = np.sqrt(np.maximum(squares, SMALLEST))
        score = self.arrays["ratio base"].astype(np.float32)
        score[self.proposed] += self.gathered("ratio weights", rows).sum(axis=0) / lengths
        return score

    def ranked(self, shares: Floats, sure: float) -> Prediction:
        """Rank the labels: the first with its confidence, the others with their share of what is left."""
        order = np.argsort(-shares, kind="stable")[:3]
        rest = (1 - sure) / max(1 - float(shares[order[0]]), SMALLEST)
        chances = [sure, *(min(float(shares[n]) * rest, sure) for n in order[1:])]
        return Prediction(
            tuple(Choice(self.labels[n], chance) for n, chance in zip(order, chances, strict=True))
        )

    def gathered(self, name: str, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return rows of one of the tables (keys x labels)."""
        return np.asarray(self.arrays[name][rows], dtype=np.float32)

    def found(self, features: Block) -> Found:
        """Look up the features of one kind: those that the router knows, brought to the kind's length."""
        known = self.keys[features.kind]
        if not len(known):
            return Found(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
        at = np.minimum(np.searchsorted(known, features.keys), len(known) - 1)
        here = known[at] == features.keys
        rows = at[here] + self.starts[features.kind]
        weights = (1 + np.log(features.counts[here])) * self.arrays["rarity"][rows]
        length = float(np.sqrt((weights * weights).sum()))
        return Found(rows, (weights * (self.roots[features.kind] / max(length, SMALLEST))).astype(np.float32))

    def words_for(self, text: str, label: str, most: int = MOST_WORDS) -> list[str]:
        """Return the words of this very text that speak most for a label, the strongest first.

        A word is worth what the first member gives to the runs of characters in it, weighed by their rarity.
        """
        candidates = list(dict.fromkeys(word for word in self.cut(clean(text)) if len(word) >= SHORTEST_WORD))
        if not candidates:
            return []
        runs = [mixed(character_keys(word) ^ SALTS["characters"]) for word in candidates]
        keys = np.concatenate(runs)
        known = self.keys["characters"]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        rows = at + self.starts["characters"]
        weights = (
            self.arrays["linear 0 weights"][rows, self.labels.index(label)] * self.arrays["rarity"][rows]
        )
        weights = np.where(known[at] == keys, weights, 0).astype(np.float64)
        worth = np.add.reduceat(weights, np.cumsum([0, *map(len, runs)])[:-1])
        best = [candidates[n] for n in np.argsort(-worth, kind="stable") if worth[n] > 0]
        return best[:most]


def trees_in(arrays: dict[str, NDArray[Any]]) -> Trees | None:
    """Return the trees of the second look; None where the router has none."""
    if "tree roots" not in arrays:
        return None
    numbers = {name: arrays[f"tree {name}"].astype(np.intp) for name in ("roots", "feature", "left", "right")}
    base, depth = arrays["tree base and depth"]
    return Trees(
        **numbers,
        threshold=np.asarray(arrays["tree threshold"]),
        value=np.asarray(arrays["tree value"]),
        base=float(base),
        depth=int(depth),
    )
