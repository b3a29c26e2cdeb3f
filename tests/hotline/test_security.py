"""What the door refuses before any page looks at it."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.pages import Visitor
from tests.support.requests import HouseClient


@pytest.mark.parametrize("path", ["/query?number=a%00b", "/cases?q=%00", "/sign-in?next=%2F%00"])
def test_nul_in_an_address_is_refused(visit: Callable[..., Visitor], path: str) -> None:
    visit("agent").get(path, status=400)


def test_nul_in_a_form_is_refused(app: Flask, client: HouseClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False

    assert client.post("/sign-in", data={"name": "a\x00b", "password": "x"}).status_code == 400
    assert client.post("/sign-in", data={"name": "nobody", "password": "x"}).status_code == 422


def test_what_a_page_draws_on_is_kept_for_good_under_the_name_of_its_version(
    app: Flask, visit: Callable[..., Visitor]
) -> None:
    agent = visit("agent")
    page = agent.get("/")
    sheet = next(e.get("href", "") for e in page.all("link") if "tokens" in e.get("href", ""))
    bare = sheet.partition("?")[0]

    assert sheet != bare
    assert kept(agent, sheet) == "public, max-age=31536000, immutable"
    assert kept(agent, bare) == "no-cache"
    assert "max-age" not in kept(agent, "/static/no-such.css?v=1")


def kept(visitor: Visitor, address: str) -> str:
    with visitor.client.get(address) as answer:
        return answer.headers.get("Cache-Control", "")
