"""One event made of a hot topic's cases: looked at first, answered once, every caller called back, dissolved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.case_event import CaseEvent
from models.hot_topic import HotTopic
from models.queries import incidents as rows
from models.transaction import unit_of_work
from models.vocabulary import Action, CaseState, Confidentiality, Permission
from tests.support.factories import make_user
from tests.support.office import Office, again, make_office, satisfied
from tests.support.pages import Visitor
from workflows import follow_up, hot_topics

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.one_database
S = CaseState


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def reported(office: Office, number: int, state: CaseState = S.PENDING_REVIEW, **given: object) -> Case:
    """Take in another caller's case about the estate's lamps, and let the job find its topic."""
    at = datetime.now(UTC) - timedelta(minutes=60 - number)
    facts = {"title": "青松小区路灯不亮", "place_name": "青松小区", "phone": f"138931123{number:02d}"}
    case = office.case_in(state, at=at, **{**facts, **given})
    with unit_of_work():
        hot_topics.look_at(case.id, at=at)
    return again(case)


def states(*cases: Case) -> list[CaseState]:
    db.session.expire_all()
    return [again(case).state for case in cases]


@pytest.mark.both_databases
def test_a_topic_becomes_one_event_answered_once_with_a_call_to_everybody(
    office: Office, visit: Visit
) -> None:
    waiting = reported(office, 1)
    master = reported(office, 2, S.HANDLING)
    closed = reported(office, 3, S.CLOSED)
    kept = reported(office, 4)
    kept.confidentiality = Confidentiality.CONFIDENTIAL
    db.session.commit()
    also = reported(office, 5, S.DISPATCHED)
    visitor = visit(user=office.dispatcher)
    topic = db.session.query(HotTopic).one()

    preview = visitor.get(f"/topics/{topic.id}").follow("归为一个事件")
    how = {row[1]: row[6].split(" ")[0] for row in preview.rows()}
    assert how == {
        waiting.number: "并入主单",
        master.number: "主单",
        closed.number: "仅关联",
        kept.number: "不能归入",
        also.number: "并入主单",
    }
    assert "保密、举报、专席工单不归入事件。" in preview.text
    assert "当前为“已办结”，不并单。" in preview.text
    page = preview.fill(note="整片停电").press("归为一个事件")

    assert page.heading == topic.title
    assert [row[0] for row in page.rows()] == [waiting.number, master.number, closed.number, also.number]
    assert "138****2301" in page.text
    assert states(waiting, also, kept) == [S.MERGED, S.MERGED, S.PENDING_REVIEW]
    (line,) = visitor.get("/incidents").rows()
    assert (line[4], line[5]) == ("4", "4")
    assert "所属事件" in visitor.get(f"/cases/{waiting.id}").text
    notes = db.session.scalars(
        db.select(CaseEvent.note).filter_by(case_id=master.id, action=Action.JOIN_INCIDENT)
    )
    assert f"{waiting.number}、{also.number} 并入本单。" in notes.one()

    late = reported(office, 6)
    page = visitor.get(page.url).follow("归入新来的 1 件").press("归入事件")
    assert states(late) == [S.MERGED]
    office.answer(again(master), datetime.now(UTC))
    office.approve(again(master), datetime.now(UTC))
    db.session.commit()
    page = visitor.get(page.url)
    assert "路灯已于今日修复并恢复照明。" in page.text
    assert "解散事件" not in page.links()
    assert states(waiting, also, late) == [S.FOLLOW_UP] * 3
    follow_up.attempt(again(waiting), satisfied(), by=office.follow_up, at=datetime.now(UTC))
    db.session.commit()
    assert "待回访 3 人 已回访或办结 1 件" in " ".join(visitor.get("/incidents").rows()[0][6].split())
    refused = visitor.get(f"{page.url}/dissolution").fill(note="并错了").press("解散事件", status=409)
    assert "事件已答复，不能解散。" in refused.text


@pytest.mark.both_databases
def test_an_event_is_seen_with_its_cases_and_dissolved_and_they_go_apart(
    office: Office, visit: Visit
) -> None:
    first, second, third = (office.register() for _ in range(3))
    visitor = visit(user=office.dispatcher)
    picked = "&".join(f"case={case.id}" for case in (first, second, third))

    preview = visitor.get(f"/incidents/new?{picked}")
    assert "请填写事件名称。" in preview.press("归为一个事件", status=422).text
    other = preview.follow("改为主单")
    page = other.fill(title="路灯成片不亮", case=[str(first.id), str(second.id)]).press("归为一个事件")

    assert again(first).merged_into_id == second.id
    assert states(third) == [S.PENDING_REVIEW]
    again_picked = visitor.get(f"/incidents/new?{picked}")
    assert again_picked.text.count("已归入其他事件。") == 2
    alone = again_picked.fill(title="又一起").press("归为一个事件", status=422)
    assert "至少要有两件工单可以归入，才能成为一个事件。" in alone.text

    stranger = visit(
        user=make_user(
            permissions=[Permission.VIEW_TOPICS, Permission.VIEW_CASES], department_id=office.other.id
        )
    )
    assert stranger.get("/incidents").rows() == [], "who sees none of its cases sees no event"
    stranger.get(page.url, status=404)

    page = page.follow("解散事件").fill(note="不是同一件").press("解散事件")

    assert "已解散" in page.text
    assert states(first, second) == [S.PENDING_REVIEW] * 2
    assert again(first).merged_into_id is None
    assert rows.taken([first.id, second.id]) == set()
    assert visitor.get("/incidents").rows() == []
    assert len(visitor.get("/incidents?dissolved=1").rows()) == 1
    visitor.get(f"{page.url}/dissolution").fill(note="再来").press("解散事件", status=409)


def test_cases_are_linked_as_one_event_and_one_taken_back_leaves_it(office: Office, visit: Visit) -> None:
    first, second, third = (office.register() for _ in range(3))
    visitor = visit(user=office.dispatcher)
    asked = f"/incidents/new?case={first.id}&case={second.id}"

    linked = visitor.get(asked).fill(title="灯不亮", way="link").press("归为一个事件")

    assert states(first, second) == [S.PENDING_REVIEW] * 2
    assert [row[2] for row in linked.rows()] == ["仅关联"] * 2
    linked.follow("解散事件").fill(note="不是同一件").press("解散事件")

    merged = visitor.get(f"{asked}&case={third.id}").fill(title="灯不亮").press("归为一个事件")
    visitor.get(f"/cases/{third.id}").follow("撤销并单").press("撤销并单")
    assert [row[0] for row in visitor.get(merged.url).rows()] == [first.number, second.number]
