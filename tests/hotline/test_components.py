"""The macros of templates/components: what they promise to people, screen readers and the content policy."""

import json
import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.vocabulary import CaseState, Light, Urgency
from tests.support.gallery.pages import make_gallery
from tests.support.page_checks import faults_of_page, parse, text_of


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return make_gallery()


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    return gallery.test_client()


def make_tree(gallery: Flask, source: str, **context: Any) -> Element:
    """Render a piece of template and return it parsed."""
    with gallery.test_request_context():
        tree, _ = parse(gallery.jinja_env.from_string(source).render(**context), fragment=True)
    return tree


def by_id(tree: Element, name: str) -> Element:
    return next(element for element in tree.iter() if element.get("id") == name)


@pytest.mark.parametrize("path", ["/list", "/list?rows=0", "/intake", "/case", "/figures", "/public"])
def test_a_page_made_of_the_macros_has_no_fault(visitor: FlaskClient, path: str) -> None:
    assert faults_of_page(visitor.get(path).text) == []


def test_the_frame_lets_htmx_swap_refused_forms_and_lost_races(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/list").text)
    meta = next(m for m in tree.iter("meta") if m.get("name") == "htmx-config")

    config = json.loads(meta.get("content", ""))

    swapped = {rule["code"]: rule["swap"] for rule in config["responseHandling"]}
    assert swapped["422"] is True
    assert swapped["409"] is True
    assert swapped["[45].."] is False
    assert (config["allowEval"], config["includeIndicatorStyles"], config["historyCacheSize"]) == (
        False,
        False,
        0,
    )


def test_a_refused_form_says_each_error_at_its_field_and_links_to_it(gallery: Flask) -> None:
    gallery.config["WTF_CSRF_ENABLED"] = False
    tree, _ = parse(gallery.test_client().post("/intake", data={"phone": "1"}).text)
    gallery.config["WTF_CSRF_ENABLED"] = True

    summary = next(e for e in tree.iter() if e.get("class") == "error-summary")
    links = {link.get("href"): text_of(link) for link in summary.iter("a")}
    title = by_id(tree, "title")

    assert links["#title"] == "标题：请填写标题"
    assert links["#kind-0"] == "诉求类型：请选择诉求类型"
    assert all(by_id(tree, target.removeprefix("#")) is not None for target in links if target)
    assert title.get("aria-invalid") == "true"
    assert text_of(by_id(tree, title.get("aria-describedby", "").split()[-1])) == "错误： 请填写标题".replace(
        " ", ""
    )


def test_a_field_has_its_label_its_mark_and_its_hint(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/intake").text)

    label = next(e for e in tree.iter("label") if e.get("for") == "phone")
    assert text_of(label) == "联系电话*（必填）"
    assert by_id(tree, "phone").get("aria-describedby") == "phone-hint"
    assert text_of(by_id(tree, "phone-hint")) == "手机或座机"


def test_choices_stand_in_a_group_that_bears_their_name(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/intake").text)

    groups = {
        text_of(g.find("legend")): g for g in tree.iter("fieldset") if "field" in g.get("class", "").split()
    }

    assert [text_of(c) for c in groups["诉求类型*（必填）"].iter("label")] == ["求助", "投诉"]
    assert [text_of(c) for c in groups["风险标签"].iter("label")] == ["人身安全", "群体"]


def test_an_empty_list_says_so_and_offers_the_next_step(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/list?rows=0").text)

    empty = next(e for e in tree.iter() if e.get("class") == "empty")

    assert "现在没有等待派单的工单。" in text_of(empty)
    assert [link.get("href") for link in empty.iter("a")] == ["/list"]
    assert not list(tree.iter("table"))


def test_a_row_is_ticked_by_its_number_in_the_form_that_acts_on_it(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/list?rows=1").text)

    box = next(e for e in tree.iter("input") if e.get("name") == "case_id")
    label = next(e for e in tree.iter("label") if box in list(e))

    assert (box.get("value"), box.get("form")) == ("0", "bulk")
    assert text_of(label) == "选择 261122000000"


@pytest.mark.parametrize("state", [*Light, "met", "missed", "paused"])
def test_a_lamp_says_its_state_in_words_beside_its_sign(gallery: Flask, state: str) -> None:
    source = '{% from "components/light.html" import light %}{{ light(state, "2 天") }}'

    tree = make_tree(gallery, source, state=state)

    assert len(text_of(tree).removesuffix("2 天").strip()) >= 2
    assert sum(element.tag.endswith("svg") for element in tree.iter()) == 1
    if isinstance(state, Light):
        assert text_of(tree) == f"{state.label} 2 天"


@pytest.mark.parametrize("state", CaseState)
def test_every_state_of_a_case_has_its_badge(gallery: Flask, state: CaseState) -> None:
    source = '{% from "components/badge.html" import state_badge %}{{ state_badge(state) }}'

    tree = make_tree(gallery, source, state=state)

    badge = next(tree.iter("span"))
    assert text_of(badge) == state.label
    assert "badge--neutral" not in badge.get("class", ""), "give the state a tone in components/badge.html"


def test_only_urgency_out_of_the_ordinary_takes_the_eye(gallery: Flask) -> None:
    source = '{% from "components/badge.html" import urgency_badge %}{{ urgency_badge(urgency) }}'

    shown = {urgency: text_of(make_tree(gallery, source, urgency=urgency)) for urgency in Urgency}

    assert shown[Urgency.CRITICAL] == "特急"
    assert shown[Urgency.URGENT] == "紧急"
    assert shown[Urgency.NORMAL] == ""


def test_older_lines_of_a_timeline_fold_away(visitor: FlaskClient) -> None:
    tree, _ = parse(visitor.get("/case").text)

    older = next(e for e in tree.iter("details") if e.get("class") == "timeline__older")

    assert text_of(older.find("summary")) == "更早的 4 条"
    assert len([e for e in older.iter("li") if "entry" in e.get("class", "").split()]) == 4


def test_a_chart_brings_the_same_numbers_as_a_table_with_links(visitor: FlaskClient) -> None:
    page = visitor.get("/figures").text
    drawn = json.loads(unescape(re.search(r'data-chart="([^"]*)"', page)[1]))  # type: ignore[index]
    tree, _ = parse(page)
    rows = list(by_id(tree, "chart-bar").iter("tr"))[1:]

    table = [[text_of(cell) for cell in row] for row in rows]

    assert [row[0] for row in table] == drawn["categories"]
    assert [row[1] for row in table] == [str(value) for value in drawn["series"][0]["values"]]
    assert [row[2] for row in table] == ["110", "—", "149"]
    assert [link.get("href") for link in rows[1].iter("a")] == ["/list?m=2"]


def test_a_macro_escapes_what_citizens_wrote(gallery: Flask) -> None:
    source = '{% from "components/timeline.html" import entry %}{{ entry(text, at="", note=text, changes=[(text, text, text)]) }}'

    tree = make_tree(gallery, source, text="<img src=x onerror=alert(1)>")

    assert not list(tree.iter("img"))
    assert text_of(tree).count("<img src=x") == 5
