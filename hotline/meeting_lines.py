"""What an address asks of joint meetings: a period's meetings, and the line of a field, a unit, a topic or all."""

from collections.abc import Collection

from flask import abort, request

from hotline.asked import asked
from models.queries.measures import NONE
from models.vocabulary import Dimension
from reports import extracts, meetings
from reports.figures.asked import Asked
from reports.figures.entered_figures import parts_of
from reports.figures.meetings import MEETING_FIGURES
from reports.meetings import MeetingFacts, Row

MEMBERS = (Dimension.BRANCH, Dimension.DEPARTMENT)


def meeting_line_asked(figures: Collection[str]) -> tuple[MeetingFacts, Row]:
    """Return the meetings of the period, and of the line that the address names what these figures are made of.

    404 for no such member. Raises BadPeriod.
    """
    question, name = _member(asked())
    figures = {part for figure in figures for part in parts_of(MEETING_FIGURES[figure])}
    facts = meetings.gather(question)
    return facts, meetings.line(name, facts, question, figures)


def _member(question: Asked) -> tuple[Asked, str]:
    """Return the question of the member that the address names, and its name."""
    for dimension in MEMBERS:
        if key := request.args.get(dimension.value, ""):
            known = extracts.names(dimension)
            return (question.of(dimension, key), known[key]) if key in known else abort(404)
    return question.of(Dimension.ALL, request.args.get("topic", NONE)), ""
