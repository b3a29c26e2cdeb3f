"""What an address asks of joint meetings: the line of a field, a unit, a topic or all; and what is behind a number."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from flask import abort, request

from hotline.asked import asked, figure_of
from models.queries import frozen_lists
from models.queries.measures import NONE
from models.vocabulary import CaseScope, Dimension
from reports import extracts, meetings
from reports.figures.asked import Asked
from reports.figures.entered_figures import parts_of
from reports.figures.meetings import MEETING_COUNTS, MEETING_FIGURES, MEETING_RATES
from reports.figures.values import Part, Value
from reports.meetings import MeetingFacts, Row

MEMBERS = (Dimension.BRANCH, Dimension.DEPARTMENT)
LISTED = {**MEETING_COUNTS, **MEETING_RATES}
# Of the sorts that a number counts, the one that is cases: calls about a topic's matter.
MATTER = "matter"


class MeetingsAsked(NamedTuple):
    """The list behind a value: the value, of whom, which part of it, and what it counts, of which sort.

    The sort is what the figure's id begins with: meetings, topics, actions, or ids of cases about a matter.
    """

    value: Value
    member: str
    part: Part
    sort: str
    found: Sequence[Any]
    facts: MeetingFacts

    @property
    def called(self) -> dict[int, Any]:
        """The meetings of the period by id."""
        return {meeting.id: meeting for meeting in self.facts.meetings}


def meetings_asked(arguments: Mapping[str, str]) -> MeetingsAsked:
    """Return the list behind the value that the arguments name; 404 where there is none. Raises BadPeriod."""
    name, part = arguments.get("figure", ""), arguments.get("part", Part.WHOLE)
    if name not in LISTED or part not in set(Part):
        abort(404)
    facts, line = meeting_line_asked([name], arguments)
    value = figure_of(line, name)
    found = meetings.behind(facts, value, Part(part))
    return MeetingsAsked(value, line["name"], Part(part), name.partition("_")[0], found, facts)


def visible_of(case_ids: Sequence[int], scope: CaseScope) -> list[int]:
    """Return those of the cases about a matter that lie inside the scope, the newest first."""
    return sorted(frozen_lists.visible(case_ids, scope), reverse=True)


def meeting_line_asked(
    figures: Collection[str], arguments: Mapping[str, str] | None = None
) -> tuple[MeetingFacts, Row]:
    """Return the meetings of the period, and of the line that the address names what these figures are made of.

    404 for no such member. Raises BadPeriod.
    """
    question, name = _member(request.args if arguments is None else arguments)
    figures = {part for figure in figures for part in parts_of(MEETING_FIGURES[figure])}
    facts = meetings.gather(question)
    return facts, meetings.line(name, facts, question, figures)


def _member(given: Mapping[str, str]) -> tuple[Asked, str]:
    """Return the question of the member that the address names, and its name."""
    question = asked(given)
    for dimension in MEMBERS:
        if key := given.get(dimension.value, ""):
            known = extracts.names(dimension)
            return (question.of(dimension, key), known[key]) if key in known else abort(404)
    return question.of(Dimension.ALL, given.get("topic", NONE)), ""
