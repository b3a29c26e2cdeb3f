"""How likely two messages are about one matter in one place. Only a process of its own imports this module.

Five things are compared: the subjects' characters, the words of the matter, what these words mean beside each other
(a latent space of the same texts), the names both speak of, and whether their subjects name different places. Their
weights were fitted on pairs that were labelled by reading; docs/topics.md says how good that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from workflows.learning.corpus import of_length
from workflows.learning.names import Names, names_of, split, starts
from workflows.learning.texts import clean
from workflows.learning.words import words

BODY = 400
"""Characters of the body looked at: what it is about stands there."""
SHORTEST_FIELD, FIELD = 3, 6
DIMENSIONS = 150
SEED, ROUNDS, OVERSAMPLED = 1, 4, 10
WEIGHTS = {"heads": 2.06, "meaning": 8.87, "names": 3.89, "words": 1.26, "elsewhere": -3.5}
START = -6.65
SAME_WORDS = 0.8
SURE = 0.98
AT_MOST_ELSEWHERE = 0.2
FEWEST_SHARING = 2
ENOUGH_SHARED = 0.5
"""Where less of a text's words is met in any other, they say less: two texts that share 处理 alone are not alike."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Compared:
    """A collection of messages as vectors of length one, row by row; `names` are those spoken of in each."""

    heads: sp.csr_matrix
    words: sp.csr_matrix
    meaning: Floats
    named: sp.csr_matrix
    fields: sp.csr_matrix
    has_field: NDArray[np.bool_]
    names: tuple[frozenset[str], ...]
    matter: tuple[tuple[str, ...], ...]
    having: Counter[str]

    def rarity(self, word: str) -> float:
        """Return how rare a word of the matter is among the messages."""
        return float(np.log((1 + len(self.matter)) / (1 + self.having[word])) + 0.1)

    def chances(self, start: int, stop: int) -> Floats:
        """Return for the messages from start to stop the chance (0 to 1) that they belong with each message."""
        rows = np.s_[start:stop]
        alike_words = dense(self.words[rows] @ self.words.T)
        named = dense(self.named[rows] @ self.named.T)
        elsewhere = (
            self.has_field[rows, None]
            & self.has_field[None, :]
            & (dense(self.fields[rows] @ self.fields.T) == 0)
            & (named == 0)
        )
        total = START + WEIGHTS["words"] * alike_words + WEIGHTS["elsewhere"] * elsewhere
        total += WEIGHTS["meaning"] * (self.meaning[rows] @ self.meaning.T)
        total += WEIGHTS["names"] * np.sqrt(named)
        total += WEIGHTS["heads"] * np.sqrt(dense(self.heads[rows] @ self.heads.T))
        chance = 1 / (1 + np.exp(-total))
        surely = (alike_words > SAME_WORDS) & ~elsewhere
        joined: Floats = np.where(surely, np.maximum(chance, SURE), chance)
        joined[elsewhere] = np.minimum(joined[elsewhere], AT_MOST_ELSEWHERE)
        return joined


def compared(heads: Sequence[str], bodies: Sequence[str]) -> Compared:
    """Prepare messages for comparison: `heads` are their subjects or first sentences."""
    heads = [clean(head) for head in heads]
    bodies = [clean(body)[:BODY] for body in bodies]
    names = names_of([f"{head}。{body}" for head, body in zip(heads, bodies, strict=True)])
    in_heads, head_matters = zip(*(split(head, names) for head in heads), strict=True)
    in_bodies, body_matters = zip(*(split(body, names) for body in bodies), strict=True)
    matter = [
        tuple(word for word in words(f"{head}。{head}。{body}") if len(word) > 1)
        for head, body in zip(head_matters, body_matters, strict=True)
    ]
    count = len(heads)
    by_words, said = shared_words(matter)
    fields = [field(head) for head in heads]
    return Compared(
        heads=tf_idf([grams(head) for head in heads], rarest=FEWEST_SHARING, commonest=share(count, 0.1)),
        words=by_words.multiply(said[:, None]).tocsr(),
        meaning=latent(by_words) * said[:, None],
        named=named_vectors(in_heads, in_bodies, names),
        fields=tf_idf([set(pairs(each)) for each in fields], rarest=1, commonest=share(count, 0.01)),
        has_field=np.array([bool(each) for each in fields]),
        names=tuple(head | body for head, body in zip(in_heads, in_bodies, strict=True)),
        matter=tuple(matter),
        having=Counter(word for text in matter for word in set(text)),
    )


