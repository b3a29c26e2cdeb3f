"""Every route for every role: who may enter does, who may not is turned away, and nothing ever breaks.

Generated from the route table and the table of roles, so that a new route is covered the day it is made.
"""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models.user import User
from models.vocabulary import Permission
from tests.support.factories import (
    make_assignment,
    make_case,
    make_department,
    make_role,
    make_rule,
    make_user,
)
from tests.support.page_checks import faults_of_fragment, faults_of_page
from tests.support.requests import HouseClient
from tests.support.sessions import session_cookie
from workflows.permissions import ROLES

# No row has it: a route must answer 404 for what is not there.
NOWHERE = 987654321
TURNED_AWAY = {403, 404}
GOOD = {200, 204, 303, 400, 404, 409, 422}


@pytest.fixture
def open_app(app: Flask) -> Flask:
    """Let forms through without CSRF tokens, since what is asked here is only who may enter."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def arrange(code: str) -> tuple[User, dict[str, object]]:
    """Make someone of the role, a case that their department leads, and what its address needs."""
    department = make_department()
    for seed in ROLES:
        make_role(seed.code)
    user = make_user(code, department=department, title="主任", full_name="马小兰")
    case = make_case(department=department, citizen={"name": "丁一", "phone": "13800001111"})
    make_assignment(case, department)
    make_rule(department)
    return user, {"case_id": case.id}


def routes(app: Flask, method: str) -> list[Rule]:
    """List the routes that answer the method, static files left out."""
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted((rule for rule in rules if rule.endpoint != "static"), key=lambda rule: rule.rule)


def address(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    """Write the route's address, with the known rows and otherwise with what is not there."""
    values = {
        name: known.get(name, "nothing" if "String" in type(converter).__name__ else NOWHERE)
        for name, converter in rule._converters.items()
    }
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def may_enter(app: Flask, rule: Rule, permissions: frozenset[Permission]) -> bool:
    """Say what the guard of the route says of someone with these permissions."""
    guard = app.view_functions[rule.endpoint].guard  # type: ignore[attr-defined]
    return isinstance(guard, str) or not permissions.isdisjoint(guard)


def ask(app: Flask, cookie: dict[str, str] | None, method: str, url: str) -> tuple[int, str, str]:
    """Send one request in a session of its own; return status, kind of content and, of pages, the text."""
    client = app.test_client()
    assert isinstance(client, HouseClient)
    if cookie is not None:
        client.set_cookie(cookie["name"], cookie["value"])
    response = client.open(url, method=method)
    is_page = response.mimetype == "text/html"
    text = response.get_data(as_text=True) if is_page else ""
    response.close()
    return response.status_code, response.mimetype, text


@pytest.mark.one_database
@pytest.mark.parametrize("code", [seed.code for seed in ROLES])
def test_a_role_enters_where_it_may_and_nowhere_else(open_app: Flask, code: str) -> None:
    faults = []
    user, known = arrange(code)
    cookie, permissions = session_cookie(open_app, user), frozenset(user.permissions)
    for method in ("GET", "POST"):
        for rule in routes(open_app, method):
            url = address(open_app, rule, known)
            status, kind, html = ask(open_app, cookie, method, url)
            wanted = GOOD if may_enter(open_app, rule, permissions) else TURNED_AWAY
            if status not in wanted:
                faults.append(f"{method} {url} answered {status}")
            if method == "GET" and status == 200 and kind == "text/html":
                whole = html.lstrip().lower().startswith("<!doctype")
                found = faults_of_page(html) if whole else faults_of_fragment(html)
                faults += [f"{url}: {fault}" for fault in found if "CSRF" not in fault]
    assert not faults, "\n".join(faults)


@pytest.mark.one_database
def test_a_stranger_enters_only_the_open_doors(open_app: Flask) -> None:
    faults = []
    _, known = arrange("agent")
    for method in ("GET", "POST"):
        for rule in routes(open_app, method):
            url = address(open_app, rule, known)
            status, _, _ = ask(open_app, None, method, url)
            is_open = open_app.view_functions[rule.endpoint].guard == "public"  # type: ignore[attr-defined]
            # What a page fetches by itself is told 401, so that nobody's page turns into the sign-in form.
            if status not in (GOOD if is_open else {303, 401}):
                faults.append(f"{method} {url} answered {status}")
    assert not faults, "\n".join(faults)


def test_no_parameter_breaks_a_list(open_app: Flask) -> None:
    strange = [
        "",
        "-1",
        "0",
        "９９",
        "' OR 1=1 --",
        "%",
        "\u202e",
        "漏水" * 300,
        "2026-02-30",
        "x" * 5000,
        "\0",
    ]
    names = [
        "q",
        "page",
        "after",
        "before",
        "from",
        "to",
        "period",
        "department_id",
        "category_id",
        "sort",
        "endpoint",
        "_scheme",
        "state",
    ]
    faults = []
    user, known = arrange("supervisor")
    cookie = session_cookie(open_app, user)
    for rule in [rule for rule in routes(open_app, "GET") if not rule.arguments]:
        url = address(open_app, rule, known)
        for text in strange:
            client = open_app.test_client()
            client.set_cookie(cookie["name"], cookie["value"])
            response = client.get(url, query_string=dict.fromkeys(names, text))
            response.close()
            if response.status_code >= 500:
                faults.append(f"{url} with {text[:20]!r} answered {response.status_code}")
    assert not faults, "\n".join(faults)
