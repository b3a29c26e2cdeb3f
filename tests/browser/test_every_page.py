"""Every page of the house, opened by someone who may see it, on a desk and on a phone: axe finds nothing.

The rules are WCAG 2.2 A and AA and axe's good practice; besides, no page is wider than its window. The places
are gathered, subject by subject in places/, from the table of steps and a world in which each has something to show.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from models.base import db
from tests.browser.places.administration import administration
from tests.browser.places.cases import cases
from tests.browser.places.grid import grid
from tests.browser.places.issues import issues
from tests.browser.places.knowledge import knowledge
from tests.browser.places.meetings import meetings
from tests.browser.places.place import Place
from tests.browser.places.telephone import telephone
from tests.browser.places.texts import texts
from tests.browser.places.topics import topics
from tests.browser.places.work import work
from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE
from tests.support.office import Office, make_office
from tests.support.sessions import session_cookie

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

# Answers to GET that are no pages: parts of pages, files, streams, ways to elsewhere.
NO_PAGES = {
    "alarms.show_alarms",
    "call_endings.show_ending",
    "calls.show_current",
    "cases.download_attachment",
    "cases.list_clocks",
    "cases.show_caller",
    "dashboard.show_board",
    "dictionaries.list_dictionaries",
    "entered_figures.download_sample",
    "events.stream_events",
    "exports.download_export",
    "exports.show_progress",
    "figures.tell_values",
    "history.show_progress",
    "inbox.show_bell",
    "intake_aids.find_places",
    "intake_aids.list_areas",
    "intake_aids.list_units",
    "intake_aids.show_matter",
    "intake_aids.show_place_row",
    "joint_meetings.download_invitation",
    "meeting_files.download_agenda",
    "meeting_files.download_ledger",
    "meeting_files.download_minutes",
    "products.download_product",
    "products.make_special",
    "public_notices.show_pinned",
    "report_issues.download_file",
    "reports.download_completion",
    "static",
    "work_calendar.show_recount",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The markup is the same in a small window: what is asked again there is what hangs on how it is laid out.
BY_LAYOUT = ["landmark-unique", "region", "scrollable-region-focusable", "target-size"]
SIZES = {
    "desk": (DESKTOP, {"type": "tag", "values": TAGS}),
    "phone": (PHONE, {"type": "rule", "values": BY_LAYOUT}),
}
# Rows after these are drawn like those before; axe needs seconds for a table of hundreds.
LONG_TABLES = "document.querySelectorAll('tbody > tr:nth-child(n+9)').forEach(row => row.remove())"
# Half of what a page consists of is the same on each page of a person: looked at whole on the first one, and on
# the others only the section of the menu with the place one is at.
KNOWN_FRAME = """document.querySelectorAll(
    '.menu__section:not(:has([aria-current])), #shortcuts .dialog__body > *'
).forEach(part => part.remove())"""
# Contrast, the dearest question, is asked once of each look: what has the same tags and classes up to the body is
# drawn the same, as no page has styles of its own. The browser's tab remembers which looks it has shown.
CONTRAST_OF_MARKED = "axe.configure({rules: [{id: 'color-contrast', selector: '[data-new-look]'}]})"
NEW_LOOKS = """() => {
    const known = new Map(JSON.parse(sessionStorage.looks ?? '[]')), looks = new Map([[document.body, 0]]);
    for (const element of document.body.querySelectorAll('*')) {
        const states = ['aria-current', 'aria-selected', 'aria-invalid', 'disabled', 'open', 'type']
            .map(name => element.getAttribute(name) ?? '');
        const look = [looks.get(element.parentElement), element.localName, element.classList, ...states].join(' ');
        if (!known.has(look)) { known.set(look, known.size + 1); element.setAttribute('data-new-look', ''); }
        looks.set(element, known.get(look));
    }
    sessionStorage.looks = JSON.stringify([...known]);
}"""
# The watermark on paper is there to be seen through, and hidden from who does not see.
CONTEXT = {"exclude": [[".watermark"]]}


PARTS: dict[str, Callable[[Office, Path], Iterator[Place]]] = {
    "administration": administration,
    "cases": cases,
    "grid": grid,
    "issues": issues,
    "knowledge": knowledge,
    "meetings": meetings,
    "telephone": telephone,
    "texts": texts,
    "topics": topics,
    "work": work,
}


@pytest.fixture
def places(app: Flask, tmp_path: Path) -> Callable[[str], list[Place]]:
    """Return a function that makes the world of a part and gives its places."""
    office = make_office()

    def gather(part: str) -> list[Place]:
        with app.test_request_context():
            found = list(PARTS[part](office, tmp_path))
        db.session.commit()
        return found

    return gather


class Windows:
    """One window of one browser, signed in as whoever a place is for."""

    def __init__(self, context: BrowserContext, app: Flask, server: str) -> None:
        self.context, self.app, self.server = context, app, server
        # Each page comes with axe in it; Axe.run alone would send all of it again for each look.
        context.add_init_script(f"{AXE_SCRIPT};{CONTRAST_OF_MARKED}")
        self.page = context.new_page()
        self.axe, self.faults = Axe(axe_script="void 0"), []
        self.frames_seen: set[int] = set()
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def open(self, place: Place) -> Page:
        """Open the place."""
        self.context.clear_cookies()
        if place.user is not None:
            self.context.add_cookies([{**session_cookie(self.app, place.user), "url": self.server}])
        self.page.set_viewport_size(DESKTOP)
        answer = self.page.goto(place.address)
        wanted = {404} if place.address == "/no-such-page" else {200}
        if answer is None or answer.status not in wanted:
            self.faults.append(f"{place.address} answered {answer and answer.status}")
        return self.page

    def look(self, place: Place) -> None:
        """Write down what shuts somebody out, in both sizes."""
        page = self.open(place)
        for name, (size, rules) in SIZES.items():
            options = {"resultTypes": ["violations"], "runOnly": rules}
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                self.faults.append(f"{place.address} on a {name} is {width} wide")
            page.evaluate(LONG_TABLES)
            if name == "desk":
                page.evaluate(NEW_LOOKS)
            if place.user is not None and place.user.id in self.frames_seen:
                page.evaluate(KNOWN_FRAME)
            for fault in self.axe.run(page, context=CONTEXT, options=options).response["violations"]:
                nodes = [node["html"][:160] for node in fault["nodes"]]
                self.faults.append(f"{place.address} on a {name}: {fault['id']} ({len(nodes)}) {nodes[0]}")
        if place.user is not None:
            self.frames_seen.add(place.user.id)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_no_page_shuts_anybody_out(
    app: Flask, chromium: Browser, live_server: str, places: Callable[[str], list[Place]], part: str
) -> None:
    context = chromium.new_context(
        base_url=live_server, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    windows = Windows(context, app, live_server)

    for place in places(part):
        windows.look(place)

    context.close()
    assert not windows.faults, "\n".join(windows.faults)


def test_every_route_that_shows_a_page_is_among_them(
    app: Flask, places: Callable[[str], list[Place]]
) -> None:
    known = app.url_map.bind("localhost")
    opened = {
        known.match(place.address.partition("?")[0])[0]
        for part in PARTS
        for place in places(part)
        if place.address != "/no-such-page"
    }
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert shown - opened == NO_PAGES
