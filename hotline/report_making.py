"""Makes issues of reports: counts and writes first, with the database free for others, then keeps what was made."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from flask import abort

from config import LOCAL_TIMEZONE
from hotline import issue_files
from models.queries import report_issues as queries
from models.queries import report_schedules, rule_packs
from models.report_issue import ReportIssue
from models.transaction import SomeoneWasFaster, unit_of_work
from models.user import User
from models.vocabulary import IssueFileKind
from reports import catalogue, extracts, held_file, issues
from reports.catalogue import FileForm, Report, file_name, types
from reports.documents.paper import Paper
from reports.documents.paper_json import from_json, to_json
from reports.documents.typesetting import why_not
from reports.figures.caliber import Caliber
from reports.figures.values import Value
from reports.held_cases import HeldCases
from reports.issues import Frozen
from reports.periods import Period, parse
from reports.products.gathering import Order
from workflows import report_issues as steps
from workflows import report_objections
from workflows import report_schedules as scheduling
from workflows.report_issues import Counted, KeptFile, NumberMoved, Plan

# Two publishers at once: the later one prints its papers anew with the next number.
MOST_TRIES = 5
BY_ITSELF = "计划任务"


def issue_for(issue_id: int) -> ReportIssue:
    """Return the issue with its paper, or answer 404."""
    return queries.whole(issue_id) or abort(404)


def report_of(issue: ReportIssue) -> Report:
    """Return the report that the issue is of; 404 where the house no longer makes it."""
    return catalogue.find(issue.product) or abort(404)


def name_of(by: User | None) -> str:
    """Return who a paper says made it."""
    return by.full_name if by else BY_ITSELF


def make(
    report: Report,
    period: Period,
    *,
    by: User | None,
    at: datetime,
    corrects: ReportIssue | None = None,
    reason: str = "",
    schedule_id: int | None = None,
) -> int:
    """Make a draft and return its id. Raises BadPeriod, NotFrozen or a refusal.

    Of a schedule there is one for each period: AlreadyThere for a second.
    """
    report.check(period)
    plan = Plan(
        report.name,
        report.title,
        period.on,
        period.label,
        period.first_on,
        period.last_on,
        texts=queries.texts_of(corrects.id) if corrects else proposed(report, period, by, at),
        corrects_id=corrects.id if corrects else None,
        correction_reason=reason,
    )
    today = at.astimezone(LOCAL_TIMEZONE).date()
    steps.check_plan(plan, at_day=today)
    frozen = issues.freeze(report, Order(period, at, name_of(by), texts=plan.texts))
    with counted(report, period, frozen) as kept, unit_of_work():
        steps.check_plan(plan, at_day=today)
        issue = steps.draft(plan, kept, by=by, by_name=name_of(by), at=at)
        if plan.corrects_id is not None:
            scheduling.follow(issue, plan.corrects_id)
        if schedule_id is not None and (schedule := report_schedules.find(schedule_id)):
            scheduling.enter(schedule, period.on, issue)
            if not schedule.publishes:
                scheduling.tell_drafted(issue, at=at)
        return issue.id


def proposed(report: Report, period: Period, by: User | None, at: datetime) -> dict[str, str]:
    """Return what the house would write into the places of the report, for people to go on from."""
    texts = report.proposed(Order(period, at, name_of(by)))
    return {slot: text for slot, text in texts.items() if text}


def count_anew(issue_id: int, *, by: User | None, at: datetime, version: int | None = None) -> None:
    """Count a draft again from the cases as they are now. Raises NotFrozen or a refusal."""
    issue = issue_for(issue_id)
    steps.check_open(issue)
    report, period, texts = report_of(issue), parse(issue.period), queries.texts_of(issue_id)
    frozen = issues.freeze(report, Order(period, at, issue.made_by_name, texts=texts))
    with counted(report, period, frozen) as kept, unit_of_work():
        fresh = of_version(issue_id, issue.version if version is None else version)
        earlier = steps.count_anew(fresh, kept, texts, by=by, at=at)
    issue_files.remove([earlier])


def write(issue_id: int, texts: Mapping[str, str], *, by: User, at: datetime, version: int) -> None:
    """Write texts into a draft; its figures stay as they were counted."""
    issue = issue_for(issue_id)
    steps.check_open(issue)
    report, period, file = report_of(issue), parse(issue.period), queries.file(issue_id, IssueFileKind.CASES)
    if file is None:
        abort(404)
    frozen = issues.stated(report, order_of(issue, texts), held_file.from_bytes(issue_files.read(file)))
    same = KeptFile(file.kind, file.stored_name, file.file_name, file.size, file.sha256)
    with unit_of_work():
        fresh = of_version(issue_id, version)
        steps.count_anew(fresh, _counted(period, frozen, same), texts, by=by, at=at)


def publish(issue_id: int, *, by: User | None, at: datetime, version: int | None = None) -> None:
    """Print the issue with its number and publish it. Raises CannotTypeset, Tampered or a refusal."""
    issue = issue_for(issue_id)
    seen = issue.version if version is None else version
    report = report_of(issue)
    needed = {slot.name: slot.label for slot in report.slots if slot.is_needed}
    steps.check_publishable(issue, needed, by=by)
    report_objections.check_settled(issue, at)
    if issue.version != seen:
        raise SomeoneWasFaster
    held, (paper, _) = held_of(issue), paper_of(issue)
    for _ in range(MOST_TRIES):
        number = steps.next_number(issue)
        issued = _issued(issue, paper, number, at)
        with printed(report, issue, issued, held, at) as files:
            try:
                with unit_of_work():
                    fresh = of_version(issue_id, seen)
                    steps.check_publishable(fresh, needed, by=by)
                    report_objections.check_settled(fresh, at)
                    kept = to_json(issued).paper
                    steps.publish(fresh, number, kept, files, by=by, by_name=name_of(by), at=at)
                    scheduling.tell_published(fresh, at=at)
            except NumberMoved:
                issue_files.remove(file.stored_name for file in files)
                continue
        return
    raise NumberMoved("刚有另一期同类报告发布，期号已变化，请重试。")


def of_version(issue_id: int, version: int) -> ReportIssue:
    """Return the issue if it is as it was seen; raises SomeoneWasFaster where it has moved on."""
    issue = queries.whole(issue_id) or abort(404)
    if issue.version != version:
        raise SomeoneWasFaster
    return issue


def order_of(issue: ReportIssue, texts: Mapping[str, str], *, at: datetime | None = None) -> Order:
    """Return what the issue's report was ordered as, at the moment of its count or at another."""
    return Order(parse(issue.period), at or issue.counted_at, issue.made_by_name, texts=texts)


