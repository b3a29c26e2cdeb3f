"""The completion rates of units (承办单位办结率) as a paper: whole, tiers with ranks, districts, who was rated low."""

from __future__ import annotations

from reports import completion, lines
from reports.completion import Block, Overall, Units
from reports.documents.paper import Block as PaperBlock
from reports.documents.paper import Heading, Paper, joined, say
from reports.figures.asked import Asked
from reports.products import sentences
from reports.products.assessment import idle_units, low_rated_table, sums_table, tier_table
from reports.products.gathering import Order, hotline_name
from reports.products.heads import headed
from reports.products.saying import count
from reports.products.tables import HANDLED, table

TITLE = "承办单位办结率"


def paper(order: Order) -> Paper:
    """Return the paper of a period: units stand by rank within their tier."""
    asked, hotline = lines.ask(order.period, order.at), hotline_name()
    overall, units = completion.overall(asked), completion.units(asked, by_rank=True)
    return written(asked, overall, units, completion.districts(asked), hotline=hotline, made_by=order.made_by)


def written(
    asked: Asked, overall: Overall, units: Units, districts: Block, *, hotline: str, made_by: str
) -> Paper:
    """Return the paper that says these figures."""
    label = asked.period.label
    low: list[PaperBlock] = [Heading(1, "群众评价偏低的单位"), low_rated_table(units)]
    blocks: list[PaperBlock] = [
        Heading(1, "总体情况"),
        joined(
            say("{period}，转办{sent}件。", period=label, sent=count("dispatched", overall.now)),
            sentences.punctuality_of(overall),
        ),
        Heading(1, "承办单位分档情况"),
        *(block for tier in units.blocks for block in (Heading(2, tier.title), tier_table(tier))),
        *idle_units(units),
        sums_table(units),
        Heading(1, "区县情况"),
        table("各区县受理和办理情况", "区县", 1.4, HANDLED, districts.rows),
        *(low if units.unsatisfied else []),
        sentences.caliber_at(asked.at),
    ]
    title, mark = f"{label}{TITLE}情况", f"{hotline}情况通报"
    return headed(asked, blocks, mark=mark, title=title, hotline=hotline, made_by=made_by)
