"""The inbox and the bell: what is unread, what a poll costs, and that polling keeps no session alive."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from models.base import db
from models.notice import Notice
from models.user import User
from models.vocabulary import NoticeChannel, NoticeState
from tests.support.factories import make_case, make_department, make_user, saved
from tests.support.pages import Visitor, check
from tests.support.statements import statements

Visit = Callable[..., Visitor]
NOW = datetime.now(UTC)


def make_message(user: User, **given: Any) -> Notice:
    defaults = {
        "channel": NoticeChannel.INBOX,
        "state": NoticeState.SENT,
        "title": "派单：20260302000001",
        "body": "路灯不亮",
        "created_at": NOW,
        "try_at": NOW,
    }
    return saved(Notice(**{**defaults, "user_id": user.id, **given}))


def test_messages_are_told_apart_by_unread_and_urgent(visit: Visit) -> None:
    user = make_user("officer")
    make_message(user, title="旧闻", state=NoticeState.READ, read_at=NOW)
    make_message(user, title="催办")
    make_message(user, title="督办", is_urgent=True)
    make_message(make_user("officer"), title="别人的")
    make_message(user, title="短信", channel=NoticeChannel.SMS)
    visitor = visit(user=user)

    page = visitor.get("/inbox")
    assert [row[1].split()[-2] for row in page.rows()] == ["督办", "催办", "旧闻"]
    assert page.rows()[0][1].startswith("紧急")
    assert len(page.follow("未读 2").rows()) == 2
    assert [row[1].split()[1] for row in page.follow("紧急").rows()] == ["督办"]


def test_opening_marks_as_read_and_leads_to_the_case(visit: Visit) -> None:
    user = make_user("supervisor")
    case = make_case()
    message = make_message(user, case_id=case.id)

    page = visit(user=user).get("/inbox").press("打开")

    assert page.url.endswith(f"/cases/{case.id}")
    assert message.state is NoticeState.READ
    assert message.read_at is not None


def test_nobody_opens_anothers_message(visit: Visit) -> None:
    message = make_message(make_user("officer"))
    visitor = visit("officer")
    token = visitor.get("/account/password").all("input", name="csrf_token")[0].get("value")

    answer = visitor.client.post(f"/inbox/{message.id}/open", data={"csrf_token": token})

    assert answer.status_code == 404
    assert message.state is NoticeState.SENT


def test_all_are_marked_as_read_after_a_question(visit: Visit) -> None:
    user = make_user("officer")
    mine, other = make_message(user), make_message(make_user("officer"))
    visitor = visit(user=user)

    page = visitor.get("/inbox/read")
    assert "将 1 条未读消息全部标为已读。" in page.text
    page.press("标为已读")

    db.session.expire_all()
    assert (mine.state, other.state) == (NoticeState.READ, NoticeState.SENT)
    assert "没有未读消息" in visitor.get("/inbox/read").text
    assert "没有未读消息" in visitor.get("/inbox?show=unread").text


def test_an_empty_inbox_says_so(visit: Visit) -> None:
    page = visit("officer").get("/inbox")

    assert "还没有消息。" in page.text
    assert "标为已读" not in page.buttons()


def test_the_inbox_pages_by_key_with_few_statements(visit: Visit) -> None:
    user = make_user("officer")
    for _ in range(55):
        make_message(user)
    visitor = visit(user=user)

    with statements() as seen:
        page = visitor.get("/inbox")

    assert len(seen) <= 9, seen
    assert len(page.rows()) == 50
    older = page.follow("下一页")
    assert len(older.rows()) == 5
    assert len(older.follow("上一页").rows()) == 50


def test_the_bell_counts_what_is_unread_and_asks_for_little(visit: Visit) -> None:
    user = make_user("officer", department=make_department())
    for _ in range(120):
        make_message(user)
    visitor = visit(user=user)

    with statements() as seen:
        answer = visitor.client.get("/inbox/bell", headers={"HX-Request": "true"})

    bell = answer.get_data(as_text=True)
    check(bell, "/inbox/bell")
    assert "99+" in bell
    assert "120 条未读" in bell
    about_messages = [statement for statement in seen if "notice" in statement]
    assert len(about_messages) == 1
    # Who asks: the user, the roles, the units below.
    assert len(seen) <= 4, seen


def idle_since(visitor: Visitor, minutes: float) -> None:
    with visitor.client.session_transaction() as session:
        session["seen_at"] = time.time() - minutes * 60


def seen_at(visitor: Visitor) -> float:
    with visitor.client.session_transaction() as session:
        return float(session.get("seen_at", 0))


def test_the_bell_keeps_no_session_alive_and_work_does(visit: Visit) -> None:
    visitor = visit("officer")
    idle_since(visitor, 20)
    before = seen_at(visitor)

    visitor.client.get("/inbox/bell", headers={"HX-Request": "true"})
    assert seen_at(visitor) == before

    visitor.get("/inbox")
    assert seen_at(visitor) > before


def test_a_bell_that_rings_after_the_end_gets_no_page_in_its_place(app: Flask, visit: Visit) -> None:
    visitor = visit("officer")
    idle_since(visitor, app.config["SETTINGS"].idle_minutes + 1)

    bell = visitor.client.get("/inbox/bell", headers={"HX-Request": "true"})
    assert (bell.status_code, bell.get_data(as_text=True)) == (401, "")

    stranger = visit()
    assert stranger.client.get("/inbox/bell", headers={"HX-Request": "true"}).status_code == 401
    page = stranger.client.get("/inbox")
    assert page.status_code == 303
