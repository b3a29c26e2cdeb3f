"""The desk: what waits for whom, the nearest first, and the way to the whole list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hotline.pages.desk import NEAREST
from models.vocabulary import CaseState
from tests.support.factories import make_case
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


def test_the_desk_shows_the_nearest_lines_of_the_first_list_that_holds_any(visit: Visit) -> None:
    now = datetime.now(UTC)
    for number in range(NEAREST + 2):
        due = now + timedelta(hours=number + 1)
        make_case(state=CaseState.PENDING_REVIEW, next_due_at=due, next_soon_at=due - timedelta(minutes=5))

    page = visit("dispatcher").get("/")

    assert "待审核派单：最先到期" in page.text
    assert len(page.rows()) == NEAREST
    whole = page.follow("查看全部").rows()
    assert len(whole) == NEAREST + 2
    assert [row[1] for row in page.rows()] == [
        row[2] for row in whole[:NEAREST]
    ]  # the whole list is to pick from


def test_a_desk_with_nothing_waiting_says_so(visit: Visit) -> None:
    assert "待办都已处理完，没有等待您的工单。" in visit("dispatcher").get("/").text
    assert "您的角色没有待办清单" in visit("administrator").get("/").text


def test_who_takes_calls_begins_from_the_desk(visit: Visit) -> None:
    assert visit("agent").get("/").follow("受理登记").url.endswith("/intake")
    assert "受理登记" not in visit("leader").get("/").text
