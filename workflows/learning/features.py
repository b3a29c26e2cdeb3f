"""What a text is made of, as numbers: runs of one to three characters and of one or two words, each hashed.

Keys are hashes, so a router's file holds no words of any citizen. One function serves fitting and predicting:
what is learnt is what is looked up.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from workflows.learning.texts import clean, head

Keys = NDArray[np.uint64]
Values = NDArray[np.float32]
Cut = Callable[[str], list[str]]

FACTOR = np.uint64(0x9E3779B97F4A7C15)
SPREAD = np.uint64(0xBF58476D1CE4E5B9)
SHIFT = np.uint64(29)
LONGEST_RUN = 3
KINDS = ("characters", "words", "head characters", "head words")
SALTS = {
    kind: np.uint64(int.from_bytes(blake2b(kind.encode(), digest_size=8).digest(), "little"))
    for kind in KINDS
}
"""What keeps the same run apart in two kinds."""


@dataclass(frozen=True)
class Block:
    """The features of one kind in one text: each key once, with how often it occurs."""

    kind: str
    keys: Keys
    counts: Values


def uncut(text: str) -> list[str]:
    """Give no words: where only characters are looked at."""
    raise ValueError(f"words were asked of {len(text)} characters where nothing cuts them")


def blocks(text: str, kinds: tuple[str, ...], cut: Cut = uncut) -> list[Block]:
    """Return the features of a text by kind, in the order of `kinds`; `cut` gives its words, if kinds need them."""
    whole = clean(text)
    first = head(text) if any(kind.startswith("head") for kind in kinds) else ""
    return [block(kind, first if kind.startswith("head") else whole, cut) for kind in kinds]


def block(kind: str, text: str, cut: Cut = uncut) -> Block:
    """Return the features of one kind of a cleaned text."""
    keys = word_keys(cut(text)) if kind.endswith("words") else character_keys(text)
    keys = mixed(keys ^ SALTS[kind])
    found, counts = np.unique(keys, return_counts=True)
    return Block(kind, found, counts.astype(np.float32))


def character_keys(text: str) -> Keys:
    """Return a key for each run of one, two and three characters."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    points += np.uint64(1)
    runs, longer = [points], points
    for length in range(1, min(LONGEST_RUN, len(points))):
        longer = longer[:-1] * FACTOR + points[length:]
        runs.append(longer)
    return np.concatenate(runs)


def word_keys(words: list[str]) -> Keys:
    """Return a key for each word and each pair of neighbouring words."""
    single = np.fromiter((word_key(word) for word in words), dtype=np.uint64)
    pairs = single[:-1] * FACTOR + single[1:]
    return np.concatenate([single, pairs])


@functools.lru_cache(maxsize=50_000)
def word_key(word: str) -> int:
    """Return the key of a word."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def mixed(keys: Keys) -> Keys:
    """Spread keys over all of their 64 bits, so that runs of different lengths do not meet."""
    keys = (keys ^ (keys >> SHIFT)) * SPREAD
    return keys ^ (keys >> SHIFT)
