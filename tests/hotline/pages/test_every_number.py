"""Every number on every page of the reports opens a list of exactly that many cases, in a town made by chance.

Walked are all tabs over a period and over a day, and every product of the catalogue as a paper: counts, rates,
shares, subtotals, totals, tiles, lamps, charts and what growth is compared with. What a page counts and what a
list holds are statements of two modules. Of the numbers of one sort (figure, dimension, member or group, shown or
compared with) one is opened, by chance, of whichever period; that all are
equal is counted without pages in tests/models/queries/test_figures.py.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from hotline import asked
from hotline.pages import dashboard, reports
from models.queries import figures
from models.report_subject import ReportSubject
from models.transaction import unit_of_work
from models.vocabulary import AreaLevel
from reports.catalogue import REPORTS
from reports.figures.definitions import COUNTED, SCORES, SHARES
from reports.figures.grid import GRID
from reports.figures.values import Part
from reports.periods import parse
from tests.support.case_rows import make_cases, make_town, random_cases
from tests.support.clock import local
from tests.support.factories import make_area, make_case, make_rules, saved
from tests.support.grid_rows import make_classes, make_events, random_events
from tests.support.page_checks import text_of
from tests.support.pages import Page, Visitor

# The lists are counted on every database by tests/reports/test_figure_lists.py.
pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
AROUND = local("2026-03-09 14:30")
PERIODS = ("period=range&on=2026-02-27&to=2026-03-12", "period=day&on=2026-03-05")
PAPER_PERIODS = ("2026-02-27..2026-03-12", "2026-03-05", "2026-03", "2026")
TABS = [*reports.TABS, "category&branch=1", "category&branch=2", "department&order=rank"]
# Told of meetings, not of cases: walked by tests/reports/products/test_joint_meeting.py.
NO_CASES = {"joint-meeting"}
NUMBER = re.compile(r"[\d.,]+%?")
# What a cell may say in numbers without cases to list: what is told by comparing two open numbers.
COMPARISON = re.compile(r"[+-][\d.]+(%|个百分点)|低 [\d.]+ 个百分点")

SCORE_SHEET = [
    {"measure": "on_time", "title": "按时办结率", "max": 25, "slope_per_pp": 0.1, "target": 100},
    {"measure": "repeat_rate", "title": "重复率", "max": 10, "slope_per_pp": 0.01, "target": 90, "floor": 5},
]


class Told(NamedTuple):
    """A number on a page that opens a list: the list's address, the figure, the number, whether shown or compared with."""

    href: str
    name: str
    text: str
    compared: bool


@pytest.fixture
def visitor(app: Flask, visit: Visit) -> Visitor:
    """Make a town of cases by chance, with tiers that are small enough to be filled, and a reader."""
    make_town()
    make_rules(tiers=[8, 4], score=SCORE_SHEET)
    make_subjects()
    cases = [case | {"desk": None} for case in random_cases(120, around=AROUND)]
    make_cases(*cases)
    make_classes()
    make_events(*random_events(60, random.Random(5), around=AROUND - timedelta(days=4)))
    moments = {moment for case in cases for moment in (case["received_at"], case["due_at"]) if moment}
    with unit_of_work():
        figures.mark_stale(*{figures.local_day(moment) for moment in moments})
    return visit("leader")


def make_subjects() -> None:
    """Let special reports be about something, and a street have so many callers on one matter that it is told."""
    street = make_area(name="长街", level=AreaLevel.STREET, parent_id=2)
    given = {"title": "专报", "signs": "编号：T\n反映：反映、内容"}
    saved(ReportSubject(code="water", name="水", category_ids=[2], **given))
    saved(ReportSubject(code="environment", name="环境", category_ids=[1, 5], **given))
    for number in range(6):
        make_case(
            area=street,
            category_id=5,
            district_id=2,
            received_at=AROUND + timedelta(hours=number),
            citizen={"phone": f"1380000000{number}"},
        )


