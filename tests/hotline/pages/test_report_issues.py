"""An issue from its draft to the library: numbered, frozen with its lists and files, corrected by a later one."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from hotline import issue_files, report_making
from models.audit_entry import AuditEntry
from models.base import db
from models.case import Case
from models.city import City
from models.department import Department
from models.number_series import NumberSeries
from models.queries import figures
from models.report_issue import IssueFile, IssueText, ReportIssue
from models.transaction import unit_of_work
from models.vocabulary import IssueFileKind, IssueState, Rating
from reports import issues
from reports.catalogue import REPORTS
from reports.periods import parse
from tests.support.clock import local
from tests.support.factories import make_rules, make_user
from tests.support.hand_counted import make_march
from tests.support.issues import blank_files
from tests.support.pages import Page, Visitor
from tests.support.sessions import session_cookie

AT = local("2026-04-01 09:30")
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def march(app: Flask) -> Iterator[None]:
    make_march()
    make_rules()
    yield
    db.session.rollback()


@pytest.fixture(autouse=True)
def without_files(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep blank files where a test is not about what is in them."""
    if "with_files" not in request.fixturenames:
        monkeypatch.setattr(issues, "written", blank_files)


@pytest.fixture
def with_files() -> None:
    """Let a test make real files."""


def head() -> Any:
    return make_user("head", full_name="马主任")


def made(product: str = "completion", period: str = "2026-03", **given: Any) -> ReportIssue:
    """Return a draft, made without pages."""
    issue_id = report_making.make(REPORTS[product], parse(period), by=None, at=AT, **given)
    return the_issue(issue_id)


def the_issue(issue_id: int) -> ReportIssue:
    db.session.expire_all()
    issue = db.session.get(ReportIssue, issue_id)
    assert issue is not None
    return issue


def published(product: str = "completion", period: str = "2026-03") -> ReportIssue:
    issue = made(product, period)
    report_making.publish(issue.id, by=None, at=AT)
    return the_issue(issue.id)


def numbers_of(page: Page) -> dict[str, str]:
    """Return the numbers on the page that open a frozen list, by the list's address."""
    links = [
        (a.get("href", ""), "".join(a.itertext()).strip()) for a in page.all("a") if a.get("data-figure")
    ]
    return {href: text for href, text in links if "/cases?cell=" in href}


def change_everything() -> None:
    """Let every case be someone else's and ended long ago."""
    with unit_of_work():
        moments = []
        for case in db.session.scalars(db.select(Case)):
            case.department_id, case.result_rating, case.is_excluded = 4, Rating.DISSATISFIED, False
            case.due_at = local("2026-03-30 09:00")
            moments += [case.received_at, case.due_at]
        figures.mark_stale(*{figures.local_day(moment) for moment in moments})
        figures.mark_stale(*(date(2026, 3, day) for day in range(1, 32)))


@pytest.mark.one_database
def test_a_draft_is_made_published_and_found_in_the_library(visit: Visit) -> None:
    visitor = visit(user=head())
    page = visitor.get("/reports/issues")
    assert "还没有发布过报告。" in page.text

    page = visitor.get("/reports/products/completion?period=2026-03").follow("编制本期").press("编制草稿")
    assert page.heading == "承办单位办结率 2026年3月草稿"
    assert "草稿已编制" in page.text
    page = page.follow("发布")
    assert "将编为2026年第1期（总第1期）" in page.text
    page = page.press("发布")

    assert page.heading == "承办单位办结率 2026年第1期（总第1期）"
    assert "2026年第1期（总第1期）" in page.texts("p", class_="official__number")
    assert "马主任" in page.text
    assert set(page.links()) >= {"下载 Excel", "下载 Word"}
    page = visitor.get("/reports/issues?year=2026&product=completion&q=总第1期")
    assert [row[:3] for row in page.rows()] == [["2026年第1期（总第1期）", "承办单位办结率", "2026年3月"]]
    assert visitor.get("/reports/issues?q=没有这样的").rows() == []
    assert "没有符合条件的报告" in visitor.get("/reports/issues?year=2025").text
    kinds = {entry.kind for entry in db.session.scalars(db.select(AuditEntry))}
    assert kinds >= {"draft_issue", "publish_issue"}


