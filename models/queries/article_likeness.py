"""How well an article answers what somebody typed: what both are cut into, and how far they agree (pure).

A word is looked for as it stands, as a word that means the same, as it is spoken (a typing error is mostly another character
of the same sound), as pinyin or initials in Latin letters, and at last by how many of its pairs of characters are there.
Whole sentences are looked at the other way round: which keywords of the article occur in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import prod

from models.queries.search import RUNS, normal
from models.readings import BREAK, folded, initials, spoken, syllables_typed

SEPARATORS = re.compile(r"[\s、，,;；。！？!?：:（）()【】“”\"]+")
LONGEST, MOST_WORDS, MOST_VARIANTS = 300, 8, 12
# Words of more characters than this, one or all together, are sentences.
LONGEST_WORD, LONGEST_WORDS = 12, 16
# Of so many characters on, words may be a sentence as well: 想问一下居住证，我刚搬来.
SHORTEST_SENTENCE = 8
# What a piece of a field weighs in the index, and what an agreement with the field is worth.
WEIGHTS = {"title": 8, "keywords": 8, "question": 5, "short_answer": 2, "long_answer": 1}
# The best first.
WORTH = {"title": 1.0, "keywords": 0.9, "question": 0.8, "short_answer": 0.5, "long_answer": 0.35}
SPOKEN_FIELDS = ("title", "keywords", "question")
INITIAL_FIELDS = ("title", "keywords")
OVERLAP_FIELDS = ("title", "keywords", "question", "short_answer")
LONGEST_INDEXED = 1200
# How good each way to agree is.
EXACT, SYNONYM, PINYIN, HOMOPHONE, INITIALS, OVERLAP, SPOKEN_OVERLAP = 1.0, 0.9, 0.8, 0.7, 0.6, 0.6, 0.45
# One character of three or more is wrong: 供暧费.
ONE_OFF = 0.55
# What a character alone is worth as a piece to look up.
LONE = 0.2
LEAST_OVERLAP, LEAST_SPOKEN_OVERLAP = 0.4, 0.5
LEAST, LEAST_OF_SENTENCES = 0.2, 0.28
KEYWORD_IN_SENTENCES, TITLE_IN_SENTENCES = 0.45, 0.6


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a normal text; Latin words, numbers and lone characters whole."""
    found: list[str] = []
    for run in RUNS.finditer(text):
        characters = run.group()
        if run.lastgroup == "whole" or len(characters) == 1:
            found.append(characters)
        else:
            found += [characters[i : i + 2] for i in range(len(characters) - 1)]
    return found


def spoken_folded(text: str) -> list[str]:
    """Return the syllables of a normal text as they are compared."""
    return [folded(each) for each in spoken(text)]


def spoken_pairs(syllables: Iterable[str]) -> list[str]:
    """Return neighbouring syllables: "gong luan"."""
    return [f"{one} {next_}" for one, next_ in pairwise(syllables) if BREAK not in (one, next_)]


def initial_pairs(letters: str) -> list[str]:
    """Return neighbouring initials as the index holds them: "=gn"."""
    return [f"={one}{next_}" for one, next_ in pairwise(letters) if BREAK not in (one, next_)]


def keywords_of(text: str) -> list[str]:
    """Return the keywords of an article, as they were written."""
    return [word for word in SEPARATORS.split(text) if word]


@dataclass(frozen=True)
class Field:
    """One text of an article, and what it is cut into when that is asked for."""

    name: str
    text: str

    @cached_property
    def normal(self) -> str:
        """The text as it is compared."""
        return normal(self.text)

    @cached_property
    def syllables(self) -> list[str]:
        """Its syllables."""
        return spoken_folded(self.normal)

    @cached_property
    def sound(self) -> str:
        """Its syllables in a row, each between blanks."""
        return f" {' '.join(self.syllables)} "

    @cached_property
    def initials(self) -> str:
        """Its initials."""
        return initials(self.normal)


