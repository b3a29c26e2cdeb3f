"""Cuts a text into words, with the dictionary that rjieba brings: 33 MB of memory, so the web server goes without."""

from __future__ import annotations

import rjieba


def words(text: str) -> list[str]:
    """Cut a cleaned text into words, blanks left out."""
    return [word for word in rjieba.cut(text) if not word.isspace()]
