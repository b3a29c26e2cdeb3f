"""A frozen list of what are no cases: meetings, topics, tasks, events of the grid, entries, as they were counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from hotline import entry_sheet
from hotline.happened_list import happened_page
from hotline.meeting_lines import MATTER, visible_of
from models.queries import frozen_lists, grid_events, grid_figures
from models.vocabulary import CaseScope, Dimension
from reports import extracts, issues, meetings
from reports.besides import HeldEvent
from reports.figures.asked import Asked
from reports.held_cases import HeldCases
from reports.meeting_rows import Named

PAGE = 50


class FrozenRows(NamedTuple):
    """Some of the rows, of which sort they are, how many there are, and after which place more follow.

    `called` are the meetings by id; `hidden` is how many of all the reader may not see.
    """

    sort: str
    rows: Sequence[Any]
    number: int
    hidden: int = 0
    called: dict[int, Any] = {}  # noqa: RUF012
    further: int | None = None


@dataclass(frozen=True)
class FrozenEvent:
    """An event of the grid: what was true of it as it was counted, and what it is called."""

    id: int
    external_id: str
    title: str
    place: str
    grid_class: Any
    district: Named | None
    is_escalated: bool
    is_processed: bool
    registered_at: datetime


def sort_of(cell: dict[str, Any], figure: str) -> str:
    """Return what sort of rows a number counts: entries, events, happenings; meetings, topics, actions, or a matter."""
    rows: str = cell["rows"]
    return figure.partition("_")[0] if rows == issues.MEETING else rows


def meetings_of(question: Asked, held: HeldCases) -> dict[int, Any]:
    """Return the meetings of the period by id, as they were kept."""
    with extracts.counting_from(held):
        return {meeting.id: meeting for meeting in meetings.gather(question).meetings}


def rows_of(
    cell: dict[str, Any], found: Sequence[Any], figure: str, question: Asked, held: HeldCases, *,
    start: int, scope: CaseScope,
) -> FrozenRows:  # fmt: skip
    """Return the page of what a number counted that begins at this place."""
    number, sort = len(found), sort_of(cell, figure)
    if sort == issues.ENTERED:
        return FrozenRows(sort, entry_sheet.told(found), number)
    if sort == issues.HAPPENED:
        happened = happened_page(found, scope, start=start)
        return FrozenRows(sort, happened.lines, number, happened.hidden, further=happened.further)
    seen: Sequence[Any] = visible_of(found, scope) if sort == MATTER else found
    page, hidden = seen[start : start + PAGE], number - len(seen)
    further = start + PAGE if start + PAGE < len(seen) else None
    if sort == MATTER:
        return FrozenRows(sort, frozen_lists.lines(page, scope), number, hidden, further=further)
    if sort == issues.GRID:
        return FrozenRows(sort, events_of(page), number, further=further)
    return FrozenRows(sort, page, number, called=meetings_of(question, held), further=further)


def events_of(held: Sequence[HeldEvent]) -> list[FrozenEvent]:
    """Return the events as they were counted, named as they are called now."""
    now = grid_events.of_ids([event.id for event in held])
    classes = {each.id: each for each in grid_figures.classes()}
    districts = extracts.names(Dimension.DISTRICT)
    return [
        FrozenEvent(
            event.id,
            now[event.id].external_id,
            now[event.id].title,
            now[event.id].place,
            classes[event.class_id],
            Named(districts[str(event.district_id)]) if event.district_id else None,
            "grid_escalated" in event.counted,
            "grid_processed" in event.counted,
            now[event.id].registered_at,
        )
        for event in held
        if event.id in now
    ]