def test_what_is_published_stays_as_it_was_whatever_becomes_of_the_cases(
    visit: Visit, with_files: None
) -> None:
    issue = published()
    visitor = visit("leader")
    address = f"/reports/issues/{issue.id}"
    page = visitor.get(address)
    paper, numbers = page.texts("article"), numbers_of(page)
    lists = {href: visitor.get(href).rows() for href in list(numbers)[::4]}
    files = {kind: visitor.client.get(f"{address}/files/{kind}").data for kind in ("xlsx", "docx", "pdf")}

    change_everything()

    assert visitor.get(address).texts("article") == paper
    assert {href: [row[:7] for row in visitor.get(href).rows()] for href in lists} == {
        href: [row[:7] for row in rows] for href, rows in lists.items()
    }
    for kind, content in files.items():
        assert visitor.client.get(f"{address}/files/{kind}").data == content
        assert sha256(content).hexdigest() in visitor.get(address).text
    live = visitor.get("/reports/products/completion?period=2026-03")
    assert live.texts("article") != paper


@pytest.mark.one_database
def test_each_number_opens_the_list_that_was_frozen_with_it(visit: Visit) -> None:
    issue = published()
    change_everything()
    visitor = visit("leader")

    numbers = numbers_of(visitor.get(f"/reports/issues/{issue.id}"))

    assert len(numbers) > 25
    rows = []
    for href, text in list(numbers.items())[::2]:
        page = visitor.get(href)
        rows += page.rows()
        if "÷ 60 ÷" in page.heading:
            assert len(page.rows()) == int(re.findall(r"\d+", page.heading)[-1]), (
                "of a mean all that it is of"
            )
        elif "÷" in page.heading:
            shown, above, below = re.findall(r"[\d.,]+%?", page.heading)
            rest = visitor.get(f"{href}&part=rest").rows()
            assert (shown, len(page.rows())) == (text, int(below))
            assert len(rest) == int(below) - int(above)
        else:
            assert page.heading.endswith(f"：{text} 件")
            assert len(page.rows()) == int(text)
    assert {row[3] for row in rows} >= {"市城管局", "市水务局"}, "with whom they were then"
    assert "2026-03-30 09:00" not in {row[5] for row in rows}, "when they were due then"


@pytest.mark.one_database
def test_the_files_say_the_number_and_what_the_page_says(visit: Visit, with_files: None) -> None:
    issue = published()
    visitor = visit("leader")

    word = docx.Document(BytesIO(visitor.client.get(f"/reports/issues/{issue.id}/files/docx").data))
    book = load_workbook(BytesIO(visitor.client.get(f"/reports/issues/{issue.id}/files/xlsx").data))

    said = [paragraph.text for paragraph in word.paragraphs]
    assert "2026年第1期（总第1期）" in said
    page = "".join(visitor.get(f"/reports/issues/{issue.id}").text.split())
    assert all("".join(text.split()) in page for text in said if "按时办结率" in text)
    assert len(book.sheetnames) > 4
    assert book.sheetnames[-1] == "口径说明"


