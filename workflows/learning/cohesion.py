"""Cuts a text into words by what a router knows of its characters, where no dictionary is at hand.

A router holds how rare each run of one, two and three characters is. Two neighbours that are met together much more
often than apart are inside one word (影响, 居民); between words they hold less than both neighbouring pairs (响居).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from workflows.learning.features import SALTS, character_keys, mixed
from workflows.learning.texts import NO_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.learning.router_file import Router

KIND = "characters"
LEAST = 0.25
"""How far two neighbours must hold together: 0 by chance alone, 1 where neither is ever met without the other."""
APART = -1.0
STANDS_ALONE = frozenset("的了吗呢吧是在和与及或被把向从到给对等也都就很其该此有无不")
"""Characters that are words of their own between the others."""


class Cohesion:
    """A router's knowledge of which characters hold together."""

    def __init__(self, router: Router) -> None:
        kinds = list(router.card["kinds"])
        before = kinds[: kinds.index(KIND)]
        self.keys = router.arrays[f"keys {KIND}"]
        start = sum(len(router.arrays[f"keys {kind}"]) for kind in before)
        self.rarity = router.arrays["rarity"][start : start + len(self.keys)]

    def cut(self, text: str) -> list[str]:
        """Cut a cleaned text into words; what stands alone between two words is a word too."""
        return [word for part in NO_WORD.split(text) if part for word in self.words_of(part)]

    def words_of(self, part: str) -> Iterator[str]:
        """Give the words of a part that no sign or blank parts."""
        hold = [APART, *self.holding(part), APART]
        begin = 0
        for at, (first, second) in enumerate(pairwise(part), 1):
            here, left, right = hold[at], hold[at - 1], hold[at + 1]
            is_alone = first in STANDS_ALONE or second in STANDS_ALONE
            if is_alone or here < LEAST or (here < left and here < right):
                yield part[begin:at]
                begin = at
        yield part[begin:]

    def holding(self, part: str) -> list[float]:
        """Return how far each two neighbours hold together: their pointwise mutual information, normalised."""
        length = len(part)
        if length < len("词语") or not len(self.keys):
            return []
        keys = mixed(character_keys(part)[: 2 * length - 1] ^ SALTS[KIND])
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        # Rarity is the log of one over the share of texts, plus one.
        seldom = np.where(self.keys[at] == keys, self.rarity[at] - 1.0, np.nan)
        single, double = seldom[:length], seldom[length:]
        together = (single[:-1] + single[1:] - double) / np.maximum(double, 0.1)
        return [float(value) for value in np.nan_to_num(together, nan=APART)]
