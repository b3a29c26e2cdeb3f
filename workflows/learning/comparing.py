"""Whether a new router is better than the present one, on the same cases that neither has seen (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST = 100
SAMPLES = 200
AS_GOOD = -0.002
SEED = 5


@dataclass(frozen=True)
class Outcome:
    """Macro-F1 and coverage at 95 % of both on `count` cases; 90 % of the likely differences lie in low to high.

    `present` is None where there is nothing to compare with: `floor` is then the share of the commonest label.
    """

    count: int
    own: float
    own_coverage: float
    accuracy: float
    floor: float
    present: float | None = None
    present_coverage: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_better(self) -> bool:
        """Whether the new one may be switched on."""
        if self.present is None or self.low is None:
            return self.accuracy > self.floor
        more = self.own_coverage > (self.present_coverage or 0)
        return self.low > 0 or (self.low > AS_GOOD and more)

    @property
    def sentence(self) -> str:
        """Why it may not be switched on."""
        if self.present is None:
            return (
                f"新模型在留出集上不比总猜最常见的类别好，不能启用"
                f"（准确率 {self.accuracy:.3f}，最常见类别占 {self.floor:.3f}）。"
            )
        return (
            f"新模型在留出集上不优于现用模型，不能启用（宏平均F1 {self.own:.3f}，现用 {self.present:.3f}；"
            f"差值的 90% 区间 {self.low:+.3f} 至 {self.high:+.3f}）。"
        )


def difference(truth: Sequence[str], own: Sequence[str], present: Sequence[str]) -> tuple[float, float]:
    """Return between which values the difference in macro-F1 lies with a chance of 90 %, drawing cases anew."""
    names = {name: number for number, name in enumerate(sorted({*truth, *own, *present}))}
    true, first, second = (
        np.array([names[name] for name in each], dtype=np.intp) for each in (truth, own, present)
    )
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(SAMPLES):
        drawn = random.integers(0, len(true), len(true))
        found.append(
            macro_f1(true[drawn], first[drawn], len(names)) - macro_f1(true[drawn], second[drawn], len(names))
        )
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)


def macro_f1(true: NDArray[np.intp], guess: NDArray[np.intp], count: int) -> float:
    """Return the mean F1 over the labels that the truth has."""
    having = np.bincount(true, minlength=count)
    both = np.bincount(true[true == guess], minlength=count)
    f1 = 2 * both / np.maximum(having + np.bincount(guess, minlength=count), 1)
    return float(f1[having > 0].mean())