def test_a_changed_or_missing_file_is_refused_loudly(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    issue = published()
    visitor = visit("leader")
    for kind in (IssueFileKind.DOCX, IssueFileKind.CASES):
        file = db.session.scalars(db.select(IssueFile).filter_by(issue_id=issue.id, kind=kind)).one()
        path = issue_files.path_of(file.stored_name)
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    numbers = numbers_of(visitor.get(f"/reports/issues/{issue.id}"))

    answers = [visitor.get(f"/reports/issues/{issue.id}/files/docx", status=409)]
    path.unlink()
    answers.append(visitor.get(next(iter(numbers)), status=409))

    assert all("已拒绝使用" in page.text for page in answers)
    assert "is not what was kept" in caplog.text
    refused = db.session.scalars(db.select(AuditEntry).filter_by(kind="refuse_issue_file")).all()
    assert [entry.object_id for entry in refused] == [str(issue.id)] * 2
    assert visitor.client.get(f"/reports/issues/{issue.id}/files/xlsx").data.startswith(b"xlsx")


@pytest.mark.one_database
def test_numbers_go_on_from_what_was_on_paper_and_begin_anew_each_year() -> None:
    with unit_of_work():
        city = db.session.scalars(db.select(City)).one()
        before = {"completion": {"total": 73, "year": 2026, "in_year": 7}}
        city.settings = {**city.settings, "issues_before": before}

    labels = [published(period=period).number_label for period in ("2026-03", "2025-12", "2026-02")]

    assert labels == ["2026年第8期（总第74期）", "2025年第1期（总第75期）", "2026年第9期（总第76期）"]
    assert published("daily", "2026-03-06").number_label == "2026年第1期（总第1期）"


def test_two_publishers_at_once_get_two_numbers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    both_issues = [made(period="2026-02"), made(period="2026-03")]
    app.config["WTF_CSRF_ENABLED"] = False
    start = threading.Barrier(2, timeout=60)
    printed, met = report_making.printed, []

    def both(*given: Any) -> Any:
        """Let both print with the same number before either publishes."""
        if len(met) < 2:
            met.append(1)
            start.wait()
        return printed(*given)

    monkeypatch.setattr(report_making, "printed", both)
    statuses = []

    def press(issue_id: int, cookie: Any) -> None:
        client = FlaskClient(app)
        client.set_cookie(cookie["name"], cookie["value"])
        answer = client.post(f"/reports/issues/{issue_id}/publication", data={"version": 1})
        statuses.append(answer.status_code)

    cookie = session_cookie(app, head())
    ids = [issue.id for issue in both_issues]
    db.session.commit()
    threads = [threading.Thread(target=press, args=(issue_id, cookie)) for issue_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert statuses == [303, 303]
    assert {the_issue(issue_id).number_label for issue_id in ids} == {
        "2026年第1期（总第1期）",
        "2026年第2期（总第2期）",
    }
    for issue in map(the_issue, ids):
        file = db.session.scalars(db.select(IssueFile).filter_by(issue_id=issue.id, kind="docx")).one()
        assert issue_files.read(file).decode() == f"docx {issue.number_label}"
    names = {row.stored_name for row in db.session.scalars(db.select(IssueFile))}
    folder = app.config["SETTINGS"].issues_dir
    assert {path.name for path in folder.glob("*/*")} == names, "what was printed in vain is taken away"
    assert db.session.scalars(db.select(NumberSeries.last).filter_by(series="issue/completion")).one() == 2


@pytest.mark.one_database
def test_a_correction_is_a_new_issue_that_says_what_it_corrects(visit: Visit) -> None:
    issue = published()
    change_everything()
    visitor = visit(user=head())
    old = visitor.get(f"/reports/issues/{issue.id}")

    page = old.follow("编制更正").fill(reason="原期按旧分派统计。").press("编制更正草稿")
    assert "编制更正" not in page.links()
    page = page.follow("发布").press("发布")

    assert page.heading == "承办单位办结率 2026年第2期（总第2期）"
    assert "本期更正2026年第1期（总第1期）《2026年3月承办单位办结率情况》" in page.text
    assert "更正说明：原期按旧分派统计。" in page.text
    again = visitor.get(f"/reports/issues/{issue.id}")
    assert again.texts("article") == old.texts("article")
    assert "本期已由2026年第2期（总第2期）更正" in "".join(again.text.split())
    assert the_issue(issue.id).state is IssueState.CORRECTED
    page = (
        visitor.get(f"/reports/issues/{issue.id}/correction")
        .fill(reason="再改")
        .press("编制更正草稿", status=409)
    )
    assert "本期已被更正，请在更正后的一期上再作更正。" in page.text


def test_texts_are_written_into_the_paper_and_the_numbers_stay(visit: Visit) -> None:
    issue = made("daily", "2026-03-06")
    visitor = visit(user=head())
    before = numbers_of(visitor.get(f"/reports/issues/{issue.id}"))
    change_everything()

    page = visitor.get(f"/reports/issues/{issue.id}").follow("填写文字")
    page = page.fill(remarks="请市水务局关注停水。").press("保存")

    assert "请市水务局关注停水。" in page.text
    assert numbers_of(page) == before
    assert the_issue(issue.id).counted_at == AT
    assert db.session.scalars(db.select(IssueText.text)).all() == ["请市水务局关注停水。"]
    page = page.follow("重新统计").press("重新统计")
    assert "请市水务局关注停水。" in page.text
    assert the_issue(issue.id).counted_at > AT
    assert db.session.scalar(db.select(db.func.count()).select_from(IssueFile)) == 1


@pytest.mark.one_database
def test_who_may_only_read_sees_no_drafts(visit: Visit) -> None:
    issue = made()
    maker = visit("supervisor")

    assert visit("leader").get(f"/reports/issues/{issue.id}", status=404)
    assert visit("leader").get(f"/reports/issues/{issue.id}/files/docx", status=404)
    assert "正在编制" not in visit("leader").get("/reports/issues").text
    assert "正在编制" in maker.get("/reports/issues").text
    assert "发布" not in maker.get(f"/reports/issues/{issue.id}").links()
    assert maker.get(f"/reports/issues/{issue.id}/publication", status=403)


@pytest.mark.one_database
def test_a_department_sees_of_a_list_only_what_is_its_own(visit: Visit) -> None:
    issue = published()
    reader = make_user("leader", department=db.session.get(Department, 4))
    number = next(iter(numbers_of(visit(user=reader).get(f"/reports/issues/{issue.id}"))))
    with unit_of_work():
        role = db.session.merge(reader).roles[0]
        role.permissions = [p for p in role.permissions if p != "view_all_cases"]

    page = visit(user=reader).get(number)

    assert page.rows() == []
    assert re.search(r"其中 \d+ 件不在您的查看范围内", page.text)


@pytest.mark.one_database
def test_what_may_not_be_is_refused_with_a_sentence(visit: Visit) -> None:
    visitor = visit(user=head())
    new = "/reports/issues/new"

    def tried(product: str, period: str, status: int) -> str:
        return visitor.get(new).fill(product=product, period=period).press("编制草稿", status=status).text

    assert "看不懂统计周期“soon”" in tried("daily", "soon", 422)
    assert "日报按日编制" in tried("daily", "2026-03", 422)
    assert "2099年尚未结束，结束后才能编制。" in tried("completion", "2099", 409)
    issue = made()
    assert "2026年3月的承办单位办结率已有草稿" in tried("completion", "2026-03", 409)
    address = f"/reports/issues/{issue.id}"
    page = visitor.get(f"{address}/correction").fill(reason="有误").press("编制更正草稿", status=409)
    assert "尚未发布，直接修改草稿即可" in page.text
    stale = visitor.get(f"{address}/publication")
    visitor.get(f"{address}/recount").press("重新统计")
    assert "刚被他人更新" in stale.press("发布", status=409).text
    visitor.get(f"{address}/publication").press("发布")
    assert "已发布，不能再修改" in visitor.get(f"{address}/recount").press("重新统计", status=409).text
    page = visitor.get(f"{address}/withdrawal").fill(note="不要了").press("作废", status=409)
    assert "已发布的不能作废" in page.text
    assert "已发布，不能再修改" in visitor.get(f"{address}/publication").press("发布", status=409).text
    assert "已发布为2026年第1期（总第1期），如有差错请编制更正" in tried("completion", "2026-03", 409)


def test_a_draft_is_given_up_and_made_anew(visit: Visit) -> None:
    visitor = visit(user=head())
    issue = made()

    page = visitor.get(f"/reports/issues/{issue.id}/withdrawal").fill(note="周期选错").press("作废")

    assert "草稿已作废。" in page.text
    assert "草稿已作废：周期选错" in visitor.get(f"/reports/issues/{issue.id}").text
    assert made().id != issue.id
