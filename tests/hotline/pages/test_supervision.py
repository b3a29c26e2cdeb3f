"""The supervision board: every number is the length of its list, and its price does not grow with the rows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask

from models.base import db
from models.case import Case
from models.queries import supervision_board
from models.queries.supervision_board import Wanted
from models.supervision import Supervision
from models.vocabulary import (
    AssignmentState,
    CaseScope,
    CaseState,
    Desk,
    Light,
    OrderAge,
    OverdueBand,
    SupervisionKind,
    SupervisionLevel,
    SupervisionState,
    Trigger,
)
from tests.support.factories import make_assignment, make_case, make_city, make_department, saved
from tests.support.office import Office, make_office
from tests.support.pages import Page, Visitor
from tests.support.statements import statements
from workflows import overdue_days

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
EVERYTHING = CaseScope(None, frozenset(Desk))
NOBODYS_DESK = CaseScope(None, frozenset())


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office()


def order(case: Case, department_id: int, days: float = 1, **given: Any) -> Supervision:
    """Make an open order issued so many days ago, due three days later."""
    issued = datetime.now(UTC) - timedelta(days=days)
    count = db.session.scalar(db.select(db.func.count()).select_from(Supervision))
    defaults = {
        "kind": SupervisionKind.ORDER,
        "level": SupervisionLevel.ORDER,
        "trigger": Trigger.MANUAL,
        "state": SupervisionState.OPEN,
        "number": f"督〔2026〕{count + 1}号",
        "reason": "反复来电",
        "requirement": "限期解决",
        "reply_limit": "3d",
        "issued_at": issued,
        "due_at": issued + timedelta(days=3),
        "soon_at": issued + timedelta(days=2.4),
    }
    return saved(Supervision(case_id=case.id, department_id=department_id, **{**defaults, **given}))


def late_part(case: Case, department: Any, days: float, **given: Any) -> None:
    due = datetime.now(UTC) - timedelta(days=days)
    make_assignment(case, department, next_due_at=due, next_soon_at=due - timedelta(hours=1), **given)


@pytest.fixture
def busy(office: Office) -> Office:
    """Make an office with orders of every level and age, cards, late work, and a desk's own case."""
    for number, level in enumerate(SupervisionLevel):
        if level is SupervisionLevel.REMINDER:
            continue
        case = make_case(category_id=office.category.id, state=CaseState.HANDLING)
        unit = office.bureau if number % 2 else office.other
        order(case, unit.id, days=number * 4, level=level)
        order(case, unit.id, days=1, level=level, state=SupervisionState.REPLIED)
        order(case, unit.id, days=1, level=level, state=SupervisionState.CONFIRMED)
        late_part(case, unit, days=number * 3)
    desk = make_case(category_id=office.category.id, state=CaseState.HANDLING, desk=Desk.PSYCH)
    order(desk, office.bureau.id)
    late_part(desk, office.bureau, days=30)
    ended = make_case(category_id=office.category.id, state=CaseState.CLOSED)
    late_part(ended, office.bureau, days=30, state=AssignmentState.ENDED)
    for kind in (SupervisionKind.YELLOW_CARD, SupervisionKind.RED_CARD, SupervisionKind.RED_CARD):
        order(desk, office.other.id, days=0, kind=kind, number=None, state=SupervisionState.CONFIRMED)
        card = make_case(category_id=office.category.id)
        order(card, office.other.id, days=0, kind=kind, number=None, state=SupervisionState.CONFIRMED)
    return office


def walk(page: Page) -> int:
    """Count the rows of a list over all its pages."""
    rows = len(page.rows())
    while page.all("a", rel="next"):
        page = page.visitor.get(urljoin(page.url, page.all("a", rel="next")[0].get("href", "")))
        rows += len(page.rows())
    return rows


@pytest.mark.both_databases
def test_every_number_of_the_board_is_the_length_of_its_list(busy: Office, visit: Visit) -> None:
    supervisor = visit(user=busy.supervisor)
    board = supervisor.get("/supervision")
    links = [
        (a.get("href", ""), "".join(a.itertext()).strip())
        for a in board.tree.iter("a")
        if a.get("href", "").startswith("/supervision/") and "".join(a.itertext()).strip().isdigit()
    ]

    assert len(links) > 20
    for url, number in dict(links).items():
        assert walk(supervisor.get(url)) == int(number), url


@pytest.mark.both_databases
def test_the_board_counts_what_the_scope_may_see(busy: Office) -> None:
    at = datetime.now(UTC)

    open_to_all = supervision_board.tallies(NOBODYS_DESK, at)
    with_desk = supervision_board.tallies(EVERYTHING, at)
    bands = overdue_days.bands(at)

    assert sum(row.count for row in open_to_all) == 10
    assert sum(row.count for row in with_desk) == 11
    assert sum(supervision_board.heat(NOBODYS_DESK, bands).values()) == 5
    assert sum(supervision_board.heat(EVERYTHING, bands).values()) == 6
    day = timedelta(days=1)
    shown = supervision_board.cards(NOBODYS_DESK, at - day, at + day)
    assert shown == {
        (busy.other.id, SupervisionKind.YELLOW_CARD): 1,
        (busy.other.id, SupervisionKind.RED_CARD): 2,
    }
    assert supervision_board.cards(NOBODYS_DESK, at - 3 * day, at - day) == {}


