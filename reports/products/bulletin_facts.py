"""What bulletins tell besides figures: cases that stand for a matter, what heaps up, what leaders instructed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from models.queries import reference, same_matter, typical_cases, urgent_cases
from models.queries.subsets import Subset
from models.queries.typical_cases import Typical
from models.queries.urgent_cases import UrgentLine
from models.vocabulary import Trigger
from reports import hot_topics, lines
from reports.figures.asked import Asked
from reports.hot_topics import HotTopic
from reports.lines import Row
from reports.periods import Period, PeriodKind
from reports.products.findings import Heap
from reports.products.gathering import Facts, Order, begun, gather
from reports.products.sentences import most_received

TOPICS, CASES_OF_TOPIC = 3, 3
DAYS_OF_HEAPS, MOST_HEAPS = 7, 5
USUAL_CALLERS = 5
MOST_INSTRUCTED = 30
MOST_HOT = 10


@dataclass(frozen=True)
class Topic:
    """A matter that many called about, and cases that may stand for it."""

    row: Row
    cases: Sequence[Typical]


@dataclass(frozen=True)
class Hot:
    """A hot topic that many called about, and cases that may stand for it."""

    topic: HotTopic
    cases: Sequence[Typical]


@dataclass(frozen=True)
class Bulletin:
    """All that a bulletin is written from; `hot` are the hot topics of the period, none where none was found."""

    facts: Facts
    topics: Sequence[Topic]
    heaps: Sequence[Heap]
    instructed: Sequence[UrgentLine]
    hot: Sequence[Hot] = ()

    @property
    def leading(self) -> Sequence[Hot | Topic]:
        """What many called about, told one by one: hot topics, or else the matters that led."""
        return self.hot[:TOPICS] or self.topics


def gather_bulletin(order: Order) -> Bulletin:
    """Gather it at one moment."""
    period, at = order.period, order.at
    facts = gather(order, begun(period, at))
    top = most_received(facts.matters.rows)[:TOPICS]
    return Bulletin(
        facts=facts,
        topics=[Topic(row, standing_for([int(row["key"])], period)) for row in top],
        heaps=heaps(facts.asked),
        instructed=urgent_cases.of_period(
            period.start, period.end, order.scope, limit=MOST_INSTRUCTED, instructed_only=True
        ),
        hot=[Hot(topic, cases_of(topic, period)) for topic in hot_topics_of(facts.asked)],
    )


def hot_topics_of(asked: Asked) -> list[HotTopic]:
    """Return the hot topics of the period that so many people called about as are worth a warning."""
    return hot_topics.of_period(asked, least=least_callers(), limit=MOST_HOT)


def cases_of(topic: HotTopic, period: Period) -> Sequence[Typical]:
    """Return cases of the period that may stand for the hot topic."""
    own = topic.line.topic_id
    return typical_cases.of_topic(own, period.start, period.end, limit=CASES_OF_TOPIC)


def standing_for(category_ids: Sequence[int], period: Period) -> Sequence[Typical]:
    """Return cases of the period that may stand for these matters."""
    return typical_cases.of_matters(category_ids, period.start, period.end, limit=CASES_OF_TOPIC)


def heaps(asked: Asked, category_ids: Sequence[int] = ()) -> list[Heap]:
    """Return what several people called about in the last days of the period: hot topics, or else matters by street."""
    days = last_days(asked.period, asked.at)
    hot = hot_topics.of_period(
        asked.during(days), least=least_callers(), limit=MOST_HEAPS, category_ids=category_ids
    )
    if hot:
        return [Heap(topic.cluster, topic.row, days.days) for topic in hot]
    found = same_matter.clusters(
        days.start, days.end, least=least_callers(), limit=MOST_HEAPS, category_ids=category_ids
    )
    counted = []
    for cluster in found:
        name = f"{cluster.matter.split('/')[-1]}（{cluster.street}）"
        subset = Subset(
            str(cluster.category_id), (cluster.category_id,), street_id=cluster.street_id, label=name
        )
        question = asked.during(days).about(subset)
        counted.append(Heap(cluster, lines.whole(question), days.days))
    return counted


def last_days(period: Period, at: datetime) -> Period:
    """Return the last days of the period, or up to today where it has not ended."""
    last = min(period.last_on, at.astimezone(LOCAL_TIMEZONE).date())
    first = max(period.first_on, last - timedelta(days=DAYS_OF_HEAPS - 1))
    return Period(min(first, last), last, PeriodKind.RANGE)


def least_callers() -> int:
    """Return from how many callers on a matter is one that heaps up: as the city's triggers of supervision say."""
    wanted = Trigger.SAME_MATTER_CALLERS
    given = [row.threshold for row in reference.triggers() if row.trigger is wanted and row.threshold]
    return min(given, default=USUAL_CALLERS)