def paper_of(issue: ReportIssue) -> tuple[Paper, list[Value]]:
    """Return the issue's paper as it was counted, and its values; the issue must have been read whole."""
    return from_json(issue.paper, issue.figures["cells"], issue.counted_at, caliber_of(issue))


def caliber_of(issue: ReportIssue) -> Caliber:
    """Return by which rules the issue was counted."""
    return Caliber.of(issue.rule_pack.document if issue.rule_pack else {})


def texts_of(issue: ReportIssue) -> dict[str, str]:
    """Return the texts of the issue: what people wrote, else what the house proposes, by slot."""
    report, written = report_of(issue), queries.texts_of(issue.id)
    with extracts.counting_from(held_of(issue)):
        return {**report.proposed(order_of(issue, written)), **written}


def held_of(issue: ReportIssue) -> HeldCases:
    """Return the cases that the issue was counted from. Raises Tampered."""
    file = queries.file(issue.id, IssueFileKind.CASES)
    return held_file.from_bytes(issue_files.read(file)) if file else abort(404)


@contextmanager
def counted(report: Report, period: Period, frozen: Frozen) -> Iterator[Counted]:
    """Keep the file of cases on disk for a step; if the step fails it is taken away again."""
    name = f"{report.title}_{period.file_label}_工单数据.npz"
    file = issue_files.keep(held_file.to_bytes(frozen.held), IssueFileKind.CASES, name)
    try:
        yield _counted(period, frozen, file)
    except BaseException:
        issue_files.remove([file.stored_name])
        raise


def _counted(period: Period, frozen: Frozen, file: KeptFile) -> Counted:
    rules = rule_packs.valid_at(frozen.held.at)
    return Counted(
        frozen.held.at,
        rules.id if rules else None,
        frozen.paper.title or period.label,
        frozen.kept,
        {"cells": frozen.cells},
        file,
    )


def _issued(issue: ReportIssue, paper: Paper, number: steps.Number, at: datetime) -> Paper:
    line = f"{issue.year}年第{number.number}期（总第{number.running_number}期）"
    corrected = queries.find(issue.corrects_id) if issue.corrects_id else None
    words = steps.correction_words(corrected, issue.correction_reason) if corrected else ""
    return issues.issued(paper, issue_line=line, on=at.astimezone(LOCAL_TIMEZONE).date(), correction=words)


@contextmanager
def printed(
    report: Report, issue: ReportIssue, paper: Paper, held: HeldCases, at: datetime
) -> Iterator[list[KeptFile]]:
    """Write the issue's files to disk for a step; if the step fails they are taken away again.

    PDF is left out on a server that has no type to set it in.
    """
    forms = [form for form in report.makers if form is not FileForm.PDF or not why_not(types())]
    order = order_of(issue, queries.texts_of(issue.id))
    made = issues.written(report, paper, order, held, forms)
    files: list[KeptFile] = []
    try:
        for form, content in made.items():
            name = file_name(report.title, order.period, at, form)
            files.append(issue_files.keep(content, IssueFileKind(form.value), name))
        yield files
    except BaseException:
        issue_files.remove(file.stored_name for file in files)
        raise
