"""Makes of what was fitted the card and the arrays of a router's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workflows.learning.candidates import Trees
from workflows.learning.fitting import Fitted
from workflows.learning.members import NEVER, Ratios

HALF = np.float16


def card_of(
    fitted: Fitted, *, trained_at: datetime, columns: Sequence[str], label_column: str, rows: int
) -> dict[str, Any]:
    """Return what is to be known about a router: what it learnt from, when, and how good it was on unseen texts."""
    return {
        "trained_at": trained_at.isoformat(timespec="seconds"),
        "rows": rows,
        "text_columns": list(columns),
        "label_column": label_column,
        "labels": list(fitted.labels),
        "scores": asdict(fitted.scores),
        "kinds": list(fitted.settings.kinds),
        "weights": list(fitted.settings.weights),
    }


def arrays_of(fitted: Fitted) -> dict[str, NDArray[Any]]:
    """Return the arrays: keys and rarity of each feature, and the tables (features x labels) at half precision."""
    keys = {f"keys {kind}": keys for kind, keys in zip(fitted.corpus.kinds, fitted.corpus.keys, strict=True)}
    second = {} if fitted.joining.second is None else {"second": fitted.joining.second}
    trees = {} if fitted.joining.trees is None else arrays_of_trees(fitted.joining.trees)
    return (
        keys
        | {f"linear {n} weights": member.weights.astype(HALF) for n, member in enumerate(fitted.linear)}
        | {f"linear {n} base": member.base.astype(np.float32) for n, member in enumerate(fitted.linear)}
        | arrays_of_ratios(fitted.ratios)
        | second
        | trees
        | {
            "rarity": fitted.linear[0].rarity,
            "weights": fitted.joining.weights,
            "coefficients": fitted.joining.coefficients,
            "trust": fitted.joining.trust,
            "frequency": fitted.joining.frequency,
        }
    )


def arrays_of_ratios(ratios: Ratios) -> dict[str, NDArray[Any]]:
    """Return the tables of the ratios; a label that they never propose has no column."""
    proposed = np.flatnonzero(ratios.base != NEVER)
    return {
        "ratio labels": proposed.astype(np.uint64),
        "ratio weights": ratios.weights[:, proposed].astype(HALF),
        "ratio squares": ratios.squares[:, proposed].astype(HALF),
        "ratio base": ratios.base.astype(np.float32),
    }


def arrays_of_trees(trees: Trees) -> dict[str, NDArray[Any]]:
    """Return the trees of the second look; what else they are stands in one small array."""
    parts = {f"tree {name}": getattr(trees, name) for name in ("roots", "feature", "left", "right")}
    return {name: part.astype(np.uint64) for name, part in parts.items()} | {
        "tree threshold": trees.threshold,
        "tree value": trees.value,
        "tree base and depth": np.array([trees.base, trees.depth], dtype=float),
    }
