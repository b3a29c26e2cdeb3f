"""The completion-rate report (承办单位办结率): what its page and its workbook both show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.queries.measures import ANY, NONE
from models.vocabulary import Cohort, Dimension
from reports import extracts, lines
from reports.figures import satisfaction, timeliness, volumes
from reports.figures.asked import Asked
from reports.figures.definitions import MEASURES, RATES
from reports.figures.rates import Line
from reports.lines import Row
from reports.periods import Period

LOW_SATISFACTION = 90
TOGETHER = (
    Dimension.DEPARTMENT,
    Dimension.BRANCH,
    Dimension.CATEGORY,
    Dimension.DISTRICT,
)


@dataclass(frozen=True)
class Block:
    """Lines that belong together, and what they add up to."""

    title: str
    rows: list[Row]
    subtotal: Row
    is_ranked: bool = False


@dataclass(frozen=True)
class Overall:
    """The whole hotline: this period, the period before and the same period of last year."""

    now: Row
    before: Row
    last_year: Row


@dataclass(frozen=True)
class Units:
    """Departments in tiers; `idle` names those that were sent nothing, `unsatisfied` those rated low.

    `unassigned` is what was dispatched but is with no department now, such as a case sent back.
    """

    blocks: list[Block]
    total: Row
    unassigned: Row | None
    idle: list[str]
    unsatisfied: list[Row]


@dataclass(frozen=True)
class Completion:
    """Everything the workbook shows, counted at one moment; `so_far` is the whole since 1 January (本年累计)."""

    asked: Asked
    overall: Overall
    so_far: Row
    units: Units
    categories: list[Block]
    districts: Block
    channels: Block
    kinds: Block
    parts: list[Period]
    trend: list[Row] = field(default_factory=list)
    units_by_part: list[tuple[Row, list[Row]]] = field(default_factory=list)

    @property
    def period(self) -> Period:
        """Which days it is about."""
        return self.asked.period

    @property
    def at(self) -> datetime:
        """The moment of the count."""
        return self.asked.at


def gather(period: Period, at: datetime, *, by_rank: bool = False) -> Completion:
    """Count everything the workbook shows. Months are told apart where the period is longer than one."""
    asked = lines.ask(period, at)
    [tables] = lines.tables(TOGETHER, asked)
    parts = period.parts()
    return Completion(
        asked=asked,
        overall=overall(asked),
        so_far=so_far(asked),
        units=units_of(tables[Dimension.DEPARTMENT], asked, by_rank=by_rank),
        categories=_branches(tables[Dimension.BRANCH], tables[Dimension.CATEGORY], asked),
        districts=block("各区县", tables[Dimension.DISTRICT], asked, Dimension.DISTRICT),
        channels=shared_out(Dimension.CHANNEL, asked),
        kinds=shared_out(Dimension.KIND, asked),
        parts=parts,
        trend=trend(asked, parts),
        units_by_part=_units_by_part(asked, parts) if _has_months(period) else [],
    )


def overall(asked: Asked) -> Overall:
    """Return the totals of the period and of the two it is compared with."""
    periods = compared_periods(asked)
    now, before, last_year = (
        lines.rows(tables[Dimension.ALL], asked.during(period), Dimension.ALL)[0]
        for period, tables in zip(periods, lines.tables([Dimension.ALL], asked, *periods), strict=True)
    )
    return Overall(now, before, last_year)


def so_far(asked: Asked) -> Row:
    """Return the totals of the year up to the period's last day."""
    year = asked.during(asked.period.cumulative())
    [tables] = lines.tables([Dimension.ALL], year)
    return lines.rows(tables[Dimension.ALL], year, Dimension.ALL)[0]


def units(asked: Asked, *, by_rank: bool = False) -> Units:
    """Return the departments in tiers, in official order or by rank."""
    [tables] = lines.tables([Dimension.DEPARTMENT], asked)
    return units_of(tables[Dimension.DEPARTMENT], asked, by_rank=by_rank)


def shared_out(dimension: Dimension, asked: Asked) -> Block:
    """Return the members of a dimension with their shares of what was received, and their growth."""
    return shared(dimension, asked, lines.tables([dimension], asked, *compared_periods(asked)))


def shared(
    dimension: Dimension, asked: Asked, counted: Sequence[Mapping[Dimension, Sequence[Line]]]
) -> Block:
    """Return the same of tables already counted: of the period and of the two it is compared with."""
    now, before, last_year = (tables[dimension] for tables in counted)
    busy, rounding = lines.with_cases(now), asked.caliber.rounding
    table = volumes.compared(busy, before, last_year, "received", rounding)
    return block(dimension.label, table, asked, dimension)


def leaves(asked: Asked, branch_key: str) -> Block:
    """Return the matters of one branch."""
    [tables] = lines.tables([Dimension.BRANCH, Dimension.CATEGORY], asked)
    blocks = _branches(tables[Dimension.BRANCH], tables[Dimension.CATEGORY], asked)
    found = [block for block in blocks if block.subtotal["key"] == branch_key]
    return found[0] if found else Block("", [], lines.total([], asked))


