"""The hot topics of a period (热点事项) that papers tell of, read now or as they were when the report was frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.queries import told_topics
from models.queries.same_matter import Cluster
from models.queries.subsets import Subset
from models.queries.told_topics import TopicLine
from reports import extracts, lines
from reports.figures.asked import Asked
from reports.lines import Row


@dataclass(frozen=True)
class HotTopic:
    """A topic as a paper tells of it; its row counts its cases, and has its title, district and callers beside them."""

    line: TopicLine
    row: Row

    @property
    def cluster(self) -> Cluster:
        """The topic as calls of several people that heap up in one place."""
        own = self.line
        return Cluster(
            own.category_id,
            own.matter,
            0,
            own.place,
            own.callers,
            own.case_id,
            own.department,
            own.dispatched_at,
            own.is_supervised,
        )


def of_period(asked: Asked, *, least: int, limit: int, category_ids: Sequence[int] = ()) -> list[HotTopic]:
    """Return the topics that at least so many people called about in the period asked for, of these matters alone."""
    period, source = asked.period, extracts.source()
    question = (
        f"hot topics {period.first_on} {period.last_on} {least} {limit} {'-'.join(map(str, category_ids))}"
    )

    def read() -> list[dict[str, Any]]:
        found = told_topics.of_period(
            period.start, period.end, least=least, limit=limit, category_ids=category_ids
        )
        return [_plain(line) for line in found]

    told = read() if source is None else source.told(question, read)
    return [_counted(_line(each), asked) for each in told]


def _counted(line: TopicLine, asked: Asked) -> HotTopic:
    subset = Subset("", (), label=line.title, topic_id=line.topic_id)
    row = lines.whole(asked.about(subset))
    return HotTopic(line, row | {"name": line.title, "place": line.district or "—", "callers": line.callers})


def _plain(line: TopicLine) -> dict[str, Any]:
    sent = line.dispatched_at
    return line._asdict() | {"dispatched_at": sent.isoformat() if sent else None}


def _line(told: Mapping[str, Any]) -> TopicLine:
    sent = told["dispatched_at"]
    return TopicLine(**{**told, "dispatched_at": datetime.fromisoformat(sent) if sent else None})
