"""The completion rates of units (承办单位办结率) as a paper: whole, tiers with ranks, districts, who was rated low."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from config import LOCAL_TIMEZONE
from models.queries import cities
from reports import completion, lines
from reports.completion import Block, Overall, Units
from reports.documents.paper import Block as PaperBlock
from reports.documents.paper import Column, Form, Heading, Imprint, Paper, Said, Table, Unit, joined, say
from reports.figures.asked import Asked
from reports.lines import Row
from reports.products import sentences
from reports.products.gathering import Order
from reports.products.saying import count, words
from reports.products.tables import HANDLED, Field, counts, rates, table
from reports.workbooks.explanations import spoken

TITLE = "承办单位办结率"
NO_HOTLINE = "12345热线"


def _rank(row: Row) -> Said:
    return words(str(row.get("rank") or ""))


def _behind(row: Row) -> Said:
    behind = row.get("behind")
    return words("") if behind is None else Said(f"{behind}", behind, Unit.POINTS)


RANKED = (
    Field(Column("名次", weight=0.6, is_number=False), _rank),
    counts("dispatched"),
    counts("due"),
    counts("due_on_time"),
    counts("due_open"),
    rates("completion_rate"),
    rates("on_time_rate"),
    rates("result_satisfaction"),
    Field(Column("低于同档（个百分点）", is_number=False), _behind),
)
UNRANKED = RANKED[1:-1]


def paper(order: Order) -> Paper:
    """Return the paper of a period: units stand by rank within their tier."""
    city, asked = cities.find(), lines.ask(order.period, order.at)
    hotline = city.hotline_name if city else NO_HOTLINE
    overall, units = completion.overall(asked), completion.units(asked, by_rank=True)
    return written(asked, overall, units, completion.districts(asked), hotline=hotline, made_by=order.made_by)


def written(
    asked: Asked, overall: Overall, units: Units, districts: Block, *, hotline: str, made_by: str
) -> Paper:
    """Return the paper that says these figures."""
    period, made_on = asked.period, asked.at.astimezone(LOCAL_TIMEZONE).date()
    blocks: list[PaperBlock] = [
        Heading(1, "总体情况"),
        joined(
            say("{period}，转办{sent}件。", period=period.label, sent=count("dispatched", overall.now)),
            sentences.punctuality_of(overall),
        ),
        Heading(1, "承办单位分档情况"),
        *(block for tier in units.blocks for block in (Heading(2, tier.title), _tier(tier))),
        *_idle(units),
        _sums(units),
        Heading(1, "区县情况"),
        table("各区县受理和办理情况", "区县", 1.4, HANDLED, districts.rows),
        *_low(units),
        sentences.caliber_at(asked.at),
        Imprint("", hotline, made_on),
    ]
    return Paper(
        form=Form.BULLETIN,
        organ=hotline,
        mark=f"{hotline}情况通报",
        title=f"{period.label}{TITLE}情况",
        on=made_on,
        blocks=tuple(blocks),
        notes=(
            ("编制单位", hotline),
            ("统计周期", f"{period.label}（{period.span_label}，首尾两日均计）"),
            ("统计截至", spoken(asked.at)),
            ("生成", f"{made_by}，{spoken(asked.at)}"),
        ),
    )


def _tier(block: Block) -> Table:
    fields = RANKED if any(row.get("rank") for row in block.rows) else UNRANKED
    return table(block.title, "承办单位", 2.4, fields, block.rows, [(block.subtotal, True)])


def _sums(units: Units) -> Table:
    rows = [units.total, *([units.unassigned] if units.unassigned else [])]
    return table("合计", "承办单位", 2.4, UNRANKED, (), [(row, row is units.total) for row in rows])


def _idle(units: Units) -> list[PaperBlock]:
    if not units.idle:
        return []
    return [say("本期无转办工单的单位（不参与排名）：{names}。", names="、".join(units.idle))]


def _low(units: Units) -> list[PaperBlock]:
    if not units.unsatisfied:
        return []
    named: Sequence[Row] = units.unsatisfied
    fields = (counts("result_rated"), counts("result_satisfied"), rates("result_satisfaction"))
    made = table("办理结果满意率低于90%的单位", "承办单位", 2.4, fields, named)
    return [Heading(1, "群众评价偏低的单位"), replace(made, note="有效评价不足20份的不列。")]
