"""Finds hot topics (热点): messages of several people about one matter in one place.

Only a process of its own imports this module: it brings scipy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import ClusterNode, linkage, to_tree

from workflows.errors import Refused
from workflows.learning.alike import Compared, compared, grams, share
from workflows.learning.texts import clean

MOST = 8_000
"""Messages at once: every one is compared with every other, and 8,000 take three quarters of a gigabyte."""
AT_ONCE = 250
WIDEST = 0.74
"""Messages whose mean distance is above this are not one topic."""
CERTAIN = 0.2
"""Below this mean distance a topic needs nothing else to hold it together."""
FEW = 3
HOLDS_TOGETHER = 0.55
COMMON = 0.03
LOOKED_AT = 440
WORDS_SHOWN = 5


class TooMany(Refused):
    """More messages than can be compared with each other; str() says how many can."""


@dataclass(frozen=True)
class Message:
    """A message: its subject or first sentence, its whole text, when it came."""

    head: str
    body: str
    at: datetime | None = None


@dataclass(frozen=True)
class Topic:
    """Messages that belong together, as places in the given order; a lonely message is a topic of one.

    `place`: the name that holds them together, or empty. `words`: what most of them are about.
    """

    members: tuple[int, ...]
    place: str
    words: tuple[str, ...]
    first: datetime | None
    last: datetime | None


def find(messages: Sequence[Message], *, window: timedelta | None = None) -> list[Topic]:
    """Return the topics, the largest first; every message is in one. The order given changes nothing.

    window: messages farther apart in time do not belong together; None: time says nothing.
    """
    if len(messages) > MOST:
        raise TooMany(f"一次最多 {MOST:,} 条，文件有 {len(messages):,} 条，请按时间分段。")
    if not messages:
        return []
    order = sorted(
        range(len(messages)), key=lambda n: (messages[n].head, messages[n].body, str(messages[n].at))
    )
    ordered = [messages[n] for n in order]
    alike = compared([each.head for each in ordered], [each.body for each in ordered])
    runs = runs_of(ordered)
    topics = []
    for group in groups(distances(alike, ordered, window), runs):
        place, words = said(group, alike)
        times = [at for n in group if (at := ordered[n].at) is not None]
        members = tuple(sorted(order[n] for n in group))
        topics.append(Topic(members, place, words, min(times, default=None), max(times, default=None)))
    return sorted(topics, key=lambda topic: (-len(topic.members), topic.members))


def distances(alike: Compared, messages: Sequence[Message], window: timedelta | None) -> NDArray[np.float64]:
    """Return one minus the chance for each pair, in the order of scipy's condensed matrices."""
    count = len(messages)
    far = np.empty(count * (count - 1) // 2)
    seconds = np.array([each.at.timestamp() if each.at else np.nan for each in messages])
    at = 0
    for start in range(0, count, AT_ONCE):
        chances = alike.chances(start, min(start + AT_ONCE, count))
        for row, chance in enumerate(chances, start):
            line = 1 - chance[row + 1 :]
            if window is not None:
                line[np.abs(seconds[row + 1 :] - seconds[row]) > window.total_seconds()] = 1
            far[at : at + len(line)] = line
            at += len(line)
    return far


@dataclass(frozen=True)
class Runs:
    """The runs of three and four characters that few messages have: which each has, how many have each."""

    of: Sequence[NDArray[np.intp]]
    having: NDArray[np.intp]


def runs_of(messages: Sequence[Message]) -> Runs:
    """Return the runs of all messages by number."""
    texts = [clean(f"{each.head}。{each.body}")[:LOOKED_AT] for each in messages]
    found = [{run for run in grams(text) if len(run) > 2} for text in texts]
    having = Counter(run for runs in found for run in runs)
    most = share(len(messages), COMMON)
    number = {run: n for n, run in enumerate(run for run, times in having.items() if 1 < times <= most)}
    of = [np.array(sorted(number[run] for run in runs if run in number), dtype=np.intp) for runs in found]
    return Runs(of, np.array([having[run] for run in number], dtype=np.intp))


def groups(far: NDArray[np.float64], runs: Runs) -> Iterator[list[int]]:
    """Give the topics of average linkage: from the top of its tree down, the first that hold together."""
    if len(runs.of) < 2:
        yield from ([n] for n in range(len(runs.of)))
        return
    open_ones: list[ClusterNode] = [to_tree(linkage(far, "average"))]
    while open_ones:
        node = open_ones.pop()
        members = node.pre_order()
        if len(members) == 1 or (
            node.dist <= WIDEST and (node.dist <= CERTAIN or hold_together(members, runs))
        ):
            yield members
        else:
            open_ones += [node.left, node.right]


def hold_together(members: Sequence[int], runs: Runs) -> bool:
    """Whether most members say one thing that hardly anybody else says; three or fewer need no proof.

    Unpaid wages at thirty companies are one matter, but not one topic.
    """
    if len(members) <= FEW:
        return True
    numbers, counts = np.unique(np.concatenate([runs.of[n] for n in members]), return_counts=True)
    own = (counts / len(members)) * (counts / runs.having[numbers])
    return bool((own[counts > 2] >= HOLDS_TOGETHER).any())


def said(members: Sequence[int], alike: Compared) -> tuple[str, tuple[str, ...]]:
    """Return the name that most members speak of, or nothing, and the words most of them use."""
    least = max(2, len(members) // 2)
    names = Counter(name for n in members for name in alike.names[n])
    place = max(
        (name for name, times in names.items() if times >= least),
        key=lambda name: (names[name], len(name), name),
        default="",
    )
    used = Counter(word for n in members for word in set(alike.matter[n]))
    rare = {
        word: times * alike.rarity(word) for word, times in used.items() if times >= min(least, len(members))
    }
    return place, tuple(sorted(rare, key=lambda word: (-rare[word], word))[:WORDS_SHOWN])
