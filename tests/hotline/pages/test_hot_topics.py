"""The board of hot topics, a topic's page with what the reader may see of it, and its corrections."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from hotline.jobs import topic_jobs
from models.base import db
from models.case import Case
from models.department import Department
from models.hot_topic import HotTopic
from models.queries import hot_topics as rows
from models.vocabulary import Permission
from tests.support.case_rows import make_town
from tests.support.factories import make_assignment, make_case, make_user
from tests.support.hot_topic_rows import HEATING, STREET, call, make_alarm, make_street
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def town(app: Flask) -> None:
    make_town()
    make_street()


def calls(count: int) -> list[int]:
    """Take in so many calls of the last hour; return the cases."""
    now = datetime.now(UTC)
    return [call(number, now - timedelta(minutes=60 - number)).id for number in range(1, count + 1)]


def test_the_board_and_a_topic_with_its_alarm(visit: Visit) -> None:
    visitor = visit("supervisor")
    assert "没有热点事项" in visitor.get("/topics").text
    make_alarm(3, 6)
    case_ids = calls(4)

    page = visitor.get("/topics")
    ((topic, day, growth, callers, cases, district, words, _),) = page.rows()
    assert (day, callers, cases, district) == ("4 人", "4", "4", "东岸区")
    assert "预警：6 小时 3 人" in topic
    assert growth == "+4"
    assert "暖气不热" in words
    assert 'aria-label="东岸区 4 人，查看清单"' in page.html
    assert len(visitor.get("/topics?district=2&quiet=1").rows()) == 1
    assert visitor.get("/topics?district=3").rows() == []

    (place,) = page.all("div", hx_trigger="stream:topics from:document delay:3s, every 60s")
    assert place.get("hx-headers") == '{"X-Poll": "1"}', "a board that asks by itself keeps no session alive"
    piece = visitor.client.get(place.get("hx-get", ""), headers={"HX-Request": "true"})
    assert "青松 · 供暖不热" in piece.text
    assert "<html" not in piece.text

    page = page.follow("青松 · 供暖不热")
    assert page.heading == "青松 · 供暖不热"
    assert "6 小时内 3 位市民反映" in page.text
    assert len(page.rows()) == 4

    page = page.press("移出")
    assert "工单已移出热点。" in page.text
    assert len(page.rows()) == 3
    stale = visitor.get(page.url)
    page = page.press("关闭热点")
    assert "已关闭" in page.text
    assert "该热点已关闭。" in stale.press("关闭热点").text
    assert visitor.get("/topics").rows() == []
    page = page.press("重新打开")
    assert len(page.rows()) == 3
    assert len(case_ids) == 4


def test_each_case_that_joins_is_news() -> None:
    assert rows.newest() is None
    calls(2)
    first = rows.newest()
    call(3, datetime.now(UTC))
    assert rows.newest() != first


def test_the_dashboard_shows_what_rises(visit: Visit) -> None:
    now = datetime.now(UTC)
    for number in range(1, 4):
        call(number, now - timedelta(hours=30))
        call(number + 10, now - timedelta(hours=1))
    leader = visit("leader")
    assert "热点（来电人数）" not in leader.get("/dashboard").text, "as many as the day before"
    call(20, now)

    page = leader.get("/dashboard")

    assert ["青松 · 供暖不热", "4", "3", "+1"] in page.rows()
    assert page.follow("青松 · 供暖不热").heading == "青松 · 供暖不热"
    wall = leader.get("/dashboard?wall=1")
    assert not [link for link in wall.all("a") if "/topics/" in link.get("href", "")]


@pytest.mark.both_databases
def test_a_department_sees_its_own_cases_and_corrects_nothing(visit: Visit) -> None:
    mine, *_ = calls(3)
    user = make_user(permissions=[Permission.VIEW_TOPICS, Permission.VIEW_CASES], department_id=1)
    visitor = visit(user=user)
    topic = db.session.query(HotTopic).one()
    visitor.get(f"/topics/{topic.id}", status=404)

    make_assignment(db.session.get_one(Case, mine), db.session.get_one(Department, 1))

    page = visitor.get(f"/topics/{topic.id}")
    assert len(page.rows()) == 1
    assert "移出" not in page.text
    assert visitor.get("/topics").rows() == []
    visitor.get("/topics/999", status=404)


def test_the_job_looks_at_new_cases_and_puts_them_together(app: Flask) -> None:
    now = datetime.now(UTC)
    given = {"category_id": HEATING, "branch_id": 2, "district_id": 2, "area_id": STREET, "received_at": now}
    ids = [make_case(**given).id for _ in range(2)]
    make_case(received_at=now - timedelta(days=3))

    assert list(topic_jobs.find_new_cases(now)) == ids
    assert [topic_jobs.look_at_case(case_id, at=now) for case_id in ids] == [False, True]
    db.session.commit()
    assert list(topic_jobs.find_new_cases(now)) == []
