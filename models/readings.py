"""How Chinese is read (读音): text as pinyin syllables without tones, for who types pinyin or a wrong character (pure).

The readings stand in readings.txt: a syllable with its characters a line, then words that are read otherwise than their
characters alone. It is small on purpose: each web worker holds it, and the library it was drawn from costs 45 MiB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("readings.txt")
HAN_OR_WHOLE = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
# What input methods and dialects do not keep apart: flat and curled tongue, front and back nasals, n and l.
ALIKE = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("([aei])ng$"), r"\1n"),
    (re.compile("^n(?=[aeiouv])"), "l"),
)
LONGEST_SYLLABLE = 6
# Between two texts that do not follow each other: no phrase reaches across.
BREAK = "|"


@dataclass(frozen=True)
class Readings:
    """The syllable of each character, and of words in a row; and all syllables there are."""

    of_character: dict[str, str]
    of_word: dict[str, tuple[str, ...]]
    words: re.Pattern[str]
    syllables: frozenset[str]


@cache
def readings() -> Readings:
    """Return the readings, read from the file once in a process."""
    characters, _, words = FILE.read_text(encoding="utf-8").partition("\n\n")
    lines = [line.split(" ") for line in characters.splitlines()]
    of_word = {word: tuple(read) for word, *read in (line.split(" ") for line in words.splitlines())}
    return Readings(
        {character: syllable for syllable, alike in lines for character in alike},
        of_word,
        re.compile("|".join(sorted(of_word, key=len, reverse=True))),
        frozenset(syllable for syllable, _ in lines),
    )


def spoken(text: str) -> list[str]:
    """Return the syllables of a text in small letters, Latin words and numbers whole, BREAK between runs.

    A character without a reading stands for itself.

    >>> spoken("供暖费，5g")
    ['gong', 'nuan', 'fei', '|', '5g']
    """
    known = readings()
    found: list[str] = []
    end = 0
    for run in HAN_OR_WHOLE.finditer(text):
        if found and (run.start() != end or run.group()[0].isascii()):
            found.append(BREAK)
        end = run.end()
        found.extend([run.group()] if run.group()[0].isascii() else _of_run(run.group(), known))
    return found


def _of_run(run: str, known: Readings) -> list[str]:
    found: list[str] = []
    end = 0
    for word in known.words.finditer(run):
        found += [known.of_character.get(each, each) for each in run[end : word.start()]]
        found += known.of_word[word.group()]
        end = word.end()
    return found + [known.of_character.get(each, each) for each in run[end:]]


@cache
def folded(syllable: str) -> str:
    """Return the syllable with what is easily confused made one: zhuang -> zuan, nan -> lan."""
    for pattern, alike in ALIKE:
        syllable = pattern.sub(alike, syllable)
    return syllable


def initials(text: str) -> str:
    """Return the first letters of a text's syllables: 供暖费 -> gnf; runs are joined by BREAK."""
    return "".join(each[0] for each in spoken(text))


@cache
def letters(text: str) -> str:
    """Return the letters a short name is found by, its initials and its whole pinyin: 工单查询 -> gdcx gongdanchaxun."""
    read = [each for each in spoken(text) if each != BREAK]
    return f"{''.join(each[0] for each in read)} {''.join(read)}".casefold()


def syllables_typed(letters: str) -> tuple[str, ...]:
    """Return Latin letters cut into syllables, as few as can be; nothing where they are no pinyin.

    >>> syllables_typed("gongnuan")
    ('gong', 'nuan')
    """
    known = readings().syllables
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(letters) + 1):
        found: tuple[str, ...] | None = None
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            before, last = best[start], letters[start:end]
            if before is not None and last in known and (found is None or len(before) + 1 < len(found)):
                found = (*before, last)
        best.append(found)
    return best[-1] or ()
