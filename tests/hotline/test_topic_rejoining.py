"""At night topics are joined anew by the batch finder, but for what a person put in order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hotline import topic_rejoining
from hotline.jobs import topic_jobs
from models.base import db
from models.hot_topic import HotTopic, HotTopicCase
from models.incident import Incident
from models.queries import hot_topics as rows
from models.queries.topic_rejoining import Words
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Kind
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9
from tests.support.factories import make_user
from tests.support.hot_topic_rows import HEATING, call, make_street
from workflows import hot_topics

LATER = MONDAY_9 + timedelta(hours=18)
Said = Callable[[Sequence[Words]], list[list[int]]]


@pytest.fixture
def supervisor(app: Flask) -> User:
    make_town()
    make_street()
    return make_user("supervisor")


def two_topics() -> tuple[list[int], list[int]]:
    """Two estates' calls of two people each; return the cases of each."""
    first = [call(number).id for number in (1, 2)]
    second = [call(number, title="鹤鸣苑水管爆裂", place_name="鹤鸣苑").id for number in (3, 4)]
    return first, second


def all_together(words: Sequence[Words]) -> list[list[int]]:
    return [list(range(len(words)))]


def by_title(words: Sequence[Words]) -> list[list[int]]:
    """Group as the finder would where each matter has its own words."""
    return [
        [place for place, each in enumerate(words) if each.title == title]
        for title in sorted({each.title for each in words})
    ]


def rejoin(folder: Path, group: Said) -> int:
    changed = topic_rejoining.rejoin(folder, at=LATER, group=group)
    db.session.rollback()
    return changed


def topics() -> dict[int, int | None]:
    return {row.case_id: row.topic_id for row in db.session.query(HotTopicCase)}


def test_what_belongs_together_becomes_one_topic(supervisor: User, tmp_path: Path) -> None:
    first, second = two_topics()
    kept, gone = topics()[first[0]], topics()[second[0]]
    assert kept != gone
    silent = call(5, kind=Kind.REPORT).id
    with unit_of_work():
        db.session.query(HotTopicCase).filter_by(case_id=silent).one().topic_id = gone

    assert rejoin(tmp_path, all_together) == 1
    assert set(topics().values()) == {kept}, "a case nobody may read goes with those that it stood with"
    old, new = db.session.get_one(HotTopic, gone), db.session.get_one(HotTopic, kept)
    assert (old.closed_at, old.closed_by_id, new.closed_at) == (LATER, None, None)
    assert rejoin(tmp_path, all_together) == 0, "what stands well is left alone"


def test_a_topic_of_two_matters_is_taken_apart(supervisor: User, tmp_path: Path) -> None:
    cold = [call(number).id for number in (1, 2, 3)]
    pipe = [call(number, title="青松小区换热站噪声").id for number in (4, 5)]
    alone = call(6, title="青松小区供热收费").id
    (topic_id,) = set(topics().values())

    assert rejoin(tmp_path, by_title) == 1

    after = topics()
    assert {after[case_id] for case_id in (*cold, alone)} == {topic_id}
    (new_id,) = {after[case_id] for case_id in pipe}
    new = rows.find(new_id or 0)
    assert new is not None
    assert (new.title, new.opened_at, new.last_at) == ("青松 · 供暖不热", MONDAY_9, MONDAY_9)


@pytest.mark.one_database
@pytest.mark.parametrize("touched", ["closed", "corrected", "an event was made of it"])
def test_what_a_person_put_in_order_stays(supervisor: User, tmp_path: Path, touched: str) -> None:
    first, second = two_topics()
    topic = db.session.get_one(HotTopic, topics()[second[0]])
    with unit_of_work():
        if touched == "corrected":
            hot_topics.take_out(topic, second[0], by=supervisor, at=MONDAY_9)
        elif touched == "closed":
            hot_topics.close(topic, by=supervisor, at=MONDAY_9)
        else:
            given: dict[str, Any] = {"category_id": HEATING, "made_at": MONDAY_9}
            db.session.add(
                Incident(number="E1", title="爆管", topic_id=topic.id, made_by_id=supervisor.id, **given)
            )
    before = topics()

    assert rejoin(tmp_path, all_together) == 0
    assert topics() == before
    assert first[0] in before


@pytest.mark.one_database
def test_who_is_faster_than_the_night_wins(supervisor: User, tmp_path: Path) -> None:
    _, second = two_topics()

    def meanwhile(words: Sequence[Words]) -> list[list[int]]:
        with unit_of_work():
            topic = db.session.get_one(HotTopic, topics()[second[0]])
            hot_topics.close(topic, by=supervisor, at=LATER)
        return all_together(words)

    before = topics()
    assert rejoin(tmp_path, meanwhile) == 0
    assert topics() == before


@pytest.mark.one_database
def test_districts_and_branches_stay_apart(supervisor: User, tmp_path: Path) -> None:
    call(1), call(2, district_id=3, area_id=None), call(3, category_id=4, branch_id=1)

    assert rejoin(tmp_path, all_together) == 0
    assert set(topics().values()) == {None}


def test_the_job_starts_a_process_where_there_is_anything(
    supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    monkeypatch.setattr(topic_jobs.subprocess, "Popen", lambda command, **_: started.append(command))
    now = datetime.now(UTC)
    assert topic_jobs.find_topics(now) == []
    call(1, now)

    assert topic_jobs.find_topics(now) == [topic_jobs.THE_TOPICS]
    assert topic_jobs.start_rejoining(topic_jobs.THE_TOPICS, at=now)
    assert started[0][-2:] == ("topics", "rejoin")
