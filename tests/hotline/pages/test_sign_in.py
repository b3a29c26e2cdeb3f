"""People come in with name and password, are locked out after misses, and go where they were going."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.factories import PASSWORD, make_user
from tests.support.pages import Visitor, sign_in

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]


def test_someone_signs_in_and_sees_their_desk(visit: Visit) -> None:
    user = make_user("agent", full_name="马小兰")

    page = sign_in(visit(), user.name)

    assert "马小兰" in page.text


def test_a_stranger_is_asked_to_sign_in_and_then_goes_on(visit: Visit) -> None:
    user = make_user("agent")

    page = visit().get("/account/password").fill(name=user.name, password=PASSWORD).press("登录")

    assert page.url.endswith("/account/password")


@pytest.mark.parametrize(
    "where", ["//evil.example/x", "https://evil.example/x", "/\\evil.example", "javascript:1"]
)
def test_no_address_leads_out_of_the_house(visit: Visit, where: str) -> None:
    user = make_user("agent")
    visitor = visit()
    token = visitor.get("/sign-in").all("input", name="csrf_token")[0].get("value")

    answer = visitor.client.post(
        "/sign-in",
        query_string={"next": where},
        data={"csrf_token": token, "name": user.name, "password": PASSWORD},
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(visit: Visit) -> None:
    user = make_user("agent")
    sentence = "用户名或密码不正确"

    wrong = visit().get("/sign-in").fill(name=user.name, password="wrong").press("登录", status=422)
    nobody = visit().get("/sign-in").fill(name="nobody", password="wrong").press("登录", status=422)

    assert sentence in wrong.text
    assert sentence in nobody.text


@pytest.mark.both_databases
def test_five_misses_lock_the_account_even_for_the_right_password(visit: Visit) -> None:
    user = make_user("agent")
    page = visit().get("/sign-in")

    for _ in range(5):
        page = page.fill(name=user.name, password="wrong").press("登录", status=422)
    page = page.fill(name=user.name, password=PASSWORD).press("登录", status=422)

    assert "锁定" in page.text


@pytest.mark.both_databases
def test_a_changed_password_ends_the_other_sessions(visit: Visit) -> None:
    user = make_user("agent")
    here, there = visit(user=user), visit(user=user)

    here.get("/account/password").fill(
        current=PASSWORD, new="天水Bridge-River-1909", again="天水Bridge-River-1909"
    ).press("修改密码")

    assert here.client.get("/").status_code == 200
    assert there.client.get("/").status_code == 303


def test_a_form_without_its_token_is_refused(app: Flask, visit: Visit) -> None:
    answer = visit().client.post("/sign-in", data={"name": "a", "password": "b"})

    assert answer.status_code == 400
    assert "页面已过期" in answer.get_data(as_text=True)


def test_every_answer_carries_the_security_headers(visit: Visit) -> None:
    headers = visit().get("/sign-in").headers

    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_messages_that_no_page_showed_do_not_pile_up_in_the_cookie(app: Flask) -> None:
    client = app.test_client()

    for _ in range(9):
        client.get("/cases")

    with client.session_transaction() as kept:
        assert len(kept["_flashes"]) == 5
