"""The lines behind a number as it is now, where it counts meetings, topics, tasks, calls about a matter, events or entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from hotline import entry_sheet
from hotline.asked import entries_asked, events_asked
from hotline.case_exports.of_issues import NO_LIST
from hotline.case_exports.of_rows import cases, rows
from hotline.case_exports.question import Own, Question, ToldLines
from hotline.meeting_lines import MATTER, meetings_asked, visible_of
from models.queries import grid_events
from reports import issues
from reports.figures.figure import Figure
from reports.figures.values import Value
from reports.periods import Period
from workflows.errors import NotAllowedNow

Found = Callable[[Question, int | None], ToldLines]


@dataclass(frozen=True)
class Number:
    """A number whose list is asked for: which figure, when, of whom; what else is to be said of the list; its lines."""

    figure: Figure
    period: Period
    member: str
    besides: Mapping[str, str]
    lines: Found


Asked = Callable[[Mapping[str, str]], Number]


@dataclass(frozen=True)
class Behind:
    """The list behind the number that an address names, as an export wants it: title, conditions, lines."""

    asked: Asked

    def title(self, question: Question) -> str:
        """Return what the list is called."""
        number = self.asked(question.arguments)
        return f"{number.figure.label}（{number.member}）" if number.member else number.figure.label

    def conditions(self, question: Question) -> dict[str, str]:
        """Say what is counted, of which period, and what else there is to say."""
        number = self.asked(question.arguments)
        said = {"统计周期": number.period.label, "口径": number.figure.formula or number.figure.meaning}
        return said | dict(number.besides)

    def lines(self, question: Question, limit: int | None) -> ToldLines:
        """Return the lines of the list, as it is now."""
        return self.asked(question.arguments).lines(question, limit)


def _of_meetings(sort: str) -> Asked:
    def asked(arguments: Mapping[str, str]) -> Number:
        behind = meetings_asked(arguments)
        if behind.sort != sort:
            raise NotAllowedNow(NO_LIST)

        def lines(question: Question, limit: int | None) -> ToldLines:
            if sort == MATTER:
                return ToldLines(visible_of(behind.found, question.scope)[:limit], cases)
            return ToldLines(behind.found[:limit], partial(rows, sort, behind.called))

        return _number(behind.value, behind.member, behind.part.label, lines)

    return asked


def _of_the_grid(arguments: Mapping[str, str]) -> Number:
    behind = events_asked(arguments)

    def lines(_question: Question, limit: int | None) -> ToldLines:
        return ToldLines(grid_events.ids(behind.events, limit=limit), events)

    return _number(behind.value, behind.member, behind.part.label, lines)


def _number(value: Value, member: str, part: str, lines: Found) -> Number:
    return Number(value.figure, value.asked.period, member, {"范围": part} if value.has_parts else {}, lines)


def _of_entries(arguments: Mapping[str, str]) -> Number:
    behind = entries_asked(arguments)
    is_counted = any(entry.is_counted for entry in behind.entries)

    def lines(_question: Question, limit: int | None) -> ToldLines:
        return ToldLines(
            behind.entries[:limit], lambda found: rows(issues.ENTERED, {}, entry_sheet.told(found))
        )

    besides = {"系统统计的部分": "每日一行，不逐条列出"} if is_counted else {}
    return Number(behind.figure, behind.period, behind.member, besides, lines)


def events(event_ids: Sequence[int]) -> list[tuple[int, Own]]:
    """Tell the lines of these events, in the order of the ids."""
    found = grid_events.of_ids(event_ids)
    return rows(issues.GRID, {}, [found[each] for each in event_ids if each in found])


MEETINGS, GRID, ENTRIES = "meeting_figures.list_behind", "grid.list_behind", "entered_figures.list_entries"
# Of each sort the page that shows such lists, and what is asked of it.
BEHIND: Mapping[str, tuple[str, Behind]] = {
    **{sort: (MEETINGS, Behind(_of_meetings(sort))) for sort in ("meetings", "topics", "actions", MATTER)},
    issues.GRID: (GRID, Behind(_of_the_grid)),
    issues.ENTERED: (ENTRIES, Behind(_of_entries)),
}
