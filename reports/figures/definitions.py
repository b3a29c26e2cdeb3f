"""THE registry of figures (指标口径): what each counts, which share of what, what is left out, from which facts (pure).

The condition of each count, by the same name, stands in models/queries/measures.py. A rate is always
computed from two whole numbers at the very end (reports/figures/rounding.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from models.vocabulary import Cohort
from reports.figures.figure import MINUTES, Figure, Shape
from reports.figures.rounding import USUAL, Rounding, percent

NOTHING = "不剔除"
NOT_DUE = "并入他单的、挂账中的、直接答复的、不予受理的、时限未到的不计"
SCREENED = f"{NOT_DUE}；经甄别剔除的不计，另列甄别剔除数"
UNSAID = "未联系上、拒绝评价的不计"
UNASKED = "未核实是否解决的不计"
UNTIMED = "没有规定时限的、历史导入件不计"
MERGED = "并入他单的不计"
APART = f"经甄别剔除的不计，另列；{MERGED}"
RATED_APART = f"{APART}，其评价另列"


def _count(cohort: Cohort, name: str, label: str, meaning: str, exclusions: str, source: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=Shape.COUNT,
        cohort=cohort,
        meaning=meaning,
        exclusions=exclusions,
        source=source,
    )


def _left(count: Figure, whole: str, part: str) -> Figure:
    return Figure(**{**vars(count), "shape": Shape.REMAINDER, "whole": whole, "part": part})


def _amount(count: Figure) -> Figure:
    return Figure(**{**vars(count), "shape": Shape.AMOUNT, "measured_in": "分钟"})


def _received(name: str, label: str, meaning: str, exclusions: str, source: str) -> Figure:
    return _count(Cohort.RECEIVED, name, label, meaning, exclusions, f"工单：受理时间、{source}")


def _due(name: str, label: str, meaning: str, exclusions: str, source: str = "") -> Figure:
    return _count(
        Cohort.DUE, name, label, meaning, exclusions, f"工单：办结时限、处理方式、状态、甄别结论{source}"
    )


ENDED = "、首次审核通过的回复时间（无回复而终结的，办结时间）"

MEASURES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _received("received", "受理数", "全部工单，重复并单的也各计一件", NOTHING, "编号"),
        _received("merged", "并单数", "已并入他单、随主单办理的", NOTHING, "并入的主单、状态"),
        _left(
            _received(
                "matters", "受理事项数", "受理的事项，几件并为一件的计主单一件", MERGED, "编号、并入的主单"
            ),
            "received",
            "merged",
        ),
        _received("direct", "直接答复数", "由接线员直接答复、未派单的", NOTHING, "处理方式"),
        _received(
            "dispatched",
            "转办数",
            "派给承办单位的（计入现主办单位）",
            "协办、下派不重复计",
            "处理方式、主办单位",
        ),
        _received("not_accepted", "不予受理数", "不予受理的", NOTHING, "处理方式"),
        _received(
            "closed",
            "办结数",
            "已办结的，含直接答复、不予受理、批准终止和已并入他单的",
            NOTHING,
            "办结时间、状态",
        ),
        _left(
            _received("open", "在办数", "尚未办结的", "已并入他单的不计", "办结时间、状态"),
            "received",
            "closed",
        ),
        _received(
            "returned",
            "曾退单数",
            "转办后曾被退单的（计入现主办单位，不一定由其退单）",
            "一件多次退单只计一件",
            "退单次数",
        ),
        _received("extended", "延期数", "转办后曾获准延期的", "未获准的延期申请不计", "延期次数"),
        _received("redone", "重办数", "回访后重办过的", "审核时退回修改的不计", "重办次数"),
        _received(
            "followed_up",
            "回访数",
            "已回访的（重办中的视为已回访）",
            "回访未结束的不计",
            "回访时间、重办次数",
        ),
        _received(
            "follow_up_tried",
            "作过回访数",
            "作过回访的，含未联系上的、拒绝评价的",
            "没有作过回访的不计",
            "回访次数、回访时间、重办次数",
        ),
        _received(
            "result_rated",
            "办理结果有效评价数",
            "群众对办理结果作出评价的",
            f"{RATED_APART}；{UNSAID}",
            "办理结果评价、甄别结论",
        ),
        _received(
            "result_satisfied",
            "办理结果满意数",
            "评价为非常满意、满意或基本满意的",
            f"{RATED_APART}；{UNSAID}",
            "办理结果评价、甄别结论",
        ),
        _left(
            _received(
                "result_dissatisfied",
                "办理结果不满意数",
                "评价为不满意或非常不满意的",
                f"{RATED_APART}；{UNSAID}",
                "办理结果评价、甄别结论",
            ),
            "result_rated",
            "result_satisfied",
        ),
        _received(
            "merged_rated",
            "并单件有效评价数",
            "已并入他单、逐一回访时对办理结果作出评价的",
            f"{UNSAID}；不计入承办单位考核",
            "并入的主单、办理结果评价",
        ),
        _received(
            "merged_satisfied",
            "并单件满意数",
            "已并入他单、评价为非常满意、满意或基本满意的",
            f"{UNSAID}；不计入承办单位考核",
            "并入的主单、办理结果评价",
        ),
        _received(
            "hotline_rated", "热线有效评价数", "群众对热线服务作出评价的，含并单件", UNSAID, "热线评价"
        ),
        _received(
            "hotline_satisfied",
            "热线满意数",
            "对热线评价为非常满意、满意或基本满意的，含并单件",
            UNSAID,
            "热线评价",
        ),
        _left(
            _received(
                "hotline_dissatisfied", "热线不满意数", "对热线评价为不满意或非常不满意的", UNSAID, "热线评价"
            ),
            "hotline_rated",
            "hotline_satisfied",
        ),
        _received(
            "solved_asked",
            "解决情况回访数",
            "已向群众核实是否解决的",
            f"{APART}；{UNASKED}",
            "解决情况、甄别结论",
        ),
        _received("solved", "已解决数", "群众确认已解决的", f"{APART}；部分解决的不计", "解决情况、甄别结论"),
        _left(
            _received(
                "unsolved",
                "未解决数",
                "群众表示未解决或仅部分解决的",
                f"{APART}；{UNASKED}",
                "解决情况、甄别结论",
            ),
            "solved_asked",
            "solved",
        ),
        _received(
            "result_rated_excluded",
            "剔除件中办理结果有效评价数",
            "已剔除且群众对办理结果作出评价的",
            f"{MERGED}；{UNSAID}",
            "办理结果评价、甄别结论",
        ),
        _received(
            "result_satisfied_excluded",
            "剔除件中办理结果满意数",
            "已剔除且评价为非常满意、满意或基本满意的",
            f"{MERGED}；{UNSAID}",
            "办理结果评价、甄别结论",
        ),
        _received(
            "solved_asked_excluded",
            "剔除件中解决情况回访数",
            "已剔除且已向群众核实是否解决的",
            f"{MERGED}；{UNASKED}",
            "解决情况、甄别结论",
        ),
        _received(
            "solved_excluded",
            "剔除件中已解决数",
            "已剔除且群众确认已解决的",
            f"{MERGED}；部分解决的不计",
            "解决情况、甄别结论",
        ),
        _received(
            "repeated",
            "重复诉求数",
            "登记为重复反映或已并入他单的",
            "首次反映的不计",
            "重复反映标记、并入的主单",
        ),
        _received(
            "dispatched_closed",
            "转办办结数",
            "转办且已办结的，含批准终止和已并入他单的",
            "直接答复的、不予受理的不计",
            "处理方式、办结时间、状态",
        ),
        _left(
            _received(
                "dispatched_open",
                "转办在办数",
                "转办且尚未办结的",
                "已并入他单的不计",
                "处理方式、办结时间、状态",
            ),
            "dispatched",
            "dispatched_closed",
        ),
        _received(
            "dispatched_right",
            "派单准确数",
            "转办后未曾退单，或退单均未获同意的",
            "历史导入件没有退单审批记录，曾退单的不计",
            "处理方式、退单次数、退单审批结果",
        ),
        _received(
            "to_follow_up",
            "应回访数",
            "转办或随主单答复、已办结、可以回访的",
            "匿名的、主单尚未答复的不计",
            "处理方式、并入的主单、办结时间、状态、保密方式",
        ),
        _received(
            "to_follow_up_done",
            "应回访中已回访数",
            "转办或随主单答复、已办结、可以回访、并已回访的",
            "匿名的、主单尚未答复的、回访未结束的不计",
            "处理方式、并入的主单、办结时间、状态、保密方式、回访时间、重办次数",
        ),
        _due("due", "应办结数", "未经甄别剔除的", SCREENED),
        _due(
            "due_closed",
            "已办结数",
            "未剔除且承办单位已办结的（以首次审核通过的回复时间为准，其后的重办单列）",
            SCREENED,
            ENDED,
        ),
        _due(
            "due_on_time",
            "按时办结数",
            "未剔除且办结时间不晚于办结时限（含批准的延期）的",
            SCREENED,
            ENDED,
        ),
        _due(
            "due_on_time_originally",
            "按原时限办结数",
            "未剔除且办结时间不晚于延期前原定时限的",
            SCREENED,
            f"、原定时限{ENDED}",
        ),
        _due("due_once", "一次办结数", "未剔除、已办结且回访后没有重办过的", SCREENED, f"、重办次数{ENDED}"),
        _due("due_extended", "应办结中延期数", "未剔除且获准延期过的", SCREENED, "、延期次数"),
        _due(
            "due_early",
            "提前办结数",
            "未剔除且比办结时限提前 24 小时以上办结的",
            SCREENED,
            ENDED,
        ),
        _due("due_to_sign", "应签收数", "未剔除且规定了签收时限的", f"{SCREENED}；{UNTIMED}", "、签收时限"),
        _due(
            "due_signed_in_time",
            "及时签收数",
            "未剔除且主办单位在签收时限内签收的",
            f"{SCREENED}；{UNTIMED}",
            "、签收时限、签收时间",
        ),
        _due(
            "due_to_contact",
            "应先行联系数",
            "未剔除且规定了首次联系时限的",
            f"{SCREENED}；{UNTIMED}",
            "、首次联系时限",
        ),
        _due(
            "due_contacted_in_time",
            "按时先行联系数",
            "未剔除且主办单位在首次联系时限内联系上诉求人的",
            f"{SCREENED}；{UNTIMED}",
            "、首次联系时限、首次联系时间",
        ),
        _left(
            _due("due_late", "超期办结数", "未剔除、已办结但晚于办结时限的", SCREENED, ENDED),
            "due_closed",
            "due_on_time",
        ),
        _left(
            _due("due_open", "超期未办结数", "未剔除、已到期仍未办结的", SCREENED, ENDED),
            "due",
            "due_closed",
        ),
        _due("due_overdue", "超期数", "未剔除、超期办结或超期未办结的", SCREENED, ENDED),
        _amount(
            _due(
                "due_minutes",
                "办理总时长",
                "未剔除且已办结的，从派单（没有派单时间的，从受理）到办结的整分钟数之和",
                SCREENED,
                f"、派单时间{ENDED}",
            )
        ),
        _due("due_excluded", "甄别剔除数", "经初审、终审剔除的", NOT_DUE),
        _due("due_excluded_closed", "剔除件中已办结数", "已剔除且已办结的", NOT_DUE, ENDED),
        _due("due_excluded_on_time", "剔除件中按时办结数", "已剔除且按时办结的", NOT_DUE, ENDED),
    )
}

# Not numbers of cases: only what is made of them is shown.
AMOUNTS = {name: figure for name, figure in MEASURES.items() if figure.shape is Shape.AMOUNT}

# Not stored, but the difference of two stored counts: (whole, part).
REMAINDERS = {
    figure.id: (figure.whole, figure.part) for figure in MEASURES.values() if figure.shape is Shape.REMAINDER
}


def _rate(
    name: str,
    label: str,
    numerator: tuple[str, ...],
    denominator: tuple[str, ...],
    meaning: str = "",
    exclusions: str = "",
) -> Figure:
    """Make a rate: its cohort is that of its denominator; it leaves out what its counts do, or as said."""
    counts = [MEASURES[name] for name in (*denominator, *numerator)]
    left_out = dict.fromkeys("；".join(count.exclusions for count in counts).split("；"))
    return Figure(
        id=name,
        label=label,
        shape=Shape.RATE,
        cohort=counts[0].cohort,
        meaning=meaning or f"{counts[0].label}中所占的百分比",
        exclusions=exclusions or "；".join(left_out),
        source="由件数计算：" + "、".join(count.label for count in counts),
        numerator=numerator,
        denominator=denominator,
    )


BOTH_DUE = ("due", "due_excluded")
BOTH_CLOSED, BOTH_ON_TIME = ("due_closed", "due_excluded_closed"), ("due_on_time", "due_excluded_on_time")

RATES: dict[str, Figure] = {
    rate.id: rate
    for rate in (
        _rate("closed_rate", "总办结率", ("closed",), ("received",), "只用于全市总体，不用于考核单位"),
        _rate("direct_rate", "直接答复率", ("direct",), ("received",)),
        _rate("completion_rate", "办结率", ("due_closed",), ("due",), "以应办结数为分母，不以受理数为分母"),
        _rate("on_time_rate", "按时办结率", ("due_on_time",), ("due",), "延期经批准的按延期后时限"),
        _rate("original_on_time_rate", "原时限按时办结率", ("due_on_time_originally",), ("due",)),
        _rate("overdue_rate", "超期率", ("due_overdue",), ("due",)),
        _rate("completion_rate_before", "剔除前办结率", BOTH_CLOSED, BOTH_DUE, "剔除件也计入", NOT_DUE),
        _rate("on_time_rate_before", "剔除前按时办结率", BOTH_ON_TIME, BOTH_DUE, "剔除件也计入", NOT_DUE),
        _rate("once_rate", "一次办结率", ("due_once",), ("due_closed",), "回访后没有重办的占已办结之比"),
        _rate("early_rate", "提前办结率", ("due_early",), ("due_closed",), "以已办结数为分母"),
        _rate("sign_rate", "及时签收率", ("due_signed_in_time",), ("due_to_sign",), "到期未签收的视为不及时"),
        _rate(
            "contact_rate",
            "先行联系率",
            ("due_contacted_in_time",),
            ("due_to_contact",),
            "到期未联系上的视为未按时联系",
        ),
        Figure(
            **{
                **vars(
                    _rate(
                        "mean_handling",
                        "平均办理时长",
                        ("due_minutes",),
                        ("due_closed",),
                        "从派单到办结平均每件的小时数，以已办结数为分母",
                    )
                ),
                "shape": Shape.MEAN,
                "measured_in": "小时",
            }
        ),
        _rate("extension_rate", "延期率", ("due_extended",), ("due",), "以应办结数为分母"),
        _rate(
            "dispatched_closed_rate",
            "转办办结率",
            ("dispatched_closed",),
            ("dispatched",),
            "以转办数为分母，时限未到的也计入，不用于考核",
        ),
        _rate("repeat_rate", "重复率", ("repeated",), ("received",), "重复反映和已并单的占受理数之比"),
        _rate(
            "right_first_rate",
            "派单准确率",
            ("dispatched_right",),
            ("dispatched",),
            "未曾退单或退单未获同意的占转办工单之比",
        ),
        _rate("follow_up_rate", "回访率", ("to_follow_up_done",), ("to_follow_up",), "以应回访数为分母"),
        _rate(
            "reached_rate",
            "有效回访率",
            ("followed_up",),
            ("follow_up_tried",),
            "作过回访的工单中，联系上并作出评价的所占的百分比",
        ),
        _rate("return_rate", "退单率", ("returned",), ("dispatched",), "曾被退单的工单占转办工单之比"),
        _rate("redo_rate", "重办率", ("redone",), ("followed_up",), "以回访数为分母"),
        _rate(
            "result_satisfaction", "办理结果满意率", ("result_satisfied",), ("result_rated",), "含基本满意"
        ),
        _rate(
            "dissatisfied_rate",
            "办理结果不满意率",
            ("result_dissatisfied",),
            ("result_rated",),
            "不含基本满意",
        ),
        _rate("merged_satisfaction", "并单件满意率", ("merged_satisfied",), ("merged_rated",), "含基本满意"),
        _rate("hotline_satisfaction", "热线满意率", ("hotline_satisfied",), ("hotline_rated",), "含基本满意"),
        _rate(
            "result_satisfaction_before",
            "剔除前办理结果满意率",
            ("result_satisfied", "result_satisfied_excluded"),
            ("result_rated", "result_rated_excluded"),
            "剔除件也计入",
            f"{MERGED}；{UNSAID}",
        ),
        _rate(
            "solved_rate_before",
            "剔除前解决率",
            ("solved", "solved_excluded"),
            ("solved_asked", "solved_asked_excluded"),
            "剔除件也计入",
            f"{MERGED}；{UNASKED}；部分解决的不计入分子",
        ),
        _rate("solved_rate", "解决率", ("solved",), ("solved_asked",), "以已核实解决情况的为分母"),
    )
}

# Of these the means, told in hours.
MEANS = {name: rate for name, rate in RATES.items() if rate.shape is Shape.MEAN}


def _share(name: str, label: str, count: str) -> Figure:
    whole = MEASURES[count]
    return Figure(
        id=name,
        label=label,
        shape=Shape.SHARE,
        cohort=whole.cohort,
        meaning=f"该项{whole.label}在全部{whole.label}中所占的百分比",
        exclusions=whole.exclusions,
        source=f"由件数计算：{whole.label}",
        numerator=(count,),
        denominator=(count,),
    )


# What a table of all members of a dimension tells besides; not told of a member alone.
SHARES: dict[str, Figure] = {
    share.id: share
    for share in (
        _share("share", "受理占比", "received"),
        _share("dispatched_share", "转办占比", "dispatched"),
    )
}


def _score(name: str, label: str, meaning: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=Shape.SCORE,
        cohort=Cohort.DUE,
        meaning=meaning,
        exclusions="有评分项无从计分（分母为零）的单位不计，单列",
        source="由比率计算：规则包评分表所列的比率、满分、目标、扣分和最低得分",
    )


# Told of units alone, by the score sheet of the rule pack (reports/figures/scorecard.py).
SCORES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _score(
            "score",
            "考核得分",
            "各评分项得分之和；每项以显示的比率计，每低于目标1个百分点扣若干分，不低于最低得分",
        ),
        _score("points_lost", "考核扣分", "满分 － 考核得分"),
        _score(
            "on_time_lost",
            "按时办结率扣分",
            "评分表中按时办结率一项的满分 － 该项得分；评分表没有这一项的不计",
        ),
    )
}

# What every line tells, and everything there is.
COUNTED: dict[str, Figure] = {name: f for name, f in {**MEASURES, **RATES}.items() if name not in AMOUNTS}
FIGURES: dict[str, Figure] = {**COUNTED, **SHARES, **SCORES}


def with_remainders(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the stored counts and what follows from them by taking one from another."""
    return {**counts, **{name: counts[whole] - counts[part] for name, (whole, part) in REMAINDERS.items()}}


def counted(names: Iterable[str], counts: Mapping[str, int]) -> int:
    """Return the sum of these counts."""
    return sum(counts[name] for name in names)


def rate_of(name: str, counts: Mapping[str, int], rounding: Rounding = USUAL) -> Decimal | None:
    """Return a rate of RATES in percent, or a mean in hours; None where its denominator is 0."""
    rate = RATES[name]
    return divided(rate, counted(rate.numerator, counts), counted(rate.denominator, counts), rounding)


def divided(rate: Figure, above: int, below: int, rounding: Rounding = USUAL) -> Decimal | None:
    """Return the percentage, or of minutes the mean in hours; None where there is nothing to divide by."""
    # A quotient is a hundredth of the percentage.
    return percent(above, below * MINUTES * 100 if rate.shape is Shape.MEAN else below, rounding)