@pytest.mark.both_databases
@pytest.mark.parametrize("days", [0, 0.5, 2, 5, 20])
def test_counters_and_lists_agree_at_every_moment(busy: Office, days: float) -> None:
    at = datetime.now(UTC) + timedelta(days=days)
    tallies = supervision_board.tallies(EVERYTHING, at)

    for wanted in (
        *(Wanted(age=age) for age in (None, *OrderAge)),
        *(Wanted(level=level, light=light) for level in SupervisionLevel for light in (None, *Light)),
        Wanted(state=SupervisionState.REPLIED, department_ids=frozenset({busy.bureau.id})),
    ):
        listed = supervision_board.orders(wanted, EVERYTHING, at, limit=100)
        assert len(listed) == supervision_board.count(tallies, wanted), wanted


@pytest.mark.both_databases
def test_the_earliest_due_comes_first_page_by_page(office: Office) -> None:
    case = make_case(category_id=office.category.id)
    for number in (5, 2, 9, 2, 7, 1):
        order(case, office.bureau.id, days=number)
    at = datetime.now(UTC)

    whole = supervision_board.orders(Wanted(), EVERYTHING, at, limit=100)
    pages, after = [], None
    while rows := supervision_board.orders(Wanted(), EVERYTHING, at, after=after, limit=2):
        pages += rows
        after = (rows[-1].due_at, rows[-1].id)

    assert [row.id for row in pages] == [row.id for row in whole]
    assert [row.due_at for row in whole] == sorted(row.due_at for row in whole)


@pytest.mark.both_databases
def test_bands_of_overdue_work_part_at_working_days(office: Office) -> None:
    monday = datetime(2026, 3, 16, 2, tzinfo=UTC)
    bands = overdue_days.bands(monday)

    for due in ("2026-03-13 18:00", "2026-03-12 18:00", "2026-03-06 18:00", "2026-03-16 09:00"):
        local = datetime.fromisoformat(due + "+08:00")
        case = make_case(category_id=office.category.id)
        make_assignment(case, office.bureau, next_due_at=local, next_soon_at=local)

    assert {band: n for (_, band), n in supervision_board.heat(EVERYTHING, bands).items()} == {
        OverdueBand.SHORT: 2,  # of Friday evening and of this morning: no whole working day has passed
        OverdueBand.DAYS: 1,
        OverdueBand.LONG: 1,  # of Friday the week before: the 9th to the 13th have passed
    }


def test_a_department_answers_its_own_orders_only(busy: Office, visit: Visit) -> None:
    mine = visit(user=busy.officer).get("/supervision/to-answer")

    own = [row for row in mine.rows() if busy.bureau.name in " ".join(row)]
    assert len(own) == len(mine.rows()) == 3
    visit(user=busy.officer).get("/supervision", status=403)
    visit(user=busy.officer).get("/supervision/orders", status=403)


def test_answered_orders_wait_to_be_confirmed(busy: Office, visit: Visit) -> None:
    page = visit(user=busy.supervisor).get("/supervision/to-confirm")

    assert len(page.rows()) == 5
    assert "待确认" in page.text


def test_the_price_of_the_board_and_its_lists_does_not_grow(busy: Office, visit: Visit) -> None:
    visitor = visit(user=busy.supervisor)
    pages = ("/supervision", "/supervision/orders", "/supervision/overdue")

    def price(url: str) -> int:
        with statements() as sent:
            assert visitor.client.get(url).status_code == 200
        return len(sent)

    before = {url: price(url) for url in pages}
    for _ in range(10):
        unit = make_department()
        case = make_case(category_id=busy.category.id, state=CaseState.HANDLING)
        order(case, unit.id, days=4)
        late_part(case, unit, days=2)

    assert {url: price(url) for url in pages} == before
    assert max(before.values()) <= 16, before


def test_a_period_that_makes_no_sense_is_refused(office: Office, visit: Visit) -> None:
    visit(user=office.supervisor).get("/supervision?period=month&on=2026-13", status=400)


def test_the_paper_says_what_an_order_says_and_hides_who_called(office: Office, visit: Visit) -> None:
    make_city()
    office.bureau.leader_name = "王主任"
    case = office.case_in(CaseState.HANDLING, address="庆阳路12号3单元502室")
    row = order(case, office.bureau.id, addressed_to="王主任", issued_by_id=office.supervisor.id)

    page = visit(user=office.officer).get(f"/supervision/{row.id}/print")

    assert page.heading == f"关于督办工单{case.number}的通知"
    for words in (
        row.number,
        "市城市管理委员会（王主任）：",
        "反复来电",
        "限期解决",
        "临水市12345热线督办单",
    ):
        assert words in page.text
    assert office.supervisor.full_name in page.text
    for secret in ("13893112345", "王建国", "3单元502室"):
        assert secret not in page.text


def test_another_departments_paper_is_not_there(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING)
    row = order(case, office.bureau.id)
    card = order(case, office.bureau.id, kind=SupervisionKind.RED_CARD, number=None)

    stranger = visit(user=office.person("officer", department=office.other))
    stranger.get(f"/supervision/{row.id}/print", status=404)
    visit(user=office.supervisor).get(f"/supervision/{card.id}/print", status=404)
