"""What of a text is looked at: its cleaned form and its head (pure)."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 4_000
"""Characters looked at. What a text is about stands before that; it bounds the time of one prediction."""
LONGEST_HEAD = 40
SHORTEST_HEAD = 4
"""Shorter beginnings are a greeting, a letter for a place or nothing at all."""
LONG_NUMBER = re.compile(r"\d{7,}")
"""Telephone, identity and account numbers: nothing is learnt of them but that there is one."""
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
NO_WORD = re.compile(r"[\W_]+")
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
