"""Departments object to a draft: to their own due cases only, in time, with evidence; two decide; it is recounted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

import reports.issues
from hotline import report_making
from hotline.jobs import report_jobs
from models.base import db
from models.case import Case
from models.case_request import CaseRequest
from models.notice import Notice
from models.report_issue import ReportIssue
from models.transaction import unit_of_work
from models.vocabulary import IssueState, RequestState
from tests.support.issues import blank_files, drafted, late_cases, the_issue
from tests.support.office import GROUND, Office, make_office
from tests.support.pages import Page, Visitor

Visit = Callable[..., Visitor]
NOW = datetime.now(UTC)
EVIDENCE = {"reason": "责任主体不是本单位", "evidence": "会议纪要一份", "ground_code": GROUND}


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(reports.issues, "written", blank_files)
    return make_office()


@pytest.fixture
def late(office: Office) -> list[Case]:
    return late_cases(office)


@pytest.fixture
def issue(office: Office, late: list[Case]) -> ReportIssue:
    return drafted(office.head)


def opened(visit: Visit, office: Office, issue: ReportIssue) -> Page:
    """Lay the draft open until tomorrow."""
    until = f"{NOW + timedelta(days=1):%Y-%m-%dT18:00}"
    page = visit(user=office.supervisor).get(f"/reports/issues/{issue.id}")
    return page.follow("征求异议").fill(until=until).press("征求异议")


def over(issue: ReportIssue) -> None:
    """Let the time for objections be over."""
    with unit_of_work():
        fresh = db.session.get(ReportIssue, issue.id)
        assert fresh is not None
        fresh.objection_until_at = datetime.now(UTC) - timedelta(minutes=1)


def due_of(page: Page) -> list[str]:
    """Return the line of one's unit on the page of its own cases."""
    return page.rows()[0]


def test_a_department_objects_two_decide_and_the_draft_alone_is_recounted(
    visit: Visit, office: Office, late: list[Case], issue: ReportIssue
) -> None:
    assert "已通知有应办结工单的承办单位" in opened(visit, office, issue).text
    told = db.session.scalars(db.select(Notice).filter_by(user_id=office.officer.id)).all()
    assert "本单位应办结 2 件" in "".join(notice.body for notice in told)
    officer = visit(user=office.officer)

    page = officer.get("/reports/objections")
    assert [row[3:] for row in page.rows()] == [["2", "0"]]
    page = page.follow(issue.title)
    numbers = [row[0] for row in page.rows()[1:]]
    assert numbers == sorted((case.number for case in late[:2]), reverse=True), "exactly their own due cases"
    assert due_of(page)[1:4] == ["2", "0", "0"]
    page = page.follow("提出异议").fill(**EVIDENCE).press("申请甄别剔除")
    assert page.heading
    row = db.session.scalars(db.select(CaseRequest)).one()
    assert "待审" in officer.get(f"/reports/issues/{issue.id}/ours").text

    for decider in (office.dispatcher, office.supervisor):
        page = visit(user=decider).get(f"/cases/{row.case_id}/exclusion/decision")
        assert f"对《{issue.title}》草稿提出的异议" in page.text
        page.fill(verdict="yes", note="情况属实").press("审核甄别剔除")
    db.session.refresh(row)
    assert row.state is RequestState.APPROVED
    stale = visit(user=office.supervisor).get(f"/reports/issues/{issue.id}")
    assert "有 1 件异议已成立，草稿将在几分钟内重新统计" in stale.text
    assert report_jobs.find_drafts_to_recount(datetime.now(UTC)) == [issue.id]
    assert report_jobs.recount_draft(issue.id, at=datetime.now(UTC))

    assert report_jobs.find_drafts_to_recount(datetime.now(UTC)) == []
    page = officer.get(f"/reports/issues/{issue.id}/ours")
    assert due_of(page)[1:2] == ["1"]
    assert [row[4] for row in page.rows()[1:2]] == ["同意：情况属实"]
    assert len(page.rows()) == 3, "one's unit, the objection, and the case that is left"
    assert "同意" in visit(user=office.supervisor).get(f"/reports/issues/{issue.id}").text


