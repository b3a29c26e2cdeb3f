"""The corpus of hostile inputs at the forms: one defined answer each, shown as text and as nothing else."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask

from hotline.forms.fields import tidy
from models.base import db
from models.case import Case
from models.vocabulary import CaseState
from tests.support.factories import make_category, make_city, make_rules, make_user
from tests.support.office import again, make_office
from tests.support.page_checks import parse, text_of
from tests.support.requests import HouseClient
from tests.support.sessions import session_cookie
from tests.support.shared_data import shared_file

FORM = "application/x-www-form-urlencoded"
LONGEST = 60_000
AT_MOST = 10_000
READ_BACK = {"XSS", "SSTI", "UNICODE", "FORMULA", "SQLI"}
STRUCTURED = (
    "phone", "other_phone", "id_number", "occurred_at", "people_affected", "category_id", "district_id", "street_id",
    "related_case_id", "kind", "channel", "confidentiality", "urgency", "risk_tags", "care", "token", "step",
)  # fmt: skip
ALIVE = ("script", "iframe", "object", "embed", "svg", "img", "math", "base", "meta", "link", "form", "style")


def payloads() -> Iterator[tuple[str, str, str]]:
    """Yield id, class and text of every input that can be typed."""
    for entry in json.loads(shared_file("attack_corpus.json").read_text(encoding="utf-8")):
        given = entry["input"]
        if isinstance(given, dict) and "$repeat" in given:
            times = min(int(given["$times"]), LONGEST)
            given = f"{given.get('$prefix', '')}{given['$repeat'] * times}{given.get('$suffix', '')}"
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        if entry["kind"] != "procedure":
            yield entry["id"], entry["class"], text[:LONGEST]


def as_received(text: str) -> str:
    """Return the text as a form holds it: half a character does not survive the way."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def form_of(category: int, name: str, **fields: str) -> dict[str, str]:
    given = {
        "token": name.replace("-", "_").ljust(20, "x"), "phone": "13812345678", "content": "路灯不亮", "kind": "help",
        "category_id": str(category), "channel": "phone", "confidentiality": "open", "step": "submit",
    }  # fmt: skip
    return {**given, **fields}


def send(client: HouseClient, form: dict[str, str]) -> Any:
    return client.post("/intake", data=encoded(form), content_type=FORM)


@pytest.fixture
def agent(app: Flask) -> HouseClient:
    make_city()
    make_rules()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    cookie = session_cookie(app, make_user("agent"))
    client.set_cookie(cookie["name"], cookie["value"])
    assert isinstance(client, HouseClient)
    return client


@pytest.mark.shared
@pytest.mark.slow
def test_hostile_text_is_stored_as_it_is_or_refused_with_a_sentence(agent: HouseClient) -> None:
    category_id = make_category().id
    alive = counted(agent.get("/intake").text)
    wrong: list[str] = []
    tried = 0
    for name, kind, text in payloads():
        tried += 1
        received = as_received(text)
        kept = tidy(received)
        line = " ".join(kept.split())
        fields = {"content": text, "address": text[:200], "title": text[:100]}
        answer = send(agent, form_of(category_id, name, **fields))
        is_good = bool(kept) and "\x00" not in received and len(kept) <= AT_MOST
        refusal = 400 if "\x00" in received else 422
        if answer.status_code != (303 if is_good else refusal):
            wrong.append(f"{name}: {answer.status_code}")
        elif is_good:
            case = db.session.scalars(db.select(Case).order_by(Case.id.desc()).limit(1)).one()
            db.session.refresh(case, ["content"])
            if case.content != kept:
                wrong.append(f"{name}: kept {case.content[:50]!r}")
            if kind in READ_BACK and (fault := fault_of(agent, case.id, line)):
                wrong.append(f"{name}: {fault}")
        elif answer.status_code == 422 and counted(answer.text) != alive:
            wrong.append(f"{name}: the refused form came to life")

    assert tried > 200
    assert not wrong, "\n".join(wrong)


def counted(html: str) -> dict[str, int]:
    """Count the elements of a page that could do something."""
    tree, _ = parse(html)
    return {tag: sum(1 for _ in tree.iter(tag)) for tag in ALIVE if tag not in ("svg", "link")}


def fault_of(agent: HouseClient, case_id: int, line: str) -> str:
    """Say what is wrong with the case page of a hostile text; "" where nothing is."""
    answer = agent.get(f"/cases/{case_id}")
    tree, _ = parse(answer.text)
    if answer.status_code != 200:
        return f"the case page answers {answer.status_code}"
    if line.replace(" ", "") not in text_of(tree).replace(" ", ""):
        return "the text is not on the page as it was given"
    handlers = [name for element in tree.iter() for name in element.attrib if str(name).startswith("on")]
    scripts = [e for e in tree.iter("script") if not (e.get("src") or "").startswith("/static/")]
    return f"the page came to life: {handlers} {scripts}" if handlers or scripts else ""


@pytest.mark.shared
@pytest.mark.slow
def test_hostile_values_of_every_other_field_never_break_the_house(agent: HouseClient) -> None:
    category_id = make_category().id
    wrong: list[str] = []
    for number, (name, _, text) in enumerate(payloads()):
        # Each input meets two of the fields; all fields meet every class of input.
        for field in (STRUCTURED[number % len(STRUCTURED)], STRUCTURED[(number * 7 + 3) % len(STRUCTURED)]):
            answer = send(agent, form_of(category_id, f"{name}_{field}", **{field: text}))
            if answer.status_code not in (200, 303, 400, 404, 413, 422):
                wrong.append(f"{name} in {field}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
@pytest.mark.shared
@pytest.mark.slow
def test_hostile_words_of_a_department_and_of_a_stranger_are_text(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = False
    office = make_office()
    case = office.case_in(CaseState.HANDLING)
    client = app.test_client()
    assert isinstance(client, HouseClient)
    cookie = session_cookie(app, office.officer)
    client.set_cookie(cookie["name"], cookie["value"])
    wrong: list[str] = []
    written = 0
    for name, _, text in payloads():
        note = {"version": again(case).version, "note": text}
        answer = client.post(f"/cases/{case.id}/progress", data=encoded(note), content_type=FORM)
        written += answer.status_code == 303
        if answer.status_code not in (303, 400, 422):
            wrong.append(f"{name} as a note: {answer.status_code}")
        for path, field in (("/query", "code"), ("/sign-in", "name")):
            asked = {"number": text, "code": text, "tail": text, "password": text, field: text}
            answer = app.test_client().post(path, data=encoded(asked), content_type=FORM)
            if answer.status_code not in (400, 401, 422, 429):
                wrong.append(f"{name} at {path}: {answer.status_code}")
        answer = client.get("/cases", query_string=encoded({"q": text[:2000]}))
        if answer.status_code not in (200, 303, 400, 422):
            wrong.append(f"{name} as a search: {answer.status_code}")

    assert written > 150
    assert not wrong, "\n".join(wrong)
    assert not fault_of(client, case.id, "")


def encoded(fields: dict[str, Any]) -> str:
    """Write the fields as a browser does."""
    return urlencode(fields, encoding="utf-8", errors="surrogatepass")