def districts(asked: Asked) -> Block:
    """Return the districts."""
    [tables] = lines.tables([Dimension.DISTRICT], asked)
    return block("各区县", tables[Dimension.DISTRICT], asked, Dimension.DISTRICT)


def trend(asked: Asked, parts: Sequence[Period]) -> list[Row]:
    """Return the totals of each part of a period."""
    counted = extracts.counts([Dimension.ALL], asked, *parts)
    return [
        Line(found[Dimension.ALL].get(NONE, lines.NOTHING), asked.caliber.rounding)
        | {"key": NONE, "name": part.label, "asked": asked.during(part).of(Dimension.ALL, NONE)}
        for part, found in zip(parts, counted, strict=True)
    ]


def compared_periods(asked: Asked) -> tuple[Period, Period, Period]:
    """Return the period and the two it is compared with: the one before, and that of last year."""
    period = asked.period
    return period, period.before(), period.year_before()


def units_of(table: Sequence[Line], asked: Asked, *, by_rank: bool) -> Units:
    """Return the departments of a table in tiers."""
    sent = lines.sent_units(table, asked)
    blocks = []
    for tier in asked.caliber.tiers:
        own = lines.of_tier(sent, tier)
        if not own:
            continue
        subtotal = lines.total(own, asked.of(Dimension.DEPARTMENT, tier.key), "小计")
        whole = subtotal["on_time_rate"]
        ordered = [
            line | {"behind": timeliness.behind_tier(line["on_time_rate"], whole)}
            for line in (timeliness.by_rank(own) if by_rank else own)
        ]
        rows = lines.rows(ordered, asked, Dimension.DEPARTMENT)
        blocks.append(Block(tier.label, rows, subtotal, tier.is_ranked))
    low = satisfaction.least_satisfied(sent, LOW_SATISFACTION)
    whole_line = lines.total(lines.members(table), asked.of(Dimension.DEPARTMENT, ANY))
    unsatisfied = lines.rows(low, asked, Dimension.DEPARTMENT)
    return Units(blocks, whole_line, _unassigned(table, asked), lines.idle_units(table, sent), unsatisfied)


def _unassigned(table: Sequence[Line], asked: Asked) -> Row | None:
    """Return what is dispatched or due and with nobody; its other counts would mix in direct answers."""
    nobody = [
        line for line in table if line["key"] == NONE and (line["dispatched"] > 0 or lines.had_due(line))
    ]
    found = lines.rows(nobody, asked, Dimension.DEPARTMENT)
    if not found:
        return None
    told = {"dispatched", *(name for name, m in MEASURES.items() if m.cohort is Cohort.DUE)}
    rates = {name for name, rate in RATES.items() if {*rate.numerator, *rate.denominator} <= told}
    return found[0] | dict.fromkeys({*MEASURES, *RATES} - told - rates)


def _branches(branches: Sequence[Line], categories: Sequence[Line], asked: Asked) -> list[Block]:
    """Return a block for each branch with cases: its leaves, and itself as the subtotal."""
    busy = lines.with_cases(categories)
    return [
        Block(
            row["name"],
            lines.rows(lines.leaves_of(row["key"], busy), asked, Dimension.CATEGORY),
            row,
        )
        for row in lines.rows(lines.with_cases(branches), asked, Dimension.BRANCH)
    ]


def _units_by_part(asked: Asked, parts: Sequence[Period]) -> list[tuple[Row, list[Row]]]:
    """Return each department's line over the whole period and its line in each part."""
    rounding = asked.caliber.rounding
    table = extracts.trend(Dimension.DEPARTMENT, asked, parts)
    table = table[(table["dispatched"] > 0) | (table["due"] > 0)]
    sums = table.groupby("key")[list(MEASURES)].sum()
    by_part = {
        (str(line["key"]), line["part"]): Line({str(name): line[name] for name in line}, rounding)
        | {"asked": asked.during(parts[line["part"]]).of(Dimension.DEPARTMENT, str(line["key"]))}
        for line in table.to_dict("records")
    }
    nothing = lines.total([], asked)
    return [
        (whole, [by_part.get((whole["key"], place), nothing) for place in range(len(parts))])
        for whole in (
            Line(member._asdict(), rounding)
            | {str(name): count for name, count in sums.loc[member.key].to_dict().items()}
            | {"asked": asked.of(Dimension.DEPARTMENT, member.key)}
            for member in extracts.members(Dimension.DEPARTMENT)
            if member.key in sums.index
        )
    ]


def _has_months(period: Period) -> bool:
    return len(period.parts()) > 1 and period.days > 31


def block(title: str, table: Sequence[Line], asked: Asked, dimension: Dimension) -> Block:
    """Return the members of a table with rates that have cases, and the sum of all."""
    return Block(title, lines.rows(lines.with_cases(table), asked, dimension), lines.total(table, asked))
