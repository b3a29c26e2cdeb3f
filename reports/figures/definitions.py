"""Every figure defined once: what is counted, which share of what, what is left out, rounding (pure).

The condition of each measure, by the same name, stands in models/queries/measures.py. A rate is always
computed from two whole numbers at the very end; percentages are never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from models.vocabulary import Cohort

DASH = "—"
PLACES = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Measure:
    """A count: `meaning` completes the sentence 'the cases of the cohort that ...'."""

    name: str
    label: str
    cohort: Cohort
    meaning: str


@dataclass(frozen=True)
class Rate:
    """A share: measures of the numerator and of the denominator are added up before dividing."""

    name: str
    label: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    note: str = ""

    @property
    def formula(self) -> str:
        """The formula in words: 按时办结数 ÷ 应办结数."""
        return f"{_sum(self.numerator)} ÷ {_sum(self.denominator)}"


def _sum(names: Sequence[str]) -> str:
    labels = "＋".join(MEASURES[name].label for name in names)
    return f"（{labels}）" if len(names) > 1 else labels


def _measures(cohort: Cohort, *given: tuple[str, str, str]) -> dict[str, Measure]:
    return {name: Measure(name, label, cohort, meaning) for name, label, meaning in given}


RECEIVED_LABEL = "统计期内受理的工单"
DUE_LABEL = "转办且办结时限落在统计期内、截至统计时点已到期的工单（并入他单的、挂账中的不计）"
COHORT_LABELS = {Cohort.RECEIVED: RECEIVED_LABEL, Cohort.DUE: DUE_LABEL}

MEASURES: dict[str, Measure] = {
    **_measures(
        Cohort.RECEIVED,
        ("received", "受理数", "全部工单，重复并单的也各计一件"),
        ("direct", "直接答复数", "由接线员直接答复、未派单的"),
        ("dispatched", "转办数", "派给承办单位的（计入现主办单位）"),
        ("not_accepted", "不予受理数", "不予受理的"),
        ("closed", "办结数", "已办结的，含直接答复、不予受理、批准终止和已并入他单的"),
        ("open", "在办数", "尚未办结的"),
        ("returned", "曾退单数", "转办后曾被退单的（计入现主办单位，不一定由其退单）"),
        ("extended", "延期数", "转办后曾获准延期的"),
        ("redone", "重办数", "回访后重办过的"),
        ("followed_up", "回访数", "已回访的（重办中的视为已回访）"),
        ("result_rated", "办理结果有效评价数", "群众对办理结果作出评价的，未联系上、拒绝评价的不计"),
        ("result_satisfied", "办理结果满意数", "评价为非常满意、满意或基本满意的"),
        ("result_dissatisfied", "办理结果不满意数", "评价为不满意或非常不满意的"),
        ("hotline_rated", "热线有效评价数", "群众对热线服务作出评价的"),
        ("hotline_satisfied", "热线满意数", "对热线评价为非常满意、满意或基本满意的"),
        ("hotline_dissatisfied", "热线不满意数", "对热线评价为不满意或非常不满意的"),
        ("solved_asked", "解决情况回访数", "已向群众核实是否解决的"),
        ("solved", "已解决数", "群众确认已解决的（部分解决不计）"),
        ("unsolved", "未解决数", "群众表示未解决或仅部分解决的"),
    ),
    **_measures(
        Cohort.DUE,
        ("due", "应办结数", "未经甄别剔除的"),
        (
            "due_closed",
            "已办结数",
            "未剔除且承办单位已办结的（以首次审核通过的回复时间为准，其后的重办单列）",
        ),
        ("due_on_time", "按时办结数", "未剔除且办结时间不晚于办结时限（含批准的延期）的"),
        ("due_on_time_originally", "按原时限办结数", "未剔除且办结时间不晚于延期前原定时限的"),
        ("due_late", "超期办结数", "未剔除、已办结但晚于办结时限的"),
        ("due_open", "超期未办结数", "未剔除、已到期仍未办结的"),
        ("due_overdue", "超期数", "未剔除、超期办结或超期未办结的"),
        ("due_excluded", "甄别剔除数", "经初审、终审剔除的"),
        ("due_excluded_closed", "剔除件中已办结数", "已剔除且已办结的"),
        ("due_excluded_on_time", "剔除件中按时办结数", "已剔除且按时办结的"),
    ),
}

# Not stored, but the difference of two stored counts: (whole, part).
REMAINDERS: dict[str, tuple[str, str]] = {
    "open": ("received", "closed"),
    "due_late": ("due_closed", "due_on_time"),
    "due_open": ("due", "due_closed"),
    "result_dissatisfied": ("result_rated", "result_satisfied"),
    "hotline_dissatisfied": ("hotline_rated", "hotline_satisfied"),
    "unsolved": ("solved_asked", "solved"),
}

RATES: dict[str, Rate] = {
    rate.name: rate
    for rate in (
        Rate("closed_rate", "总办结率", ("closed",), ("received",), "只用于全市总体，不用于考核单位"),
        Rate("direct_rate", "直接答复率", ("direct",), ("received",)),
        Rate("completion_rate", "办结率", ("due_closed",), ("due",), "以应办结数为分母，不以受理数为分母"),
        Rate("on_time_rate", "按时办结率", ("due_on_time",), ("due",), "延期经批准的按延期后时限"),
        Rate("original_on_time_rate", "原时限按时办结率", ("due_on_time_originally",), ("due",)),
        Rate("overdue_rate", "超期率", ("due_overdue",), ("due",)),
        Rate(
            "completion_rate_before",
            "剔除前办结率",
            ("due_closed", "due_excluded_closed"),
            ("due", "due_excluded"),
        ),
        Rate(
            "on_time_rate_before",
            "剔除前按时办结率",
            ("due_on_time", "due_excluded_on_time"),
            ("due", "due_excluded"),
        ),
        Rate("return_rate", "退单率", ("returned",), ("dispatched",), "曾被退单的工单占转办工单之比"),
        Rate("redo_rate", "重办率", ("redone",), ("followed_up",), "以回访数为分母"),
        Rate("result_satisfaction", "办理结果满意率", ("result_satisfied",), ("result_rated",), "含基本满意"),
        Rate("hotline_satisfaction", "热线满意率", ("hotline_satisfied",), ("hotline_rated",), "含基本满意"),
        Rate("solved_rate", "解决率", ("solved",), ("solved_asked",), "以已核实解决情况的为分母"),
    )
}

ROUNDING = (
    "百分比由件数直接相除、最后四舍五入保留两位小数，不对百分比求平均；分母为零的显示“—”。"
    "占比按最大余数法调整，使各项之和为 100.00%。"
)


def with_remainders(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the stored counts and what follows from them by taking one from another."""
    return {**counts, **{name: counts[whole] - counts[part] for name, (whole, part) in REMAINDERS.items()}}


