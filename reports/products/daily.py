"""The daily brief (日报): what came in, what became of it, what is hot, what leaders must know of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Heading,
    Paper,
    Table,
)
from reports.hot_topics import HotTopic
from reports.lines import Row
from reports.products import sentences
from reports.products.bulletin_facts import hot_topics_of
from reports.products.calls import calls
from reports.products.case_tables import urgent_table
from reports.products.chapters import hot_matters, hot_topics_table, present, units_table
from reports.products.gathering import Facts, Order, days_up_to, gather
from reports.products.heads import headed
from reports.products.saying import count
from reports.products.slots import Slot, written
from reports.products.tables import HANDLED, SHARE, table, told

DAYS_OF_COURSE = 14
NOT_RANKED = "按单日数据不分档、不排名；考核以月度通报为准。"
REMARKS = Slot("remarks", "工作提示", "需要领导关注、各单位办理的事项，每段一行。")
SLOTS = (REMARKS,)


def paper(order: Order) -> Paper:
    """Return the brief of a day."""
    facts = gather(order, days_up_to(order.period, order.at, DAYS_OF_COURSE), by_rank=False)
    return brief(facts, order.texts, hot_topics_of(facts.asked))


def brief(facts: Facts, texts: Mapping[str, str], hot: Sequence[HotTopic] = ()) -> Paper:
    """Return the brief that says these facts and texts."""
    blocks: tuple[Block, ...] = (
        Heading(1, "受理情况"),
        *present(sentences.volumes(facts), calls(facts)),
        *present(sentences.kinds(facts), sentences.channels(facts)),
        *told(_shares("诉求类型", facts.kinds.rows)),
        *told(_shares("来源渠道", facts.channels.rows)),
        _course(facts),
        Heading(1, "办理情况"),
        *present(sentences.handling(facts), sentences.punctuality(facts), sentences.follow_up(facts)),
        *present(sentences.units_overdue(facts)),
        Heading(1, "热点诉求"),
        *present(sentences.hot_matters(facts)),
        *hot_matters(facts),
        *hot_topics_table(hot),
        Heading(1, "区县情况"),
        table("各区县受理和办理情况", "区县", 1.4, HANDLED, facts.districts.rows),
        Heading(1, "紧急和领导批示事项"),
        urgent_table("紧急和领导批示工单", "本期没有险情、特急和领导批示工单。", facts.urgent),
        *_remarks(texts),
        sentences.caliber(facts),
        *_units(facts),
    )
    return headed(
        facts.asked,
        blocks,
        mark=f"{facts.hotline}日报",
        title=f"{facts.period.label}热线受理办理情况",
        hotline=facts.hotline,
        made_by=facts.made_by,
    )


def _remarks(texts: Mapping[str, str]) -> list[Block]:
    said = written(texts, REMARKS)
    return [Heading(1, REMARKS.label), *said] if said else []


def _units(facts: Facts) -> list[Block]:
    made = units_table(facts)
    return [Annex("承办单位办理情况"), replace(made, note=NOT_RANKED)] if made.lines else []


def _shares(title: str, rows: Sequence[Row]) -> Table:
    return table(f"按{title}统计", title, 1.4, SHARE, rows)


def _course(facts: Facts) -> Chart:
    points = tuple(
        (f"{day.month}/{day.day}", count("received", row))
        for row in facts.course
        if (day := row["asked"].period.first_on)
    )
    return Chart(ChartKind.TREND, f"近{len(points)}日受理数（件）", points)
