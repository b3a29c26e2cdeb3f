"""Which words in a call point to a hazard (险情词), while the agent still types (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from models.vocabulary import Urgency

JOINT = "、"
# 没有漏气, 未发现裂缝, 不再冒烟: the word stands, the thing does not. 有没有漏气 asks, and asking is taken
# seriously: better one false alarm than one missed.
DENIED = re.compile(
    r"(?<!有)(?:没有|没|未|无|不是|并非|不再|不会|不)(?:发现|出现|发生|闻到|看到|听到|感觉到?|存在|再|有|是)?$"
)
LOOK_BACK = 8
RANK = {urgency: place for place, urgency in enumerate((Urgency.CRITICAL, Urgency.URGENT))}


class Line(Protocol):
    """A row of the hazard words, as much as is looked at here."""

    words: str
    urgency: Urgency


@dataclass(frozen=True)
class Match:
    """A line whose words all occur, and the words as they were found."""

    line: Line
    found: tuple[str, ...]

    @property
    def is_critical(self) -> bool:
        """Say whether the words alone make the case a hazard."""
        return self.line.urgency is Urgency.CRITICAL


def normal(text: str) -> str:
    """Return the text as it is compared: NFKC, small letters, no white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def recognise(text: str, lines: Iterable[Line]) -> list[Match]:
    """Return the lines whose words (joined by 、) all occur in the text and are not denied.

    The most pressing first, then those of more and longer words, which say more.
    """
    compared = normal(text)
    matches = [
        Match(line, parts)
        for line in lines
        if (parts := parts_of(line.words)) and all(occurs(part, compared) for part in parts)
    ]
    return sorted(matches, key=lambda m: (RANK.get(m.line.urgency, len(RANK)), -len("".join(m.found))))


@lru_cache(maxsize=4096)
def parts_of(words: str) -> tuple[str, ...]:
    """Return the words of a line that must all occur."""
    return tuple(part for part in map(normal, words.split(JOINT)) if part)


def occurs(word: str, text: str) -> bool:
    """Say whether the word occurs at least once without being denied."""
    at = text.find(word)
    while at >= 0:
        if not DENIED.search(text[max(0, at - LOOK_BACK) : at]):
            return True
        at = text.find(word, at + 1)
    return False


def most_pressing(matches: Sequence[Match]) -> Match | None:
    """Return the match that makes a case a hazard by itself, if there is one."""
    return next((match for match in matches if match.is_critical), None)
