"""Splits texts for cross-fitting: near-identical ones stay on one side, every label is on all sides.

A text that was sent twice would otherwise be asked about by one who has seen the answer.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from workflows.learning.corpus import of_length

NEAR = 0.85
AT_ONCE = 500
SHARE_TOO_COMMON = 0.05

Numbers = NDArray[np.intp]


def groups(weighed: sp.csr_matrix) -> Numbers:
    """Return the group of each text: texts whose cosine is 0.85 or more are in one, also through a third.

    Looked at are the keys that few texts have: what is nearly the same shares its rare runs too.
    """
    count = weighed.shape[0]
    having = np.bincount(weighed.indices, minlength=weighed.shape[1])
    rare = of_length(weighed[:, np.flatnonzero(having <= max(20, SHARE_TOO_COMMON * count))].tocsr(), 1)
    across = rare.T.tocsr()
    left, right = [np.arange(count)], [np.arange(count)]
    for start in range(0, count, AT_ONCE):
        near = (rare[start : start + AT_ONCE] @ across).tocoo()
        alike = near.data >= NEAR
        left.append(near.row[alike] + start)
        right.append(near.col[alike])
    rows, columns = np.concatenate(left), np.concatenate(right)
    pairs = sp.csr_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    grouped: Numbers = sp.csgraph.connected_components(pairs, directed=False)[1]
    return grouped


def folds(labels: Numbers, grouped: Numbers, parts: int, seed: int) -> Numbers:
    """Return the fold of each text: whole groups, each label spread as evenly as they allow.

    The largest groups are placed first; each goes where its label is rarest so far.
    """
    random = np.random.default_rng(seed)
    _, first, inverse, sizes = np.unique(grouped, return_index=True, return_inverse=True, return_counts=True)
    order = random.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    load = random.random((parts, labels.max() + 1)) * 0.1
    total = np.zeros(parts)
    fold = np.zeros(len(sizes), dtype=np.intp)
    for group in order:
        label = labels[first[group]]
        fold[group] = np.argmin(load[:, label] + 0.001 * total)
        load[fold[group], label] += sizes[group]
        total[fold[group]] += sizes[group]
    return fold[inverse]
