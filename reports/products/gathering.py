"""What bulletins of any period are written from: every figure gathered once, at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from models.queries import cities, urgent_cases
from models.queries.subsets import Subset
from models.queries.urgent_cases import UrgentLine
from models.vocabulary import CaseScope, Dimension
from reports import completion, extracts, groups, happenings, lines, told_by_hand
from reports.completion import Block, Overall, Units
from reports.figures.asked import Asked
from reports.figures.rounding import shares
from reports.figures.scorecard import ScoreLine, lines_of
from reports.lines import Row
from reports.periods import Period, PeriodKind, containing

EVERY_DEPARTMENT = CaseScope()
NO_HOTLINE = "12345热线"
MOST_URGENT = 30
CALLS = ("calls_in", "connect_rate", "quick_answer_rate", "mean_wait", "mean_talk")
TOGETHER = (
    Dimension.ALL,
    Dimension.KIND,
    Dimension.CHANNEL,
    Dimension.BRANCH,
    Dimension.CATEGORY,
    Dimension.DISTRICT,
    Dimension.DEPARTMENT,
)


@dataclass(frozen=True)
class Order:
    """A report to be made: of which days, counted when, for whom, and whose cases they may see named.

    `texts` are what people wrote into the places of the product, by the name of the place.
    """

    period: Period
    at: datetime
    made_by: str
    scope: CaseScope = EVERY_DEPARTMENT
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """The figures of a period; `course` is the totals of its parts, or of the days up to its end.

    `groups` are what was sent to which sort of units, `urgent` the cases that leaders must hear of, `marks` by which
    lines units are given points, `calls` what was told of the calls and `calls_told` by whom, `happened` how often each
    unit returned, put off, was supervised or shown a card; of a part of the cases nothing.
    """

    asked: Asked
    made_by: str
    hotline: str
    overall: Overall
    so_far: Row
    kinds: Block
    channels: Block
    branches: Block
    matters: Block
    districts: Block
    groups: Block
    units: Units
    course: Sequence[Row]
    urgent: Sequence[UrgentLine]
    marks: Sequence[ScoreLine] = ()
    calls: Row = field(default_factory=dict)
    calls_told: str = ""
    happened: Sequence[Row] = ()

    @property
    def period(self) -> Period:
        """Which days they are of."""
        return self.asked.period


def gather(
    order: Order, course: Sequence[Period], *, by_rank: bool = True, subset: Subset | None = None
) -> Facts:
    """Count all of it; each dimension is asked for once, of all periods together.

    by_rank: units stand by their place in their tier, not in official order. subset: of these cases alone.
    """
    period, at = order.period, order.at
    asked = lines.ask(period, at) if subset is None else lines.ask(period, at).about(subset)
    compared = completion.compared_periods(asked)
    *counted, year = lines.tables(TOGETHER, asked, *compared, period.cumulative())
    wholes = [
        lines.total(tables[Dimension.ALL], asked.during(each), "")
        for each, tables in zip((*compared, period.cumulative()), (*counted, year), strict=True)
    ]
    sent = groups.dispatched([tables[Dimension.DEPARTMENT] for tables in counted], asked.caliber.rounding)
    return Facts(
        asked=asked,
        made_by=order.made_by,
        hotline=hotline_name(),
        overall=Overall(*wholes[:3]),
        so_far=wholes[3],
        kinds=completion.shared(Dimension.KIND, asked, counted),
        channels=completion.shared(Dimension.CHANNEL, asked, counted),
        branches=completion.shared(Dimension.BRANCH, asked, counted),
        matters=completion.shared(Dimension.CATEGORY, asked, counted),
        districts=completion.shared(Dimension.DISTRICT, asked, counted),
        groups=Block("责任单位", lines.rows(sent, asked, Dimension.DEPARTMENT), _sent_in_all(*wholes[:3])),
        units=completion.units_of(counted[0][Dimension.DEPARTMENT], asked, by_rank=by_rank),
        course=completion.trend(asked, course) if course else [],
        urgent=urgent_cases.of_period(
            period.start, period.end, order.scope, limit=MOST_URGENT, subset=subset
        ),
        marks=lines_of(extracts.score_rows(at))[0],
        happened=() if subset else happenings.by_unit(asked)[0],
        calls={} if subset else told_by_hand.line(wholes[0], CALLS),
        calls_told="" if subset else told_by_hand.how_told(CALLS[0], period),
    )


def _sent_in_all(now: Row, before: Row, last_year: Row) -> Row:
    [share] = shares([now["dispatched"]], now["asked"].caliber.rounding)
    earlier = {"before": before["dispatched"], "last_year": last_year["dispatched"]}
    return now | earlier | {"name": "合计", "dispatched_share": share}


def hotline_name() -> str:
    """Return what the city calls its hotline."""
    city = cities.find()
    return city.hotline_name if city else NO_HOTLINE


def days_up_to(period: Period, at: datetime, days: int) -> list[Period]:
    """Return the days up to the period's end, or up to today where it ends later."""
    last = min(period.last_on, at.astimezone(LOCAL_TIMEZONE).date())
    return [containing(PeriodKind.DAY, last - timedelta(days=ago)) for ago in reversed(range(days))]


def begun(period: Period, at: datetime) -> list[Period]:
    """Return the parts of the period that have begun: a day to come is not a day without calls."""
    return [part for part in period.parts() if part.start <= at]
