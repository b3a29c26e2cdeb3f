"""Weekly, monthly and quarterly bulletin (周报、月度通报、季度分析): one skeleton, domain study 5.2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.documents.paper import Block, Heading, Paper
from reports.products import chapters, findings, retold, sentences
from reports.products.bulletin_facts import Bulletin, gather_bulletin
from reports.products.chapters import ADVICE, BULLETIN_SLOTS, TOPIC_SLOTS, TYPICAL
from reports.products.gathering import Order
from reports.products.heads import headed

MOST_TYPICAL = 3
SLOTS = BULLETIN_SLOTS


@dataclass(frozen=True)
class Edition:
    """What a bulletin of one length is called; `assesses`: whether units are ranked in it."""

    mark: str
    title: str
    assesses: bool = True


WEEKLY = Edition("周报", "12345热线受理办理情况", assesses=False)
MONTHLY = Edition("情况通报", "12345热线运行情况通报")
QUARTERLY = Edition("季度分析报告", "12345热线运行分析")


def paper_of(edition: Edition) -> Callable[[Order], Paper]:
    """Return the maker of an edition's papers."""
    return lambda order: paper(edition, order)


def paper(edition: Edition, order: Order) -> Paper:
    """Return the bulletin of a period; where nobody wrote anything, with what is proposed."""
    bulletin = gather_bulletin(order)
    return written(edition, bulletin, {**proposals(bulletin), **order.texts})


def proposed(order: Order) -> Mapping[str, str]:
    """Return what the house proposes to write into the places of the bulletin."""
    return proposals(gather_bulletin(order))


def proposals(bulletin: Bulletin) -> dict[str, str]:
    """Return cases retold that may stand for their matter, the first of each with its result, and advice."""
    proposed = {
        slot.name: "\n".join(retold.demand(case) for case in topic.cases[1:])
        for slot, topic in zip(TOPIC_SLOTS, bulletin.leading, strict=False)
    }
    first = [retold.whole(case) for topic in bulletin.leading for case in topic.cases[:1]]
    proposed[TYPICAL.name] = "\n".join(first[:MOST_TYPICAL])
    proposed[ADVICE.name] = "\n".join(findings.advice(bulletin.facts.units, bulletin.heaps))
    return proposed


def written(edition: Edition, bulletin: Bulletin, texts: Mapping[str, str]) -> Paper:
    """Return the bulletin that says these facts and texts."""
    facts = bulletin.facts
    assessment: list[Block] = [Heading(1, "考核情况"), *chapters.assessing(facts, texts)]
    blocks: list[Block] = [
        Heading(1, "总体情况"),
        *chapters.overview(facts),
        Heading(1, "办理情况"),
        *chapters.handling(facts),
        *(assessment if edition.assesses else ()),
        Heading(1, "热点诉求"),
        *chapters.hot_topics(bulletin, texts),
        Heading(1, "办理质量"),
        *chapters.quality(facts),
        *chapters.instructions(bulletin),
        *chapters.typical(texts),
        Heading(1, "预警和下步工作建议"),
        *chapters.warnings(bulletin, texts),
        sentences.caliber(facts),
        *chapters.annexes(facts),
    ]
    return headed(
        facts.asked,
        blocks,
        mark=f"{facts.hotline}{edition.mark}",
        title=f"{facts.period.label}{edition.title}",
        hotline=facts.hotline,
        made_by=facts.made_by,
    )