def shared_words(matter: Sequence[tuple[str, ...]]) -> tuple[sp.csr_matrix, Floats]:
    """Return the texts as vectors of the words that they share, and how much these say of each (0 to 1)."""
    count = len(matter)
    whole = tf_idf(matter, rarest=1, commonest=count)
    having = np.bincount(whole.indices, minlength=whole.shape[1])
    part = whole[:, (having >= FEWEST_SHARING) & (having <= share(count, 0.15))]
    length = np.sqrt(np.asarray(part.power(2).sum(axis=1), dtype=np.float32).ravel())
    return of_length(part, 1.0), np.minimum(1, length / ENOUGH_SHARED)


def share(count: int, part: float) -> int:
    """Return how many texts may have a term; in a small collection fifty, as a topic may be most of it."""
    return max(50, int(part * count))


def grams(text: str) -> list[str]:
    """Return the runs of two to four characters."""
    return [text[at : at + length] for length in (2, 3, 4) for at in range(len(text) - length + 1)]


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring characters."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def field(head: str) -> str:
    """Return what stands after the first district of a subject: the place it is about, or its beginning."""
    return next((start[:FIELD] for start in starts(head) if len(start) >= SHORTEST_FIELD), "")


def tf_idf(texts: Sequence[Iterable[str]], *, rarest: int, commonest: int) -> sp.csr_matrix:
    """Return texts as vectors of length one: (1 + log of how often) times how rare, terms without use left out."""
    counts = [Counter(text) for text in texts]
    having = Counter(term for count in counts for term in count)
    place = {term: n for n, term in enumerate(t for t in sorted(having) if rarest <= having[t] <= commonest)}
    rarity = np.array([np.log((1 + len(texts)) / (1 + having[term])) + 1 for term in place])
    kept = [[(place[term], times) for term, times in count.items() if term in place] for count in counts]
    columns = np.array([column for row in kept for column, _ in row], dtype=np.intp)
    times = np.array([times for row in kept for _, times in row], dtype=float)
    starting = np.concatenate([[0], np.cumsum([len(row) for row in kept])])
    values = (1 + np.log(times)) * rarity[columns] if len(columns) else times
    matrix = sp.csr_matrix((values, columns, starting), shape=(len(texts), len(place)))
    return of_length(matrix, 1.0)


def latent(by_words: sp.csr_matrix) -> Floats:
    """Return the texts in a space where words that stand in the same texts lie together; of length one, or zero."""
    if min(by_words.shape) < 2 or not by_words.nnz:
        return np.zeros((by_words.shape[0], 1), dtype=np.float32)
    size = min(DIMENSIONS, min(by_words.shape) - 1)
    found = projected(by_words.astype(np.float64), size)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    vectors: Floats = np.divide(found, length, out=np.zeros_like(found), where=length > 1e-6).astype(
        np.float32
    )
    return vectors


def projected(matrix: sp.csr_matrix, size: int) -> NDArray[np.float64]:
    """Return the rows in the space of the largest singular vectors (Halko, Martinsson and Tropp 2011)."""
    random = np.random.default_rng(SEED)
    spread = min(size + OVERSAMPLED, min(matrix.shape))
    basis = np.linalg.qr(matrix @ random.standard_normal((matrix.shape[1], spread)))[0]
    for _ in range(ROUNDS):
        basis = np.linalg.qr(matrix @ (matrix.T @ basis))[0]
    small = (matrix.T @ basis).T
    squares, turned = np.linalg.eigh(small @ small.T)
    largest = np.argsort(-squares)[:size]
    rows: NDArray[np.float64] = (basis @ turned[:, largest]) * np.sqrt(np.maximum(squares[largest], 0))
    return rows


def named_vectors(
    in_heads: Sequence[frozenset[str]], in_bodies: Sequence[frozenset[str]], names: Names
) -> sp.csr_matrix:
    """Return which names each message speaks of; one in the subject counts twice, a rare one more."""
    place = {name: n for n, name in enumerate(sorted(names))}
    having = Counter(name for head, body in zip(in_heads, in_bodies, strict=True) for name in head | body)
    count = len(in_heads)
    matrix = sp.dok_matrix((count, max(1, len(place))), dtype=np.float32)
    for row, (head, body) in enumerate(zip(in_heads, in_bodies, strict=True)):
        for name in head | body:
            rarity = np.log((count + 1) / (having[name] + 1))
            matrix[row, place[name]] = (2 if name in head else 1) * rarity
    return of_length(matrix.tocsr(), 1.0)


def dense(product: sp.csr_matrix) -> Floats:
    """Return a product of vectors of length one as an array, rounding kept within its bounds."""
    values: Floats = np.clip(product.toarray(), 0, 1).astype(np.float32)
    return values
