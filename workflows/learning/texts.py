"""What of a text is looked at: its cleaned form and its head; its phrases (pure)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST_TEXT = 4_000
"""Characters looked at. What a text is about stands before that; it bounds the time of one prediction."""
LONGEST_HEAD = 40
SHORTEST_HEAD = 4
"""Shorter beginnings are a greeting, a letter for a place or nothing at all."""
LONG_NUMBER = re.compile(r"\d{7,}")
"""Telephone, identity and account numbers: nothing is learnt of them but that there is one."""
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
NO_WORD = re.compile(r"[\W_]+")
LONGEST_PHRASE = 8
HAN = r"\u4e00-\u9fff"
"""Chinese characters, for the inside of a character class."""
SPACE = re.compile(r"\s+")
END_OF_HEAD = re.compile(r"[\s。！？!?]")


def clean(text: str) -> str:
    """Return the text as it is compared: one width of characters, small letters, single blanks."""
    whole = HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST_TEXT])
    folded = unicodedata.normalize("NFKC", whole).lower()
    return LONG_NUMBER.sub("#", SPACE.sub(" ", folded)).strip()


def head(text: str) -> str:
    """Return the cleaned beginning of a text, up to a blank, a new line or the end of a sentence; at most forty.

    Messages are written with a subject in front, and the subject says most in fewest words.
    """
    parts = END_OF_HEAD.split(text[:LONGEST_TEXT])
    first = next((part for part in parts if len(part) >= SHORTEST_HEAD), text)
    return clean(first)[:LONGEST_HEAD]


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a cleaned text that no sign or blank parts, each once."""
    parts = NO_WORD.split(text)
    return list(dict.fromkeys(part[at : at + 2] for part in parts for at in range(len(part) - 1)))


def phrases(text: str, worth: Mapping[str, float]) -> list[str]:
    """Join the pairs that are worth something where they meet in a cleaned text; the phrase worth most first."""
    found: dict[str, float] = {}
    for part in NO_WORD.split(text):
        begin, total = 0, 0.0
        for at in range(len(part)):
            value = worth.get(part[at : at + 2], 0.0)
            if value > 0 and at - begin < LONGEST_PHRASE - 1:
                total += value
                continue
            if total:
                found[part[begin : at + 1]] = total
            begin, total = at + 1, 0.0
    return sorted(found, key=lambda phrase: -found[phrase])
