"""The life of an issue (报告期次): drafted, written on, counted anew, published with its number, corrected.

What is counted and written down is made before, outside the transaction; these steps only keep it. An issue that
was published is never changed: a mistake is put right by a new issue that says what it corrects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.base import db
from models.queries import cities, numbering
from models.queries import report_issues as queries
from models.report_issue import IssueFile, IssueText, ReportIssue
from models.vocabulary import IssueFileKind, IssueState, Permission
from workflows import audit
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.permissions import may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from models.user import User

# What of a product the city had numbered before, in city.toml: [issues_before.monthly] total, year, in_year.
NUMBERED_BEFORE = "issues_before"


class NumberMoved(NotAllowedNow):
    """Another issue of the product took the number that this one was printed with."""


@dataclass(frozen=True)
class KeptFile:
    """A file on disk that waits for its row."""

    kind: IssueFileKind
    stored_name: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Counted:
    """A report as it was counted: when, by which rules, its title, paper and figures as JSON, its cases as a file."""

    at: datetime
    rule_pack_id: int | None
    title: str
    paper: dict[str, Any]
    figures: dict[str, Any]
    cases: KeptFile


@dataclass(frozen=True)
class Plan:
    """Of which product and period an issue is, and which one it corrects."""

    product: str
    product_title: str
    period: str
    period_label: str
    first_on: date
    last_on: date
    texts: Mapping[str, str] = field(default_factory=dict)
    corrects_id: int | None = None
    correction_reason: str = ""


@dataclass(frozen=True)
class Number:
    """The number of an issue: within its year, and of all of its product."""

    number: int
    running_number: int


def check_plan(plan: Plan, *, at_day: date) -> None:
    """Refuse a draft of a period that has not ended, or of one that has its issue already."""
    if plan.last_on >= at_day:
        raise NotAllowedNow(f"{plan.period_label}尚未结束，结束后才能编制。")
    for issue in queries.standing(plan.product, plan.period):
        if issue.is_open:
            raise NotAllowedNow(f"{plan.period_label}的{plan.product_title}已有草稿，请在草稿上继续。")
        if issue.id != plan.corrects_id:
            raise NotAllowedNow(
                f"{plan.period_label}的{plan.product_title}已发布为{issue.number_label}，如有差错请编制更正。"
            )


def draft(plan: Plan, counted: Counted, *, by: User | None, by_name: str, at: datetime) -> ReportIssue:
    """Keep a new draft; of a correction the texts come along from what it corrects."""
    issue = ReportIssue(
        product=plan.product,
        product_title=plan.product_title,
        period=plan.period,
        period_label=plan.period_label,
        first_on=plan.first_on,
        last_on=plan.last_on,
        year=plan.last_on.year,
        state=IssueState.DRAFT,
        corrects_id=plan.corrects_id,
        correction_reason=plan.correction_reason,
        made_by_id=by.id if by else None,
        made_by_name=by_name,
        made_at=at,
        **_columns(counted),
    )
    db.session.add(issue)
    db.session.flush()
    _keep(issue, counted.cases, at=at)
    _write(issue, plan.texts, by=by, at=at)
    _note(issue, "draft_issue", by=by, by_name=by_name, at=at)
    return issue


def count_anew(
    issue: ReportIssue, counted: Counted, texts: Mapping[str, str], *, by: User | None, at: datetime
) -> str:
    """Keep the draft as it was counted and written anew; return the name of the file of cases it had before."""
    check_open(issue)
    before = queries.file(issue.id, IssueFileKind.CASES)
    earlier = ""
    if before is not None and before.stored_name != counted.cases.stored_name:
        earlier = before.stored_name
        db.session.delete(before)
        db.session.flush()
    if before is None or earlier:
        _keep(issue, counted.cases, at=at)
    for name, value in _columns(counted).items():
        setattr(issue, name, value)
    _write(issue, texts, by=by, at=at)
    return earlier


def check_open(issue: ReportIssue) -> None:
    """Refuse to change what readers have, or what was given up."""
    if not issue.is_open:
        raise NotAllowedNow(f"本期{issue.state.label}，不能再修改。")


def next_number(issue: ReportIssue) -> Number:
    """Return which number the issue gets if it is published next."""
    before = _before(issue)
    of_year, of_all = (queries.last_number(series) for series in _series(issue))
    return Number((of_year or before.number) + 1, (of_all or before.running_number) + 1)


def check_publishable(issue: ReportIssue, needed: Mapping[str, str], *, by: User | None) -> None:
    """Refuse to publish what may not go out yet; `needed` names the texts it cannot do without, by slot.

    Without a person it is a schedule that publishes.
    """
    if by is not None and not may(by, Permission.PUBLISH_REPORTS):
        raise NotAllowedForYou("您没有签发报告的权限。")
    check_open(issue)
    texts = queries.texts_of(issue.id)
    for slot, label in needed.items():
        if not texts.get(slot, "").strip():
            raise NotAllowedNow(f"“{label}”尚未填写，不能发布。")


def publish(
    issue: ReportIssue,
    number: Number,
    paper: Mapping[str, Any],
    files: Sequence[KeptFile],
    *,
    by: User | None,
    by_name: str,
    at: datetime,
) -> None:
    """Give the issue its number and its files, which were printed with that number; it is frozen from now on.

    Raises NumberMoved where another issue took the number meanwhile.
    """
    check_open(issue)
    (of_year, of_all), before = _series(issue), _before(issue)
    drawn = Number(
        numbering.next_in(of_year, after=before.number),
        numbering.next_in(of_all, after=before.running_number),
    )
    if drawn != number:
        raise NumberMoved("刚有另一期同类报告发布，期号已变化，请重试。")
    issue.number, issue.running_number = number.number, number.running_number
    issue.paper = dict(paper)
    issue.state = IssueState.PUBLISHED
    issue.published_by_id, issue.published_by_name = by.id if by else None, by_name
    issue.published_at = at
    for file in files:
        _keep(issue, file, at=at)
    if issue.corrects_id is not None and (corrected := queries.find(issue.corrects_id)) is not None:
        if corrected.state is IssueState.CORRECTED:
            raise NotAllowedNow(f"{corrected.number_label}已由另一期更正。")
        corrected.state = IssueState.CORRECTED
    _note(issue, "publish_issue", by=by, by_name=by_name, at=at)


def withdraw(issue: ReportIssue, *, by: User, at: datetime, note: str) -> None:
    """Give a draft up (作废); what was published stays, and is corrected."""
    if issue.was_published:
        raise NotAllowedNow("已发布的不能作废，如有差错请编制更正。")
    check_open(issue)
    if not note.strip():
        raise BadInput("请填写作废的原因。", "note")
    issue.state = IssueState.WITHDRAWN
    issue.withdrawn_at, issue.withdraw_note = at, note
    _note(issue, "withdraw_issue", by=by, by_name="", at=at)


def check_correctable(issue: ReportIssue, reason: str) -> None:
    """Refuse to correct what was not published, was corrected already or is being corrected."""
    if issue.state is IssueState.CORRECTED:
        raise NotAllowedNow("本期已被更正，请在更正后的一期上再作更正。")
    if not issue.was_published:
        raise NotAllowedNow("尚未发布，直接修改草稿即可，不需要更正。")
    if any(each.is_open for each in queries.corrections_of(issue.id)):
        raise NotAllowedNow("本期的更正正在编制。")
    if not reason.strip():
        raise BadInput("请说明更正什么、为什么。", "reason")


def correction_words(corrected: ReportIssue, reason: str) -> str:
    """Return what a correction says of itself at its beginning."""
    return f"本期更正{corrected.number_label}《{corrected.title}》，原期数据以本期为准。更正说明：{reason}"


def _series(issue: ReportIssue) -> tuple[str, str]:
    return f"issue/{issue.product}/{issue.year}", f"issue/{issue.product}"


def _before(issue: ReportIssue) -> Number:
    city = cities.find()
    before = (city.settings.get(NUMBERED_BEFORE) or {}).get(issue.product, {}) if city else {}
    in_year = before.get("in_year", 0) if before.get("year") == issue.year else 0
    return Number(int(in_year), int(before.get("total", 0)))


def _columns(counted: Counted) -> dict[str, Any]:
    return {
        "title": counted.title,
        "counted_at": counted.at,
        "rule_pack_id": counted.rule_pack_id,
        "paper": counted.paper,
        "figures": counted.figures,
    }


def _keep(issue: ReportIssue, file: KeptFile, *, at: datetime) -> None:
    db.session.add(IssueFile(issue_id=issue.id, kept_at=at, **vars(file)))


def _write(issue: ReportIssue, texts: Mapping[str, str], *, by: User | None, at: datetime) -> None:
    rows, editor_id = queries.text_rows(issue.id), by.id if by else None
    for slot, text in texts.items():
        row = rows.get(slot)
        if row is None:
            db.session.add(
                IssueText(issue_id=issue.id, slot=slot, text=text, edited_by_id=editor_id, edited_at=at)
            )
        elif row.text != text:
            row.text, row.edited_by_id, row.edited_at = text, editor_id, at


def _note(issue: ReportIssue, kind: str, *, by: User | None, by_name: str, at: datetime) -> None:
    summary = f"{issue.product_title} {issue.period_label} {issue.number_label}".strip()
    audit.write(
        kind, by=by, user_name=by_name, at=at, object_type="report_issue", object_id=issue.id, summary=summary
    )
