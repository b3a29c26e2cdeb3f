"""Texts as sparse matrices: what occurs in which text, and how much it weighs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from workflows.learning.features import Keys, blocks
from workflows.learning.words import words

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Corpus:
    """For each kind of feature its keys, sorted, and a matrix (texts x keys) of how often they occur."""

    kinds: tuple[str, ...]
    keys: tuple[Keys, ...]
    counts: tuple[sp.csr_matrix, ...]


def corpus_of(texts: Sequence[str], kinds: tuple[str, ...], rarest: int, most: int | None = None) -> Corpus:
    """Count the features of texts; those that fewer than `rarest` texts have are left out.

    `most`: of each kind no more than so many keys are kept, those that most texts have.
    """
    found: list[list[Keys]] = [[] for _ in kinds]
    amounts: list[list[NDArray[np.float32]]] = [[] for _ in kinds]
    for text in texts:
        for number, block in enumerate(blocks(text, kinds, words)):
            found[number].append(block.keys)
            amounts[number].append(block.counts)
    keys, counts = zip(
        *(counted(*pair, rarest, most) for pair in zip(found, amounts, strict=True)), strict=True
    )
    return Corpus(kinds, keys, counts)


def counted(
    found: list[Keys], amounts: list[NDArray[np.float32]], rarest: int, most: int | None
) -> tuple[Keys, sp.csr_matrix]:
    """Return the sorted keys that enough texts have, and the matrix of their counts."""
    starts = np.concatenate([[0], np.cumsum([len(keys) for keys in found])])
    keys, columns, texts_with = np.unique(np.concatenate(found), return_inverse=True, return_counts=True)
    matrix = sp.csr_matrix((np.concatenate(amounts), columns, starts), shape=(len(found), len(keys)))
    common = np.flatnonzero(texts_with >= rarest)
    if most is not None and len(common) > most:
        common = np.sort(common[np.argsort(-texts_with[common], kind="stable")[:most]])
    return keys[common], matrix[:, common].tocsr()


def rarities(corpus: Corpus, rows: Rows) -> list[NDArray[np.float32]]:
    """Return the inverse document frequency of each key among these rows; 0 where none has it."""
    result = []
    for counts in corpus.counts:
        having = np.bincount(counts[rows].indices, minlength=counts.shape[1])
        rarity = np.log((1 + len(rows)) / (1 + having)) + 1
        result.append(np.where(having > 0, rarity, 0).astype(np.float32))
    return result


def weighed(corpus: Corpus, rarity: Sequence[NDArray[np.float32]], weights: Sequence[float]) -> sp.csr_matrix:
    """Return the texts as TF-IDF: each kind brought to length 1, then times the root of its weight."""
    parts = []
    for counts, rare, weight in zip(corpus.counts, rarity, weights, strict=True):
        part = counts.copy()
        part.data = (1 + np.log(part.data)) * rare[part.indices]
        parts.append(of_length(part, np.sqrt(weight)))
    return sp.hstack(parts, format="csr", dtype=np.float32)


def of_length(matrix: sp.csr_matrix, length: float) -> sp.csr_matrix:
    """Bring every row that is not empty to a length."""
    square = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    factor = np.divide(length, np.sqrt(square), out=np.zeros_like(square), where=square > 0)
    result = matrix.copy()
    result.data = (result.data * np.repeat(factor, np.diff(result.indptr))).astype(np.float32)
    return result
