"""What there is to say of a figure, and how its formula reads in words (pure); the figures stand in definitions.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import Cohort, Labelled
from reports.figures.rounding import USUAL, Rounding


class Shape(Labelled):
    """How a figure comes about (指标类型)."""

    COUNT = "count", "计数"
    REMAINDER = "remainder", "差"
    RATE = "rate", "比率"
    SHARE = "share", "占比"
    SCORE = "score", "评分"
    AMOUNT = "amount", "合计量"
    ENTERED = "entered", "填报"
    TOTAL = "total", "合计"
    MEAN = "mean", "均值"
    PER = "per", "人均"


# A mean of cases is told in hours, of which each has so many minutes.
MINUTES = 60
CASES, PERCENT, POINTS = "件", "%", "分"
# What each count is called.
LABELS: dict[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure and everything there is to say of it.

    Of a count, `meaning` completes the sentence 'the cases of the cohort that ...'; a remainder is `whole`
    less `part`; of a rate, the counts of numerator and denominator are added up before dividing; a share is
    divided by the same count of all members together.
    `exclusions` says what is left out, `source` from which stored facts it is told.
    """

    id: str
    label: str
    shape: Shape
    cohort: Cohort
    meaning: str
    exclusions: str
    source: str
    whole: str = ""
    part: str = ""
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    measured_in: str = ""

    def __post_init__(self) -> None:
        """Let the formulas of other figures call a count by its name."""
        if self.shape in (Shape.COUNT, Shape.REMAINDER, Shape.AMOUNT):
            LABELS[self.id] = self.label

    @property
    def unit(self) -> str:
        """What it is measured in: 件, % or 分, or as the figure says itself."""
        if self.measured_in:
            return self.measured_in
        if self.shape is Shape.SCORE:
            return POINTS
        return PERCENT if self.is_divided else CASES

    @property
    def is_divided(self) -> bool:
        """Whether it is a percentage."""
        return self.shape in (Shape.RATE, Shape.SHARE)

    @property
    def formula(self) -> str:
        """The formula in words: 按时办结数 ÷ 应办结数."""
        if self.is_divided:
            return f"{self.numerator_words} ÷ {self.denominator_words}"
        if self.shape is Shape.MEAN:
            return f"{self.numerator_words} ÷ {MINUTES} ÷ {self.denominator_words}"
        if self.shape is Shape.AMOUNT:
            return f"{COHORT_LABELS[self.cohort]}：{self.meaning}"
        if self.shape is Shape.REMAINDER:
            return f"{LABELS[self.whole]} － {LABELS[self.part]}"
        if self.shape is Shape.SCORE:
            return self.meaning
        return f"{COHORT_LABELS[self.cohort]}：{self.meaning}，每{self.unit}计一"

    @property
    def numerator_words(self) -> str:
        """What is counted: of a rate, the counts above the line."""
        return _sum(self.numerator) if self.is_divided or self.shape is Shape.MEAN else self.meaning

    @property
    def denominator_words(self) -> str:
        """What it is divided by: of a count, nothing."""
        if self.shape is Shape.SHARE:
            return f"各项{_sum(self.denominator)}之和"
        return _sum(self.denominator) if self.is_divided or self.shape is Shape.MEAN else "不作除法"

    def rounding_words(self, rounding: Rounding = USUAL) -> str:
        """How it is rounded, in words."""
        if self.shape is Shape.SHARE:
            return f"最大余数法保留{rounding.digits_words}，各项之和为 100%"
        if self.shape is Shape.SCORE:
            return f"各评分项得分{rounding.words}后相加"
        return rounding.words if self.is_divided or self.shape is Shape.MEAN else "整数，不取整"


def _sum(names: Sequence[str]) -> str:
    labels = "＋".join(LABELS[name] for name in names)
    return f"（{labels}）" if len(names) > 1 else labels


COHORT_LABELS = {
    Cohort.RECEIVED: "统计期内受理的工单",
    Cohort.DUE: "转办且办结时限落在统计期内、截至统计时点已到期的工单（并入他单的、挂账中的不计）",
    Cohort.MEETING: "统计期内召开的联席会议（按开会日期归期）及其议题、议定事项",
    Cohort.GRID: "统计期内网格采集的事件（不属于群众诉求，不计入工单）",
    Cohort.HAPPENED: "统计期内发生的退单、延期、督办、亮牌、知识引用（按发生时间归期，计入当事单位，不论工单何时受理、到期）",
}
