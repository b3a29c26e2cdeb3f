"""Tables of single cases in papers: their facts, each leading to its case, never what the caller said (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from config import LOCAL_TIMEZONE
from models.queries.urgent_cases import UrgentLine
from models.vocabulary import Urgency
from reports.documents.paper import Column, Line, Said, Table
from reports.products.saying import words

NOTE = "只列工单的分类、属地和办理状态，诉求内容和诉求人信息请在系统内查阅；保密专席工单不列。"


def urgent_table(title: str, empty: str, cases: Sequence[UrgentLine]) -> Table:
    """Return the cases that leaders must hear of, and why."""
    columns = (
        Column("序号", weight=0.55, is_number=False),
        Column("工单编号", weight=1.9, is_number=False),
        Column("受理时间", weight=1.2, is_number=False),
        Column("事由", weight=1.1, is_number=False),
        Column("事项分类", weight=2, is_number=False),
        Column("区县", weight=1, is_number=False),
        Column("主办单位", weight=1.6, is_number=False),
        Column("状态", weight=1, is_number=False),
    )
    lines = tuple(
        Line(
            (
                words(str(place)),
                Said(case.number, case_id=case.id),
                words(f"{case.received_at.astimezone(LOCAL_TIMEZONE):%m-%d %H:%M}"),
                words("、".join(_causes(case))),
                words(case.matter.replace("/", "－")),
                words(case.district or ""),
                words(case.department or ""),
                words(case.state.label),
            )
        )
        for place, case in enumerate(cases, 1)
    )
    return Table(title, columns, lines, empty=empty, note=NOTE if lines else "")


def _causes(case: UrgentLine) -> list[str]:
    causes = [
        ("险情", case.is_hazard),
        ("特急", case.urgency is Urgency.CRITICAL),
        ("领导批示", case.is_instructed),
    ]
    return [label for label, holds in causes if holds]
