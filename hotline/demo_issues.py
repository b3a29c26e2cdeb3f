"""Published reports for the demo: one in the library, one open for objections, and a plan for the days to come."""

from datetime import datetime, timedelta

from config import LOCAL_TIMEZONE
from hotline import report_making
from models.queries import people
from models.queries.report_schedules import Readers
from models.transaction import unit_of_work
from models.vocabulary import Permission
from reports import own_cases
from reports.catalogue import REPORTS
from reports.periods import PeriodKind, containing
from workflows import report_objections, report_schedules
from workflows.demo.crew import one_with

REPORT = "completion"
OPEN_FOR = timedelta(days=3)
PLAN = {
    "product": "daily",
    "period_kind": PeriodKind.DAY.value,
    "offset_days": 0,
    "at_time": "08:00",
    "publishes": True,
    "objection_days": 0,
    "is_active": True,
}


def publish_some(at: datetime) -> None:
    """Publish the week before last, lay last week open for objections, and plan the daily brief."""
    report, head = REPORTS[REPORT], one_with(Permission.PUBLISH_REPORTS)
    last_week = containing(PeriodKind.WEEK, at.astimezone(LOCAL_TIMEZONE).date()).before()
    published = report_making.make(report, last_week.before(), by=head, at=at)
    report_making.publish(published, by=head, at=at)
    draft = report_making.make(report, last_week, by=head, at=at)
    due = own_cases.due_by_department(last_week, report_making.held_of(report_making.issue_for(draft)))
    with unit_of_work():
        if due:
            issue = report_making.issue_for(draft)
            report_objections.open_window(issue, at + OPEN_FOR, due, by=head, at=at)
    with unit_of_work():
        leaders = [role.id for role in people.roles() if role.code == "leader"]
        title = REPORTS[str(PLAN["product"])].title
        report_schedules.add(PLAN, Readers(leaders), called=title, by=head, at=at)
