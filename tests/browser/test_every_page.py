"""Every page of the house, opened by someone who may see it, on a desk and on a phone: axe finds nothing.

The rules are WCAG 2.2 A and AA and axe's good practice; besides, no page is wider than its window. The places
are gathered from the route table, the table of steps and a world in which each of them has something to show.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, url_for
from playwright.sync_api import Browser, BrowserContext, Page

from config import LOCAL_TIMEZONE
from hotline import report_making
from hotline.jobs.schedule import JOBS
from hotline.step_links import STEP_LINKS
from models.address import Address, AddressKind
from models.base import db
from models.case import Case
from models.category import Category
from models.clock import Clock
from models.dictionary import Ground
from models.export_order import ExportOrder
from models.grid import GridClass
from models.hot_topic import HotTopic
from models.import_batch import ImportBatch
from models.intake_draft import IntakeDraft
from models.job_run import JobRun
from models.notice import Notice
from models.public_notice import Outage
from models.queries import figures, joint_meetings, worklists
from models.queries.report_schedules import Readers
from models.router_policy import RouterPolicy
from models.router_version import VersionState
from models.routing_rule import RoutingRule
from models.supervision import Supervision
from models.tag import Tag
from models.telephone import CallerNoteKind, CallStep, Direction
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import Action, CaseState, ExportState, NoticeChannel, NoticeState, SupervisionLevel
from models.work_day import WorkDay
from tests.support.browser import DESKTOP, PATIENCE_MS, PHONE
from tests.support.calls import CALLER, make_exchange, sit_down
from tests.support.city_packs import write_pack
from tests.support.clock import MONDAY_9
from tests.support.entries import make_entries
from tests.support.factories import make_area, make_category, make_rule, make_rules, make_user, saved
from tests.support.hot_topic_rows import call, make_alarm
from tests.support.issues import drafted, late_cases, the_issue
from tests.support.meetings import decision, held, invited, make_candidate_rules, topic_of
from tests.support.office import GROUND, Office, again, make_office
from tests.support.report_templates import make_shipped
from tests.support.routers import make_version
from tests.support.sessions import session_cookie
from workflows import (
    caller_flags,
    caller_notes,
    deadline_extension,
    deferral,
    dispatch,
    ending,
    exclusion,
    incidents,
    knowledge_gaps,
    macros,
    public_notices,
    report_objections,
    report_schedules,
    saved_views,
    standard_texts,
    supervision,
)
from workflows import grid as grid_steps
from workflows import knowledge as knowledge_steps
from workflows import telephone as telephone_steps
from workflows.city_pack.loading import load
from workflows.city_pack.reading import read
from workflows.grid import Finding
from workflows.joint_meeting import deciding
from workflows.joint_meeting import topics as meeting_topics
from workflows.knowledge import Filing, Wording
from workflows.lifecycle import is_open
from workflows.limit import Limit
from workflows.macros import Recipe
from workflows.permissions import ROLES
from workflows.public_notices import Announcement
from workflows.requests import Wish
from workflows.standard_texts import Wording as TextWording
from workflows.standing import standing_of
from workflows.telephone_events import Report

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
BOARDS = ("", "?wall=1", "/departments", "/tasks", "/hazards")
# What the page of a case shows depends on who reads it.
READERS = ("agent", "dispatcher", "officer", "follow_up", "supervisor")
GRID_STEPS = ("escalation", "processing", "case")


@dataclass(frozen=True)
class Place:
    """A page and someone who may see it; nobody for the open ones."""

    address: str
    user: User | None


def administration(_office: Office, folder: Path) -> Iterator[Place]:
    """Give the administrators' pages of a small city."""
    with unit_of_work():
        load(read(write_pack(folder / "pack")), at=MONDAY_9)
    make_rules()
    saved(WorkDay(day=date(2026, 3, 4), is_workday=False, name="停电", source="本地安排"))
    branch = db.session.scalars(db.select(Category).filter_by(code="01")).one().id
    rule = db.session.scalars(db.select(RoutingRule)).first()
    assert rule is not None
    person = make_user("officer").id
    user = make_user("administrator", "auditor")
    spot = saved(Address(area_id=2, name="庆阳路", kind=AddressKind.ROAD, found_by=" 庆阳路 qyl ")).id
    places = f"""addresses addresses/new addresses/{spot}
        users users?q=nobody users/new users/{person} roles roles/1 roles/new departments
        departments?q=scgj departments/new departments/2 categories categories?under={branch} categories/new
        categories/{branch} areas areas/2 areas/new area-outlines area-outlines/removal
        catalogue catalogue/new catalogue/{rule.id}
        dictionaries/grounds dictionaries/hazard-words dictionaries/quick-replies
        dictionaries/supervision-triggers dictionaries/escalation dictionaries/candidate-rules dictionaries/synonyms
        dictionaries/grounds/1 dictionaries/tags
        dictionaries/hazard-words/new rules rules/1 rules/new work-calendar?year=2026 work-calendar?year=2090
        paper-format audit-log"""
    for place in places.split():
        yield Place(f"/administration/{place}", user)