def rate_of(name: str, counts: Mapping[str, int]) -> Decimal | None:
    """Return a rate of RATES in percent, two digits; None where its denominator is 0."""
    rate = RATES[name]
    return percent(sum(counts[part] for part in rate.numerator), sum(counts[p] for p in rate.denominator))


def percent(part: int, whole: int) -> Decimal | None:
    """Return part of whole in percent with two digits, half up; None where the whole is 0."""
    if whole == 0:
        return None
    return (HUNDRED * part / whole).quantize(PLACES, ROUND_HALF_UP)


def change(now: int, before: int) -> Decimal | None:
    """Return the growth from before to now in percent (同比, 环比); None where before is 0."""
    return percent(now - before, before)


def shares(counts: Sequence[int]) -> list[Decimal | None]:
    """Return each count's share in percent so that they add up to 100.00 (largest remainder).

    All None where the counts add up to 0. Equal remainders: the earlier one is rounded up.
    """
    total = sum(counts)
    if total == 0:
        return [None] * len(counts)
    units = [divmod(count * 10_000, total) for count in counts]
    missing = 10_000 - sum(whole for whole, _ in units)
    largest = sorted(range(len(counts)), key=lambda place: (-units[place][1], place))[:missing]
    return [Decimal(whole + (place in largest)) / HUNDRED for place, (whole, _) in enumerate(units)]


def shown(value: Decimal | None, *, signed: bool = False) -> str:
    """Return a percentage as pages show it: 99.27%, +3.50%, or a dash where there is none."""
    if value is None:
        return DASH
    return f"{value:+.2f}%" if signed else f"{value:.2f}%"


def points(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return how many percentage points (个百分点) lie between two rates; None where one is missing."""
    return None if now is None or before is None else now - before