def fields_of(texts: Mapping[str, str]) -> list[Field]:
    """Return the fields of an article that hold anything."""
    return [Field(name, texts[name]) for name in WORTH if texts.get(name)]


def grams_of(texts: Mapping[str, str]) -> dict[str, int]:
    """Return the pieces under which an article is found, each with the weight of the best field that holds it."""
    found: dict[str, int] = {}
    for field in fields_of(texts):
        text = normal(field.text[:LONGEST_INDEXED])
        pieces = pairs(text)
        if field.name in SPOKEN_FIELDS:
            pieces += spoken_pairs(spoken_folded(text))
        if field.name in INITIAL_FIELDS:
            pieces += initial_pairs(initials(text))
            pieces += [each for each in text if each.isalnum() and not each.isascii()]
        for piece in pieces:
            found[piece] = max(found.get(piece, 0), WEIGHTS[field.name])
    return found


@dataclass(frozen=True)
class Word:
    """One word somebody typed, with the words that mean the same."""

    text: str
    variants: tuple[str, ...] = ()

    @property
    def is_latin(self) -> bool:
        """Whether it may be pinyin."""
        return self.text.isascii() and self.text.isalpha()

    @cached_property
    def syllables(self) -> list[str]:
        """Its syllables, of Latin letters those they may be cut into."""
        if self.is_latin:
            return [folded(each) for each in syllables_typed(self.text)]
        return spoken_folded(self.text)

    @cached_property
    def pairs(self) -> list[list[str]]:
        """Its pairs of characters, and those of each variant."""
        return [pairs(each) for each in (self.text, *self.variants)]

    @cached_property
    def one_off(self) -> re.Pattern[str] | None:
        """What the word is but for one wrong character; of shorter words nothing is left then."""
        if len(self.text) < 3 or self.is_latin or not self.text.isalpha():
            return None
        each = (self.text[:place] + "." + self.text[place + 1 :] for place in range(len(self.text)))
        return re.compile("|".join(each))

    @cached_property
    def spoken_pairs(self) -> list[str]:
        """Its pairs of syllables as they stand in what is spoken."""
        return [f" {both} " for both in spoken_pairs(self.syllables)]

    def wanted(self) -> Iterator[tuple[str, float]]:
        """Yield the pieces to look up, each with what finding it is worth."""
        for own in self.pairs[0]:
            yield own, 1.0
        for variant in self.pairs[1:]:
            for piece in variant:
                yield piece, SYNONYM
        for both in spoken_pairs(self.syllables):
            yield both, HOMOPHONE * 0.5
        if self.is_latin:
            for both in initial_pairs(self.text):
                yield both, INITIALS
        elif len(self.text) > 1 and not self.text.isascii():
            for each in self.text:
                yield each, LONE

    def best(self, fields: Sequence[Field]) -> float:
        """Return how well the best field holds the word; what is worth less than what was found is not looked at."""
        found = 0.0
        for field in fields:
            if found >= WORTH[field.name]:
                break
            found = max(found, self.agreement(field) * WORTH[field.name])
        return found

    def agreement(self, field: Field) -> float:
        """Return how well the field holds the word, from 0 to 1."""
        if self.text in field.normal:
            return EXACT if len(self.text) > 1 else EXACT / 2
        if any(variant in field.normal for variant in self.variants):
            return SYNONYM
        if field.name in SPOKEN_FIELDS:
            if len(self.syllables) > 1 and f" {' '.join(self.syllables)} " in field.sound:
                return PINYIN if self.is_latin else HOMOPHONE
            if self.is_latin and len(self.text) > 1 and self.text in field.initials:
                return INITIALS
            if self.one_off and self.one_off.search(field.normal):
                return ONE_OFF
        return self.overlap(field) if field.name in OVERLAP_FIELDS else 0.0

    def overlap(self, field: Field) -> float:
        """Return how many of the word's pieces stand in the field at least, of enough of them."""
        own, *others = (share(each, field.normal) if len(each) > 1 else 0.0 for each in self.pairs)
        shared = max((own, *(SYNONYM * each for each in others)))
        if shared >= LEAST_OVERLAP:
            return OVERLAP * shared
        if field.name in SPOKEN_FIELDS:
            heard = share(self.spoken_pairs, field.sound)
            if heard >= LEAST_SPOKEN_OVERLAP:
                return SPOKEN_OVERLAP * heard
        return 0.0


