"""The lines of a list that was frozen with an issue of a report: which cases were counted, and what was true then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from config import LOCAL_TIMEZONE
from hotline.case_exports.question import Lines, Own, Question
from hotline.frozen_list import facts_of, visible_places
from hotline.report_making import held_of, paper_of
from models.queries import report_issues
from models.report_issue import ReportIssue
from models.vocabulary import Permission
from reports import issues
from reports.figures.values import Part, Value
from reports.held_cases import HeldCases, NotHeld
from workflows.errors import NotAllowedNow
from workflows.permissions import may

NO_LIST = "没有这个清单，不能导出。"


@dataclass(frozen=True)
class Asked:
    """The list asked for: of which issue, behind which value, and of a rate which part."""

    issue: ReportIssue
    cell: dict[str, Any]
    value: Value
    part: Part


def asked_of(question: Question) -> Asked:
    """Return the list asked for; Refused where there is none, or not for this user."""
    issue = report_issues.whole(question.number("issue_id") or 0)
    place, part = question.number("cell"), question.member("part", Part) or Part.WHOLE
    if issue is None or not (issue.was_published or may(question.user, Permission.MAKE_REPORTS)):
        raise NotAllowedNow(NO_LIST)
    cells, (_, values) = issue.figures["cells"], paper_of(issue)
    if place is None or place >= len(cells):
        raise NotAllowedNow(NO_LIST)
    return Asked(issue, cells[place], values[place], part)


def issue_title(question: Question) -> str:
    """Return what the list is called."""
    asked = asked_of(question)
    return f"{asked.issue.product_title}_{asked.value.figure.label}"


def issue_conditions(question: Question) -> dict[str, str]:
    """Say of which issue the list is, counted when, and what the number counts."""
    asked = asked_of(question)
    value, issue = asked.value, asked.issue
    said = {
        "报告": f"{issue.title} {issue.number_label or '草稿'}",
        "统计周期": value.asked.period.label,
        "统计截至": f"{issue.counted_at.astimezone(LOCAL_TIMEZONE):%Y-%m-%d %H:%M}",
        "口径": value.figure.formula or value.figure.meaning,
    }
    return said | ({"范围": asked.part.label} if value.has_parts else {})


def issue_lines(question: Question, limit: int | None) -> Lines:
    """Return the lines of the list, in the order of the page."""
    asked = asked_of(question)
    held: HeldCases = held_of(asked.issue)
    try:
        places = issues.behind(asked.cell, asked.value, asked.part, held)
    except NotHeld as nothing:
        raise NotAllowedNow(str(nothing)) from None
    seen = visible_places(held, places, question.scope)[:limit]
    lines = Lines()
    for place, facts in zip(seen, facts_of(held, seen), strict=True):
        cells = {
            "held_department": facts.department,
            "held_due_at": facts.due_at,
            "held_ended_at": facts.ended_at,
        }
        lines.add(int(held.ids[place]), Own(cells))
    return lines
