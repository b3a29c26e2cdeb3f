"""The annual report (年报): the year in one sentence, then calls, hot topics, handling, assessment (domain study 5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.vocabulary import Kind
from reports.documents.paper import Block, Heading, Paper, Paragraph, Table, joined, say
from reports.lines import Row
from reports.products import bulletin, chapters, sentences
from reports.products.bulletin_facts import Bulletin, gather_bulletin
from reports.products.chapters import BULLETIN_SLOTS
from reports.products.gathering import Facts, Order
from reports.products.heads import headed
from reports.products.saying import count, rate
from reports.products.slots import Slot, written
from reports.products.tables import counts, rates, table

OUTLOOK = Slot("outlook", "下一年度工作安排", "来年的重点工作，每段一行。")
SLOTS = (*BULLETIN_SLOTS, OUTLOOK)
MONTHS = (
    counts("received"),
    counts("dispatched"),
    counts("closed"),
    counts("due"),
    rates("completion_rate"),
    rates("on_time_rate"),
    rates("result_satisfaction"),
    rates("hotline_satisfaction"),
)


def paper(order: Order) -> Paper:
    """Return the report of a year; where nobody wrote anything, with what is proposed."""
    gathered = gather_bulletin(order)
    return year(gathered, {**bulletin.proposals(gathered), **order.texts})


def proposed(order: Order) -> Mapping[str, str]:
    """Return what the house proposes to write into the places of the report."""
    return bulletin.proposed(order)


def year(gathered: Bulletin, texts: Mapping[str, str]) -> Paper:
    """Return the report that says these facts and texts."""
    facts = gathered.facts
    arranged = written(texts, OUTLOOK)
    outlook: list[Block] = [Heading(1, OUTLOOK.label), *arranged] if arranged else []
    blocks: list[Block] = [
        in_one_sentence(facts),
        Heading(1, "总体情况"),
        *chapters.overview(facts),
        months(facts),
        Heading(1, "热点诉求"),
        *chapters.hot_topics(gathered, texts),
        Heading(1, "办理情况"),
        *chapters.handling(facts),
        Heading(1, "考核情况"),
        *chapters.assessing(facts, texts),
        Heading(1, "办理质量"),
        *chapters.quality(facts),
        *chapters.instructions(gathered),
        *chapters.typical(texts),
        Heading(1, "预警和下步工作建议"),
        *chapters.warnings(gathered, texts),
        *outlook,
        sentences.caliber(facts),
        *chapters.annexes(facts),
    ]
    return headed(
        facts.asked,
        blocks,
        mark=f"{facts.hotline}年度报告",
        title=f"{facts.period.label}12345热线年度报告",
        hotline=facts.hotline,
        made_by=facts.made_by,
    )


def in_one_sentence(facts: Facts) -> Paragraph:
    """Say the year as the city says it: received, closed, and how satisfied citizens were.

    Closed are those received in the year and closed by the moment of the count, of all that were received.
    """
    now = facts.overall.now
    if not now["received"]:
        return say("{period}，没有受理诉求。", period=facts.period.label)
    return joined(
        say(
            "{period}，共受理{kinds}各类诉求{received}件，办结{closed}件，办结率为{rate}",
            period=facts.period.label,
            kinds=_kinds(facts.kinds.rows),
            received=count("received", now),
            closed=count("closed", now),
            rate=rate("closed_rate", now),
        ),
        *(_satisfied(now, *given) for given in SATISFIED),
        say("。"),
    )


SATISFIED = (
    ("result_rated", "result_satisfaction", "，对办理结果满意率为{rate}", "，对办理结果暂无有效评价"),
    ("hotline_rated", "hotline_satisfaction", "，对热线满意率达{rate}", "，对热线暂无有效评价"),
)


def _satisfied(now: Row, rated: str, figure: str, said: str, unsaid: str) -> Paragraph:
    return say(said, rate=rate(figure, now)) if now[rated] else say(unsaid)


def _kinds(rows: Sequence[Row]) -> str:
    """Name the kinds that citizens came with, reports on others left to 等."""
    names = [row["name"] for row in rows if row["received"] and row["key"] != Kind.REPORT]
    return f"{'、'.join(names)}等" if names else ""


def months(facts: Facts) -> Table:
    """Return the months of the year, and their sum."""
    whole = facts.overall.now | {"name": "全年"}
    sums = [(whole, True)] if facts.course else []
    return table("各月受理和办理情况", "月份", 1.3, MONTHS, facts.course, sums)