@pytest.mark.one_database
def test_nothing_is_published_while_objections_may_come_or_wait(
    visit: Visit, office: Office, issue: ReportIssue
) -> None:
    opened(visit, office, issue)
    head = visit(user=office.head)
    address = f"/reports/issues/{issue.id}"

    def tried() -> str:
        return head.get(f"{address}/publication").press("发布", status=409).text

    assert "期内不能发布" in tried()
    visit(user=office.officer).get(f"{address}/ours").follow("提出异议").fill(**EVIDENCE).press(
        "申请甄别剔除"
    )
    over(issue)
    assert "还有 1 件异议未裁定" in tried()
    with unit_of_work():
        row = db.session.scalars(db.select(CaseRequest)).one()
        row.state, row.decided_at = RequestState.APPROVED, datetime.now(UTC)
    assert "有 1 件异议已成立、草稿尚未重新统计" in tried()
    head.get(f"{address}/recount").press("重新统计")
    head.get(f"{address}/publication").press("发布")
    assert the_issue(issue.id).state is IssueState.PUBLISHED


@pytest.mark.one_database
def test_an_objection_too_late_or_to_anothers_case_is_refused(
    visit: Visit, office: Office, late: list[Case], issue: ReportIssue
) -> None:
    address = f"/reports/issues/{issue.id}"
    officer = visit(user=office.officer)
    assert officer.get(f"{address}/ours", status=404), "not before it lies open"
    opened(visit, office, issue)

    other = officer.get(f"{address}/objections/{late[2].id}", status=None)
    page = other.fill(**EVIDENCE).press("申请甄别剔除", status=403) if other.status == 200 else other
    assert other.status == 404 or "只能对草稿中计入本单位应办结的工单提出异议" in page.text
    form = officer.get(f"{address}/ours").follow("提出异议").fill(**EVIDENCE)
    over(issue)
    assert "结束，不能再提出异议" in form.press("申请甄别剔除", status=409).text
    assert "提出异议" not in officer.get(f"{address}/ours").links()
    assert db.session.scalars(db.select(CaseRequest)).all() == []
    stranger = visit(user=office.person("officer", department=office.helper))
    assert stranger.get(f"{address}/ours", status=404)
    assert "现在没有征求本单位异议的报告" in stranger.get("/reports/objections").text


@pytest.mark.one_database
def test_the_window_is_moved_and_its_end_is_told_once(
    visit: Visit, office: Office, issue: ReportIssue
) -> None:
    opened(visit, office, issue)
    maker = visit(user=office.supervisor)
    past = f"{NOW - timedelta(days=1):%Y-%m-%dT18:00}"
    page = maker.get(f"/reports/issues/{issue.id}").follow("调整异议期").fill(until=past)
    assert "异议期的截止时间须在现在以后" in page.press("征求异议", status=422).text
    over(issue)
    at = datetime.now(UTC)

    assert report_jobs.find_closed_windows(at) == [issue.id]
    assert report_jobs.see_window_closed(issue.id, at=at) == 1
    assert report_jobs.see_window_closed(issue.id, at=at) == 0
    told = db.session.scalars(db.select(Notice).filter_by(user_id=office.head.id)).all()
    assert [notice.body for notice in told] == ["异议均已裁定，可以发布。"]


@pytest.mark.one_database
def test_a_published_issue_takes_no_objection(visit: Visit, office: Office, issue: ReportIssue) -> None:
    report_making.publish(issue.id, by=office.head, at=datetime.now(UTC))

    page = visit(user=office.supervisor).get(f"/reports/issues/{issue.id}/objection-window")

    assert "已发布，不能再修改" in page.press("征求异议", status=409).text
    assert visit(user=office.officer).get(f"/reports/issues/{issue.id}/ours", status=404)
