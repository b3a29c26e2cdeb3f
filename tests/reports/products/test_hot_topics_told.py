"""Hot topics in papers: told by title, callers, cases and place; each number opens its list; frozen ones stay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from models.base import db
from models.hot_topic import HotTopic, HotTopicCase
from models.transaction import unit_of_work
from models.vocabulary import CaseState
from reports import held_file, issues
from reports.catalogue import REPORTS
from reports.documents.paper import Heading, Paper, Paragraph, Table
from reports.figures.values import Part
from reports.periods import parse
from reports.products import annual, bulletin, daily, special
from reports.products.gathering import Order
from tests.support.clock import local
from tests.support.hand_counted import NOW, make_march
from tests.support.hot_topic_rows import call, make_street
from tests.support.page_checks import text_of
from tests.support.pages import Visitor

pytestmark = pytest.mark.one_database
ORDER = Order(parse("2026-03"), NOW, "赵主任")
TITLE, TABLE = "青松 · 供暖不热", "集中反映的热点事项"
HEAPED = "近7日，青松集中反映“公用事业/供暖不热”6件，涉及5个来电号码，由市水务局办理。"


@pytest.fixture(autouse=True)
def topic(app: Flask) -> int:
    """Five people call six times about one estate in the last week of the month that was counted by hand."""
    make_march()
    make_street()
    told = {"content": "青松小区王建国先生家暖气不热，电话13893112345。", "public_answer": "已抢修供热。"}
    for number in (1, 2, 3, 4, 5, 5):
        at = local("2026-03-31 06:00") + timedelta(minutes=number)
        ended = {"closed_at": at, "state": CaseState.CLOSED} if number == 1 else {}
        call(number, at, department_id=2, **told, **ended)
    return db.session.query(HotTopic).one().id


def headings(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Heading)]


def said(paper: Paper) -> str:
    return "\n".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


def topics_in(paper: Paper) -> list[list[str]]:
    tables = (block for block in paper.blocks if isinstance(block, Table) and block.title == TABLE)
    return [[cell.text for cell in line.cells] for table in tables for line in table.lines]


@pytest.mark.both_databases
def test_a_bulletin_tells_of_topics_where_there_are_any() -> None:
    paper = bulletin.paper(bulletin.MONTHLY, ORDER)

    assert topics_in(paper) == [["1", TITLE, "东岸区", "5", "6", "1", "5", "0"]]
    assert TITLE in headings(paper)
    assert "占道经营" not in headings(paper), "the matters that led are told in the table alone"
    told = said(paper)
    assert "涉及5个来电人，受理6件，已办结1件，在办5件，由市水务局办理。" in told
    assert HEAPED in told
    assert "3月31日，东岸区青松小区群众反映：青松小区王先生家暖气不热，电话〔已隐去〕。" in told
    assert "请市水务局到青松核查“供暖不热”的集中反映，统一答复。" in told


def test_so_do_the_year_the_day_and_the_special_report() -> None:
    year = annual.paper(replace(ORDER, period=parse("2026")))
    day = daily.paper(replace(ORDER, period=parse("2026-03-31")))
    matter = special.paper("2", ORDER)

    assert topics_in(year)[0][1:5] == topics_in(day)[0][1:5] == [TITLE, "东岸区", "5", "6"]
    assert HEAPED in said(matter)
    assert topics_in(daily.paper(replace(ORDER, period=parse("2026-03-30")))) == []
    assert "集中反映“" not in said(special.paper("1", ORDER)), "a topic about another matter"


def test_a_frozen_issue_keeps_its_topics_and_their_lists(topic: int) -> None:
    report = REPORTS["monthly"]
    order = replace(ORDER, texts=report.proposed(ORDER))
    frozen = issues.freeze(report, order)
    with unit_of_work():
        for row in db.session.query(HotTopicCase):
            row.topic_id = None

    held = held_file.from_bytes(held_file.to_bytes(frozen.held))
    again = issues.stated(report, order, held)

    assert topics_in(again.paper) == topics_in(frozen.paper) != []
    assert topics_in(report.read(order)) == []
    own = [
        (cell, value)
        for cell, value in zip(frozen.cells, frozen.values, strict=True)
        if cell["parts"] == [f"hot_topic={topic}"] and cell["figure"] == "received"
    ]
    assert own
    for cell, value in own:
        assert len(issues.behind(cell, value, Part.WHOLE, held)) == 6


def test_each_number_opens_its_cases(topic: int, visit: Callable[..., Visitor]) -> None:
    visitor = visit("leader")
    page = visitor.get("/reports/products/daily?period=2026-03-31")
    links = {a.get("href", ""): text_of(a) for a in page.all("a") if "hot_topic=" in a.get("href", "")}

    assert set(links.values()) >= {"6", "1", "5"}
    for address, number in links.items():
        listed = visitor.get(address)
        assert len(listed.all("a", class_="row-link")) == int(number), address
        assert TITLE in listed.text
    visitor.get("/reports/cases?figure=received&period=2026-03&hot_topic=99", status=404)
