"""Hot topics and incidents."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.base import db
from models.hot_topic import HotTopic
from tests.browser.places.place import Place
from tests.support.hot_topic_rows import call, make_alarm
from tests.support.office import Office
from workflows import incidents


def topics(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the board of hot topics with one that has given an alarm, and that one."""
    make_alarm(2, 6)
    matter = {"category_id": office.category.id, "branch_id": None, "district_id": None, "area_id": None}
    for number in range(1, 4):
        call(number, datetime.now(UTC) - timedelta(minutes=number), **matter)
    topic = db.session.query(HotTopic).one()
    for place in ("", "?quiet=1", f"/{topic.id}"):
        yield Place(f"/topics{place}", office.supervisor)
    yield Place(f"/incidents/new?topic={topic.id}", office.dispatcher)
    cases = [office.register(at=datetime.now(UTC)) for _ in range(3)]
    incident = incidents.make("路灯成片不亮", cases, cases[0], by=office.dispatcher, at=datetime.now(UTC))
    db.session.commit()
    for place in (
        "",
        "?dissolved=1",
        f"/{incident.id}",
        f"/{incident.id}/join",
        f"/{incident.id}/dissolution",
    ):
        yield Place(f"/incidents{place}", office.dispatcher)