@dataclass(frozen=True)
class Query:
    """What somebody typed: some words, or whole sentences with the words that mean the same added; or perhaps either."""

    words: tuple[Word, ...]
    sentences: str = ""

    @classmethod
    def of(cls, typed: str, synonyms: Sequence[Sequence[str]] = ()) -> Query:
        """Cut what was typed; `synonyms` are groups of words that mean the same, in their normal form."""
        text = normal(typed[:LONGEST]).strip()
        cut = [word for word in SEPARATORS.split(text) if RUNS.search(word)]
        long = [len(word) for word in cut if not word.isascii()]
        sentences = " ".join([text, *meaning_the_same(text, synonyms)])
        if len(cut) > MOST_WORDS or max(long, default=0) > LONGEST_WORD or sum(long) > LONGEST_WORDS:
            return cls((), sentences)
        words = tuple(Word(word, tuple(variants(word, synonyms))) for word in dict.fromkeys(cut))
        return cls(words, sentences if sum(long) >= SHORTEST_SENTENCE else "")

    def wanted(self) -> dict[str, float]:
        """Return the pieces to look up, each with what finding it is worth; nothing where no letter was typed."""
        found: dict[str, float] = {}
        pieces = [(piece, 1.0) for piece in pairs(self.sentences)] if self.sentences else []
        for piece, worth in [*pieces, *(each for word in self.words for each in word.wanted())]:
            found[piece] = max(found.get(piece, 0.0), worth)
        return found

    def agreement(self, texts: Mapping[str, str]) -> float:
        """Return how well an article answers, from 0 to 1; 0 where it is no answer at all."""
        by_words, by_sentences = self._of_words(texts), self._of_sentences(texts) if self.sentences else 0.0
        return max(
            by_words if by_words >= LEAST else 0.0,
            by_sentences if by_sentences >= LEAST_OF_SENTENCES else 0.0,
        )

    def _of_words(self, texts: Mapping[str, str]) -> float:
        fields = fields_of(texts)
        total = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.best(fields) for word in self.words) / total if total else 0.0

    def _of_sentences(self, texts: Mapping[str, str]) -> float:
        named = [word for word in map(normal, keywords_of(texts.get("keywords", ""))) if len(word) > 1]
        said = [min(len(word), 4) / 4 for word in named if word in self.sentences]
        by_keywords = 1 - prod(1 - KEYWORD_IN_SENTENCES * length for length in said)
        title = [piece for piece in pairs(normal(texts.get("title", ""))) if len(piece) > 1]
        by_title = TITLE_IN_SENTENCES * share(title, self.sentences)
        return 1 - (1 - by_keywords) * (1 - by_title)


def share(pieces: Sequence[str], text: str) -> float:
    """Return which part of the pieces stands in the text."""
    return sum(piece in text for piece in pieces) / len(pieces) if pieces else 0.0


def variants(word: str, synonyms: Sequence[Sequence[str]]) -> list[str]:
    """Return the word with each word in it replaced by those that mean the same."""
    found = [
        word.replace(said, other)
        for group in synonyms
        for said in group
        if said in word
        for other in group
        if other != said and other not in word
    ]
    return list(dict.fromkeys(found))[:MOST_VARIANTS]


def meaning_the_same(text: str, synonyms: Sequence[Sequence[str]]) -> list[str]:
    """Return the words that mean the same as words of the text and do not stand in it."""
    groups = [group for group in synonyms if any(word in text for word in group)]
    return list(dict.fromkeys(word for group in groups for word in group if word not in text))[:40]