def walked(visitor: Visitor) -> Iterator[Page]:
    for period in PERIODS:
        for tab in TABS:
            yield visitor.get(f"/reports/completion?{period}&by={tab}")
    for period in PERIODS:
        yield visitor.get(f"/reports/scorecard?{period}")
    for report in (report for report in REPORTS.values() if report.name not in NO_CASES):
        for period in PAPER_PERIODS:
            if not report.kinds or parse(period).kind in report.kinds:
                yield visitor.get(f"/reports/products/{report.name}?period={period}")
    yield visitor.get("/reports/products/daily?period=2026-03-05")
    yield visitor.get("/reports/products/completion?period=2026-02-27..2026-03-12")


def told_on(page: Page) -> dict[Told, None]:
    """Return the numbers on a page that open a list."""
    told = {}
    for element in page.tree.iter():
        name, against = element.get("data-figure", ""), element.get("data-against", "")
        if is_open(element) and (name or against) and name not in SCORES:
            told[Told(element.get("href", ""), name, against or text_of(element), bool(against))] = None
    return told


def is_open(element: Element) -> bool:
    return element.tag == "a" and bool(element.get("href"))


def listed(visitor: Visitor, address: str) -> tuple[str, int]:
    """Return what a list is headed, and count its cases, page after page."""
    found, heading = 0, ""
    while address:
        html = visitor.client.get(address).get_data(as_text=True)
        heading = heading or unescape(re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[0].strip())
        found += html.count('class="row-link"')
        further = re.findall(r'rel="next" href="([^"]+)"', html)
        address = unescape(further[0]) if further else ""
    return heading, found


def number(text: str) -> int:
    return int(text.replace(",", ""))


@contextmanager
def clock_at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the dashboard and the lists behind it be seen at a moment, since nothing in their addresses says one."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz)

    with monkeypatch.context() as patched:
        patched.setattr(dashboard, "now", lambda: moment)
        patched.setattr(asked, "datetime", Stopped)
        yield


def one_of_each_sort(told: Iterable[Told]) -> list[Told]:
    """Return, by chance, one of each figure by dimension, whether it is a group's, and whether it is compared with."""
    links = list(told)
    sorts: dict[tuple[object, ...], Told] = {}
    for link in random.Random(4).sample(links, len(links)):
        asked = parse_qs(urlsplit(link.href).query)
        member = [(name, keys[0].partition("-")[0] in {"any", "tier", "0"}) for name, keys in asked.items()]
        sorts.setdefault((link.name, *asked["figure"], link.compared, *member), link)
    return list(sorts.values())


def test_each_number_can_be_opened_and_lists_that_many_cases(visitor: Visitor) -> None:
    told: dict[Told, None] = {}
    for page in walked(visitor):
        told |= told_on(page)
        places = numbers_on(page)
        assert places
        assert not [text_of(place) for place in places if is_shut(place)], page.url
    assert {name for _, name, *_ in told} >= {
        "received", "direct", "dispatched", "closed", "due", "due_on_time", "due_late", "due_open",
        "due_excluded", "due_overdue", "closed_rate", "completion_rate", "on_time_rate", "on_time_rate_before",
        "redo_rate", "result_satisfaction", "hotline_satisfaction", "share", "dispatched_share", *GRID,
    }  # fmt: skip
    units = {key for href, *_ in told for key in parse_qs(urlsplit(href).query).get("department", [])}
    assert units >= {"any", "0", "1", "tier-1", "kind-bureau"}
    subjects = [parse_qs(urlsplit(href).query) for href, *_ in told if "subject=" in href]
    assert {subject["subject"][0] for subject in subjects} >= {"water", "environment", "5"}
    assert any("sign" in subject for subject in subjects)
    assert any("street" in subject for subject in subjects)
    for link in one_of_each_sort(told):
        assert_opens(visitor, link)


