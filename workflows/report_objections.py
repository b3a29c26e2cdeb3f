"""The time for objections (异议期): departments dispute cases of a draft, two people decide, the draft is recounted.

An objection is a request for exclusion (甄别剔除) of one of the department's own cases of the draft: its evidence,
its two decisions by two people and its effect are those of workflows/exclusion.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import LOCAL_TIMEZONE
from models.base import db
from models.queries import notices as told
from models.queries import people, recipients
from models.queries import report_objections as queries
from models.report_issue import IssueObjection
from models.vocabulary import IssueState, Permission
from workflows import audit, exclusion
from workflows.errors import BadInput, NotAllowedForYou, NotAllowedNow
from workflows.notices import send_to
from workflows.report_issues import check_open
from workflows.ways_out import ways_out

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from models.case import Case
    from models.case_request import CaseRequest
    from models.report_issue import ReportIssue
    from models.user import User
    from workflows.requests import Wish

MOST_TOLD = 30


def open_window(
    issue: ReportIssue, until: datetime, due: Mapping[int, int], *, by: User | None, at: datetime
) -> int:
    """Lay the draft open for objections until then, and tell the departments how many due cases they have in it.

    Opened already, it is prolonged or shortened, and the departments are told anew. Returns how many messages
    were written.
    """
    check_open(issue)
    if until <= at:
        raise BadInput("异议期的截止时间须在现在以后。", "until")
    if not due:
        raise NotAllowedNow("本期没有承办单位应办结的工单，不需要异议期。")
    issue.state, issue.objection_until_at = IssueState.OBJECTION, until
    audit.write(
        "open_objections",
        by=by,
        at=at,
        object_type="report_issue",
        object_id=issue.id,
        summary=f"{issue.product_title} {issue.period_label}，至 {spoken(until)}",
    )
    written = 0
    for department_id, count in sorted(due.items()):
        written += send_to(
            recipients.find(
                department_ids=[department_id], holding_one_of=[Permission.REQUEST], limit=MOST_TOLD
            ),
            title=f"{issue.period_label}{issue.product_title}草稿征求异议",
            body=f"本单位应办结 {count} 件，对考核有异议的，请于 {spoken(until)} 前在“报告异议”中提出并附佐证："
            f"{ways_out.public_url}/reports/issues/{issue.id}/ours",
            at=at,
        )
    return written


def check_window(issue: ReportIssue, at: datetime) -> None:
    """Refuse an objection outside the time for it."""
    if issue.state is not IssueState.OBJECTION or issue.objection_until_at is None:
        raise NotAllowedNow("本期不在异议期，不能提出异议。")
    if at >= issue.objection_until_at:
        raise NotAllowedNow(f"异议期已于 {spoken(issue.objection_until_at)} 结束，不能再提出异议。")


def dispute(
    issue: ReportIssue, case: Case, wish: Wish, own_cases: Collection[int], *, by: User, at: datetime
) -> CaseRequest:
    """Object to a case of the draft that was counted as due with the user's department.

    `own_cases` are the ids of those. Raises NotAllowedNow, NotAllowedForYou or BadInput.
    """
    check_window(issue, at)
    if case.id not in own_cases:
        raise NotAllowedForYou("只能对草稿中计入本单位应办结的工单提出异议。")
    request = exclusion.request_exclusion(case, wish, by=by, at=at)
    db.session.add(IssueObjection(issue_id=issue.id, request_id=request.id))
    return request


def check_settled(issue: ReportIssue, at: datetime) -> None:
    """Refuse to publish while departments may object, while an objection waits, or before it is counted anew."""
    if issue.state is not IssueState.OBJECTION or issue.objection_until_at is None:
        return
    if at < issue.objection_until_at:
        raise NotAllowedNow(f"异议期至 {spoken(issue.objection_until_at)}，期内不能发布。")
    if waiting := queries.count_undecided(issue.id):
        raise NotAllowedNow(f"还有 {waiting} 件异议未裁定，裁定后才能发布。")
    if upheld := queries.count_uncounted(issue.id, issue.counted_at):
        raise NotAllowedNow(f"有 {upheld} 件异议已成立、草稿尚未重新统计，请先重新统计。")


def tell_closed(issue: ReportIssue, *, at: datetime) -> int:
    """Tell once who made the draft that the time for objections is over; returns how many messages were written."""
    if issue.objection_until_at is None or issue.made_by_id is None:
        return 0
    key = f"objections closed/{issue.id}/{issue.objection_until_at:%Y%m%d%H%M}"
    if told.was_told(key, issue.made_by_id):
        return 0
    waiting = queries.count_undecided(issue.id)
    rest = f"还有 {waiting} 件异议未裁定。" if waiting else "异议均已裁定，可以发布。"
    user = people.find_user(issue.made_by_id)
    if user is None:
        return 0
    title = f"{issue.period_label}{issue.product_title}异议期已结束"
    return send_to([user], title=title, body=rest, at=at, key=key)


def spoken(moment: datetime) -> str:
    """Return the moment in local time as notices write it."""
    return f"{moment.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}"
