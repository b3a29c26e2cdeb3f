"""What bulletins of any period are written from: every figure gathered once, at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from models.queries import cities, urgent_cases
from models.queries.urgent_cases import UrgentLine
from models.vocabulary import CaseScope, Dimension
from reports import completion, lines
from reports.completion import Block, Overall, Units
from reports.figures.asked import Asked
from reports.lines import Row
from reports.periods import Period, PeriodKind, containing

EVERY_DEPARTMENT = CaseScope()
MOST_URGENT = 30


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
    """The figures of a period; `course` is the totals of the days up to its end."""

    asked: Asked
    made_by: str
    hotline: str
    overall: Overall
    so_far: Row
    kinds: Block
    channels: Block
    matters: Block
    districts: Block
    units: Units
    course: Sequence[Row]
    urgent: Sequence[UrgentLine]

    @property
    def period(self) -> Period:
        """Which days they are of."""
        return self.asked.period


def gather(order: Order, *, days_of_course: int) -> Facts:
    """Count all of it; the course is that many days."""
    period, at = order.period, order.at
    city, asked = cities.find(), lines.ask(period, at)
    return Facts(
        asked=asked,
        made_by=order.made_by,
        hotline=city.hotline_name if city else "12345热线",
        overall=completion.overall(asked),
        so_far=_whole(asked.during(period.cumulative())),
        kinds=completion.shared_out(Dimension.KIND, asked),
        channels=completion.shared_out(Dimension.CHANNEL, asked),
        matters=completion.shared_out(Dimension.CATEGORY, asked),
        districts=completion.districts(asked),
        units=completion.units(asked),
        course=completion.trend(asked, _days_up_to(period, at, days_of_course)),
        urgent=urgent_cases.of_period(period.start, period.end, order.scope, limit=MOST_URGENT),
    )


def _whole(asked: Asked) -> Row:
    """Return the totals of what was asked for."""
    [tables] = lines.tables([Dimension.ALL], asked)
    return lines.rows(tables[Dimension.ALL], asked, Dimension.ALL)[0]


def _days_up_to(period: Period, at: datetime, days: int) -> list[Period]:
    """Return the days up to the period's end, or up to today where it ends later."""
    last = min(period.last_on, at.astimezone(LOCAL_TIMEZONE).date())
    return [containing(PeriodKind.DAY, last - timedelta(days=ago)) for ago in reversed(range(days))]
