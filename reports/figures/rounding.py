"""Percentages out of whole numbers: rounded once, at the very end, as the city's rules say (pure).

Percentages are never averaged and never computed from percentages; where there is nothing to divide by there
is no percentage. Rules of the city: rule pack, part `round` (修约).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Self

from models.vocabulary import Rounding as Mode

DASH = "—"
HUNDRED = Decimal(100)
MODES = {Mode.HALF_UP: ROUND_HALF_UP, Mode.HALF_EVEN: ROUND_HALF_EVEN}
NUMERALS = "零一两三四五六"
SHARES_WORDS = "占比按最大余数法调整，使各项之和为 100%。"


@dataclass(frozen=True)
class Rounding:
    """How many digits a percentage keeps, and where the half goes."""

    digits: int = 2
    mode: Mode = Mode.HALF_UP

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read the rounding of a rule pack's document; what it does not say is two digits, half up."""
        given = document.get("round", {})
        return cls(int(given.get("digits", cls.digits)), Mode(given.get("mode", cls.mode)))

    @cached_property
    def step(self) -> Decimal:
        """The smallest difference between two percentages: 0.01."""
        return Decimal(1).scaleb(-self.digits)

    @property
    def digits_words(self) -> str:
        """What is kept, in words: 两位小数."""
        return f"{NUMERALS[self.digits]}位小数" if self.digits else "整数"

    @property
    def words(self) -> str:
        """The rule in words: 四舍五入保留两位小数."""
        return f"{self.mode.label}保留{self.digits_words}"

    def round(self, number: Decimal) -> Decimal:
        """Return the number with as many digits as the rule keeps; what rounds to nothing has no sign."""
        return number.quantize(self.step, MODES[self.mode]) + 0


USUAL = Rounding()


def percent(part: int | Decimal, whole: int | Decimal, rounding: Rounding = USUAL) -> Decimal | None:
    """Return part of whole in percent; None where the whole is 0."""
    if whole == 0:
        return None
    return rounding.round(HUNDRED * part / whole)


def shares(counts: Sequence[int], rounding: Rounding = USUAL) -> list[Decimal | None]:
    """Return each count's share in percent so that they add up to 100 (largest remainder).

    All None where the counts add up to 0. Equal remainders: the earlier one is rounded up.
    """
    total = sum(counts)
    if total == 0:
        return [None] * len(counts)
    hundred = 100 * 10**rounding.digits
    units = [divmod(count * hundred, total) for count in counts]
    missing = hundred - sum(whole for whole, _ in units)
    largest = sorted(range(len(counts)), key=lambda place: (-units[place][1], place))[:missing]
    return [
        Decimal(whole + (place in largest)).scaleb(-rounding.digits) for place, (whole, _) in enumerate(units)
    ]


def mean(total: int, days: int) -> Decimal | None:
    """Return how many there were a day, of fewer than a hundred with one digit, the half up; None for no day."""
    if days == 0:
        return None
    step = Decimal(1) if total >= 100 * days else Decimal("0.1")
    return (Decimal(total) / days).quantize(step, ROUND_HALF_UP)


def shown(value: Decimal | None, *, signed: bool = False) -> str:
    """Return a percentage as papers show it, with the digits it has: 99.27%, or a dash; of a change with its sign: +3.50%."""
    if value is None:
        return DASH
    return f"{value:+f}%" if signed and value else f"{value:f}%"


def words(rounding: Rounding = USUAL) -> str:
    """Return how percentages come about, as papers explain it."""
    return f"百分比由件数直接相除、最后{rounding.words}，不对百分比求平均；分母为零的显示“{DASH}”。{SHARES_WORDS}"
