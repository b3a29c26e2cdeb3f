"""The lines of the list of a hot topic's cases."""

from __future__ import annotations

from array import array

from hotline.case_exports.question import Lines, Question
from models.hot_topic import HotTopic
from models.queries import export_ids, hot_topics
from workflows.errors import NotAllowedNow


def topic_of(question: Question) -> HotTopic:
    """Return the topic asked for; Refused where there is none, or none of its cases is the user's to see."""
    topic = hot_topics.find(question.number("topic_id") or 0)
    if topic is None or not hot_topics.cases_of(topic.id, question.scope, limit=1):
        raise NotAllowedNow("没有这个热点，不能导出。")
    return topic


def topic_title(question: Question) -> str:
    """Return what the list is called."""
    return f"热点_{topic_of(question).title}"


def topic_conditions(question: Question) -> dict[str, str]:
    """Say about which matter the topic is, and where."""
    topic = topic_of(question)
    places = (topic.district.name if topic.district else "", topic.street.name if topic.street else "")
    return {"事项": topic.category.path} | ({"地点": " ".join(places).strip()} if any(places) else {})


def topic_lines(question: Question, limit: int | None) -> Lines:
    """Return the topic's cases, the newest first."""
    topic, found, before = topic_of(question), array("q"), None
    size = min(export_ids.BATCH, limit or export_ids.BATCH)
    while limit is None or len(found) < limit:
        page = hot_topics.cases_of(topic.id, question.scope, before_id=before, limit=size)
        found.extend(case.id for case in page)
        if len(page) < size:
            break
        before = page[-1].id
    return Lines(found)
