"""Figures that no case tells: entered by hand, and what follows from those (填报指标) (pure).

What may be entered stands in models/entries.py. A number that was not entered is not known, and neither is what
would follow from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.entries import ENTRIES, Entry
from models.vocabulary import Cohort, EntrySubject, EntrySum
from reports.figures.definitions import MEASURES
from reports.figures.figure import PERCENT, Figure, Shape
from reports.figures.rounding import USUAL, Rounding, percent

HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class OutsideFigure(Figure):
    """A figure with numbers from outside the cases; `times` is for how many the quotient is told: 10000.

    A total leaves `part` out of the sum of its `numerator`.
    """

    times: int = 1

    @property
    def formula(self) -> str:
        """The formula in words."""
        if self.shape is Shape.ENTERED:
            return self.meaning
        if self.shape is Shape.TOTAL:
            return f"{self.numerator_words} － {label_of(self.part)}（未填的视为0）"
        times = f" × {self.times}" if self.times > 1 else ""
        return f"{self.numerator_words}{times} ÷ {self.denominator_words}"

    @property
    def numerator_words(self) -> str:
        """What is above the line, or added up."""
        return "＋".join(map(label_of, self.numerator)) or self.meaning

    @property
    def denominator_words(self) -> str:
        """What it is divided by."""
        return "＋".join(map(label_of, self.denominator)) or "不作除法"

    def rounding_words(self, rounding: Rounding = USUAL) -> str:
        """How it is rounded, in words."""
        if self.shape is not Shape.ENTERED:
            return rounding.words
        return "按填报或统计的数" if ENTRIES[self.id].counted else "按填报的数"


def _entered(entry: Entry) -> OutsideFigure:
    return OutsideFigure(
        id=entry.id,
        label=entry.label,
        shape=Shape.ENTERED,
        # They lie in a period by the time they were entered for, as what is received does by its moment.
        cohort=Cohort.RECEIVED,
        meaning=f"{entry.meaning}；{entry.summed.label}",
        exclusions=f"未填报{'且系统没有统计' if entry.counted else ''}的不计，以“—”表示",
        source=entry.source,
        measured_in=entry.unit,
    )


ENTERED: dict[str, OutsideFigure] = {entry.id: _entered(entry) for entry in ENTRIES.values()}


def _derived(
    name: str, label: str, shape: Shape, unit: str, above: Sequence[str], below: Sequence[str], times: int = 1
) -> OutsideFigure:
    counts = any(part in ENTRIES and ENTRIES[part].counted for part in (*above, *below))
    told = "填报或统计" if counts else "填报"
    return OutsideFigure(
        id=name,
        label=label,
        shape=shape,
        cohort=Cohort.RECEIVED,
        meaning=f"由{told}的数计算，{label}",
        exclusions=f"任一项未{told}的不计算，以“—”表示",
        source=f"由{told}的数计算：" + "、".join(label_of(part) for part in (*above, *below)),
        numerator=tuple(above),
        denominator=tuple(below),
        measured_in=unit,
        times=times,
    )


def label_of(name: str) -> str:
    """Return what a count or an entry is called."""
    return (ENTERED.get(name) or MEASURES[name]).label


ANSWERED, QUALITY = (
    ("calls_answered",),
    (
        "quality_complete",
        "quality_content",
        "quality_spot_check",
        "quality_timely",
        "quality_interface",
    ),
)
DERIVED: dict[str, OutsideFigure] = {
    figure.id: figure
    for figure in (
        _derived("connect_rate", "接通率", Shape.RATE, PERCENT, ANSWERED, ("calls_in",)),
        _derived("quick_answer_rate", "15秒接通率", Shape.RATE, PERCENT, ("calls_in_15s",), ("calls_in",)),
        _derived("mean_wait", "平均等待时长", Shape.MEAN, "秒", ("wait_seconds",), ANSWERED),
        _derived("mean_talk", "平均通话时长", Shape.MEAN, "秒", ("talk_seconds",), ANSWERED),
        _derived(
            "seats_per_100k", "每十万人座席数", Shape.PER, "人", ("seat_staff",), ("residents",), 100_000
        ),
        _derived("per_10k", "万人诉求比", Shape.PER, "件", ("received",), ("residents",), 10_000),
        OutsideFigure(
            **vars(_derived("quality_total", "数据质量总分", Shape.TOTAL, "分", QUALITY, ()))
            | {"part": "quality_deducted"}
        ),
    )
}


def needed(names: Collection[str]) -> set[str]:
    """Return the entries that these figures are, or are made of."""
    parts = {part for name in names if name in DERIVED for part in parts_of(DERIVED[name])}
    return {name for name in parts | set(names) if name in ENTRIES}


def parts_of(figure: Figure) -> tuple[str, ...]:
    """Return what a figure is made of; an entry is made of itself."""
    return (*figure.numerator, *figure.denominator, *((figure.part,) if figure.part else ())) or (figure.id,)


def derived(name: str, told: Mapping[str, Any], rounding: Rounding = USUAL) -> Decimal | None:
    """Return a figure that follows from what was told; None where a part of it was not, or the divisor is 0."""
    figure = DERIVED[name]
    if any(told.get(part) is None for part in (*figure.numerator, *figure.denominator)):
        return None
    above, below = (sum(told[part] for part in parts) for parts in (figure.numerator, figure.denominator))
    if figure.shape is Shape.TOTAL:
        return rounding.round(Decimal(above) - Decimal(told.get(figure.part) or 0))
    # A quotient is a hundredth of the percentage, which is None where the divisor is 0.
    divisor = below if figure.shape is Shape.RATE else below * HUNDRED
    return percent(above * figure.times, divisor, rounding)


def over_members(entry: Entry, numbers: Sequence[int | Decimal | None]) -> int | Decimal | None:
    """Return what members told make together, in a line of totals; scores are not added up."""
    told = [number for number in numbers if number is not None]
    if not told or entry.summed is EntrySum.MEAN or EntrySubject.ALL in entry.subjects:
        return None
    return max(told) if entry.summed is EntrySum.MOST else sum(told)
