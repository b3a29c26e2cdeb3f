"""The daily brief (日报): what came in, what became of it, what is hot, what leaders must know of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from config import LOCAL_TIMEZONE
from models.queries.urgent_cases import UrgentLine
from models.vocabulary import Urgency
from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Column,
    Form,
    Heading,
    Imprint,
    Line,
    Paper,
    Paragraph,
    Said,
    Table,
)
from reports.lines import Row
from reports.products import sentences
from reports.products.gathering import Facts, Order, gather
from reports.products.saying import count, words
from reports.products.slots import Slot, written
from reports.products.tables import HANDLED, SHARE, UNIT, table
from reports.workbooks.explanations import spoken

DAYS_OF_COURSE = 14
MOST_MATTERS = 10
REMARKS = Slot("remarks", "工作提示", "需要领导关注、各单位办理的事项，每段一行。")
SLOTS = (REMARKS,)


def paper(order: Order) -> Paper:
    """Return the brief of a day."""
    return brief(gather(order, days_of_course=DAYS_OF_COURSE), order.texts)


def brief(facts: Facts, texts: Mapping[str, str]) -> Paper:
    """Return the brief that says these facts and texts."""
    made_on = facts.asked.at.astimezone(LOCAL_TIMEZONE).date()
    blocks: tuple[Block, ...] = (
        Heading(1, "受理情况"),
        *_said(sentences.volumes(facts), sentences.kinds(facts), sentences.channels(facts)),
        _shares("诉求类型", facts.kinds.rows),
        _shares("来源渠道", facts.channels.rows),
        _course(facts),
        Heading(1, "办理情况"),
        *_said(sentences.handling(facts), sentences.punctuality(facts), sentences.follow_up(facts)),
        *_said(sentences.units_overdue(facts)),
        Heading(1, "热点诉求"),
        *_said(sentences.hot_matters(facts)),
        *_hot(facts),
        Heading(1, "区县情况"),
        table("各区县受理和办理情况", "区县", 1.4, HANDLED, facts.districts.rows),
        Heading(1, "紧急和领导批示事项"),
        _urgent(facts.urgent),
        *_remarks(texts),
        sentences.caliber(facts),
        Annex("承办单位办理情况"),
        _units(facts),
        Imprint("", facts.hotline, made_on),
    )
    return Paper(
        form=Form.BULLETIN,
        organ=facts.hotline,
        mark=f"{facts.hotline}日报",
        title=f"{facts.period.label}热线受理办理情况",
        on=made_on,
        blocks=blocks,
        notes=(
            ("编制单位", facts.hotline),
            ("统计周期", f"{facts.period.label}（首尾两日均计）"),
            ("统计截至", spoken(facts.asked.at)),
            ("生成", f"{facts.made_by}，{spoken(facts.asked.at)}"),
        ),
    )


def _said(*paragraphs: Paragraph) -> list[Paragraph]:
    return [paragraph for paragraph in paragraphs if paragraph.parts]


def _remarks(texts: Mapping[str, str]) -> list[Block]:
    said = written(texts, REMARKS)
    return [Heading(1, REMARKS.label), *said] if said else []


def _shares(title: str, rows: Sequence[Row]) -> Table:
    return table(f"按{title}统计", title, 1.4, SHARE, rows)


def _course(facts: Facts) -> Chart:
    points = tuple(
        (f"{day.month}/{day.day}", count("received", row))
        for row in facts.course
        if (day := row["asked"].period.first_on)
    )
    return Chart(ChartKind.TREND, f"近{len(points)}日受理数（件）", points)


def _hot(facts: Facts) -> list[Block]:
    top = sentences.most_received(facts.matters.rows)[:MOST_MATTERS]
    if not top:
        return []
    points = tuple((row["name"].split("/")[-1], count("received", row)) for row in top)
    title = f"受理数居前的{len(top)}个事项"
    return [
        table(title, "事项", 3, SHARE[:4], top),
        Chart(ChartKind.BARS, f"{title}（件）", points),
    ]


def _units(facts: Facts) -> Table:
    """Return every unit with cases, then their sum, and what is with no unit now; one day is too short to rank."""
    units = facts.units
    rows = [row for block in units.blocks for row in block.rows]
    sums = [(units.total, True), *([(units.unassigned, False)] if units.unassigned else [])]
    made = table("承办单位转办和应办结情况", "承办单位", 2.6, UNIT, rows, sums if rows else ())
    return replace(made, note="按单日数据不分档、不排名；考核以月度通报为准。")


def _urgent(cases: Sequence[UrgentLine]) -> Table:
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
    note = "只列工单的分类、属地和办理状态，诉求内容和诉求人信息请在系统内查阅；保密专席工单不列。"
    return Table("紧急和领导批示工单", columns, lines, empty="本期没有险情、特急和领导批示工单。", note=note)


def _causes(case: UrgentLine) -> list[str]:
    causes = [
        ("险情", case.is_hazard),
        ("特急", case.urgency is Urgency.CRITICAL),
        ("领导批示", case.is_instructed),
    ]
    return [label for label, holds in causes if holds]
