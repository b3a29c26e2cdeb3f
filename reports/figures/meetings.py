"""The figures of joint meetings (联席会议): meetings, topics, tasks, and how often people call again (pure).

Which meetings, topics, tasks and calls each counts stands in reports/meetings.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.vocabulary import Cohort
from reports.figures.figure import PERCENT, Figure, Shape
from reports.figures.rounding import USUAL, Rounding, percent, shares

# How long before the decision and after the last task is done calls are counted.
DAYS_BESIDE = 30
NOTHING, DROPPED = "不剔除", "会前撤下的议题不计"


def _count(name: str, label: str, unit: str, meaning: str, source: str, exclusions: str = NOTHING) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=Shape.COUNT,
        cohort=Cohort.MEETING,
        meaning=meaning,
        exclusions=exclusions,
        source=source,
        measured_in=unit,
    )


def _topics(name: str, label: str, meaning: str) -> Figure:
    return _count(name, label, "个", meaning, "联席会议议题：所属会议、状态、议决时间", DROPPED)


def _actions(name: str, label: str, meaning: str) -> Figure:
    return _count(name, label, "项", meaning, "议定事项台账：期限（含调整后的）、完成时间、销号时间")


def _calls(name: str, label: str, meaning: str) -> Figure:
    left_out = f"专席工单、没有街道的议题、落实未满{DAYS_BESIDE}天的议题不计；同一工单在合计中只计一次"
    return _count(name, label, "件", meaning, "工单：受理时间、事项分类、所在街道；议题的主要工单", left_out)


MEETING_COUNTS: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _count("meetings_held", "召开会议数", "次", "已召开的联席会议", "联席会议：开会时间、状态", "未召开的、取消的不计"),
        _topics("topics_raised", "上会议题数", "上会的议题"),
        _topics("topics_decided", "议决议题数", "会议已作决定的议题"),
        _topics("topics_put_off", "暂缓议题数", "会议暂缓决定的议题"),
        _topics("topics_settled", "见效可比议题数", f"已议决、任务全部完成满{DAYS_BESIDE}天且有街道可比的议题"),
        _actions("actions_made", "议定事项数", "会议交办的任务"),
        _actions("actions_done", "已落实事项数", "已报告完成的任务，含申请销号和已销号的"),
        _actions("actions_struck_off", "已销号事项数", "已销号的任务"),
        _actions("actions_due", "到期事项数", "截至统计时点期限已到的任务"),
        _actions("actions_due_on_time", "按期落实事项数", "期限已到且不晚于期限完成的任务"),
        _actions("actions_late", "超期落实事项数", "期限已到、晚于期限才完成的任务"),
        _actions("actions_overdue", "超期未落实事项数", "期限已到仍未完成的任务"),
        _actions("actions_left", "未销号事项数", "截至统计时点，统计期末以前历次会议交办而未销号的任务"),
        _calls(
            "matter_calls_before",
            "议决前同类诉求数",
            f"可比议题的同一事项、同一街道，在议决前{DAYS_BESIDE}天内受理的工单",
        ),
        _calls(
            "matter_calls_after",
            "落实后同类诉求数",
            f"可比议题的同一事项、同一街道，在全部任务完成后{DAYS_BESIDE}天内受理的工单",
        ),
    )
}  # fmt: skip


def _divided(
    name: str, label: str, above: str, below: str, meaning: str, shape: Shape = Shape.RATE
) -> Figure:
    counts = [MEETING_COUNTS[part] for part in dict.fromkeys((above, below))]
    return Figure(
        id=name,
        label=label,
        shape=shape,
        cohort=Cohort.MEETING,
        meaning=meaning,
        exclusions=counts[0].exclusions,
        source="由计数计算：" + "、".join(count.label for count in counts),
        numerator=(above,),
        denominator=(below,),
        measured_in=PERCENT,
    )


MEETING_RATES: dict[str, Figure] = {
    rate.id: rate
    for rate in (
        _divided("topics_decided_rate", "议决率", "topics_decided", "topics_raised", "上会议题中已作决定的占比"),
        _divided("actions_done_rate", "落实率", "actions_done", "actions_made", "全部议定事项中已落实的占比"),
        _divided(
            "actions_on_time_rate", "按期落实率", "actions_due_on_time", "actions_due", "期限已到的事项中按期落实的占比"
        ),
    )
}  # fmt: skip
TOPICS_SHARE = _divided(
    "topics_share",
    "议题占比",
    "topics_raised",
    "topics_raised",
    "该领域上会议题在全部上会议题中所占的百分比",
    Shape.SHARE,
)
MEETING_FIGURES: dict[str, Figure] = {**MEETING_COUNTS, **MEETING_RATES, TOPICS_SHARE.id: TOPICS_SHARE}
Line = dict[str, Any]


def with_rates(counts: Mapping[str, int | None], rounding: Rounding = USUAL) -> Line:
    """Return the counts of a line with its rates beside them; None where there is nothing to divide by."""
    rates = {}
    for name, rate in MEETING_RATES.items():
        above, below = counts.get(rate.numerator[0]), counts.get(rate.denominator[0])
        rates[name] = None if above is None or below is None else percent(above, below, rounding)
    return {**counts, **rates}


def with_shares(lines: Sequence[Line], rounding: Rounding = USUAL) -> list[Line]:
    """Return the lines with each one's share of the topics; together they are 100%."""
    parts = shares([line["topics_raised"] for line in lines], rounding)
    return [line | {TOPICS_SHARE.id: part} for line, part in zip(lines, parts, strict=True)]
