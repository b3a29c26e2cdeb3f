"""The dashboard: who begins there, what a new city sees, lights and hazards that open lists as long as they say."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from hotline.pages import dashboard
from models.base import db
from models.case import Case
from models.vocabulary import AssignmentState, CaseState, ClockKind, Desk, Permission
from tests.support.clock import local
from tests.support.factories import (
    PASSWORD,
    make_assignment,
    make_case,
    make_category,
    make_department,
    make_rule,
    make_rules,
    make_user,
)
from tests.support.office import Office, make_office
from tests.support.page_checks import text_of
from tests.support.pages import Page, Visitor, check, sign_in
from tests.support.statements import statements

Visit = Callable[..., Visitor]


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


@pytest.mark.one_database
def test_leaders_begin_there_and_who_works_begins_at_the_desk(visit: Visit) -> None:
    leader, supervisor = make_user("leader"), make_user("supervisor")

    assert sign_in(visit(), leader.name).heading == "指挥大屏"
    assert sign_in(visit(), supervisor.name).heading == "工作台"


@pytest.mark.one_database
def test_a_leader_who_came_by_the_front_door_begins_there_too(visit: Visit) -> None:
    leader = make_user("leader")
    door = visit().get("/")

    token = door.all("input", name="csrf_token")[0].get("value")
    answer = door.visitor.client.post(
        "/sign-in?next=/", data={"csrf_token": token, "name": leader.name, "password": PASSWORD}
    )

    assert answer.headers["Location"] == "/dashboard"


@pytest.mark.one_database
def test_a_new_city_sees_dashes_and_sentences(visit: Visit) -> None:
    page = visit("leader").get("/dashboard")

    assert page.texts("span", class_="stat__value") == ["0件", "0件", "0件", "0件", "0件", "0件", *"————"]
    for sentence in (
        "没有未了的险情", "还没有区县", "没有在办任务。", "本月还没有工单。", "近 7 日没有明显上升的事项。",
        "近 12 个月还没有群众评价。",
    ):  # fmt: skip
        assert sentence in page.text


@pytest.mark.one_database
def test_the_first_hour_of_a_month_has_nothing_to_compare_with(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard, "now", lambda: local("2026-03-01 00:20"))

    page = visit("leader").get("/dashboard")

    assert "今日第一个小时还没有过完" in page.text
    assert "今天是本月第一天" in page.text
    assert not [element for element in page.tree.iter() if element.get("data-against")]


def test_every_light_opens_a_list_of_that_many_tasks(app: Flask, visit: Visit) -> None:
    now, matter = datetime.now(UTC), make_category()
    unit = make_department(name="市城市管理委员会")
    make_rules()
    for due, soon in ((-2, -3), (-1, -2), (1, -1), (5, 4), (6, 5), (7, 6)):
        clock = {"next_due_at": now + timedelta(hours=due), "next_soon_at": now + timedelta(hours=soon)}
        case = make_case(category_id=matter.id, state=CaseState.DISPATCHED)
        make_assignment(case, unit, next_clock=ClockKind.SIGN, next_limit="5wd", **clock)
    make_assignment(make_case(category_id=matter.id), unit, state=AssignmentState.REPLIED)
    visitor = visit("leader")

    page = visitor.get("/dashboard")

    assert ["市城市管理委员会", "2", "1", "3"] in page.rows()
    links = [a for a in page.all("a") if "/dashboard/tasks" in a.get("href", "") and text_of(a).isdigit()]
    assert len(links) == 6
    for link in links:
        listed = visitor.get(link.get("href", ""))
        assert len(listed.all("a", class_="row-link")) == int(text_of(link)), link.get("href")
    assert visitor.get("/dashboard/departments").rows() == [["市城市管理委员会", "2", "1", "3"]]


@pytest.mark.one_database
def test_a_department_is_shown_its_own_tasks_alone(office: Office, visit: Visit) -> None:
    office.case_in(CaseState.HANDLING)
    stranger = make_user(
        permissions=[Permission.VIEW_DASHBOARD, Permission.VIEW_CASES], department_id=office.helper.id
    )

    page = visit(user=stranger).get("/dashboard")

    assert "没有在办任务。" in page.text
    assert not visit(user=stranger).get("/dashboard/tasks").all("a", class_="row-link")


def hazard(office: Office, *, taken: bool = False, **given: object) -> Case:
    category = make_category(name=f"燃气泄漏{given.get('desk', '')}", is_hazard=True, **given)
    make_rule(office.bureau, category=category)
    case = office.register(category_id=category.id, at=datetime.now(UTC))
    if taken:
        case.hazard_taken_at = datetime.now(UTC)
        db.session.commit()
    return case


def test_open_hazards_are_counted_and_listed_until_they_are_over(office: Office, visit: Visit) -> None:
    hazard(office)
    hazard(office, taken=True)
    hazard(office, desk=Desk.YOUTH)
    over = hazard(office)
    over.closed_at, over.state = datetime.now(UTC), CaseState.CLOSED
    db.session.commit()
    visitor = visit(user=office.leader)

    page = visitor.get("/dashboard")

    assert "未了险情 2件 1 件无人接手" in page.text
    counts = {"": 2, "?show=untaken": 1, "?show=taken": 1}
    for asked, number in counts.items():
        assert len(visitor.get(f"/dashboard/hazards{asked}").all("a", class_="row-link")) == number


@pytest.mark.one_database
def test_the_duty_desk_reads_the_cases_behind_a_number(office: Office, visit: Visit) -> None:
    office.case_in(CaseState.HANDLING)
    visitor = visit(user=office.dispatcher)
    page = visitor.get("/dashboard")

    (number, *_) = (a for a in page.all("a") if a.get("data-figure") == "received")
    listed = visitor.get(number.get("href", ""))

    assert listed.heading == "受理数：1 件"
    assert listed.links()["指挥大屏"] == "/dashboard"
    assert visitor.get("/reports/figures").status == 200


@pytest.mark.one_database
def test_others_may_not_see_it(visit: Visit) -> None:
    for place in ("", "/board", "/departments", "/tasks", "/hazards"):
        visit("agent").get(f"/dashboard{place}", status=403)


@pytest.mark.one_database
def test_asking_anew_keeps_no_session_alive_and_says_when_it_was_counted(visit: Visit) -> None:
    visitor = visit("leader")
    with visitor.client.session_transaction() as session:
        session["seen_at"] = before = time.time() - 1200

    board = visitor.client.get("/dashboard/board?wall=1", headers={"HX-Request": "true"}).get_data(
        as_text=True
    )

    with visitor.client.session_transaction() as session:
        assert session["seen_at"] == before
    check(board, "/dashboard/board")
    assert 'hx-get="/dashboard/board?wall=1"' in board
    assert "数据截至" in board
    assert "<main" not in board


@pytest.mark.one_database
def test_a_wall_shows_nothing_but_the_board_and_the_way_back(visit: Visit) -> None:
    page: Page = visit("leader").get("/dashboard?wall=1")

    assert not page.all("nav")
    assert page.links()["退出大屏"] == "/dashboard"


@pytest.mark.one_database
def test_a_wall_that_is_kept_outlasts_its_idle_minutes_and_shows_nothing_else(visit: Visit) -> None:
    visitor = visit("leader")
    visitor.get("/dashboard?wall=1").press("常亮")
    with visitor.client.session_transaction() as session:
        session["seen_at"] = time.time() - 6 * 3600

    kept = visitor.get("/dashboard?wall=1")
    assert "离开本页即退出登录" in kept.text
    assert visitor.client.get("/dashboard/board?wall=1").status_code == 200

    assert visitor.client.get("/dashboard").status_code == 303
    assert visitor.client.get("/dashboard?wall=1").status_code == 303, "whoever comes next has to sign in"


@pytest.mark.one_database
def test_a_board_costs_few_statements(office: Office, visit: Visit) -> None:
    visitor = visit(user=office.leader)
    visitor.get("/dashboard/board")

    with statements() as seen:
        visitor.get("/dashboard/board")

    assert len(seen) <= 24, seen
