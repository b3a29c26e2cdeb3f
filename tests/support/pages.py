"""A person at a browser without JavaScript: opens pages, fills forms, presses buttons; checks every page.

visitor = visit(role="agent")
page = visitor.get("/cases/new")
page = page.fill(title="路灯不亮").press("提交派单")
assert "已派单" in page.text
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.factories import PASSWORD, make_user
from tests.support.page_checks import faults_of_fragment, faults_of_page, parse, text_of
from tests.support.requests import HouseClient
from tests.support.sessions import session_cookie

MOST_REDIRECTS = 5


class Page:
    """One answer that a visitor got."""

    def __init__(self, visitor: Visitor, url: str, response: TestResponse) -> None:
        self.visitor = visitor
        self.url = url
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.get_data(as_text=True)
        self.tree, _ = parse(self.html)
        self.text = text_of(self.tree)
        self._filled: dict[str, list[str]] = {}
        self._uploads: dict[str, Any] = {}

    @property
    def heading(self) -> str:
        """The text of the page's h1."""
        return next((text_of(h1) for h1 in self.tree.iter("h1")), "")

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements with this tag and these attributes; `class_` looks for one class among many."""
        return [e for e in self.tree.iter(tag) if _fits(e, attributes)]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the texts of the elements with this tag and these attributes."""
        return [text_of(element) for element in self.all(tag, **attributes)]

    def rows(self) -> list[list[str]]:
        """Return the cells of every table row in the bodies of the page's tables."""
        bodies = [row for body in self.tree.iter("tbody") for row in body.iter("tr")]
        return [[text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in bodies]

    def links(self) -> dict[str, str]:
        """Map the text of each link to its address; of several alike the first."""
        found: dict[str, str] = {}
        for link in self.tree.iter("a"):
            found.setdefault(text_of(link) or link.get("aria-label", ""), link.get("href", ""))
        return found

    def buttons(self) -> list[str]:
        """Return what the page's buttons say."""
        return [_says(button) for button in self.tree.iter() if _is_button(button)]

    def follow(self, text: str) -> Page:
        """Follow the first link that says this."""
        assert text in self.links(), f"no link {text!r} on {self.url}, only {sorted(self.links())}"
        return self.visitor.get(urljoin(self.url, self.links()[text]))

    def fill(self, **fields: Any) -> Page:
        """Fill fields, by their names, with text, a list of texts, or (file, name) for an upload, or several of them."""
        for name, value in fields.items():
            if isinstance(value, tuple) or (
                isinstance(value, list) and isinstance(next(iter(value), 0), tuple)
            ):
                self._uploads[name] = value if isinstance(value, list) else [value]
            else:
                self._filled[name] = [str(v) for v in value] if isinstance(value, list) else [str(value)]
        return self

    def press(
        self,
        says: str,
        *,
        within: str | None = None,
        status: int | None = 200,
        added: Mapping[str, str] | None = None,
    ) -> Page:
        """Press the button that says this, in its form or the form with the id `within`.

        `added`: fields that a script would have put into the form.

        What was filled replaces what the form holds; a filled name that the form lacks is a mistake of
        the test. Follows redirects; the last answer must have the status (None: any).
        """
        form, button = self._form_with(says, within)
        data = _content(form, button)
        for name, values in self._filled.items():
            assert name in _field_names(form), f"no field {name!r} beside the button {says!r} on {self.url}"
            data.setlist(name, values) if values else data.poplist(name)
        for name, upload in self._uploads.items():
            data.setlist(name, upload)
        for name, value in (added or {}).items():
            data.add(name, value)
        address = urljoin(self.url, button.get("formaction") or form.get("action") or self.url)
        if (button.get("formmethod") or form.get("method") or "get").lower() == "get":
            return self.visitor.get(address, query_string=data, status=status)
        return self.visitor.post(address, data, status=status)

    def _form_with(self, says: str, within: str | None) -> tuple[Element, Element]:
        forms = {form.get("id"): form for form in self.tree.iter("form") if form.get("id")}
        for form in self.tree.iter("form"):
            if within and form.get("id") != within:
                continue
            for button in form.iter():
                if _is_button(button) and _says(button) == says:
                    return form, button
        for button in self.tree.iter("button"):
            if _says(button) == says and button.get("form") in forms:
                return forms[button.get("form")], button
        raise AssertionError(f"no button {says!r} in a form on {self.url}, only {self.buttons()}")


class Visitor:
    """A browser that checks every page it gets."""

    def __init__(self, client: HouseClient) -> None:
        self.client = client

    def get(self, url: str, *, status: int | None = 200, **options: Any) -> Page:
        """Open an address, follow redirects and check the page."""
        return self._arrived(url, self.client.get(url, **options), status)

    def post(self, url: str, data: MultiDict[str, Any], *, status: int | None = 200) -> Page:
        """Send a form, follow redirects and check the page."""
        kind = "multipart/form-data" if any(isinstance(v, tuple) for v in data.values()) else None
        headers = {"Referer": f"http://localhost{urlsplit(url).path}"}
        return self._arrived(
            url, self.client.post(url, data=data, content_type=kind, headers=headers), status
        )

    def _arrived(self, url: str, response: TestResponse, status: int | None) -> Page:
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            url = urljoin(url, response.headers["Location"])
            response = self.client.get(url)
        page = Page(self, url, response)
        assert status in {None, page.status}, f"{url} answered {page.status}, not {status}: {page.text[:400]}"
        if response.mimetype == "text/html":
            check(page.html, url)
        return page


def check(html: str, url: str) -> None:
    """Fail with everything that is wrong with the page or fragment."""
    whole = html.lstrip()[:9].lower() == "<!doctype"
    faults = faults_of_page(html) if whole else faults_of_fragment(html)
    assert not faults, f"{url}:\n  " + "\n  ".join(faults)


def _fits(element: Element, attributes: dict[str, str]) -> bool:
    given = dict(attributes)
    wanted = given.pop("class_", None)
    if wanted and wanted not in (element.get("class") or "").split():
        return False
    return all(element.get(name.replace("_", "-")) == value for name, value in given.items())


def _is_button(element: Element) -> bool:
    if element.tag == "button":
        return element.get("type", "submit") == "submit"
    return element.tag == "input" and element.get("type") == "submit"


def _says(button: Element) -> str:
    return text_of(button) or button.get("value") or button.get("aria-label") or ""


def _field_names(form: Element) -> set[str]:
    return {
        field.get("name", "")
        for field in form.iter()
        if field.tag in {"input", "select", "textarea", "button"}
    }


def _content(form: Element, pressed: Element) -> MultiDict[str, Any]:
    """Return what a browser would send of the form as it stands, the pressed button included."""
    data: MultiDict[str, Any] = MultiDict()
    for field in form.iter():
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        for value in _values(field, pressed):
            data.add(name, value)
    return data


def _values(field: Element, pressed: Element) -> list[str]:
    if field.tag == "textarea":
        return ["".join(field.itertext()).removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", text_of(option)) for option in chosen]
    if field.tag == "button" or field.get("type") == "submit":
        return [field.get("value", "")] if field is pressed else []
    if field.tag != "input" or field.get("type") in {"file", "button", "reset", "image"}:
        return []
    if field.get("type") in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value", "")]


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """Return a function that gives a visitor, signed in as a new user of the role, or as a user."""

    def begin(role: str | None = None, *, user: Any = None, **given: Any) -> Visitor:
        client = app.test_client()
        assert isinstance(client, HouseClient)
        visitor = Visitor(client)
        if role is not None:
            user = make_user(role, **given)
        if user is not None:
            cookie = session_cookie(app, user)
            client.set_cookie(cookie["name"], cookie["value"])
        return visitor

    return begin


def sign_in(visitor: Visitor, name: str, password: str = PASSWORD) -> Page:
    """Sign the visitor in on the sign-in page, as people do."""
    return visitor.get("/sign-in").fill(name=name, password=password).press("登录")
