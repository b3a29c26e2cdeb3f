"""A topic grows as cases come in, warns by the city's rules, and keeps what people corrected."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.hot_topic import HotTopic, HotTopicAlert, HotTopicCase
from models.notice import Notice
from models.queries import hot_topics as rows
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import CaseScope, Confidentiality, Desk, Kind
from tests.support.case_rows import make_town
from tests.support.clock import MONDAY_9
from tests.support.factories import make_user
from tests.support.hot_topic_rows import HEATING, STREET, call, make_alarm, make_street
from workflows import hot_topics
from workflows.errors import NotAllowedNow

ALL = CaseScope(None, frozenset())
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def supervisor(app: Flask) -> User:
    """Return a supervisor of a small town with a street."""
    make_town()
    make_street()
    return make_user("supervisor")


def board(at: datetime = MONDAY_9) -> list[tuple[str, int, int, int, int]]:
    return [
        (line.topic.title, line.cases, line.callers, line.callers_of_day, line.growth)
        for line in rows.board(ALL, at, at - 7 * DAY, limit=10)
    ]


def test_the_second_caller_makes_a_topic_and_the_same_caller_none(supervisor: User) -> None:
    call(1)
    call(1, MONDAY_9 + HOUR)
    assert board(MONDAY_9 + HOUR) == []

    call(2, MONDAY_9 + 2 * HOUR, title="青松小区3栋暖气片冰凉", place_name="青松小区3栋")
    call(3, MONDAY_9 + DAY, title="路口红灯太短", category_id=4, branch_id=1, place_name="")

    assert board(MONDAY_9 + DAY) == [("青松 · 供暖不热", 3, 2, 2, 1)]
    assert board(MONDAY_9 + 2 * DAY) == [("青松 · 供暖不热", 3, 2, 0, -2)]
    assert db.session.query(HotTopicCase).count() == 4


@pytest.mark.one_database
def test_a_case_is_looked_at_once_and_old_ones_never(supervisor: User) -> None:
    first, second = call(1), call(2)
    with unit_of_work():
        assert not hot_topics.look_at(second.id, at=MONDAY_9)
    assert rows.unseen(MONDAY_9 - DAY, 10) == []

    late = call(3, MONDAY_9 + 40 * DAY)
    kept = {row.case_id: row.topic_id for row in rows.rows_of([first.id, second.id, late.id])}
    assert kept[first.id] == kept[second.id] is not None
    assert kept[late.id] is None


def test_a_desk_is_never_looked_at_and_a_protected_text_not_read(supervisor: User) -> None:
    call(1, desk=Desk.PSYCH)
    assert rows.unseen(MONDAY_9 - DAY, 10) == []
    db.session.query(HotTopicCase).delete()
    db.session.commit()

    silent = call(2, kind=Kind.REPORT, title="秘密标题", place_name="秘密地点")
    looked, _ = rows.looked_at(silent.id)
    assert (looked.title, looked.place, looked.street_id) == ("", "", STREET)
    call(3, confidentiality=Confidentiality.CONFIDENTIAL, place_name="秘密地点")
    topic = rows.find(db.session.query(HotTopic).one().id)
    assert topic is not None
    assert topic.title == "长街街道 · 供暖不热"
    assert rows.titles_of([topic.id], ALL) == {topic.id: []}


def test_an_alarm_is_given_once_a_day_and_rule(supervisor: User) -> None:
    make_alarm(3, 6)
    make_alarm(2, 6, category_id=1)
    make_alarm(9, 48, category_id=2)
    for number in range(1, 6):
        call(number, MONDAY_9 + number * HOUR)

    assert [(alert.callers, alert.hours) for alert in db.session.query(HotTopicAlert)] == [(3, 6)]
    notice = db.session.query(Notice).filter_by(user_id=supervisor.id).one()
    assert notice.title == "热点预警：青松 · 供暖不热"
    assert notice.body == "6 小时内 3 位市民反映（6 小时 3 人）。请到“热点事项”查看。"

    for number in range(1, 4):
        call(number, MONDAY_9 + DAY + number * HOUR)
    assert db.session.query(HotTopicAlert).count() == 2


@pytest.mark.one_database
def test_slow_callers_raise_no_alarm(supervisor: User) -> None:
    make_alarm(3, 6)
    for number in range(1, 6):
        call(number, MONDAY_9 + number * 4 * HOUR)

    assert db.session.query(HotTopicAlert).count() == 0


def test_what_a_person_takes_out_stays_out(supervisor: User) -> None:
    cases = [call(number) for number in range(1, 4)]
    topic = db.session.query(HotTopic).one()
    with unit_of_work():
        hot_topics.take_out(topic, cases[0].id, by=supervisor, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match="该工单已不在此热点中。"):
        hot_topics.take_out(topic, cases[0].id, by=supervisor, at=MONDAY_9)

    call(4)

    (row,) = rows.rows_of([cases[0].id])
    assert (row.topic_id, row.taken_out_of_id, row.taken_out_by_id) == (None, topic.id, supervisor.id)
    assert board()[0][1] == 3


def test_a_closed_topic_grows_no_more_until_it_is_opened_again(supervisor: User) -> None:
    call(1), call(2)
    topic = db.session.query(HotTopic).one()
    with unit_of_work():
        hot_topics.close(topic, by=supervisor, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match="该热点已关闭。"):
        hot_topics.close(topic, by=supervisor, at=MONDAY_9)
    call(3)
    assert board() == []

    with unit_of_work():
        hot_topics.reopen(topic, by=supervisor, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match="该热点未关闭。"):
        hot_topics.reopen(topic, by=supervisor, at=MONDAY_9)
    assert board()[0][1] == 2


def test_who_calls_now_hears_how_many_called_today(supervisor: User) -> None:
    midnight = hot_topics.midnight_of(MONDAY_9)
    call(1, midnight - HOUR)
    call(2), call(3), call(3)
    given = {"scope": ALL, "at": MONDAY_9, "midnight": midnight}

    found = rows.near(**given, category_id=HEATING, street_id=STREET)
    assert found is not None
    assert found.sentence == "今天已有 2 位市民反映：青松 · 供暖不热。"
    assert rows.near(**given, place_name="青松小区") == found
    assert rows.near(**given, place_name="鹤鸣苑") is None
    assert rows.near(**given, category_id=5, street_id=STREET) is None
    assert rows.near(**given, street_id=STREET, district_id=3) is None
    assert rows.near(**given, street_id=STREET, least=3) is None
    assert rows.near(**given, category_id=HEATING) is None
    stranger = CaseScope(frozenset({1}), frozenset())
    assert rows.near(stranger, MONDAY_9, midnight=midnight, street_id=STREET) is None