def cases(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the page of a case in every state, and the form of every step where it may be taken."""
    people = [getattr(office, seed.code) for seed in ROLES]
    walked = [office.case_in(state) for state in CaseState]
    for number, case in enumerate(walked):
        reader = getattr(office, READERS[number % len(READERS)])
        sees = reader is not office.officer or standing_of(case, reader).held
        yield Place(f"/cases/{case.id}", reader if sees else office.supervisor)
    closed = next(case for case in walked if case.state is CaseState.CLOSED)
    clock = db.session.scalars(db.select(Clock).filter_by(case_id=closed.id)).first()
    assert clock is not None
    yield Place(f"/cases/{closed.id}/clocks/{clock.id}/why", office.supervisor)
    yield Place(f"/cases/{closed.id}/print", office.supervisor)
    saved(Tag(name="夜间来电"))
    for place in ("tags", "hand-over"):
        yield Place(f"/cases/{office.case_in(CaseState.REPLIED).id}/{place}", office.supervisor)
    waiting = list(entangled(office))
    for case in (waiting[0], *waiting[-3:]):
        yield Place(f"/cases/{case.id}", office.supervisor)
    yield from steps(office, [*walked, *waiting], people)


def steps(office: Office, known: list[Case], people: list[User]) -> Iterator[Place]:
    """Give the form of each step once, on the first case and by the first person that may take it."""
    helper = office.person("officer", department=office.helper)
    for action, link in STEP_LINKS.items():
        found = next(
            (
                (case, user)
                for case in known
                for user in (helper, *people)
                if is_open(case, action, user, standing_of(case, user))
            ),
            None,
        )
        assert found is not None, f"nobody may take {action}"
        case, user = found
        yield Place(url_for(link.endpoint, case_id=case.id), user)


def entangled(office: Office) -> Iterator[Case]:
    """Give cases in which something waits for a decision or an answer."""
    at = datetime.now(LOCAL_TIMEZONE)
    wish = Wish(reason="需采购灯杆", ground_code=GROUND, basis="条例", evidence="照片三张")

    def handled() -> Case:
        return office.case_in(CaseState.HANDLING, at=at)

    longer = handled()
    asked = Wish(reason="需采购灯杆", ground_code=GROUND, limit="2wd")
    deadline_extension.request_extension(longer, asked, by=office.officer, at=at)
    shelved = handled()
    deferral.request_deferral(shelved, office.deferral_wish(at), by=office.officer, at=at)
    ended = handled()
    ending.request_termination(ended, wish, by=office.officer, at=at)
    excluded = office.case_in(CaseState.CLOSED, at=at)
    exclusion.request_exclusion(excluded, wish, by=office.officer, at=at)
    refused = office.register(at=at)
    ending.propose_non_acceptance(refused, wish, by=office.dispatcher, at=at)
    helped = handled()
    dispatch.add_supporting(helped, office.helper.id, by=office.dispatcher, at=at, note="查电源")
    db.session.commit()
    yield from (again(case) for case in (longer, shelved, ended, excluded, refused, helped))
    yield supervised(office, at)
    answered = supervised(office, at)
    row = db.session.scalars(db.select(Supervision).filter_by(case_id=answered.id)).one()
    supervision.reply(answered, row, by=office.officer, at=at, note="已派人到场")
    db.session.commit()
    yield again(answered)
    yield hazard(office, at)


def supervised(office: Office, at: datetime) -> Case:
    """Return a case under an order."""
    case = office.case_in(CaseState.HANDLING, at=at)
    supervision.order(
        case,
        by=office.supervisor,
        at=at,
        level=SupervisionLevel.ORDER,
        reason="群众反复来电",
        requirement="三日内修复。",
        limit=Limit.parse("3wd"),
    )
    db.session.commit()
    return again(case)


def hazard(office: Office, at: datetime) -> Case:
    """Return a hazard that nobody has signed for."""
    category = make_category(name="燃气泄漏", is_hazard=True)
    make_rule(office.bureau, category=category)
    return office.register(category_id=category.id, title="楼道煤气味很重", at=at)


def work(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the lists, the desk, the machinery, the figures and the citizens' pages, none of them empty."""
    at = datetime.now(LOCAL_TIMEZONE)
    for state in CaseState:
        office.case_in(state, at=at)
    list(entangled(office))
    for role in ("agent", "officer", "supervisor", "administrator"):
        yield Place("/", getattr(office, role))
    for name, worklist in list(worklists.WORKLISTS.items())[::3]:
        yield Place(f"/worklists/{name}", who_may(office, worklist.permission))
    order = db.session.scalars(db.select(Supervision)).first()
    assert order is not None
    lists = f"""cases cases?q=路灯 cases?q=没有这样的 supervision supervision/orders supervision/overdue
        supervision/to-confirm supervision/{order.id}/print requests/pending reminders?case_id={order.case_id}"""
    for place in lists.split():
        yield Place(f"/{place}", office.supervisor)
    for place in ("requests/ours", "supervision/to-answer", "cases"):
        yield Place(f"/{place}", office.officer)
    yield from machinery(office, at)
    yield from exported(office, at)
    for by in ("department", "category", "district", "channel", "trend"):
        yield Place(f"/reports/completion?period=month&on={at:%Y-%m}&by={by}", office.leader)
    yield Place(f"/reports/scorecard?period=month&on={at:%Y-%m}", office.leader)
    yield from (Place(f"/dashboard{place}", office.leader) for place in BOARDS)
    yield Place("/reports/figures", office.leader)
    yield from entered(office)
    yield Place(f"/reports/cases?figure=received&period=month&on={at:%Y-%m}", office.leader)
    yield Place(f"/reports/cases?figure=closed_rate&period=month&on={at:%Y-%m}", office.leader)
    yield Place(f"/reports/products/daily?period={at:%Y-%m-%d}", office.leader)
    yield Place(f"/reports/products/completion?period={at:%Y-%m}", office.leader)
    yield Place("/reports/products", office.leader)
    yield Place(f"/reports/products/monthly?period={at:%Y-%m}", office.leader)
    matter = make_category(name="供气")
    yield Place(f"/reports/products/special-{matter.id}?period={at:%Y-%m}", office.leader)
    template = make_shipped()[0].code
    for place in ("", f"/{template}?period=month&on={at:%Y-%m}", "/new", f"/{template}/design"):
        yield Place(f"/reports/templates{place}", office.supervisor)
    waiting = office.case_in(CaseState.AWAITING_COMPLETION, at=at)
    saved(IntakeDraft(user_id=office.agent.id, token="t" * 24, saved_at=at, case_id=waiting.id))
    for place in ("intake", f"intake/{waiting.id}", f"intake/receipts/{'t' * 24}", "account/password"):
        yield Place(f"/{place}", office.agent)
    for place in ("sign-in", "query", "privacy", "query/progress", "no-such-page"):
        yield Place(f"/{place}", None)


def entered(office: Office) -> Iterator[Place]:
    """Give the pages of figures that are entered by hand."""
    make_area(name="东城区")
    make_entries(by=office.supervisor)
    for place in ("", "?sheet=常住人口&grain=year", "/list?figure=connect_rate&period=month&on=2026-03"):
        yield Place(f"/reports/entered{place}", office.supervisor)


def machinery(office: Office, at: datetime) -> Iterator[Place]:
    """Give the pages of notices, jobs, the outbox and the import of history."""
    keeper = office.administrator
    moments = {"created_at": at, "try_at": at}
    for state in (NoticeState.FAILED, NoticeState.WAITING):
        failed = {"address": "13800000000", "last_error": "号码有误", "state": state, **moments}
        saved(Notice(channel=NoticeChannel.SMS, title="督办", body="请登录系统查看。", **failed))
    for urgent in (True, False):
        tray = {"title": "险情", "body": "楼道煤气味很重", "is_urgent": urgent, **moments}
        saved(Notice(channel=NoticeChannel.INBOX, user_id=keeper.id, **tray))
    for error in ("", "7: ValueError: x"):
        ended = {"started_at": at, "ended_at": at, "lease_until": at, "error": error, "failed": bool(error)}
        saved(JobRun(job=JOBS[0].name, due_at=datetime.now(UTC), runner="here:1", **ended))
    for state in ("waiting", "running", "refused", "done"):
        batch = saved(ImportBatch(file_name="历史.csv", state=state, started_at=at, started_by_id=keeper.id))
        yield Place(f"/history/{batch.id}", keeper)
    places = f"history inbox inbox/read jobs jobs/{JOBS[0].name} jobs/{JOBS[-1].name} outbox outbox/retry notice-rules"
    for place in places.split():
        yield Place(f"/{place}", keeper)
    versions = (
        make_version(),
        make_version(state=VersionState.FAILED, stored_name="", sentence="训练数据不足。"),
    )
    on = make_version(state=VersionState.ON)
    threshold = {
        "version_id": on.id,
        "threshold": 9_000,
        "is_released": True,
        "count": 90,
        "right": 88,
        "total": 100,
    }
    saved(RouterPolicy(reason="试行", set_at=at, **threshold))
    places = f"""routing routing/release routing/release/threshold routing/release/end routing/decisions
        routing/release/categories/{office.category.id} routing/release/categories/{office.category.id}/end"""
    for address in (*places.split(), *(f"routing/{version.id}" for version in versions)):
        yield Place(f"/{address}", keeper)


def exported(office: Office, at: datetime) -> Iterator[Place]:
    """Give the pages of exports: the form, one's own, and one in every state."""
    taker = office.supervisor
    facts = {
        "list_name": "cases",
        "title": "工单查询",
        "wanted": {},
        "columns": ["number"],
        "stored_name": "0" * 32,
    }
    for state in ExportState:
        order = ExportOrder(
            user_id=taker.id,
            state=state,
            conditions={"状态": "待签收"},
            reason="向市政府报送",
            asked_at=at,
            **facts,
        )
        order.rows_total, order.expires_at = 20_000, at + timedelta(days=1)
        yield Place(f"/exports/{saved(order).id}", taker)
    yield Place("/exports", taker)
    yield Place("/exports/new?list=cases&state=dispatched", taker)
    with unit_of_work():
        wish = saved_views.Wish("待签收件", is_shared=True)
        view = saved_views.save("cases", {"state": "dispatched"}, wish, by=taker, at=at)
        view_id = view.id
    for path in (
        "/views",
        "/views/new?list=cases&kind=help",
        f"/views/{view_id}",
        f"/views/{view_id}/removal",
    ):
        yield Place(path, taker)
    yield Place("/cases?state=dispatched", taker)
    yield Place("/go?q=工", taker)
    for code in ("dispatch", "merge", "approval"):
        yield Place(f"/bulk/{code}?case=1&case=2", office.dispatcher)
    yield Place("/reports/happened?figure=orders_issued&period=year&on=2026-01-01", taker)


def meetings(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the pages of the joint meeting: what is a candidate, one prepared, one invited, one held, one minuted."""
    at = datetime.now(LOCAL_TIMEZONE)
    make_candidate_rules(times_returned=1)
    candidate = office.case_in(CaseState.RETURN_PENDING, at=at)
    pooled, waiting, tabled, settled = (
        topic_of(office, office.case_in(CaseState.HANDLING, at=at), at=at) for _ in range(4)
    )
    meeting_topics.ask_opinions(
        waiting, [office.bureau.id], due_at=at + timedelta(days=1), by=office.supervisor, at=at
    )
    called = invited(office, waiting, at=at)
    done = held(office, settled, at=at)
    (item,) = deciding.decide(settled, decision(office, at=at), by=office.supervisor, at=done.ends_at)
    deciding.issue_minutes(done, "会议概况。", "抓紧落实。", by=office.supervisor, at=done.ends_at)
    there = held(office, tabled, at=at)
    db.session.commit()
    opinion = joint_meetings.opinions_of([waiting.id])[waiting.id][0]
    seat = next(row for row in joint_meetings.seats_of(called.id) if row.department_id == office.bureau.id)
    places = f"""candidates candidates/{candidate.id}/dismissal new {called.id} {called.id}/plan {called.id}/agenda
        {called.id}/invitation {called.id}/cancellation {called.id}/attendance {there.id} {there.id}/minutes/issue
        {done.id} {done.id}/minutes topics/{pooled.id} topics/{pooled.id}/words topics/{pooled.id}/opinions
        topics/{pooled.id}/withdrawal topics/{tabled.id}/decision topics/{tabled.id}/postponement
        topics/{settled.id} actions actions/{item.id} actions/{item.id}/strike-off actions/{item.id}/another-round
        actions/{item.id}/due"""
    yield Place("/joint-meetings", office.supervisor)
    for place in places.split():
        yield Place(f"/joint-meetings/{place}", office.supervisor)
    helper = office.person("officer", department=office.helper)
    for place in (f"actions/{item.id}/report", f"actions/{item.id}/strike-off-request", f"{done.id}"):
        yield Place(f"/joint-meetings/{place}", helper)
    for place in (
        "opinions",
        f"opinions/{opinion.id}",
        f"{called.id}/seats/{seat.id}",
        f"topics/{waiting.id}",
    ):
        yield Place(f"/joint-meetings/{place}", office.officer)
    yield Place(f"/cases/{joint_meetings.case_ids(settled.id)[0]}", office.supervisor)
    year = f"period=year&on={done.starts_at:%Y}-01-01"
    yield Place(f"/reports/products/joint-meeting?period={done.starts_at:%Y}", office.leader)
    for figure in ("meetings_held", "topics_decided_rate", "actions_made"):
        yield Place(f"/joint-meetings/figures?figure={figure}&{year}", office.leader)


def issues(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the library, an issue that a correction follows, one open for objections, and every form of theirs."""
    at, maker, head = datetime.now(LOCAL_TIMEZONE), office.supervisor, office.head
    late = late_cases(office, 4)
    published = drafted(head, "scorecard").id
    report_making.publish(published, by=head, at=at)
    draft = drafted(maker)
    with unit_of_work():
        report_objections.open_window(
            db.session.merge(draft), at + timedelta(days=1), {office.bureau.id: 2}, by=maker, at=at
        )
    wish = Wish(reason="责任主体不是本单位", ground_code=GROUND, evidence="会议纪要")
    with unit_of_work():
        case = db.session.get(Case, late[0].id)
        report_objections.dispute(
            db.session.merge(the_issue(draft.id)), case, wish, {late[0].id}, by=office.officer, at=at
        )
        db.session.get(Case, late[1].id).is_excluded = True
        figures.mark_stale(*figures.days_of(db.session.get(Case, late[1].id)))
    here, open_one = f"/reports/issues/{published}", f"/reports/issues/{draft.id}"
    cell = next(n for n, cell in enumerate(the_issue(published).figures["cells"]) if cell["opens"])
    for place in (
        "/reports/issues", "/reports/issues?q=没有这样的", "/reports/issues/new", here, f"{here}/cases?cell={cell}",
        f"{here}/differences", f"{here}/correction", open_one, f"{open_one}/recount", f"{open_one}/withdrawal",
        f"{open_one}/objection-window", f"/reports/issues/{drafted(maker, 'daily').id}/texts",
    ):  # fmt: skip
        yield Place(place, maker)
    yield Place(f"{open_one}/publication", head)
    yield Place(f"{here}/readers", maker)
    with unit_of_work():
        values = {"product": "daily", "period_kind": "day", "offset_days": 0, "at_time": "08:00"}
        readers = Readers([], [office.bureau.id], [])
        report_schedules.add(values | {"is_active": True}, readers, called="日报", by=maker, at=at)
    for place in ("", "/new", "/1"):
        yield Place(f"/administration/report-schedules{place}", office.administrator)
    for place in ("/reports/objections", f"{open_one}/ours", f"{open_one}/objections/{late[2].id}"):
        yield Place(place, office.officer)


def who_may(office: Office, permission: object) -> User:
    """Return someone with the permission."""
    return next(user for seed in ROLES if permission in (user := getattr(office, seed.code)).permissions)


def grid(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the grid's list, an event still open and one that is done, every form, the list behind a number."""
    at = datetime.now(LOCAL_TIMEZONE)
    grid_class = saved(GridClass(code="paving", name="道路设施类")).id
    worker = office.person("grid")
    finding = Finding(title="人行道地砖破损", grid_class_id=grid_class, district_id=None, found_at=at)
    with unit_of_work():
        fresh, done = (grid_steps.register(finding, by=worker, at=at) for _ in range(2))
        grid_steps.escalate(done, by=worker, at=at)
        grid_steps.process(done, "已修复。", by=worker, at=at)
    for place in ("", "/new", f"/{fresh.id}", f"/{done.id}", *(f"/{fresh.id}/{step}" for step in GRID_STEPS)):
        yield Place(f"/grid/events{place}", worker)
    yield Place("/grid/behind?figure=grid_processed_rate", office.supervisor)
    yield Place(f"/reports/products/grid?period={at:%Y}", office.supervisor)
    yield Place("/grid/import", office.administrator)


def knowledge(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the knowledge base with an article in two versions, one under review, a question, and a notice."""
    at, unit = datetime.now(UTC), office.bureau.id
    keeper, agent = office.officer, office.agent
    wording = Wording(title="停水怎么查询", short_answer="看公告。", valid_from=MONDAY_9.date())
    hour = timedelta(hours=1)
    with unit_of_work():
        article = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        for words in (wording, replace(wording, short_answer="看网站。")):
            knowledge_steps.revise(article, words, Filing(), by=keeper, at=at)
            knowledge_steps.send_for_review(article, by=keeper, at=at)
            knowledge_steps.publish(article, by=office.supervisor, at=at)
        waiting = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        knowledge_steps.send_for_review(waiting, by=keeper, at=at)
        draft = knowledge_steps.write(wording, Filing(), unit, by=keeper, at=at)
        gap = knowledge_gaps.ask("水费怎么算", unit, by=agent, at=at)
        outage = Announcement(
            outage=Outage.WATER, title="停水", body="明早恢复。", starts_at=at, ends_at=at + hour
        )
        notice = public_notices.post(outage, unit, by=keeper, at=at)
    one = f"/knowledge/{article.number}"
    for place in ("", "/versions/1", "/revision", "/confirmation", "/withdrawal"):
        yield Place(f"{one}{place}", keeper)
    yield Place(f"/knowledge/{draft.number}/submission", keeper)
    for place in ("", "?q=停水", "?q=火星", "/new", "/mine"):
        yield Place(f"/knowledge{place}", keeper)
    for place in ("/knowledge/review", f"/knowledge/{waiting.number}/review"):
        yield Place(place, office.supervisor)
    yield Place("/knowledge-import", keeper)
    for place in ("", f"/{gap.id}", f"/{gap.id}/answer", f"/{gap.id}/refusal"):
        yield Place(f"/knowledge-gaps{place}", keeper)
    yield Place("/knowledge-gaps/new", agent)
    for place in ("", "/new", f"/{notice.id}/change", f"/{notice.id}/withdrawal"):
        yield Place(f"/public-notices{place}", keeper)


def telephone(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the calls, one with all it can show, notes, the simulator, and the exchanges with a seat."""
    at = datetime.now(UTC)
    exchange = make_exchange(recording_hosts=["pbx.example.cn"])
    make_exchange("played", name="演练", is_training=True)
    sit_down(office.agent)
    open_case = office.case_in(CaseState.HANDLING, at=at)
    office.case_in(CaseState.CLOSED, at=at)
    told = {"external_id": "c-1", "direction": Direction.IN, "number": CALLER, "names": (office.agent.name,)}
    with unit_of_work():
        for step in (CallStep.NEW_CALL, CallStep.ANSWER):
            call = telephone_steps.take_report(exchange, Report(step=step, **told), at=at)
        call.recording_url = "https://pbx.example.cn/1.wav"
        ends_on = at.date() + timedelta(days=9)
        caller_notes.set_note(CALLER, CallerNoteKind.CARE, "听力不便", ends_on, by=office.agent, at=at)
        saved(Ground(kind="call_end", code="silent", name="无声来电"))
        told["external_id"] = "c-2"
        for step in CallStep:
            telephone_steps.take_report(exchange, Report(step=step, **told), at=at)
    with unit_of_work():
        flag = caller_flags.propose(call, "反复辱骂。", [], [open_case], by=office.agent, at=at)
    yield Place(f"/reports/entered/list?figure=connect_rate&period=year&on={at:%Y}-01-01", office.supervisor)
    yield Place(f"/caller-flags/{flag.id}/approval", office.supervisor)
    yield Place(f"/caller-flags/{flag.id}/refusal", office.supervisor)
    with unit_of_work():
        caller_flags.approve(flag, ends_on, "属实", by=office.supervisor, at=at)
        caller_flags.appeal(flag, "那天喝多了。", by=office.agent, at=at)
    for place in ("", f"/{flag.id}", f"/{flag.id}/end", f"/{flag.id}/appeal", f"/{flag.id}/appeal-answer"):
        yield Place(f"/caller-flags{place}", office.supervisor)
    yield Place(f"/calls/{call.id}/flag", office.agent)
    places = f"calls calls?state=missed calls/{call.id} calls/{call.id}/note caller-notes telephone/simulator"
    yield Place("/calls/board", office.supervisor)
    yield Place(f"/calls/{call.id}/live", office.supervisor)
    places += f" calls/endings calls/{call.id + 1}"
    for place in places.split():
        yield Place(f"/{place}", office.agent)
    yield Place("/calls", office.supervisor)
    yield Place(f"/calls/{call.id}", office.supervisor)
    yield Place(f"/intake?call={call.id}&related={open_case.id}", office.agent)
    for place in ("", "/new", f"/{exchange.id}"):
        yield Place(f"/administration/telephone{place}", office.administrator)


def texts(office: Office, _folder: Path) -> Iterator[Place]:
    """Give standard texts and macros, one's own and everybody's, and a case with a macro and its step's form."""
    at, officer = datetime.now(UTC), office.officer
    with unit_of_work():
        wording = TextWording(kind="handling", title="收到", body="{工单编号}已收到。")
        own = standard_texts.write(wording, by=officer, at=at)
        recipe = Recipe(name="已约看现场", action=Action.NOTE_PROGRESS, note="已约看现场。")
        macro = macros.write(recipe, by=officer, at=at)
    case = office.case_in(CaseState.HANDLING)
    yield Place("/worklists/handle", officer)
    for place in ("", "?shared=1", "/new", f"/{own.id}", "/macros/new", f"/macros/{macro.id}"):
        yield Place(f"/standard-texts{place}", officer)
    for place in ("", "/reply"):
        yield Place(f"/cases/{case.id}{place}", officer)


def topics(office: Office, _folder: Path) -> Iterator[Place]:
    """Give the board of hot topics with one that has given an alarm, and that one."""
    make_alarm(2, 6)
    matter = {"category_id": office.category.id, "branch_id": None, "district_id": None, "area_id": None}
    for number in range(1, 4):
        call(number, datetime.now(UTC) - timedelta(minutes=number), **matter)
    topic = db.session.query(HotTopic).one()
    for place in ("", "?quiet=1", f"/{topic.id}"):
        yield Place(f"/topics{place}", office.supervisor)
    yield Place(f"/incidents/new?topic={topic.id}", office.dispatcher)
    cases = [office.register(at=datetime.now(UTC)) for _ in range(3)]
    incident = incidents.make("路灯成片不亮", cases, cases[0], by=office.dispatcher, at=datetime.now(UTC))
    db.session.commit()
    for place in (
        "",
        "?dissolved=1",
        f"/{incident.id}",
        f"/{incident.id}/join",
        f"/{incident.id}/dissolution",
    ):
        yield Place(f"/incidents{place}", office.dispatcher)


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
