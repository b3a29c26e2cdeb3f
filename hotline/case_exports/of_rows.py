"""The lines of lists that hold no cases, or each as often as something happened: kept with an issue, or as it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from config import LOCAL_TIMEZONE
from hotline import entry_sheet
from hotline.case_exports.of_issues import NO_LIST, asked_of
from hotline.case_exports.of_orders import Finder
from hotline.case_exports.question import BARE, NO_CASE, Own, Question, ToldLines
from hotline.frozen_rows import events_of, meetings_of, sort_of
from hotline.happened_list import behind, happened_asked, visible
from hotline.meeting_lines import MATTER, visible_of
from hotline.report_making import held_of
from models.queries import departments
from models.queries.happenings import Happening
from reports import issues
from reports.held_cases import NotHeld
from workflows.errors import NotAllowedNow

Called = Mapping[int, Any]
# What each sort of frozen list shows besides its cases, as its page does: the columns, and the cells of a row.
SHOWN: dict[str, tuple[tuple[str, ...], Callable[[Any, Called], tuple[Any, ...]]]] = {
    "meetings": (
        ("meeting", "starts_at", "chair", "row_state"),
        lambda row, _: (f"{row.number or ''} {row.title}".strip(), row.starts_at, row.chair, row.state.label),
    ),
    "topics": (
        ("topic", "field", "meeting", "row_state", "lead", "due_on"),
        lambda row, called: (
            row.title, _name(row.branch), called[row.meeting_id].title if row.meeting_id in called else "",
            row.state.label, _name(row.lead), row.due_on,
        ),
    ),
    "actions": (
        ("action", "topic", "lead", "due_on", "done_at", "row_state"),
        lambda row, _: (
            row.task, row.topic.title, _name(row.lead), row.due_at.astimezone(LOCAL_TIMEZONE).date(),
            row.done_at, row.state.label,
        ),
    ),
    issues.GRID: (
        ("event_number", "event", "place", "grid_class", "event_district", "row_state", "registered_at"),
        lambda row, _: (
            row.external_id, row.title, row.place, row.grid_class.name, _name(row.district),
            ("已处置" if row.is_processed else "未处置") + ("、已上报" if row.is_escalated else ""),
            row.registered_at,
        ),
    ),
    issues.ENTERED: (
        ("entry", "entry_time", "entry_whose", "entry_number", "entry_note", "entered_by", "entered_at"),
        lambda row, _: (row.label, row.time, row.whose, row.number, row.note, row.by, row.at),
    ),
}  # fmt: skip
# And each sort of those that hold cases.
OF_CASES = {
    MATTER: ("number", "title", "category", "department", "received_at", "state"),
    issues.HAPPENED: ("happened_at", "happened_unit", "number", "title", "category", "department", "state"),
}
COLUMNS_OF = {sort: columns for sort, (columns, _) in SHOWN.items()} | OF_CASES


def frozen_rows(sort: str) -> Finder:
    """Make the lines of one sort of frozen lists; Refused where the list asked for is none of this sort."""

    def lines(question: Question, limit: int | None) -> ToldLines:
        asked = asked_of(question)
        if not asked.cell.get("rows") or sort_of(asked.cell, asked.value.figure.id) != sort:
            raise NotAllowedNow(NO_LIST)
        held = held_of(asked.issue)
        try:
            found = issues.rows_behind(asked.cell, asked.value, asked.part, held)
        except NotHeld as nothing:
            raise NotAllowedNow(str(nothing)) from None
        if sort == issues.HAPPENED:
            return ToldLines(visible(found, question.scope)[:limit], _happenings)
        if sort == MATTER:
            return ToldLines(visible_of(found, question.scope)[:limit], cases)
        called = meetings_of(asked.value.asked, held) if sort == "topics" else {}
        return ToldLines(found[:limit], partial(_others, sort, called))

    return lines


def happened_title(question: Question) -> str:
    """Return what the list of what happened is called."""
    value, member = happened_asked(question.arguments)
    return f"{value.figure.label}（{member}）" if member else value.figure.label


def happened_conditions(question: Question) -> dict[str, str]:
    """Say what is counted, of which period."""
    value, _ = happened_asked(question.arguments)
    return {"统计周期": value.asked.period.label, "口径": value.figure.meaning}


def happened_lines(question: Question, limit: int | None) -> ToldLines:
    """Return the lines of the list of what happened, as it is now."""
    value, _ = happened_asked(question.arguments)
    return ToldLines(visible(behind(value), question.scope)[:limit], _happenings)


def _happenings(found: Sequence[Happening]) -> list[tuple[int, Own]]:
    names = departments.names_of({each.department_id for each in found})
    return [
        (each.case_id, Own({"happened_at": each.at, "happened_unit": names.get(each.department_id, "")}))
        for each in found
    ]


def cases(found: Sequence[int]) -> list[tuple[int, Own]]:
    """Tell lines of which there is nothing to say but their cases."""
    return [(case_id, BARE) for case_id in found]


# What is kept of some sorts is little; the rest is read when its turn comes.
READ: Mapping[str, Callable[[Sequence[Any]], Sequence[Any]]] = {
    issues.GRID: events_of,
    issues.ENTERED: entry_sheet.told,
}


def _others(sort: str, called: Called, found: Sequence[Any]) -> list[tuple[int, Own]]:
    return rows(sort, called, READ[sort](found) if sort in READ else found)


def rows(sort: str, called: Called, found: Sequence[Any]) -> list[tuple[int, Own]]:
    """Tell lines of one sort that are about no case; `called` are the meetings by id."""
    columns, cells = SHOWN[sort]
    return [(NO_CASE, Own(dict(zip(columns, cells(row, called), strict=True)))) for row in found]


def _name(row: Any) -> str:
    return row.name if row else ""
