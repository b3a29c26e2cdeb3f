"""Which matters the typed words point to, by the words of the city's own tree; and the places they name (pure).

It needs nothing learnt: a category is found by its name and its keywords, and says by which. The longer and the
rarer a word, the more it says.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

SEPARATORS = re.compile(r"[、，,；;/\s（）()]+")
SHORTEST = 2
# A word of four characters is mostly a thing and its state; so many others may stand between the two.
SPLIT, APART = 4, 8
SENTENCE_END = re.compile(r"[。！？；!?;\n]")
# What is said with others in between says less.
LOOSELY = 0.5
# What says so much less than the first is not worth a line: 希望 points to suggestions in every third text.
WORTH = 0.3
# Endings of places, and how many characters a name with that ending is looked for by: what stands before it in
# running text cannot be told from the name, so only its last characters are taken.
ROADS = r"[路街巷桥]"
ESTATES = r"(?:小区|花园|家园|新村|社区|大厦|广场|学校|中学|小学|医院|公园|市场|车站|雅苑|[苑府城庄])"
ROAD = re.compile(rf"[\u4e00-\u9fff]{{2}}{ROADS}")
ESTATE = re.compile(rf"[\u4e00-\u9fff]{{2,3}}{ESTATES}")
ESTATE_LETTERS = 4


class Leaf(Protocol):
    """A category that a case may carry."""

    id: int
    path: str
    keywords: str


@dataclass(frozen=True)
class Likely:
    """A category the words point to: which words, and how much they say; confidence (0 to 1) where a router says it."""

    category_id: int
    name: str
    words: tuple[str, ...]
    weight: float
    confidence: float | None = None


def narrow(text: str) -> str:
    """Return the text as it is compared."""
    return unicodedata.normalize("NFKC", text).lower()


def words_of(leaf: Leaf) -> frozenset[str]:
    """Return what a category is found by: its name and keywords, each of two characters at least."""
    name = leaf.path.rpartition("/")[2]
    parts = [*SEPARATORS.split(narrow(name)), *SEPARATORS.split(narrow(leaf.keywords))]
    return frozenset(part for part in parts if len(part) >= SHORTEST)


def says(told: str, word: str) -> float:
    """Say how surely the text says the word: 1 as it stands, less where its halves stand close, as in 暖气一点都不热."""
    if word in told:
        return 1.0
    thing, state = word[:2], word[2:]
    if len(word) != SPLIT or thing not in told or state not in told:
        return 0.0
    close = re.finditer(f"{re.escape(thing)}(.{{1,{APART}}}?){re.escape(state)}", told)
    return LOOSELY if any(not SENTENCE_END.search(found[1]) for found in close) else 0.0


def likely(text: str, leaves: Iterable[Leaf], *, most: int = 3) -> list[Likely]:
    """Return the categories whose words stand in the text, what says most first; a tie keeps the tree's order."""
    told = narrow(text)
    found = [(leaf, {word: says(told, word) for word in words_of(leaf)}) for leaf in leaves]
    said = [(leaf, {word: how for word, how in words.items() if how}) for leaf, words in found]
    hits = [(leaf, words) for leaf, words in said if words]
    shared = Counter(word for _, words in hits for word in words)
    ranked = [
        Likely(
            leaf.id,
            leaf.path.rpartition("/")[2],
            tuple(sorted(words, key=lambda word: (-len(word), word))),
            sum(how * len(word) ** 2 / shared[word] for word, how in words.items()),
        )
        for leaf, words in hits
    ]
    best = max((each.weight for each in ranked), default=0.0)
    worth = [each for each in ranked if each.weight >= best * WORTH]
    return sorted(worth, key=lambda each: -each.weight)[:most]


def place_in(place_name: str, address: str, content: str) -> str:
    """Return the place to look for, as few characters as tell it: a name that was typed, else one in the text."""
    typed = re.sub(r"[\W\d_]+", "", place_name)
    if len(typed) >= SHORTEST:
        return typed[:ESTATE_LETTERS]
    for text in (address, content):
        for pattern, letters in ((ESTATE, ESTATE_LETTERS), (ROAD, 3)):
            found = pattern.search(narrow(text))
            if found:
                return found.group()[-letters:]
    return ""


def alike(one: str, other: str) -> float:
    """Say how much two texts share, from 0 to 1: Dice over their pairs of characters."""
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (narrow(one), narrow(other))]
    if not pairs[0] or not pairs[1]:
        return 0.0
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def longest(words: Sequence[str]) -> str:
    """Return the longest of the words, "" of none."""
    return max(words, key=len, default="")
