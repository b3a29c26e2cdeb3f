"""The statistics of the grid (网格事件统计): what grid workers found, passed up and dealt with, apart from citizens' demands."""

from __future__ import annotations

from collections.abc import Sequence

from reports import grid, lines
from reports.documents.paper import (
    Block,
    Chart,
    ChartKind,
    Column,
    Heading,
    Paper,
    Paragraph,
    Table,
    joined,
    say,
)
from reports.figures.comparison import Change, compared
from reports.figures.registry import REGISTRY
from reports.grid import GridFacts, Row
from reports.periods import Period, PeriodKind
from reports.products.gathering import Order, begun, days_up_to, hotline_name
from reports.products.heads import headed
from reports.products.saying import count, counted, growth, rate
from reports.products.sentences import listed
from reports.products.tables import Field, table
from reports.workbooks.explanations import spoken

TITLE = "网格事件统计"
MOST_CLASSES, MOST_NAMED, MOST_BARS = 12, 3, 8
DAYS_OF_COURSE = 14
APART = "网格事件由网格员巡查采集，与群众诉求分开统计，不计入热线受理数、办结率、满意率等指标。"
CALIBER = (
    "统计口径：按采集时间归期；处置率以全部采集数为分母，上报处置率以上报数为分母；"
    "占比为各类别上报数占全部上报数的比例，按最大余数法调整，各项之和为100%。"
)


def _field(label: str, figure: str) -> Field:
    """Return the column of a figure under a short name: that it is of the grid stands above."""
    spoken_as = rate if REGISTRY[figure].is_divided else count
    return Field(Column(label), lambda row: spoken_as(figure, row))


WHAT_BECAME = (
    _field("采集数", "grid_registered"),
    _field("处置数", "grid_processed"),
    _field("处置率", "grid_processed_rate"),
    _field("上报数", "grid_escalated"),
    _field("上报处置数", "grid_escalated_processed"),
    _field("上报处置率", "grid_escalated_processed_rate"),
)
SHARED = (*WHAT_BECAME[:4], _field("上报占比", "grid_share"))


def paper(order: Order) -> Paper:
    """Return the paper of a period."""
    period = order.period
    is_day = period.kind is PeriodKind.DAY
    parts = days_up_to(period, order.at, DAYS_OF_COURSE) if is_day else begun(period, order.at)
    facts = grid.gather(lines.ask(period, order.at), parts, most_classes=MOST_CLASSES)
    return written(facts, hotline=hotline_name(), made_by=order.made_by)


def written(facts: GridFacts, *, hotline: str, made_by: str) -> Paper:
    """Return the paper that says these figures."""
    asked = facts.asked
    blocks: list[Block] = [
        say("{apart}", apart=APART),
        Heading(1, "总体情况"),
        *_whole(facts),
        Heading(1, "上报事件类别"),
        *_classes(facts),
        Heading(1, "区县情况"),
        _table("各区县网格事件", "区县", WHAT_BECAME, facts.districts, facts.whole),
        *_course(facts),
        Paragraph(say("{text}", text=f"{CALIBER}数据截至{spoken(asked.at)}。").parts, is_note=True),
    ]
    return headed(
        asked,
        blocks,
        mark=f"{hotline}网格统计",
        title=f"{facts.period.label}{TITLE}",
        hotline=hotline,
        made_by=made_by,
        notes=(("范围", "网格事件，不含群众诉求"),),
    )


def _whole(facts: GridFacts) -> list[Block]:
    whole, three = facts.whole, (facts.whole, facts.before, facts.last_year)
    if not whole["grid_registered"]:
        return [say("{period}没有网格事件。", period=facts.period.label)]
    registered, processed = compared("grid_registered", *three), compared("grid_processed_rate", *three)
    earlier = [("同比", registered.yearly_growth)]
    if facts.period.kind is not PeriodKind.YEAR:
        earlier.insert(0, ("环比", registered.growth))
    return [
        joined(
            say("{period}，网格共采集事件{n}件", period=facts.period.label, n=counted(registered.now)),
            *_grown(*earlier),
            say(
                "；已处置{processed}件，处置率{rate}",
                processed=count("grid_processed", whole),
                rate=rate("grid_processed_rate", whole),
            ),
            *_grown(("同比", processed.yearly_growth)),
            say("。"),
        ),
        say(
            "其中上报{escalated}件，占采集数的{share}；上报事件已处置{done}件，上报处置率{rate}。",
            escalated=count("grid_escalated", whole),
            share=rate("grid_escalated_rate", whole),
            done=count("grid_escalated_processed", whole),
            rate=rate("grid_escalated_processed_rate", whole),
        ),
    ]


def _grown(*earlier: tuple[str, Change]) -> list[Paragraph]:
    """Say what there is to compare with; nothing of a time of which there is nothing."""
    told = [growth(word, change) for word, change in earlier if change.number is not None]
    return [piece for each in told for piece in (say("，"), each)]


def _classes(facts: GridFacts) -> list[Block]:
    rows = [row for row in facts.classes if row["grid_escalated"]]
    told: list[Block] = []
    if rows:
        named = rows[:MOST_NAMED] if len(rows) > MOST_NAMED + 1 else rows
        parts = [*named, *grid.together("其他各类", rows[len(named) :])]
        told.append(
            joined(
                say("上报的{n}件中，", n=count("grid_escalated", facts.whole)),
                *listed([_shared(row) for row in parts], "；"),
                say("。"),
            )
        )
        bars = tuple((row["name"], count("grid_escalated", row)) for row in rows[:MOST_BARS])
        told.append(Chart(ChartKind.BARS, "各类别上报数（件）", bars))
    whole = facts.whole | {"grid_share": grid.share_of(facts.classes)}
    return [*told, _table("各类别网格事件", "类别", SHARED, facts.classes, whole)]


def _shared(row: Row) -> Paragraph:
    n, share = count("grid_escalated", row), rate("grid_share", row)
    return say("{name}{n}件，占{share}", name=row["name"], n=n, share=share)


def _course(facts: GridFacts) -> list[Block]:
    if not facts.course:
        return []
    points = tuple((_short(row["asked"].period), count("grid_registered", row)) for row in facts.course)
    return [
        Heading(1, "采集和上报走势"),
        Chart(ChartKind.TREND, "网格采集数（件）", points),
        _table("分期网格事件", "时间", WHAT_BECAME[:4], facts.course),
    ]


def _short(period: Period) -> str:
    first = period.first_on
    return f"{first.month}/{first.day}" if period.days == 1 else f"{first.month}月"


def _table(
    title: str, label: str, fields: Sequence[Field], rows: Sequence[Row], whole: Row | None = None
) -> Table:
    sums = [(whole, True)] if whole and rows else []
    return table(title, label, 1.6, fields, rows, sums)
