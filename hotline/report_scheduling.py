"""Makes what schedules want: one issue of each period, whoever tries how often, and sees it through."""

from collections.abc import Iterator
from datetime import datetime

from config import LOCAL_TIMEZONE
from hotline import report_making
from models.queries import report_issues, report_objections
from models.queries import report_schedules as queries
from models.report_schedule import ReportSchedule
from models.transaction import AlreadyThere, unit_of_work
from models.vocabulary import IssueState
from reports import catalogue, own_cases
from reports.periods import Period, PeriodKind, containing, parse
from workflows import clocks, report_schedules
from workflows import report_objections as objections
from workflows.errors import NotAllowedNow
from workflows.working_time import moment_on, since_midnight, time_of_day

# After a standstill the last ones are made; who wants older ones makes them by hand.
MOST_PERIODS = 7
END_OF_OBJECTIONS = "18:00"


def due_periods(schedule: ReportSchedule, at: datetime) -> list[Period]:
    """Return the periods whose report is to be made by now and has not been, the oldest first."""
    made, calendar = queries.made(schedule.id), clocks.calendar()
    ended = [
        period
        for period in _ended(PeriodKind(schedule.period_kind), at)
        if period.on not in made and report_schedules.is_due(schedule, period.last_on, calendar, at=at)
    ]
    return ended[::-1]


def next_due(schedule: ReportSchedule, at: datetime) -> tuple[Period, datetime]:
    """Return the first period of which nothing is due yet, and when its report will be."""
    calendar, kind = clocks.calendar(), PeriodKind(schedule.period_kind)
    period = containing(kind, at.astimezone(LOCAL_TIMEZONE).date())
    for earlier in (period.before(), period):
        moment = report_schedules.due_moment(
            earlier.last_on, schedule.offset_days, schedule.at_time, calendar
        )
        if moment > at and earlier.last_on >= schedule.since_on:
            return earlier, moment
    return period, report_schedules.due_moment(
        period.last_on, schedule.offset_days, schedule.at_time, calendar
    )


def _ended(kind: PeriodKind, at: datetime) -> Iterator[Period]:
    period = containing(kind, at.astimezone(LOCAL_TIMEZONE).date())
    for _ in range(MOST_PERIODS):
        period = period.before()
        yield period


def find_due(at: datetime) -> list[int]:
    """Return the ids of the schedules that have something to make, or to see through."""
    return [
        schedule.id
        for schedule in queries.every()
        if due_periods(schedule, at) or (_sees_through(schedule) and queries.unfinished(schedule.id))
    ]


def _sees_through(schedule: ReportSchedule) -> bool:
    return schedule.is_active and (schedule.publishes or schedule.objection_days > 0)


def build(schedule_id: int, *, at: datetime) -> int:
    """Make what is due by the schedule, and bring its drafts on; returns how many issues were made or brought on."""
    schedule = queries.find(schedule_id)
    report = catalogue.find(schedule.product) if schedule else None
    if schedule is None or report is None:
        return 0
    done = 0
    for period in due_periods(schedule, at):
        try:
            report_making.make(report, period, by=None, at=at, schedule_id=schedule_id)
        except AlreadyThere:
            continue
        except NotAllowedNow:
            if not _adopt(schedule_id, report.name, period):
                raise
        done += 1
    return done + sum(_bring_on(schedule_id, issue_id, at) for issue_id in queries.unfinished(schedule_id))


def _adopt(schedule_id: int, product: str, period: Period) -> bool:
    """Take the issue that a person has made of the period for the schedule's; say whether there is one."""
    with unit_of_work():
        standing = report_issues.standing(product, period.on)
        schedule = queries.find(schedule_id)
        if not standing or schedule is None:
            return False
        report_schedules.enter(schedule, period.on, standing[-1])
    return True


def _bring_on(schedule_id: int, issue_id: int, at: datetime) -> int:
    """Lay a draft open for objections, or publish it, where its schedule wants that and nobody made it by hand."""
    schedule, issue = queries.find(schedule_id), report_making.issue_for(issue_id)
    if schedule is None or not _sees_through(schedule) or issue.made_by_id is not None:
        return 0
    if schedule.objection_days:
        due = own_cases.due_by_department(parse(issue.period), report_making.held_of(issue))
        if due:
            until = moment_on(
                clocks.calendar().workday_after(
                    at.astimezone(LOCAL_TIMEZONE).date(), schedule.objection_days
                ),
                since_midnight(time_of_day(END_OF_OBJECTIONS)),
            )
            with unit_of_work():
                fresh = report_making.of_version(issue_id, issue.version)
                objections.open_window(fresh, until, due, by=None, at=at)
            return 1
    if not schedule.publishes:
        return 0
    report_making.publish(issue_id, by=None, at=at)
    return 1


def see_closed(issue_id: int, *, at: datetime) -> int:
    """Publish what a schedule publishes once objections are over and settled; else tell its maker they are over."""
    issue = report_making.issue_for(issue_id)
    schedule = queries.schedule_of(issue_id)
    settled = not report_objections.count_undecided(issue_id)
    if (
        issue.state is IssueState.OBJECTION
        and schedule
        and schedule.publishes
        and schedule.is_active
        and settled
    ):
        if report_objections.count_uncounted(issue_id, issue.counted_at):
            report_making.count_anew(issue_id, by=None, at=at)
        report_making.publish(issue_id, by=None, at=at)
        return 1
    with unit_of_work():
        return objections.tell_closed(report_making.issue_for(issue_id), at=at)
