"""Issues for tests: last month's cases that were due, and a draft or a published issue of them."""

from datetime import UTC, datetime, timedelta

from config import LOCAL_TIMEZONE
from hotline import report_making
from models.base import db
from models.case import Case
from models.queries import figures
from models.report_issue import ReportIssue
from models.transaction import unit_of_work
from models.user import User
from models.vocabulary import CaseState
from reports.catalogue import REPORTS, FileForm, Report
from reports.documents.paper import Paper
from reports.periods import Period, PeriodKind, containing
from tests.support.office import Office


def last_month() -> Period:
    """Return the month that ended last."""
    return containing(PeriodKind.MONTH, datetime.now(LOCAL_TIMEZONE).date()).before()


def late_cases(office: Office, count: int = 3) -> list[Case]:
    """Return cases that were due last month and late, the last of them with the other unit."""
    due_at = last_month().start + timedelta(days=9)
    cases = [office.case_in(CaseState.HANDLING) for _ in range(count)]
    with unit_of_work():
        for case in cases:
            fresh = db.session.get(Case, case.id)
            assert fresh is not None
            fresh.due_at = due_at
            figures.mark_stale(*figures.days_of(fresh))
        fresh.department_id = office.other.id
    return cases


def drafted(by: User, product: str = "completion") -> ReportIssue:
    """Return a draft of last month, of a daily report of its first day."""
    period = last_month()
    if PeriodKind.DAY in REPORTS[product].kinds:
        period = containing(PeriodKind.DAY, period.first_on)
    issue_id = report_making.make(REPORTS[product], period, by=by, at=datetime.now(UTC))
    return the_issue(issue_id)


def the_issue(issue_id: int) -> ReportIssue:
    """Return the issue as it is now."""
    db.session.rollback()
    db.session.expire_all()
    issue = db.session.get(ReportIssue, issue_id)
    assert issue is not None
    return issue


def blank_files(_report: Report, paper: Paper, *_rest: object) -> dict[FileForm, bytes]:
    """Return files that say only the issue's number: making real ones takes half a second each time."""
    return {form: f"{form} {paper.issue_line}".encode() for form in (FileForm.XLSX, FileForm.DOCX)}
