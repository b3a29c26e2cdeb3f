"""Whether two cases are about one matter in one place (同一热点), and what a topic's alarm needs (pure).

What is compared is what the hotline wrote down itself: the category, the place, the title. A protected case is
compared by category and street alone; its words are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(days=30)
"""Cases farther apart do not make a topic."""
ALIKE, HARDLY = 0.5, 0.2
"""Shares of the shorter title's pairs of characters that both titles have."""
HAN = re.compile(r"[\u4e00-\u9fff]+")
INNER_NUMBER = re.compile(r"[\d一二三四五六七八九十]+(?:号|栋|幢|座|单元|室|楼|层|期).*$")
SAID_OF_ANY = re.compile(
    r"投诉|举报|反映|咨询|求助|请求|建议|希望|问题|情况|有关|关于|严重|小区|附近|市民|来电|要求|解决|一直|长期"
)
LONGEST_WORD, WORDS_SHOWN = 10, 5
WHERE_ABOUTS = re.compile(r"号楼|号院|单元|一带|楼下|门口|路口|附近|旁边")
"""Said around a place: parts the words before it from those behind it."""
SHARE_THAT_SAYS = 0.3


@dataclass(frozen=True)
class Traits:
    """What of a case is compared. `runs` are the pairs of characters of its title; none of a protected one."""

    category_id: int
    branch_id: int | None
    district_id: int | None
    street_id: int | None
    place: str = ""
    runs: frozenset[str] = frozenset()
    is_protected: bool = False


def belong_together(one: Traits, other: Traits) -> bool:
    """Say whether two cases speak of one matter in one place."""
    if one.district_id and other.district_id and one.district_id != other.district_id:
        return False
    same_matter = one.category_id == other.category_id
    same_street = one.street_id is not None and one.street_id == other.street_id
    if one.is_protected or other.is_protected:
        return same_matter and same_street
    if not same_matter and (one.branch_id is None or one.branch_id != other.branch_id):
        return False
    said = likeness(one.runs, other.runs)
    if one.place and other.place:
        if same_place(one.place, other.place):
            return same_matter or said >= HARDLY
        # The next estate without water is the same matter, the next estate with a noisy neighbour is not.
        return same_matter and same_street and said >= ALIKE
    if same_street:
        return same_matter or said >= ALIKE
    return same_matter and one.district_id == other.district_id is not None and said >= ALIKE


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of the shorter title the other says too, between 0 and 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def same_place(one: str, other: str) -> bool:
    """Say whether two names mean one place: a building is part of its estate."""
    one, other = plain_place(one), plain_place(other)
    return bool(one and other) and (one in other or other in one)


def plain_place(name: str) -> str:
    """Return a place's name without building, entrance and flat, which differ between neighbours."""
    return INNER_NUMBER.sub("", "".join(name.split())).removesuffix("小区")


def runs_of(title: str) -> frozenset[str]:
    """Return the pairs of characters of a title, without what is said of any matter."""
    parts = (part for text in HAN.findall(title) for part in SAID_OF_ANY.split(text))
    return frozenset(part[at : at + 2] for part in parts for at in range(len(part) - 1))


def common_words(titles: Sequence[str]) -> list[str]:
    """Return the longest runs of characters that many of the titles share, the most frequent first."""
    counts: Counter[str] = Counter()
    for title in titles:
        runs = [part for text in HAN.findall(title) for part in SAID_OF_ANY.split(text)]
        parts = [part for run in runs for part in WHERE_ABOUTS.split(run)]
        counts.update(
            {
                part[at : at + length]
                for part in parts
                for length in range(2, LONGEST_WORD + 1)
                for at in range(len(part) - length + 1)
            }
        )
    least = max(2, SHARE_THAT_SAYS * len(titles))
    found: list[str] = []
    for word in sorted(counts, key=lambda word: (-counts[word] * (len(word) - 1), word)):
        if counts[word] >= least and not any(set_of_pairs(word) & set_of_pairs(other) for other in found):
            found.append(word)
    return found[:WORDS_SHOWN]


def set_of_pairs(word: str) -> set[str]:
    """Return the pairs of characters of a word; words that share one are one word cut differently."""
    return {word[at : at + 2] for at in range(len(word) - 1)}


def chosen(topics: Iterable[int]) -> int | None:
    """Return the topic that most of the alike cases are in, of equal ones the oldest; None without any."""
    counts = Counter(topics)
    return min(counts, key=lambda topic: (-counts[topic], topic), default=None)
