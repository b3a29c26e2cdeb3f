"""What of a text is looked at: its cleaned form, its head and its words (pure)."""

from __future__ import annotations

import re
import unicodedata

import rjieba

LONGEST_TEXT = 4_000
"""Characters looked at. What a text is about stands before that; it bounds the time of one prediction."""
LONGEST_HEAD = 40
LONG_NUMBER = re.compile(r"\d{7,}")
"""Telephone, identity and account numbers: nothing is learnt of them but that there is one."""
HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
SPACE = re.compile(r"\s+")
FIRST_SENTENCE = re.compile(r"[\n\t。！？!?]")


def clean(text: str) -> str:
    """Return the text as it is compared: one width of characters, small letters, single blanks."""
    whole = HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text[:LONGEST_TEXT])
    folded = unicodedata.normalize("NFKC", whole).lower()
    return LONG_NUMBER.sub("#", SPACE.sub(" ", folded)).strip()


def head(text: str) -> str:
    """Return the cleaned beginning of a text: its first line or sentence, at most forty characters.

    Messages are written with a subject in front, and the subject says most in fewest words.
    """
    first = next((part for part in FIRST_SENTENCE.split(text[:LONGEST_TEXT]) if part.strip()), "")
    return clean(first)[:LONGEST_HEAD]


def words(text: str) -> list[str]:
    """Cut a cleaned text into words, blanks left out."""
    return [word for word in rjieba.cut(text) if not word.isspace()]
