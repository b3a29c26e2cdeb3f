"""The chapters that bulletins are put together from, domain study 5.2: figures, then what people wrote (pure)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from reports.documents.paper import (
    Annex,
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    Line,
    Paragraph,
    Said,
    Table,
)
from reports.figures.happenings import TROUBLES
from reports.hot_topics import HotTopic
from reports.lines import Row
from reports.periods import PeriodKind
from reports.products import findings, sentences
from reports.products.assessment import idle_units, low_rated_table, sums_table, tier_table
from reports.products.bulletin_facts import Bulletin
from reports.products.calls import calls
from reports.products.case_tables import urgent_table
from reports.products.gathering import Facts
from reports.products.saying import count, rate, words
from reports.products.slots import Slot, written
from reports.products.tables import (
    HANDLED,
    HAPPENED,
    HOT,
    LATE,
    REWORKED,
    SENT,
    SHARE,
    UNIT,
    beside,
    table,
    told,
)

MOST_MATTERS = 10
MOST_UNITS = 10
Texts = Mapping[str, str]

CAUSE = Slot("cause", "考核说明", "点评落后单位的主要原因，每段一行。")
TOPIC_SLOTS = tuple(
    Slot(
        f"topic_{place}", f"热点{place}：典型诉求和建议", "列举两三件典型诉求（已脱敏），写明建议，每段一行。"
    )
    for place in range(1, 4)
)
TYPICAL = Slot(
    "typical", "典型案例", "诉求和办理结果，每件一行；系统按规则推荐并脱敏，由编制人员选用、改写。"
)
ADVICE = Slot("advice", "下步工作建议", "写明牵头单位和时限，每段一行。", is_needed=True)
BULLETIN_SLOTS = (CAUSE, *TOPIC_SLOTS, TYPICAL, ADVICE)


def present(*paragraphs: Paragraph) -> list[Paragraph]:
    """Return the paragraphs that say anything."""
    return [paragraph for paragraph in paragraphs if paragraph.parts]


def overview(facts: Facts) -> list[Block]:
    """Say how many called, which way and for what (总体情况)."""
    return [
        *present(sentences.volumes(facts), calls(facts)),
        *present(sentences.kinds(facts), sentences.channels(facts)),
        *told(kinds_beside_channels(facts)),
        *course(facts),
    ]


def kinds_beside_channels(facts: Facts) -> Table:
    """Return the ways in and the wishes side by side, each with its share."""
    columns = [
        Column(label, group, weight, is_number)
        for group in ("来源渠道", "诉求类型")
        for label, weight, is_number in (("名称", 1.2, False), ("件数", 1, True), ("占比", 1, True))
    ]
    pairs = zip_longest(_busy(facts.channels.rows), _busy(facts.kinds.rows))
    lines = tuple(Line(tuple(cell for row in pair for cell in _with_share(row))) for pair in pairs)
    return Table("按来源渠道和诉求类型统计", tuple(columns), lines)


def _busy(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["received"]]


def _with_share(row: Row | None) -> tuple[Said, Said, Said]:
    if row is None:
        return words(""), words(""), words("")
    return words(row["name"]), count("received", row), rate("share", row)


def course(facts: Facts) -> list[Chart]:
    """Draw how many came in each day or month of the course; nothing where none came."""
    if not facts.overall.now["received"]:
        return []
    first = facts.course[0]["asked"].period if facts.course else facts.period
    unit, name = POINTS.get(first.kind, POINTS[PeriodKind.DAY])
    points = tuple((name(row), count("received", row)) for row in facts.course)
    return [Chart(ChartKind.TREND, f"{facts.period.label}各{unit}受理数（件）", points)]


def _day(row: Row) -> str:
    day = row["asked"].period.first_on
    return f"{day.month}/{day.day}"


def _month(row: Row) -> str:
    return f"{row['asked'].period.first_on.month}月"


POINTS: dict[PeriodKind, tuple[str, Callable[[Row], str]]] = {
    PeriodKind.DAY: ("日", _day),
    PeriodKind.MONTH: ("月", _month),
}


def handling(facts: Facts) -> list[Block]:
    """Say what was answered at once, to whom the rest went, what was due and what citizens said (办理情况)."""
    groups = facts.groups
    whole = [(groups.subtotal, True)] if groups.rows else []
    return [
        *present(sentences.handling(facts)),
        *told(
            table("转办工单按责任单位统计", "责任单位", 1.8, beside(SENT, facts.period), groups.rows, whole)
        ),
        *present(sentences.punctuality(facts), sentences.follow_up(facts)),
    ]


def assessing(facts: Facts, texts: Texts) -> list[Block]:
    """Rank units of like size, name the last with what was late, and those that are not ranked (考核情况)."""
    units, tiers = facts.units, facts.asked.caliber.tiers
    ranked = [block for block in units.blocks if block.is_ranked and block.rows]
    blocks: list[Block] = []
    for block in ranked:
        blocks += [Heading(2, block.title), tier_table(block, facts.marks)]
    least = (tiers[-2].most or 0) + 1
    return [
        *blocks,
        *findings.units_behind(units),
        *findings.small_units(units, least),
        *idle_units(units),
        *written(texts, CAUSE),
        sums_table(units),
    ]


def hot_topics(bulletin: Bulletin, texts: Texts) -> list[Block]:
    """Name the matters that led, then hot topics (or these matters), each with typical calls and advice (热点诉求)."""
    facts = bulletin.facts
    blocks: list[Block] = [*present(sentences.hot_matters(facts)), *hot_matters(facts)]
    if bulletin.hot:
        blocks += hot_topics_table([hot.topic for hot in bulletin.hot])
        for hot, slot in zip(bulletin.hot, TOPIC_SLOTS, strict=False):
            blocks += [
                Heading(2, hot.topic.line.title),
                findings.hot_topic(hot.topic),
                *written(texts, slot),
            ]
        return blocks
    for topic, slot in zip(bulletin.topics, TOPIC_SLOTS, strict=False):
        name = topic.row["name"].split("/")[-1]
        blocks += [Heading(2, name), findings.topic(topic.row), *written(texts, slot)]
    return blocks


def hot_topics_table(topics: Sequence[HotTopic]) -> list[Block]:
    """List the hot topics by their callers, with how far their cases are; nothing where there is none."""
    return [table("集中反映的热点事项", "热点", 2.6, HOT, [topic.row for topic in topics])] if topics else []


def hot_matters(facts: Facts) -> list[Block]:
    """List and draw the matters that led."""
    top = sentences.most_received(facts.matters.rows)[:MOST_MATTERS]
    if not top:
        return []
    points = tuple((row["name"].split("/")[-1], count("received", row)) for row in top)
    title = f"受理数居前的{len(top)}个事项"
    return [
        table(title, "事项", 3, beside(SHARE, facts.period)[:4], top),
        Chart(ChartKind.BARS, f"{title}（件）", points),
    ]


def quality(facts: Facts) -> list[Block]:
    """List who was late, whose cases came back, and whom citizens rated low (办理质量)."""
    rows = [row for block in facts.units.blocks for row in block.rows]
    late = [row for row in rows if row["due_overdue"]]
    again = [row for row in rows if row["returned"] or row["redone"] or row["extended"]]
    return [
        *present(sentences.units_overdue(facts)),
        *told(table("超期较多的单位", "承办单位", 2.4, LATE, most(late, "due_overdue"))),
        *told(
            table(
                "退单、重办和延期较多的单位",
                "承办单位",
                2.4,
                REWORKED,
                most(again, "returned", "redone", "extended"),
            )
        ),
        *happened(facts),
        low_rated_table(facts.units),
    ]


def happened(facts: Facts) -> list[Table]:
    """List with which units returns, extensions, orders and cards happened most; nothing where none did."""
    title = "本期退单、延期、督办和亮牌次数较多的单位"
    rows = most(facts.happened, *TROUBLES)
    return [table(title, "当事单位", 2.4, HAPPENED, rows)] if rows else []


def most(rows: Sequence[Row], *figures: str) -> list[Row]:
    """Return the lines with the most by the sum of these counts, ten at most."""
    return sorted(rows, key=lambda row: -sum(row[figure] for figure in figures))[:MOST_UNITS]


def instructions(bulletin: Bulletin) -> list[Block]:
    """List what leaders wrote a line on (领导批示); nothing where they wrote none."""
    if not bulletin.instructed:
        return []
    empty = "本期没有领导批示工单。"
    return [Heading(1, "领导批示办理情况"), urgent_table("领导批示工单", empty, bulletin.instructed)]


def typical(texts: Texts) -> list[Block]:
    """Retell cases with their results (典型案例); nothing where none is told."""
    retold = written(texts, TYPICAL)
    return [Heading(1, TYPICAL.label), *retold] if retold else []


def warnings(bulletin: Bulletin, texts: Texts) -> list[Block]:
    """Say what heaps up and what rises, and what to do (预警与建议)."""
    heaps = [findings.heap(each) for each in bulletin.heaps]
    rising = present(findings.risers(bulletin.facts.matters.rows))
    return [
        *(heaps or [Paragraph((words("近期没有同一街道多人集中反映同一事项的情况。"),))]),
        *rising,
        *written(texts, ADVICE),
    ]


def annexes(facts: Facts) -> list[Block]:
    """Return the tables at the end: units, districts, matters by branch (附表); none of what there is not."""
    matters = beside(SHARE, facts.period)
    annexed = (
        ("承办单位办理情况统计表", units_table(facts)),
        (
            "各区县受理和办理情况统计表",
            table("各区县受理和办理情况", "区县", 1.4, HANDLED, facts.districts.rows),
        ),
        ("诉求事项大类统计表", table("按事项大类统计", "事项大类", 1.6, matters, facts.branches.rows)),
    )
    return [block for title, made in annexed if made.lines for block in (Annex(title), made)]


def units_table(facts: Facts) -> Table:
    """Return every unit with cases, then their sum, and what is with no unit now."""
    units = facts.units
    rows = [row for block in units.blocks for row in block.rows]
    sums = [(units.total, True), *([(units.unassigned, False)] if units.unassigned else [])]
    return table("承办单位转办和应办结情况", "承办单位", 2.6, UNIT, rows, sums if rows else ())
