"""No list, board or paper shows the title of a protected case to who may not read it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from config import LOCAL_TIMEZONE
from models.area import Area
from models.base import db
from models.case import Case
from models.notice import Notice
from models.queries import search
from models.supervision import Supervision
from models.vocabulary import CaseState, Confidentiality, Kind, NoticeChannel, SupervisionLevel
from tests.support.factories import make_city
from tests.support.office import Office, again, make_office
from tests.support.pages import Visitor
from tests.support.statements import statements
from workflows import deadline_extension, digest, dispatch, supervision
from workflows.limit import Limit
from workflows.requests import Wish
from workflows.ways_out import ways_out

pytestmark = pytest.mark.one_database

Visit = Callable[..., Visitor]
TITLE, SECRET = "三楼聚众赌博，见13893112345", "聚众赌博"
LINES = {"confidential": "保密诉求：路灯不亮（城关区）", "report": "保密举报：路灯不亮（城关区）"}


@pytest.fixture
def office(app: Flask) -> Office:
    make_city()
    return make_office()


@pytest.fixture(params=LINES)
def protected(request: pytest.FixtureRequest, office: Office) -> tuple[Case, str]:
    """Return a case in hand that asks for an extension and is supervised, and its line."""
    shapes = {
        "confidential": {"confidentiality": Confidentiality.CONFIDENTIAL},
        "report": {"kind": Kind.REPORT},
    }
    at = datetime.now(UTC)
    area = db.session.scalar(db.select(Area).filter_by(name="城关区"))
    case = office.case_in(
        CaseState.HANDLING, title=TITLE, area_id=area.id, address="庆阳路12号3单元", **shapes[request.param]
    )
    dispatch.add_supporting(case, office.helper.id, by=office.dispatcher, at=at)
    supervision.order(
        case,
        by=office.supervisor,
        at=at,
        level=SupervisionLevel.ORDER,
        reason="反复来电",
        requirement="书面回复",
        limit=Limit.parse("3wd"),
    )
    wish = Wish(reason="需要勘查", ground_code="ground", limit="2wd")
    deadline_extension.request_extension(case, wish, by=office.officer, at=at)
    search.index_case(case.id, TITLE)
    db.session.commit()
    return again(case), LINES[request.param]


DEPARTMENT = ["/cases", "/worklists/handle", "/requests/ours", "/supervision/to-answer"]
HEAD = ["/cases", "/worklists/open", "/supervision/orders", "/cases?q=赌博"]
WORKERS = [
    ("dispatcher", "/cases"),
    ("agent", "/worklists/open"),
    ("supervisor", "/supervision/orders"),
    ("supervisor", "/requests/pending"),
    ("agent", "/cases?q=赌博"),
]


@pytest.mark.one_database
@pytest.mark.parametrize("address", DEPARTMENT)
def test_a_department_reads_the_line_and_not_the_title(
    office: Office, protected: tuple[Case, str], visit: Visit, address: str
) -> None:
    page = visit(user=office.officer).get(address)

    assert protected[1] in page.text
    assert SECRET not in page.text


def test_a_supporting_department_reads_the_line_on_its_worklist(
    office: Office, protected: tuple[Case, str], visit: Visit
) -> None:
    page = visit(user=office.person("officer", department=office.helper)).get("/worklists/sign")

    assert protected[1] in page.text
    assert SECRET not in page.text


@pytest.mark.one_database
@pytest.mark.parametrize("address", HEAD)
def test_who_only_looks_on_reads_the_line(
    office: Office, protected: tuple[Case, str], visit: Visit, address: str
) -> None:
    page = visit(user=office.head).get(address)

    assert protected[1] in page.text
    assert SECRET not in page.text


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "address"), WORKERS)
def test_who_works_on_cases_at_the_hotline_reads_the_title(
    office: Office, protected: tuple[Case, str], visit: Visit, role: str, address: str
) -> None:
    assert protected
    assert TITLE in visit(user=getattr(office, role)).get(address).text


@pytest.mark.both_databases
@pytest.mark.parametrize("asked", ["q=赌博", "q=13893112345", "phone=13893112345", "phone=2345"])
def test_a_department_does_not_find_out_by_searching(
    office: Office, protected: tuple[Case, str], visit: Visit, asked: str
) -> None:
    case, line = protected
    officer = visit(user=office.officer)

    assert case.number not in officer.get(f"/cases?{asked}").text
    assert case.number in visit(user=office.agent).get(f"/cases?{asked}").text
    assert officer.get(f"/cases?q={case.number}").url.endswith(f"/cases/{case.id}")
    assert line in officer.get("/cases").text


def test_a_department_finds_its_open_cases_by_their_words(office: Office, visit: Visit) -> None:
    case = office.case_in(CaseState.HANDLING, title="赌博机扰民")
    search.index_case(case.id, case.title)
    db.session.commit()

    assert case.number in visit(user=office.officer).get("/cases?q=赌博").text


def test_the_inbox_the_report_and_the_reminders_keep_the_title(
    office: Office, protected: tuple[Case, str], visit: Visit
) -> None:
    case, line = protected
    tray = visit(user=office.officer).get("/inbox")
    today = case.received_at.astimezone(LOCAL_TIMEZONE).date().isoformat()
    report = visit(user=office.leader).get(f"/reports/cases?figure=received&period=day&on={today}")
    picked = visit(user=office.head).get(f"/reminders?case={case.id}")

    for page in (tray, report, picked):
        assert line in page.text, page.url
        assert SECRET not in page.text, page.url


@pytest.mark.both_databases
def test_the_paper_for_the_department_keeps_the_title_and_the_address(
    office: Office, protected: tuple[Case, str], visit: Visit
) -> None:
    case, line = protected
    row = db.session.scalars(db.select(Supervision).filter_by(case_id=case.id)).one()

    for person in (office.supervisor, office.officer):
        page = visit(user=person).get(f"/supervision/{row.id}/print")
        assert line in page.text
        for secret in (SECRET, "庆阳路"):
            assert secret not in page.text


def test_the_departments_own_page_shows_no_house_number(
    office: Office, protected: tuple[Case, str], visit: Visit
) -> None:
    case, _ = protected

    for address in (f"/cases/{case.id}", f"/cases/{case.id}/print"):
        seen = visit(user=office.officer).get(address).text
        assert "庆阳路*号*单元" in seen
        assert "12号" not in seen
        assert "12号3单元" in visit(user=office.dispatcher).get(address).text


@pytest.mark.both_databases
def test_the_alarm_of_a_protected_hazard_says_the_line_to_the_head(office: Office, visit: Visit) -> None:
    office.category.is_hazard = True
    db.session.commit()
    office.register(title=TITLE, kind=Kind.REPORT, address="庆阳路12号")

    banner = visit(user=office.head).get("/alarms").text
    assert "保密举报：路灯不亮" in banner
    assert SECRET not in banner
    assert "庆阳路" not in banner
    assert TITLE in visit(user=office.supervisor).get("/alarms").text


@pytest.mark.both_databases
def test_the_morning_mail_says_the_line(office: Office, protected: tuple[Case, str]) -> None:
    _, line = protected
    ways_out.use({NoticeChannel.MAIL}, public_url="https://12345.example.gov.cn")
    office.officer.mail = "z@example.gov.cn"
    db.session.commit()

    assert digest.send(office.officer, at=datetime.now(UTC), words=lambda _line: "")

    mails = db.select(Notice.body).where(
        Notice.channel == NoticeChannel.MAIL, Notice.title.startswith("12345 工单晨报")
    )
    (mail,) = db.session.scalars(mails)
    assert line in mail
    assert SECRET not in mail


def test_lines_cost_no_statement_each(office: Office, visit: Visit) -> None:
    def cost(address: str) -> int:
        visitor.get(address)
        with statements() as seen:
            visitor.get(address)
        return len(seen)

    visitor = visit(user=office.officer)
    addresses = ("/cases", "/worklists/handle", "/requests/ours", "/supervision/to-answer")
    before = [cost(address) for address in addresses]
    for _ in range(3):
        case = office.case_in(CaseState.HANDLING, confidentiality=Confidentiality.CONFIDENTIAL, title=TITLE)
        wish = Wish(reason="需要勘查", ground_code="ground", limit="2wd")
        deadline_extension.request_extension(case, wish, by=office.officer, at=datetime.now(UTC))
        supervision.order(
            case,
            by=office.supervisor,
            at=datetime.now(UTC),
            level=SupervisionLevel.ORDER,
            reason="反复来电",
            requirement="书面回复",
            limit=Limit.parse("3wd"),
        )
        db.session.commit()
    after = [cost(address) for address in addresses]

    for address, first, last in zip(addresses, before, after, strict=True):
        assert last <= first + 4, f"{address}: {first} statements for nothing, {last} for three lines"