def assert_opens(visitor: Visitor, told: Told) -> None:
    """Open the list behind a number and compare: of a rate, all of it and both of its parts."""
    href, name, text, _ = told
    heading, found = listed(visitor, href)
    if "÷ 60 ÷" in heading:
        assert (NUMBER.findall(heading)[0], found) == (text, number(NUMBER.findall(heading)[-1])), href
    elif "÷" in heading:
        shown, above, below = NUMBER.findall(heading)
        parts = [listed(visitor, f"{href}&part={part}")[1] for part in (Part.COUNTED, Part.REST)]
        assert (text, found) == (shown, number(below)), href
        assert parts == [number(above), number(below) - number(above)], href
    else:
        assert heading.endswith(f"：{found:,} 件"), href
        assert name in {*SHARES, "grid_share"} or number(NUMBER.findall(text)[0]) == found, href


def test_each_number_of_the_dashboard_opens_a_list_of_that_many_cases(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock_at(AROUND, monkeypatch):
        page = visitor.get("/dashboard")
        told = told_on(page)
        assert {name for _, name, *_ in told} >= {
            "received", "direct", "dispatched", "due", "due_overdue", "share", "closed_rate", "on_time_rate",
            "result_satisfaction", "hotline_satisfaction", "",
        }  # fmt: skip
        named = {name for href, *_ in told for name in parse_qs(urlsplit(href).query)}
        assert named >= {"hour", "district", "kind", "channel", "category"}
        assert any("hour=before-14" in href for href, *_ in told)
        for link in one_of_each_sort(told):
            assert_opens(visitor, link)
    assert not [text_of(place) for place in numbers_on(page) if is_shut(place)]


def test_each_score_opens_the_sheet_of_lines_that_add_up_to_it(visitor: Visitor) -> None:
    page = visitor.get(f"/reports/scorecard?{PERIODS[0]}")
    scores = [a for a in page.all("a") if a.get("data-figure") == "score"]
    assert scores
    for score in scores:
        address, _, place = score.get("href", "").partition("#")
        sheet = next(
            row for row in visitor.get(address).all("tr") if any(e.get("id") == place for e in row.iter())
        )
        told = re.findall(r"得(\d+\.\d\d)分", text_of(sheet))
        assert len(told) == len(SCORE_SHEET)
        assert sum(map(Decimal, told)) == Decimal(text_of(score))


def numbers_on(page: Page) -> list[Element]:
    """Return the places of a page where numbers stand."""
    return [*page.all("td", class_="num"), *page.all("span", class_="stat__value")]


def is_shut(place: Element) -> bool:
    """Tell whether the place says more than nothing, is no rank, and has no list."""
    says_something = re.search(r"[1-9]", COMPARISON.sub("", text_of(place)))
    return bool(says_something) and "data-rank" not in place.attrib and not any(map(is_open, place.iter()))


def test_every_figure_of_the_registry_opens_a_list_as_long_as_it_says(visitor: Visitor) -> None:
    for member in ("&department=tier-1", "&district=0"):
        asked = f"period=range&on=2026-02-27&to=2026-03-12{member}"
        told = visitor.client.get(f"/reports/figures.json?{asked}").json["figures"]
        assert [figure["id"] for figure in told] == list(COUNTED)
        for figure in told:
            number = figure["number"] if figure["denominator"] is None else figure["denominator"]
            found = listed(visitor, f"/reports/cases?figure={figure['id']}&{asked}")[1]
            assert found == number, (figure["id"], member)
            assert (figure["list"] is None) == (number == 0)


def test_a_number_that_leads_nowhere_would_be_seen(visitor: Visitor) -> None:
    page = visitor.get(f"/reports/completion?{PERIODS[0]}")
    cell = deepcopy(next(td for td in page.all("td", class_="num") if any(map(is_open, td.iter()))))

    for link in [element for element in cell.iter() if is_open(element)]:
        del link.attrib["href"]

    assert is_shut(cell)
