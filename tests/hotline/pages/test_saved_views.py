"""Views: what is asked of a list, kept under a name, found again at the list, shared, opened by default."""

from collections.abc import Callable

import pytest
from flask import Flask

from hotline.case_exports.lists import LISTS
from hotline.saved_views import BY_ENDPOINT, TITLES, WITHOUT, WORKLIST, asked_of, place_of, title_of
from models.base import db
from models.queries.worklists import WORKLISTS
from models.saved_view import SavedView, ViewDefault
from models.transaction import unit_of_work
from tests.support.clock import MONDAY_9
from tests.support.factories import make_case, make_user
from tests.support.pages import Page, Visitor
from workflows import saved_views
from workflows.errors import NotAllowedNow
from workflows.saved_views import Wish

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.one_database


def bar(page: Page) -> dict[str, str]:
    """Return the links of the bar of views, by what they say."""
    [own] = [nav for nav in page.all("nav") if nav.get("aria-label") == "视图"] or [None]
    links = own.iter("a") if own is not None else ()
    return {"".join(a.itertext()).strip(): a.get("href", "") for a in links}


@pytest.mark.both_databases
def test_a_view_is_kept_found_again_opened_by_default_changed_and_taken_away(visit: Visit) -> None:
    make_case(title="路灯不亮", kind="complaint")
    make_case(title="咨询社保", kind="inquiry")
    visitor = visit("dispatcher")
    assert bar(visitor.get("/cases")) == {}

    page = visitor.get("/cases?kind=complaint").follow("保存视图")
    page = page.fill(name="只看投诉", is_default="y").press("保存")
    assert page.url.partition("?")[2] == "kind=complaint"
    assert list(bar(page)) == ["全部", "只看投诉", "管理视图"]

    assert "咨询社保" not in visitor.get("/cases").text, "opens with what was chosen"
    assert "咨询社保" in page.follow("全部").text
    visitor.get("/").follow("我的视图").follow("修改").fill(name="投诉件", is_default=[]).press("保存")
    assert "咨询社保" in visitor.get("/cases").text
    assert "投诉件" in bar(visitor.get("/cases"))
    visitor.get("/views").follow("删除").press("删除")
    assert bar(visitor.get("/cases")) == {}
    assert db.session.query(SavedView).count() == db.session.query(ViewDefault).count() == 0


@pytest.mark.both_databases
def test_a_shared_view_is_offered_to_all_who_may_choose_it_and_not_change_it(visit: Visit) -> None:
    make_case(title="路灯不亮", kind="complaint")
    head = visit("supervisor")
    head.get("/views/new?list=cases&kind=complaint").fill(name="投诉", is_shared="y").press("保存")
    view = db.session.query(SavedView).one()

    other = visit("dispatcher")
    assert "投诉（共享）" in bar(other.get("/cases"))
    assert "is_shared" not in other.get("/views/new?list=cases&kind=complaint").text
    page = other.get(f"/views/{view.id}").fill(is_default="y").press("保存")
    assert page.heading == "我的视图"
    assert other.get("/cases").url.endswith("kind=complaint")
    other.get(f"/views/{view.id}/removal").press("删除", status=403)

    head.get(f"/views/{view.id}").fill(is_shared=[]).press("保存")
    db.session.expire_all()
    assert other.get("/cases").url.endswith("/cases"), "what is no longer shared is nobody else's default"
    other.get(f"/views/{view.id}", status=404)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("list=cases", "当前列表没有任何筛选条件"),
        ("list=cases&q=13800000000", "按电话号码查询的结果不能保存为视图。"),
        ("list=cases&phone=13800000000", "按电话号码查询的结果不能保存为视图。"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence(visit: Visit, address: str, sentence: str) -> None:
    page = visit("agent").get(f"/views/new?{address}").fill(name="某视图").press("保存", status=None)

    assert page.status in (409, 422)
    assert sentence in page.text


@pytest.mark.both_databases
def test_a_name_stands_once_at_a_list_and_lists_that_keep_none_answer_404(visit: Visit) -> None:
    visitor = visit("agent")
    visitor.get("/views/new?list=cases&kind=complaint").fill(name="投诉").press("保存")

    again = visitor.get("/views/new?list=cases&kind=help").fill(name="投诉").press("保存", status=422)

    assert "您在这个列表已有名为“投诉”的视图。" in again.text
    for address in ("list=frozen&issue_id=1", "list=none", "list=worklist&name=none&light=overdue", ""):
        visitor.get(f"/views/new?{address}", status=404)


def test_nobody_keeps_more_than_fifty(app: Flask) -> None:
    by = make_user("agent")
    with unit_of_work():
        for number in range(saved_views.MOST_VIEWS):
            saved_views.save("cases", {"kind": "help"}, Wish(f"第{number}个"), by=by, at=MONDAY_9)
    with pytest.raises(NotAllowedNow, match="每人最多保存 50 个视图"), unit_of_work():
        saved_views.save("cases", {"kind": "help"}, Wish("又一个"), by=by, at=MONDAY_9)


def test_every_list_keeps_its_views_apart_and_leads_back_to_what_was_asked(visit: Visit) -> None:
    assert {each.name for each in BY_ENDPOINT.values()} == set(LISTS) - WITHOUT == {WORKLIST, *TITLES}
    for name in WORKLISTS:
        assert title_of(place_of(WORKLIST, {"name": name})) == WORKLISTS[name].title
    assert asked_of("cases", {"kind": "help", "view": "all", "after": "x"}) == {"kind": "help"}
    visitor = visit("supervisor")
    for address in (
        "list=worklist&name=overdue&light=overdue",
        "list=orders&light=overdue",
        "list=overdue&band=week",
        "list=requests&kind=return",
        "list=figure&figure=due&period=month&on=2026-03-01",
        "list=tasks&light=overdue",
        "list=hazards&show=open",
        "list=candidates&criterion=none",
    ):
        page = visitor.get(f"/views/new?{address}").fill(name="某视图").press("保存", status=None)
        asked = dict(part.split("=") for part in address.split("&") if part[:5] not in ("list=", "name="))
        assert dict(part.split("=") for part in page.url.partition("?")[2].split("&")) == asked, address
