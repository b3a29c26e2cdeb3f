"""The figures of what happened with cases (发生口径): returns, extensions, orders, cards, citations (pure).

The condition of each count, by the same name, stands in models/queries/happenings.py.
"""

from __future__ import annotations

from models.vocabulary import Cohort
from reports.figures.figure import Figure, Shape

NO_RECORD = "历史导入件没有逐次记录，不计"


def _count(name: str, label: str, meaning: str, exclusions: str, source: str) -> Figure:
    return Figure(
        id=name,
        label=label,
        shape=Shape.COUNT,
        cohort=Cohort.HAPPENED,
        meaning=meaning,
        exclusions=f"{exclusions}；{NO_RECORD}",
        source=source,
        measured_in="次",
    )


HAPPENED: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        _count(
            "returns_asked",
            "退单次数",
            "承办单位申请退单的，按申请时间，计入申请单位",
            "不论是否获准，一件退单几次计几次",
            "退单申请：申请时间、申请单位",
        ),
        _count(
            "returns_agreed",
            "退单获准次数",
            "退单获准的，按审批时间，计入申请单位",
            "未获准的不计",
            "退单申请：审批时间、审批结果、申请单位",
        ),
        _count(
            "extensions_agreed",
            "延期次数",
            "延期获准的，按审批时间，计入申请单位",
            "未获准的不计；一件延期几次计几次",
            "延期申请：审批时间、审批结果、申请单位",
        ),
        _count(
            "orders_issued",
            "督办次数",
            "发出督办单的，按发出时间，计入被督办单位",
            "催办不计",
            "督办单：发出时间、被督办单位",
        ),
        _count(
            "yellow_cards",
            "黄牌次数",
            "时限将至而亮黄牌的，按亮牌时间，计入被亮牌单位",
            "不剔除",
            "亮牌：时间、单位",
        ),
        _count(
            "red_cards",
            "红牌次数",
            "超期而亮红牌的，按亮牌时间，计入被亮牌单位",
            "不剔除",
            "亮牌：时间、单位",
        ),
        _count(
            "knowledge_cited",
            "知识引用次数",
            "工单引用知识库条目的，按引用时间，计入该条知识当时所属的单位",
            "一件工单引用几条计几次，同一版不重复计",
            "引用知识：引用时间、知识所属单位",
        ),
    )
}
# What papers and pages say of a unit's troubles; an article that is cited is none.
TROUBLES = tuple(name for name in HAPPENED if name != "knowledge_cited")
