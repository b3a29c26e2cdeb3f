"""The knowledge base, its questions and the public notices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.public_notice import Outage
from models.transaction import unit_of_work
from tests.browser.places.place import Place
from tests.support.clock import MONDAY_9
from tests.support.office import Office
from workflows import knowledge as knowledge_steps
from workflows import knowledge_gaps, public_notices
from workflows.knowledge import Filing, Wording
from workflows.public_notices import Announcement


def knowledge(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the knowledge base with an article in two versions, one under review, a question, and a notice."""
    at, unit = datetime.now(UTC), office.bureau.id
    keeper, agent = office.officer, office.agent
    wording = Wording(title="停水怎么查询", short_answer="看公告。", valid_from=MONDAY_9.date())
    hour = timedelta(hours=1)
    with unit_of_work():
        article = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        for words in (wording, replace(wording, short_answer="看网站。")):
            knowledge_steps.revise(article, words, Filing(), by=keeper, at=at)
            knowledge_steps.send_for_review(article, by=keeper, at=at)
            knowledge_steps.publish(article, by=office.supervisor, at=at)
        waiting = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        knowledge_steps.send_for_review(waiting, by=keeper, at=at)
        draft = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        gap = knowledge_gaps.ask("水费怎么算", unit, by=agent, at=at)
        outage = Announcement(
            outage=Outage.WATER, title="停水", body="明早恢复。", starts_at=at, ends_at=at + hour
        )
        notice = public_notices.post(outage, unit, by=keeper, at=at)
    one = f"/knowledge/{article.number}"
    for place in ("", "/versions/1", "/revision", "/confirmation", "/withdrawal"):
        yield Place(f"{one}{place}", keeper)
    yield Place(f"/knowledge/{draft.number}/submission", keeper)
    for place in ("", "?q=停水", "?q=火星", "/new", "/mine"):
        yield Place(f"/knowledge{place}", keeper)
    for place in ("/knowledge/review", f"/knowledge/{waiting.number}/review"):
        yield Place(place, office.supervisor)
    yield Place("/knowledge-import", keeper)
    for place in ("", f"/{gap.id}", f"/{gap.id}/answer", f"/{gap.id}/refusal"):
        yield Place(f"/knowledge-gaps{place}", keeper)
    yield Place("/knowledge-gaps/new", agent)
    for place in ("", "/new", f"/{notice.id}/change", f"/{notice.id}/withdrawal"):
        yield Place(f"/public-notices{place}", keeper)
